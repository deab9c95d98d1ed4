import { expect, test } from "vitest";
import { listAgreements } from "@/lib/db/queries/agreements";
import { AGREEMENTS } from "@/lib/domain/agreements";
import type { Role } from "@/lib/domain/roles";
import { addSuppression } from "@/lib/engines/settings/add-suppression";
import { editOrganisation } from "@/lib/engines/settings/edit-organisation";
import { giveAgreements } from "@/lib/engines/settings/give-agreements";
import { markNotificationsRead } from "@/lib/engines/settings/mark-notifications-read";
import { setDataSharing } from "@/lib/engines/settings/set-data-sharing";
import { setDefaultMode } from "@/lib/engines/settings/set-default-mode";
import { testMailServer } from "@/lib/engines/settings/test-mail-server";
import { ConflictError, ForbiddenError } from "@/lib/errors";
import { addMember, enrol, insertLead, readyClient, signUp, TEST_PEPPER, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";
import { isSuppressed } from "@/tests/support/is-suppressed";

const world = fileWorld();

const ORGANISATION = {
  name: "Brightwater",
  legalName: "Brightwater Digital Pty Ltd",
  abn: "51 824 753 556",
  postalAddress: "10 Example Street, Sydney NSW 2000",
  contactEmail: "Hello@Brightwater.example",
  bookingUrl: "cal.brightwater.example/intro",
  websiteUrl: "",
  timezone: "Australia/Perth",
  defaultOffer: "a free review of your enquiries",
  toneSample: "Hi Sam, short one from me.",
};
function client(clientId: string) {
  return world.system.selectFrom("clients").selectAll().where("id", "=", clientId).executeTakeFirstOrThrow();
}

async function workspace() {
  const owner = await signUp(world);
  return { ...owner, as: (userId: string, role: Role) => world.memberCtx(owner.clientId, userId, role) };
}

test("the organisation is stored in one spelling, and the audit trail says who changed it", async () => {
  const { clientId, userId, as } = await workspace();
  await editOrganisation(as(userId, "owner"), ORGANISATION);
  expect(await client(clientId)).toMatchObject({
    abn: "51824753556",
    contactEmail: "hello@brightwater.example",
    bookingUrl: "https://cal.brightwater.example/intro",
    websiteUrl: null,
    timezone: "Australia/Perth",
  });
  const audit = await world.system
    .selectFrom("auditLogs")
    .select(["actorUserId", "changed"])
    .where("clientId", "=", clientId)
    .where("action", "=", "client.updated")
    .executeTakeFirstOrThrow();
  expect(audit).toMatchObject({ actorUserId: userId, changed: { abn: [null, "51824753556"] } });
});

test.each([
  [{ abn: "51 824 753 557" }, "check digits"],
  [{ contactEmail: "hello" }, "full email address"],
  [{ bookingUrl: "javascript:alert(1)" }, "address such as"],
  [{ websiteUrl: "https://user:pass@agency.example" }, "address such as"],
  [{ timezone: "Australia/Atlantis" }, "time zone"],
  [{ legalName: " " }, "registered under"],
])("an organisation with %o is refused", async (change, message) => {
  const { userId, as } = await workspace();
  await expect(async () => editOrganisation(as(userId, "owner"), { ...ORGANISATION, ...change })).rejects.toThrow(message);
});

test("an agreement keeps who, when and to which wording; repeating it changes nothing, and a member cannot give it", async () => {
  const { clientId, userId, as } = await workspace();
  const agreements = () => world.memberCtx(clientId, userId, "owner").tx((db) => listAgreements(db, { clientId }));
  await giveAgreements(as(userId, "owner"), { kinds: ["outreach_rules", "outreach_rules"] });
  const colleague = await addMember(world, clientId, "owner");
  await giveAgreements(as(colleague, "owner"), { kinds: ["outreach_rules"] });
  const { version } = AGREEMENTS.outreach_rules;
  expect(await agreements()).toMatchObject([{ kind: "outreach_rules", textVersion: version, createdAt: WEDNESDAY_MORNING }]);
  const row = await world.system.selectFrom("agreements").select("givenBy").where("clientId", "=", clientId).executeTakeFirstOrThrow();
  expect(row.givenBy).toBe(userId);

  const admin = await addMember(world, clientId, "admin");
  for (const claimed of ["admin", "owner"] as const)
    await expect(giveAgreements(as(admin, claimed), { kinds: ["linkedin_risk"] })).rejects.toThrow();
  const stranger = await signUp(world, "Other");
  await expect(giveAgreements(as(stranger.userId, "owner"), { kinds: ["linkedin_risk"] })).rejects.toThrow();
  await expect(giveAgreements(world.systemCtx(clientId), { kinds: ["linkedin_risk"] })).rejects.toThrow(ForbiddenError);
  expect(await agreements()).toHaveLength(1);
});

test("data sharing is off until an owner turns it on; date and wording are kept, withdrawing clears them", async () => {
  const { clientId, userId, as } = await workspace();
  expect(await client(clientId)).toMatchObject({ dataSharingConsent: false, dataSharingConsentedAt: null });
  await setDataSharing(as(userId, "owner"), { isShared: true });
  expect(await client(clientId)).toMatchObject({
    dataSharingConsent: true,
    dataSharingConsentedAt: WEDNESDAY_MORNING,
    dataSharingTextVersion: "2026-11",
  });
  await expect(setDataSharing(as(userId, "owner"), { isShared: true })).rejects.toThrow(ConflictError);
  await setDataSharing(as(userId, "owner"), { isShared: false });
  expect(await client(clientId)).toMatchObject({ dataSharingConsent: false, dataSharingConsentedAt: null, dataSharingTextVersion: null });
});

test("who may change settings: refused by the engine, and by the database when the request lies about its role", async () => {
  const { clientId, as } = await workspace();
  const before = await client(clientId);
  const member = await addMember(world, clientId, "member");
  for (const claimed of ["member", "owner"] as const) {
    const ctx = as(member, claimed);
    await expect(editOrganisation(ctx, ORGANISATION)).rejects.toThrow(ForbiddenError);
    await expect(setDefaultMode(ctx, { defaultPermissionMode: "autopilot" })).rejects.toThrow(ForbiddenError);
    await expect(setDataSharing(ctx, { isShared: true })).rejects.toThrow(ForbiddenError);
  }
  const admin = await addMember(world, clientId, "admin");
  await expect(async () => setDataSharing(as(admin, "admin"), { isShared: true })).rejects.toThrow(ForbiddenError);
  expect(await client(clientId)).toEqual(before);
});

test("an owner of another client changes nothing here", async () => {
  const { clientId } = await workspace();
  const other = await signUp(world, "Other");
  const before = await client(clientId);
  const ctx = world.memberCtx(clientId, other.userId, "owner");
  await expect(editOrganisation(ctx, ORGANISATION)).rejects.toThrow(ForbiddenError);
  await expect(setDefaultMode(ctx, { defaultPermissionMode: "manual" })).rejects.toThrow(ForbiddenError);
  await expect(setDataSharing(ctx, { isShared: true })).rejects.toThrow(ForbiddenError);
  await expect(
    addSuppression(ctx, { kind: "email", value: "a@b.example", reason: "customer", evidence: "" }, { pepper: TEST_PEPPER }),
  ).rejects.toThrow();
  expect(await client(clientId)).toEqual(before);
  expect(await world.system.selectFrom("suppressions").select("id").where("clientId", "=", clientId).execute()).toEqual([]);
});

test("suppressing an address stops its lead, shows it masked, and a repeat is a conflict", async () => {
  const ready = await readyClient(world);
  const { clientId, userId } = ready;
  const ctx = world.memberCtx(clientId, userId, "owner");
  const leadId = await insertLead(world, clientId, { email: "kim@builder.example", domain: "builder.example" });
  await enrol(world, ready, leadId);
  const entry = { kind: "email" as const, value: "Kim@Builder.example", reason: "asked_us" as const, evidence: "rang on Tuesday" };

  expect(await addSuppression(ctx, entry, { pepper: TEST_PEPPER })).toEqual({ stoppedLeads: 1 });

  const states = await world.system.selectFrom("touches").select(["state", "reasonCode"]).where("leadId", "=", leadId).execute();
  expect(new Set(states.map(({ state, reasonCode }) => `${state} ${reasonCode}`))).toEqual(new Set(["cancelled suppressed"]));
  const row = await world.system
    .selectFrom("suppressions")
    .select(["masked", "createdBy", "evidence"])
    .where("clientId", "=", clientId)
    .executeTakeFirstOrThrow();
  expect(row).toEqual({ masked: "k•••@builder.example", createdBy: userId, evidence: "rang on Tuesday" });
  expect(await isSuppressed(world.system, { clientId, email: "kim@builder.example" })).toBe(true);
  await expect(addSuppression(ctx, entry, { pepper: TEST_PEPPER })).rejects.toThrow(ConflictError);
});

test("suppressing a domain stops everybody there and nobody else", async () => {
  const ready = await readyClient(world);
  const { clientId, userId } = ready;
  const inside = await insertLead(world, clientId, { email: "a@acme.example", domain: "acme.example" });
  const byCompany = await insertLead(world, clientId, { email: "b@free.example", domain: "acme.example" });
  const outside = await insertLead(world, clientId, { email: "c@notacme.example", domain: "notacme.example" });
  for (const leadId of [inside, byCompany, outside]) await enrol(world, ready, leadId);

  const entry = { kind: "domain" as const, value: "acme.example", reason: "competitor" as const, evidence: "" };
  expect(await addSuppression(world.memberCtx(clientId, userId, "owner"), entry, { pepper: TEST_PEPPER })).toEqual({ stoppedLeads: 2 });

  const enrolments = await world.system.selectFrom("enrolments").select(["leadId", "state"]).where("clientId", "=", clientId).execute();
  expect(Object.fromEntries(enrolments.map(({ leadId, state }) => [leadId, state]))).toEqual({
    [inside]: "stopped",
    [byCompany]: "stopped",
    [outside]: "active",
  });
});

test("a viewer suppresses nobody and tries no mail server", async () => {
  const { clientId, as } = await workspace();
  const ctx = as(await addMember(world, clientId, "viewer"), "viewer");
  const entry = { kind: "domain" as const, value: "acme.example", reason: "customer" as const, evidence: "" };
  await expect(addSuppression(ctx, entry, { pepper: TEST_PEPPER })).rejects.toThrow(ForbiddenError);
  const server = { host: "mail.example", port: 465, secure: true, user: "u", password: "p" };
  const tried: unknown[] = [];
  await expect(async () =>
    testMailServer(ctx, server, {
      verify: async (given) => {
        tried.push(given);
        return { isReady: true, detail: "" };
      },
    }),
  ).rejects.toThrow(ForbiddenError);
  expect(tried).toEqual([]);
});

test("marking notifications read leaves a colleague's own alone", async () => {
  const { clientId, userId, as } = await workspace();
  const colleague = await addMember(world, clientId, "member");
  await world.systemCtx(clientId).tx((db) =>
    db
      .insertInto("notifications")
      .values([
        { clientId, kind: "system", title: "for everybody" },
        { clientId, userId, kind: "system", title: "for me" },
        { clientId, userId: colleague, kind: "system", title: "for the colleague" },
      ])
      .execute(),
  );
  await markNotificationsRead(as(userId, "owner"));
  const unread = await world.system
    .selectFrom("notifications")
    .select("title")
    .where("clientId", "=", clientId)
    .where("readAt", "is", null)
    .execute();
  expect(unread).toEqual([{ title: "for the colleague" }]);
});
