import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "@/lib/context";
import { listLeadTimeline, type TimelineCursor } from "@/lib/db/queries/lead-detail";
import { countLeads, type LeadFilter, type LeadSort, listLeads, searchPatterns } from "@/lib/db/queries/leads";
import { writeLeadFile } from "@/lib/engines/leads/write-lead-file";
import { addMember, enrol, insertLead, type ReadyClient, readyClient, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
let client: ReadyClient;
let owner: Ctx;
let outsider: Ctx;
const ids: Record<string, string> = {};
beforeAll(async () => {
  client = await readyClient(world);
  const other = await readyClient(world);
  owner = world.memberCtx(client.clientId, client.userId, "owner");
  outsider = world.memberCtx(other.clientId, other.userId, "owner");
  const at = (hours: number) => new Date(WEDNESDAY_MORNING.getTime() - hours * 3_600_000);
  const rows: Record<string, Record<string, unknown>> = {
    ann: {
      firstName: "Ann",
      lastName: "O'Neil",
      company: "Acme 100% (Pty)",
      email: "ann@acme.example",
      domain: "acme.example",
      alsScore: 91,
      alsTier: "hot",
      lastContactedAt: at(2),
      createdAt: at(9),
    },
    bob: {
      firstName: "Bob",
      lastName: "Li",
      company: "Beta",
      email: "bob@beta.example",
      domain: "beta.example",
      alsScore: 62,
      alsTier: "warm",
      state: "WA",
      createdAt: at(8),
    },
    cat: {
      firstName: "Cat",
      lastName: "Ng",
      company: "=cmd()",
      email: "cat@gamma.example",
      domain: "gamma.example",
      alsScore: null,
      alsTier: null,
      status: "new",
      createdAt: at(7),
    },
    dan: {
      firstName: "Dan",
      lastName: "Ash",
      company: "Delta",
      email: "dan@delta.example",
      domain: "delta.example",
      alsScore: 20,
      alsTier: "cold",
      status: "converted",
      lastContactedAt: at(1),
      createdAt: at(6),
      heldAt: at(1),
      heldReason: "Legal",
    },
    gone: { firstName: "Gone", company: "Zed", email: "gone@zed.example", deletedAt: at(1), createdAt: at(5) },
  };
  for (const [name, row] of Object.entries(rows)) ids[name] = await insertLead(world, client.clientId, row);
  await insertLead(world, other.clientId, { firstName: "Ann", email: "ann@acme.example" });
  await world.system
    .updateTable("consentBases")
    .set({ revokedAt: at(1) })
    .where("leadId", "=", ids.cat ?? "")
    .execute();
  const [touch = ""] = await enrol(world, client, ids.bob ?? "");
  await world.system
    .updateTable("touches")
    .set({ reasonCode: "email_unverified", reason: "Nobody verified it" })
    .where("id", "=", touch)
    .execute();
});

const everything: LeadFilter = {
  search: "",
  statuses: [],
  tiers: [],
  states: [],
  campaignId: null,
  hasConsent: null,
  blockedBy: null,
  now: WEDNESDAY_MORNING,
};

async function names(
  filter: Partial<LeadFilter> = {},
  sort: LeadSort = { column: "created", isDescending: true },
  ctx = owner,
): Promise<string> {
  const scope = { clientId: client.clientId, filter: { ...everything, ...filter } };
  const rows = await ctx.tx((db) => listLeads(db, { ...scope, sort, offset: 0, limit: 50 }));
  expect(await ctx.tx((db) => countLeads(db, scope))).toBe(rows.length);
  return rows.map((row) => row.firstName?.toLowerCase()).join(" ");
}

describe("filters", () => {
  test.each<[Partial<LeadFilter>, string]>([
    [{}, "dan cat bob ann"],
    [{ search: "acme" }, "ann"],
    [{ search: "ACME ann" }, "ann"],
    [{ search: "o'neil" }, "ann"],
    [{ search: "100% (pty)" }, "ann"],
    [{ search: "li" }, "bob"],
    [{ search: "a%c" }, ""],
    [{ search: "a_me" }, ""],
    [{ search: "zed" }, ""],
    [{ statuses: ["converted", "new"] }, "dan cat"],
    [{ tiers: ["hot"] }, "ann"],
    [{ tiers: ["warm", "cold"] }, "dan bob"],
    [{ states: ["WA"] }, "bob"],
    [{ hasConsent: false }, "cat"],
    [{ hasConsent: true }, "dan bob ann"],
    [{ blockedBy: "email_unverified" }, "bob"],
    [{ blockedBy: "held" }, "dan"],
    [{ blockedBy: "snoozed" }, ""],
    [{ search: "example", tiers: ["hot", "warm", "cold"], states: ["NSW"] }, "dan ann"],
  ])("%j", async (filter, expected) => {
    expect(await names(filter)).toBe(expected);
  });

  test("by campaign", async () => {
    expect(await names({ campaignId: client.campaign })).toBe("bob");
  });

  test("another client's member sees none of them, nor finds them by search", async () => {
    expect(await names({}, undefined, outsider)).toBe("");
    expect(await names({ search: "acme" }, undefined, outsider)).toBe("");
  });
});

test.each<[LeadSort, string]>([
  [{ column: "score", isDescending: true }, "ann bob dan cat"],
  [{ column: "score", isDescending: false }, "cat dan bob ann"],
  [{ column: "created", isDescending: false }, "ann bob cat dan"],
  [{ column: "company", isDescending: false }, "cat ann bob dan"],
  [{ column: "company", isDescending: true }, "dan bob ann cat"],
])("order %j", async (sort, expected) => {
  expect(await names({}, sort)).toBe(expected);
});

test("those who were never contacted come last", async () => {
  expect(await names({}, { column: "contacted", isDescending: true })).toMatch(/^dan ann /);
});

test("a row says what comes next and why it waits", async () => {
  const [row] = await owner.tx((db) =>
    listLeads(db, {
      clientId: client.clientId,
      filter: { ...everything, search: "bob" },
      sort: { column: "score", isDescending: true },
      offset: 0,
      limit: 50,
    }),
  );
  expect(row).toMatchObject({ nextState: "planned", nextStep: 1, nextReasonCode: "email_unverified", hasConsent: true });
  expect(row?.campaignName).toMatch(/^Builders/);
});

test("a search follows a change of name and a deletion of the row", async () => {
  const leadId = await insertLead(world, client.clientId, { firstName: "Quentin", createdAt: new Date("2025-01-01") });
  await world.system.updateTable("leads").set({ firstName: "Ulysses" }).where("id", "=", leadId).execute();
  expect(await names({ search: "quentin" })).toBe("");
  expect(await names({ search: "ulysses" })).toBe("ulysses");
  await world.system.updateTable("leads").set({ deletedAt: owner.now }).where("id", "=", leadId).execute();
});

test("words become patterns that mean only themselves", () => {
  expect(searchPatterns("  A%b_ c\\d  ")).toEqual(["%a\\%b\\_%", "%c\\\\d%"]);
  expect(searchPatterns("li o' one two three")).toEqual(["% li%", "% o'%", "%one%"]);
});

test("the export has every match, and no cell that a spreadsheet would run", async () => {
  const { now: _, ...filter } = { ...everything, hasConsent: false };
  const input = { ...filter, statuses: [], tiers: [], states: [] };
  let file = "";
  for await (const piece of writeLeadFile(owner, input)) file += piece;
  const lines = file.trim().split("\r\n");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain("cat@gamma.example,Cat,Ng,Managing Director,'=cmd(),");
  const viewer = world.memberCtx(client.clientId, await addMember(world, client.clientId, "viewer"), "viewer");
  await expect(writeLeadFile(viewer, input).next()).rejects.toThrow("needs the member role");
});

test("the timeline merges what was done and what was said, page by page", async () => {
  const leadId = await insertLead(world, client.clientId, { deletedAt: WEDNESDAY_MORNING });
  const at = (minute: number) => new Date(WEDNESDAY_MORNING.getTime() + Math.floor(minute / 2) * 60_000);
  const { id: threadId } = await world.system
    .insertInto("threads")
    .values({ clientId: client.clientId, leadId, channel: "email", lastMessageAt: WEDNESDAY_MORNING })
    .returning("id")
    .executeTakeFirstOrThrow();
  for (let minute = 0; minute < 100; minute += 1) {
    const common = { clientId: client.clientId, leadId, channel: "email" as const, occurredAt: at(minute) };
    if (minute % 3 === 0)
      await world.system
        .insertInto("messages")
        .values({ ...common, threadId, direction: "inbound", bodyText: "Hi" })
        .execute();
    else
      await world.system
        .insertInto("activities")
        .values({ ...common, action: minute % 3 === 1 ? "held" : "sent", reason: "Because" })
        .execute();
  }
  const seen: string[] = [];
  let before: TimelineCursor | null = null;
  do {
    const page: Awaited<ReturnType<typeof listLeadTimeline>> = await owner.tx((db) =>
      listLeadTimeline(db, { clientId: client.clientId, leadId, before }),
    );
    seen.push(...page.entries.map((entry) => `${entry.occurredAt.toISOString()} ${entry.id}`));
    before = page.next;
  } while (before);
  expect(seen).toHaveLength(67); // 34 messages and 33 holds; what was sent is told by its message
  expect(new Set(seen).size).toBe(67);
  expect(seen).toEqual(seen.toSorted((a, b) => (a < b ? 1 : -1)));
});
