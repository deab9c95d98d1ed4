import { randomUUID } from "node:crypto";
import { addDays } from "date-fns";
import { describe, expect, test } from "vitest";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";
import { findUnsubscribeTarget, unsubscribe } from "@/lib/engines/suppression/unsubscribe-by-token";
import { enrol, insertLead, signUp, TEST_PEPPER, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { isSuppressed } from "@/tests/support/is-suppressed";

const options = { pepper: TEST_PEPPER };

const world = fileWorld();
const client = clientPerTest(world);

const suppressed = (email: string) => isSuppressed(world.system, { clientId: client.clientId, email });
const rows = () => world.system.selectFrom("suppressions").select("kind").where("clientId", "=", client.clientId).execute();

describe("a person who opts out", () => {
  async function contactedLead(overrides: Record<string, unknown> = {}) {
    const leadId = await insertLead(world, client.clientId, overrides);
    const [first = "", second = ""] = await enrol(world, client, leadId);
    await dispatchTouch(
      world.systemCtx(client.clientId),
      { touchId: first, resourceId: client.mailbox },
      testSenderOptions(new FakeCarrier()),
    );
    const { unsubscribeToken } = await world.system
      .selectFrom("touches")
      .select("unsubscribeToken")
      .where("id", "=", first)
      .executeTakeFirstOrThrow();
    return { leadId, second, token: unsubscribeToken ?? "" };
  }
  const optOut = (leadId: string) => {
    const ctx = world.systemCtx(client.clientId);
    return ctx.tx((db) => optOutLead(db, ctx, { leadId, reason: "unsubscribed", source: "reply" }, options));
  };
  const lead = (id: string) => world.system.selectFrom("leads").select(["status", "email"]).where("id", "=", id).executeTakeFirstOrThrow();
  const activities = async (leadId: string) =>
    (await world.system.selectFrom("activities").select("action").where("leadId", "=", leadId).orderBy("id").execute()).map(
      (row) => row.action,
    );

  test("is suppressed by every identity; consent is revoked and everything pending cancelled", async () => {
    const { leadId, second } = await contactedLead({
      personalEmail: `private.${randomUUID().slice(0, 6)}@gmail.com`,
      phone: "0412 000 111",
      linkedinUrl: "https://linkedin.com/in/lee-optout",
    });
    await optOut(leadId);
    expect((await rows()).map((row) => row.kind).sort()).toEqual(["email", "email", "linkedin", "phone"]);
    expect((await lead(leadId)).status).toBe("unsubscribed");
    const { state } = await world.system.selectFrom("touches").select("state").where("id", "=", second).executeTakeFirstOrThrow();
    expect(state).toBe("cancelled");
    const consent = await world.system
      .selectFrom("consentBases")
      .select(["revokedAt", "revokedReason"])
      .where("leadId", "=", leadId)
      .execute();
    expect(consent).toEqual([{ revokedAt: WEDNESDAY_MORNING, revokedReason: "unsubscribed" }]);
  });

  test("again changes nothing and is not recorded twice", async () => {
    const { leadId } = await contactedLead();
    await optOut(leadId);
    await optOut(leadId);
    await Promise.all([optOut(leadId), optOut(leadId)]);
    expect((await activities(leadId)).filter((action) => action === "unsubscribed")).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
  });

  test("by mail, then by the link, then by hand, each later and with more known of them, is recorded once", async () => {
    const { leadId, token } = await contactedLead();
    await optOut(leadId);
    await world.system.updateTable("leads").set({ personalEmail: "lee.private@home.example" }).where("id", "=", leadId).execute();
    expect(await findUnsubscribeTarget(world.system, token)).toMatchObject({ isOptedOut: true });
    for (const source of ["one_click", "unsubscribe_page", "one_click"] as const)
      await unsubscribe(world.systemCtx(client.clientId, addDays(WEDNESDAY_MORNING, 1)), { leadId, source }, options);
    const ctx = world.systemCtx(client.clientId, addDays(WEDNESDAY_MORNING, 2));
    await ctx.tx((db) => optOutLead(db, ctx, { leadId, reason: "asked_us", source: "manual" }, options));
    expect((await activities(leadId)).filter((action) => action === "unsubscribed")).toHaveLength(1);
    expect(await suppressed("lee.private@home.example")).toBe(true);
  });

  test("and complains later has complained, once", async () => {
    const { leadId } = await contactedLead();
    await optOut(leadId);
    const ctx = world.systemCtx(client.clientId, addDays(WEDNESDAY_MORNING, 1));
    for (let times = 0; times < 2; times += 1)
      await ctx.tx((db) => optOutLead(db, ctx, { leadId, reason: "complained", source: "reply" }, options));
    const told = (await activities(leadId)).filter((action) => action === "unsubscribed" || action === "complained");
    expect(told).toEqual(["unsubscribed", "complained"]);
  });

  test("is heard whatever nonsense stands in the other fields", async () => {
    const { leadId } = await contactedLead({ phone: "extension 12", linkedinUrl: "ask reception", personalEmail: "none" });
    await optOut(leadId);
    expect((await lead(leadId)).status).toBe("unsubscribed");
    expect(await suppressed((await lead(leadId)).email)).toBe(true);
  });

  test("keeps a conversion", async () => {
    const { leadId } = await contactedLead();
    await world.system.updateTable("leads").set({ status: "converted" }).where("id", "=", leadId).execute();
    await optOut(leadId);
    expect((await lead(leadId)).status).toBe("converted");
    expect(await suppressed((await lead(leadId)).email)).toBe(true);
  });

  test("can do so by a link of a lead and a campaign that are long gone, and learns nothing but a masked address", async () => {
    const { leadId, token } = await contactedLead();
    await world.system.updateTable("leads").set({ deletedAt: WEDNESDAY_MORNING }).where("id", "=", leadId).execute();
    await world.system
      .updateTable("campaigns")
      .set({ deletedAt: WEDNESDAY_MORNING, status: "completed" })
      .where("id", "=", client.campaign)
      .execute();

    const target = await findUnsubscribeTarget(world.system, token);
    expect(target).toMatchObject({ clientId: client.clientId, leadId, senderName: "Brightwater Digital Pty Ltd", isOptedOut: false });
    expect(target?.maskedEmail).toMatch(/^l•••@/);
    await unsubscribe(world.systemCtx(client.clientId, addDays(WEDNESDAY_MORNING, 400)), { leadId, source: "one_click" }, options);
    expect(await suppressed((await lead(leadId)).email)).toBe(true);
    expect(await findUnsubscribeTarget(world.system, token)).toMatchObject({ isOptedOut: true });
  });

  test("a token that is not ours leads nowhere", async () => {
    const { token } = await contactedLead();
    for (const wrong of ["", "x", token.slice(1), `${token}a`, `${token.slice(0, 31)}*`, "a".repeat(32), `${token}' or true`]) {
      expect(await findUnsubscribeTarget(world.system, wrong)).toBeUndefined();
    }
  });

  test("of another client cannot be reached from here", async () => {
    const { leadId } = await contactedLead();
    const stranger = await signUp(world);
    const ctx = world.systemCtx(stranger.clientId);
    await ctx.tx((db) => optOutLead(db, ctx, { leadId, reason: "unsubscribed", source: "reply" }, options));
    expect((await lead(leadId)).status).toBe("in_sequence");
  });
});
