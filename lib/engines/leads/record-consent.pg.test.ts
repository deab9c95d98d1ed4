import { describe, expect, test } from "vitest";
import type { ConsentInput } from "@/lib/domain/leads";
import { explainLead } from "@/lib/engines/explain/explain-lead";
import { recordConsent, revokeConsent } from "@/lib/engines/leads/record-consent";
import { suppressLeads } from "@/lib/engines/leads/suppress-leads";
import { enrol, insertLead, TEST_PEPPER } from "@/tests/support/factories";
import { fileCast, fileWorld } from "@/tests/support/file-world";

const options = { pepper: TEST_PEPPER };
const world = fileWorld();
const { client, owner, viewer, outsider } = fileCast(world);

const express: Omit<ConsentInput, "leadId"> = {
  basis: "express",
  capturedOn: "2026-02-20",
  note: "Asked for our newsletter at the trade fair",
  sourceUrl: "",
  role: "",
  noContraryStatement: false,
};
const ledger = (leadId: string) =>
  world.system.selectFrom("consentBases").selectAll().where("leadId", "=", leadId).orderBy("createdAt").orderBy("id").execute();

test("a new basis takes the old one's place and both stay in the ledger", async () => {
  const leadId = await insertLead(world, client.clientId);
  await expect(recordConsent(viewer, { leadId, ...express }, options)).rejects.toThrow("needs the member role");
  await expect(recordConsent(outsider, { leadId, ...express }, options)).rejects.toThrow("no such lead");
  await recordConsent(owner, { leadId, ...express }, options);
  const rows = await ledger(leadId);
  expect(rows.find((row) => row.revokedAt !== null)).toMatchObject({ basis: "inferred_relationship", revokedReason: "replaced" });
  expect(rows.find((row) => row.revokedAt === null)).toMatchObject({ basis: "express", recordedVia: "manual", recordedBy: client.userId });
  await expect(recordConsent(owner, { leadId, ...express }, options)).rejects.toThrow("on record already");
  expect(await ledger(leadId)).toHaveLength(2);
});

describe("a basis without its evidence is not saved", () => {
  test.each<[string, Partial<ConsentInput>]>([
    ["express without anything that shows it", { note: "" }],
    ["a day that has not come", { capturedOn: "2026-04-01" }],
    ["a relationship without a note", { basis: "inferred_relationship", note: "", sourceUrl: "https://firm.example/" }],
    ["a publication on somebody else's site", publication({ sourceUrl: "https://directory.example/lee" })],
    ["a publication that nobody checked for a refusal", publication({ noContraryStatement: false })],
  ])("%s", async (_, change) => {
    const leadId = await insertLead(world, client.clientId, { email: `lee.${crypto.randomUUID()}@firm.example`, domain: "firm.example" });
    await expect(recordConsent(owner, { leadId, ...express, ...change }, options)).rejects.toThrow("This basis needs");
    expect(await ledger(leadId)).toHaveLength(1);
  });

  test("and with it, it is", async () => {
    const leadId = await insertLead(world, client.clientId, { email: `lee.${crypto.randomUUID()}@firm.example`, domain: "firm.example" });
    await recordConsent(owner, { leadId, ...express, ...publication({}) }, options);
    expect((await ledger(leadId)).find((row) => row.revokedAt === null)).toMatchObject({
      basis: "inferred_publication",
      sourceUrl: "https://www.firm.example/team",
      evidence: { role: "Managing Director", relevance: express.note, no_contrary_statement: true },
    });
  });
});

test("nobody records consent over a withdrawal", async () => {
  const leadId = await insertLead(world, client.clientId);
  await suppressLeads(owner, { leadIds: [leadId], reason: "do_not_contact" }, options);
  await expect(recordConsent(owner, { leadId, ...express }, options)).rejects.toThrow("may not be contacted");
});

test("a revoked basis holds what was about to go out, and the explainer says so to a member", async () => {
  const leadId = await insertLead(world, client.clientId);
  const [first = ""] = await enrol(world, client, leadId);
  await world.system.updateTable("touches").set({ state: "ready", slotAt: owner.now }).where("id", "=", first).execute();
  const consentId = (await ledger(leadId))[0]?.id ?? "";
  const input = { leadId, consentId, reason: "They moved to another team" };

  await expect(revokeConsent(viewer, input)).rejects.toThrow("needs the member role");
  await expect(revokeConsent(outsider, input)).rejects.toThrow("no such lead");
  await revokeConsent(owner, input);
  await expect(revokeConsent(owner, input)).rejects.toThrow("revoked already");

  const touch = await world.system
    .selectFrom("touches")
    .select(["state", "slotAt", "reasonCode"])
    .where("id", "=", first)
    .executeTakeFirstOrThrow();
  expect(touch).toEqual({ state: "planned", slotAt: null, reasonCode: "no_consent_basis" });
  const explained = await explainLead(viewer, { leadId }, options);
  expect(explained.blocker).toMatchObject({ code: "no_consent_basis", verdict: "hold" });
});

function publication(change: Partial<ConsentInput>): Partial<ConsentInput> {
  return { basis: "inferred_publication", sourceUrl: "https://www.firm.example/team", noContraryStatement: true, ...change };
}
