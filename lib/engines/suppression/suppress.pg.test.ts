import { randomUUID } from "node:crypto";
import { addDays } from "date-fns";
import { beforeAll, describe, expect, test } from "vitest";
import { CHANNELS, type Channel } from "@/lib/domain/outreach";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { type NewSuppression, suppress } from "@/lib/engines/suppression/suppress";
import { suppressedLeads } from "@/lib/engines/suppression/suppressed-leads";
import { suppressionKey } from "@/lib/engines/suppression/suppression-key";
import { InvalidError } from "@/lib/errors";
import {
  enrol,
  insertLead,
  type ReadyClient,
  readyClient,
  TEST_PEPPER,
  testSenderOptions,
  WEDNESDAY_MORNING,
} from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { isSuppressed } from "@/tests/support/is-suppressed";

const options = { pepper: TEST_PEPPER };

const world = fileWorld();
const client = clientPerTest(world);
let other: ReadyClient;

beforeAll(async () => {
  other = await readyClient(world);
});

const add = (input: Partial<NewSuppression> & { value: string }, now = WEDNESDAY_MORNING, clientId = client.clientId) => {
  const ctx = world.systemCtx(clientId, now);
  return ctx.tx((db) => suppress(db, ctx, { kind: "email", reason: "unsubscribed", source: "test", ...input }, options));
};
const suppressed = (email: string, channel: Channel = "email", clientId = client.clientId) =>
  isSuppressed(world.system, { clientId, email, channel });
const rows = (clientId = client.clientId) =>
  world.system
    .selectFrom("suppressions")
    .select(["kind", "masked", "reason", "channels", "keyHmac"])
    .where("clientId", "=", clientId)
    .orderBy("createdAt")
    .orderBy("id")
    .execute();
const address = () => `lee.${randomUUID().slice(0, 8)}@firm.example`;

/** A named person lets somebody be contacted again, with fresh consent. */
async function release(email: string, at: Date): Promise<void> {
  await world.system
    .insertInto("suppressions")
    .values({
      clientId: client.clientId,
      kind: "email",
      keyHmac: suppressionKey(options, "email", email) ?? "",
      masked: "l•••@firm.example",
      reason: "released",
      source: "manual",
      evidence: "signed the form",
      createdBy: client.userId,
      createdAt: at,
    })
    .execute();
}

describe("one suppression", () => {
  test("holds for the client, on every channel, under every spelling, and keeps no address", async () => {
    const email = address();
    expect(await add({ value: email.toUpperCase() })).toBe(true);

    for (const spelling of [email, email.toUpperCase(), email.replace("@", "+tag@"), ` ${email} `]) {
      expect(await suppressed(spelling), spelling).toBe(true);
    }
    expect(await suppressed(email, "sms")).toBe(true);
    expect(await suppressed(address())).toBe(false);
    expect(await suppressed(email, "email", other.clientId)).toBe(false);
    expect(JSON.stringify(await rows())).not.toContain(email.split("@")[0]);
  });

  test("a repeat changes nothing", async () => {
    const email = address();
    await add({ value: email });
    expect(await add({ value: email })).toBe(false);
    expect(await add({ value: email.replace("@", "+again@") }, addDays(WEDNESDAY_MORNING, 1))).toBe(false);
    expect(await rows()).toHaveLength(1);
  });

  test("many at once leave one row", async () => {
    const email = address();
    const results = await Promise.all(Array.from({ length: 8 }, () => add({ value: email })));
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await rows()).toHaveLength(1);
  });

  test("on one channel leaves the others open, and can be widened", async () => {
    const email = address();
    await add({ value: email, reason: "asked_us", channels: ["sms"] });
    expect([await suppressed(email, "sms"), await suppressed(email, "email")]).toEqual([true, false]);
    expect(await add({ value: email, reason: "asked_us" })).toBe(true);
    expect(await suppressed(email, "email")).toBe(true);
  });

  test("of a domain covers its subdomains and nobody else", async () => {
    await add({ kind: "domain", value: "www.quiet.example", reason: "asked_us" });
    expect(await suppressed("a@quiet.example")).toBe(true);
    expect(await suppressed("a@mail.quiet.example")).toBe(true);
    expect(await suppressed("a@veryquiet.example")).toBe(false);
  });

  test("by phone or profile finds the person, and shows neither", async () => {
    await add({ kind: "phone", value: "0412 345 678", reason: "asked_us" });
    await add({ kind: "linkedin", value: "https://www.linkedin.com/in/Lee-Marsden/", reason: "asked_us" });
    const people = [
      { phone: "+61 412 345 678" },
      { linkedinUrl: "linkedin.com/in/lee-marsden?trk=x" },
      { phone: "+61 412 345 679", linkedinUrl: "linkedin.com/in/lee-marsden-2" },
    ];
    const found = await suppressedLeads(world.system, { clientId: client.clientId, channel: "email", people, secret: options });
    expect([...found]).toEqual(people.slice(0, 2));
    const masked = (await rows()).map((row) => row.masked);
    expect(masked).toEqual(["•••678", "in/•••"]);
  });

  test.each([
    ["email", "not an address"],
    ["domain", "co.uk"],
    ["phone", "extension 12"],
    ["linkedin", "https://www.linkedin.com/company/firm"],
  ] as const)("what is no %s is refused", async (kind, value) => {
    await expect(add({ kind, value })).rejects.toThrow(InvalidError);
    expect(await rows()).toEqual([]);
  });
});

describe("levels", () => {
  test.each(["complained", "hard_bounced", "erased"] as const)("%s holds for every client, and none learns why", async (reason) => {
    const email = address();
    await add({ value: email, reason });
    expect(await suppressed(email, "email", other.clientId)).toBe(true);
    expect(await rows(other.clientId)).toEqual([]);
  });

  test("an address that does not exist closes e-mail alone, for everybody; what a person says closes every channel", async () => {
    const closed = async (email: string, clientId: string) => {
      const found = await Promise.all(CHANNELS.map((channel) => suppressed(email, channel, clientId)));
      return CHANNELS.filter((_, at) => found[at]);
    };
    for (const reason of ["hard_bounced", "unsubscribed", "asked_us", "complained", "erased"] as const) {
      const email = address();
      await add({ value: email, reason });
      const holdsForAll = reason === "hard_bounced" || reason === "complained" || reason === "erased";
      const expected = reason === "hard_bounced" ? ["email"] : [...CHANNELS];
      expect(await closed(email, client.clientId), reason).toEqual(expected);
      expect(await closed(email, other.clientId), reason).toEqual(holdsForAll ? expected : []);
    }
  });

  test("a complaint after a bounce, or before it, closes every channel for everybody", async () => {
    for (const reasons of [["hard_bounced", "complained"] as const, ["complained", "hard_bounced"] as const]) {
      const email = address();
      for (const reason of reasons) await add({ value: email, reason });
      expect(await suppressed(email, "sms", other.clientId), reasons.join()).toBe(true);
    }
  });

  test("a member cannot close an address for everybody", async () => {
    const email = address();
    const ctx = world.memberCtx(client.clientId, client.userId, "owner");
    await ctx.tx((db) => suppress(db, ctx, { kind: "email", value: email, reason: "complained", source: "manual" }, options));
    expect(await suppressed(email)).toBe(true);
    expect(await suppressed(email, "email", other.clientId)).toBe(false);
  });

  test("the answer is the same whatever the level", async () => {
    const [byClient, byAll] = [address(), address()];
    const carrier = new FakeCarrier();
    const outcomes = [];
    for (const [email, reason, clientId] of [
      [byClient, "asked_us", client.clientId],
      [byAll, "complained", other.clientId],
    ] as const) {
      const leadId = await insertLead(world, client.clientId, { email });
      const [touchId = ""] = await enrol(world, client, leadId);
      await add({ value: email, reason }, WEDNESDAY_MORNING, clientId);
      outcomes.push(
        await dispatchTouch(world.systemCtx(client.clientId), { touchId, resourceId: client.mailbox }, testSenderOptions(carrier)),
      );
      const told = await world.system
        .selectFrom("activities")
        .select(["action", "reason"])
        .where("leadId", "=", leadId)
        .where("action", "=", "stopped")
        .execute();
      outcomes.push(told);
    }
    expect(outcomes.slice(0, 2)).toEqual(outcomes.slice(2));
    expect(carrier.sent).toEqual([]);
  });

  test("a release clears what came before it for the client, never what holds for everybody", async () => {
    const [mine, everybodys] = [address(), address()];
    await add({ value: mine });
    await add({ value: everybodys, reason: "complained" });
    for (const email of [mine, everybodys]) await release(email, addDays(WEDNESDAY_MORNING, 1));
    expect(await suppressed(mine)).toBe(false);
    expect(await suppressed(everybodys)).toBe(true);
  });

  test("an opt-out after a release counts, however often", async () => {
    const email = address();
    for (let round = 0; round < 8; round += 1) {
      expect(await add({ value: email }, addDays(WEDNESDAY_MORNING, 2 * round))).toBe(true);
      expect(await suppressed(email)).toBe(true);
      expect(await add({ value: email }, addDays(WEDNESDAY_MORNING, 2 * round))).toBe(false);
      await release(email, addDays(WEDNESDAY_MORNING, 2 * round + 1));
      expect(await suppressed(email)).toBe(false);
    }
  });
});
