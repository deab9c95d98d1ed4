import { expect, test } from "vitest";
import type { Ctx } from "@/lib/context";
import { CARD_NAMES } from "@/lib/domain/icp";
import { cancelDiscovery } from "@/lib/engines/discovery/cancel-discovery";
import { confirmCard, confirmIcp, editCard, takeProposal } from "@/lib/engines/discovery/edit-draft";
import { editIcp } from "@/lib/engines/discovery/edit-icp";
import { siteFailure } from "@/lib/engines/discovery/failures";
import { failDiscovery, finishDiscovery } from "@/lib/engines/discovery/record-step";
import { requestDiscovery } from "@/lib/engines/discovery/request-discovery";
import { listVersions, showDiscovery } from "@/lib/engines/discovery/show-discovery";
import { toProfile } from "@/lib/engines/discovery/to-profile";
import { answer } from "@/lib/http/answer-api";
import { analyzeWebsite, changeIcp, confirmDiscovery, discoveryResult, discoveryStatus, readIcp } from "@/lib/http/icp-api";
import { addMember, signUp, TEST_PEPPER } from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
const PUBLIC = { allowPrivateHosts: false };
const SITE = { source: "website", websiteUrl: "agency.example" } as const;

async function workspace() {
  const { clientId, userId } = await signUp(world);
  return { clientId, owner: world.memberCtx(clientId, userId, "owner"), system: world.systemCtx(clientId) };
}
type Workspace = Awaited<ReturnType<typeof workspace>>;

/** A discovery that has found industries and nothing else. */
async function readyDiscovery({ owner, system }: Workspace): Promise<string> {
  const { discoveryId } = await requestDiscovery(owner, SITE, PUBLIC);
  const proposal = toProfile({});
  proposal.cards.industries = { ...proposal.cards.industries, value: ["construction"], confidence: 0.6 };
  await finishDiscovery(system, { discoveryId, proposal });
  return discoveryId;
}
const client = ({ clientId }: Workspace) =>
  world.system.selectFrom("clients").selectAll().where("id", "=", clientId).executeTakeFirstOrThrow();
const shown = ({ clientId }: Workspace, discoveryId: string) =>
  world.system.transaction().execute((db) => showDiscovery(db, { clientId, discoveryId }));
const eventsOf = async ({ clientId }: Workspace) =>
  (await world.system.selectFrom("private.outbox").select("name").where("clientId", "=", clientId).orderBy("id").execute()).map(
    ({ name }) => name,
  );
const post = (body: unknown) =>
  new Request("https://app.example/api", { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
/** Status and body, as a client of the API sees them. */
async function asked(work: Parameters<typeof answer>[0]) {
  const response = await answer(work);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test("a discovery is asked for once at a time, ten times a day, by an admin, of a public address", async () => {
  const own = await workspace();
  const viewer = world.memberCtx(own.clientId, await addMember(world, own.clientId, "viewer"), "viewer");
  await expect(requestDiscovery(viewer, SITE, PUBLIC)).rejects.toThrow("needs the admin role");
  // Row level security stands where a role was forged.
  await expect(requestDiscovery({ ...viewer, actor: { ...viewer.actor, role: "owner" } as Ctx["actor"] }, SITE, PUBLIC)).rejects.toThrow(
    /row-level security/,
  );
  for (const websiteUrl of ["http://127.0.0.1/", "ftp://agency.example", "https://me:secret@agency.example", "intranet"])
    await expect(requestDiscovery(own.owner, { source: "website", websiteUrl }, PUBLIC)).rejects.toMatchObject({
      code: "invalid",
      field: "websiteUrl",
    });

  const both = await Promise.allSettled([requestDiscovery(own.owner, SITE, PUBLIC), requestDiscovery(own.owner, SITE, PUBLIC)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect(await eventsOf(own)).toEqual(["icp/discovery.requested"]);
  expect((await client(own)).websiteUrl).toBe("https://agency.example/");

  const [first] = both.flatMap((result) => (result.status === "fulfilled" ? [result.value.discoveryId] : []));
  await cancelDiscovery(own.owner, { discoveryId: first ?? "" });
  for (let more = 0; more < 9; more += 1) {
    const { discoveryId } = await requestDiscovery(own.owner, SITE, PUBLIC);
    await cancelDiscovery(own.owner, { discoveryId });
  }
  await expect(requestDiscovery(own.owner, SITE, PUBLIC)).rejects.toMatchObject({ code: "limit" });
});

test("cards are edited and confirmed one by one; the whole comes into force when all are, as a version, and leads are scored again", async () => {
  const own = await workspace();
  const stranger = (await workspace()).owner;
  const discoveryId = await readyDiscovery(own);
  await expect(editCard(stranger, { discoveryId, card: "titles", value: ["Owner"] })).rejects.toMatchObject({ code: "not_found" });
  await expect(editCard(own.owner, { discoveryId, card: "industries", value: ["magic"] })).rejects.toMatchObject({ field: "industries.0" });
  await expect(
    editCard(own.owner, {
      discoveryId,
      card: "weights",
      value: { data_quality: 20, authority: 20, company_fit: 20, timing: 20, risk: 30 },
    }),
  ).rejects.toThrow("add up to 100");

  const { draftVersion } = await editCard(own.owner, { discoveryId, card: "titles", value: ["Owner"] });
  await expect(
    editCard(own.owner, { discoveryId, card: "titles", value: ["Founder"], draftVersion: draftVersion - 1 }),
  ).rejects.toMatchObject({ code: "conflict" });
  await editCard(own.owner, { discoveryId, card: "industries", value: ["legal"] });
  await takeProposal(own.owner, { discoveryId, card: "industries" });
  await confirmCard(own.owner, { discoveryId, card: "industries" });
  await expect(confirmIcp(own.owner, { discoveryId, cards: ["locations"] }, { pepper: TEST_PEPPER })).rejects.toMatchObject({
    code: "invalid",
    field: "cards.services",
  });
  expect((await client(own)).icpConfirmedAt).toBeNull();

  const weights = { data_quality: 15, authority: 30, company_fit: 30, timing: 15, risk: 10 };
  expect(await confirmIcp(own.owner, { discoveryId, edits: { weights } }, { pepper: TEST_PEPPER })).toEqual({ version: 2 });
  expect(await client(own)).toMatchObject({ icpIndustries: ["construction"], icpTitles: ["Owner"], alsWeights: weights });
  expect((await client(own)).icpConfirmedAt).not.toBeNull();
  expect(await eventsOf(own)).toEqual(["icp/discovery.requested", "weights/changed"]);
  await expect(confirmIcp(own.owner, { discoveryId }, { pepper: TEST_PEPPER })).rejects.toMatchObject({ code: "conflict" });
  const versions = await world.system.transaction().execute((db) => listVersions(db, { clientId: own.clientId, limit: 10 }));
  expect(versions.map(({ version, kind }) => [version, kind])).toEqual([
    [2, "confirmed"],
    [1, "proposed"],
  ]);
});

test("looking again never overwrites an edit, and says of every card how it differs", async () => {
  const own = await workspace();
  await editIcp(own.owner, { edits: { industries: ["legal"], titles: ["Partner"] } });
  expect((await client(own)).alsWeights).toBeNull(); // nobody chose weights
  const first = await readyDiscovery(own);
  const result = await shown(own, first);
  if (!result || !("draft" in result)) throw new Error("no draft");
  expect(result.draft.cards.industries.value).toEqual(["legal"]);
  expect(result.diff.find(({ card }) => card === "industries")).toMatchObject({
    state: "kept",
    added: ["construction"],
    removed: ["legal"],
  });
  expect(result.diff.find(({ card }) => card === "services")?.state).toBe("same");

  // A later one takes the place of the one that waits; the one in force stays.
  await readyDiscovery(own);
  expect((await shown(own, first))?.status).toBe("superseded");
  await expect(editCard(own.owner, { discoveryId: first, card: "titles", value: ["x"] })).rejects.toThrow("A later one took its place");
  expect((await client(own)).icpIndustries).toEqual(["legal"]);
  await expect(editIcp(own.owner, { edits: { titles: ["Owner"] }, version: 0 })).rejects.toMatchObject({ code: "conflict" });
});

test("a run that comes back after it was called off, or after it ended, changes nothing", async () => {
  const own = await workspace();
  const { discoveryId } = await requestDiscovery(own.owner, SITE, PUBLIC);
  await cancelDiscovery(own.owner, { discoveryId });
  await finishDiscovery(own.system, { discoveryId, proposal: toProfile({}) });
  await failDiscovery(own.system, { discoveryId }, siteFailure("blocked", null));
  expect(await shown(own, discoveryId)).toMatchObject({ status: "cancelled", failure: null });
});

test("the API: from a website to the profile in force, with clear refusals that name the field", async () => {
  const own = await workspace();
  const started = await asked(() => analyzeWebsite(own.owner, post({ websiteUrl: "agency.example" }), PUBLIC));
  expect(started).toMatchObject({ status: 202, body: { jobId: expect.any(String), status: "queued" } });
  const jobId = String(started.body.jobId);
  expect(await asked(() => discoveryStatus(own.owner, jobId))).toMatchObject({
    status: 200,
    body: { jobId, status: "queued", percent: 0, failure: null },
  });
  expect(await asked(() => discoveryResult(own.owner, jobId))).toMatchObject({ status: 409, body: { code: "not_ready" } });
  expect(await asked(() => analyzeWebsite(own.owner, post({ websiteUrl: "agency.example" }), PUBLIC))).toMatchObject({
    status: 409,
    body: { code: "conflict" },
  });

  const proposal = toProfile({});
  await finishDiscovery(own.system, { discoveryId: jobId, proposal });
  const result = await asked(() => discoveryResult(own.owner, jobId));
  expect(result).toMatchObject({ status: 200, body: { jobId, status: "ready", draft: { sampleSize: 0 } } });
  expect(result.body.diff).toHaveLength(CARD_NAMES.length);
  expect(
    await asked(() => confirmDiscovery(own.owner, post({ jobId, edits: { industries: ["nonsense"] } }), { pepper: TEST_PEPPER })),
  ).toMatchObject({
    status: 422,
    body: { code: "invalid", errors: [{ field: "edits.industries.0", message: "Choose industries from the list" }] },
  });
  expect(
    await asked(() => confirmDiscovery(own.owner, post({ jobId, edits: { industries: ["legal"] } }), { pepper: TEST_PEPPER })),
  ).toEqual({
    status: 200,
    body: { version: 2 },
  });
  expect(await asked(() => readIcp(own.owner))).toMatchObject({ status: 200, body: { version: 2, values: { industries: ["legal"] } } });
  expect(await asked(() => changeIcp(own.owner, post({ edits: { titles: ["Partner"] }, version: 2 })))).toEqual({
    status: 200,
    body: { version: 3 },
  });
  expect(await asked(() => changeIcp(own.owner, post({ edits: {} })))).toMatchObject({
    status: 422,
    body: { errors: [{ field: "edits" }] },
  });

  const viewer = world.memberCtx(own.clientId, await addMember(world, own.clientId, "viewer"), "viewer");
  expect((await asked(() => readIcp(viewer))).status).toBe(200);
  expect(await asked(() => changeIcp(viewer, post({ edits: { titles: ["x"] } })))).toMatchObject({
    status: 403,
    body: { code: "forbidden" },
  });
  const stranger = (await workspace()).owner;
  expect((await asked(() => discoveryStatus(stranger, jobId))).status).toBe(404);
  expect((await asked(() => discoveryStatus(own.owner, "not-an-id"))).status).toBe(404);
  expect(await asked(() => analyzeWebsite(own.owner, post("{"), PUBLIC))).toMatchObject({
    status: 422,
    body: { errors: [{ field: "body" }] },
  });
  expect(await asked(() => analyzeWebsite(own.owner, post({}), PUBLIC))).toMatchObject({
    status: 422,
    body: { errors: [{ field: "websiteUrl" }] },
  });
});
