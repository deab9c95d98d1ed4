import { planOutreach } from "@/lib/engines/planning/plan-outreach";
import { enrol, insertLead, type ReadyClient, TEST_PEPPER, type TestWorld, WEDNESDAY_MORNING } from "./factories";

type Row = Record<string, unknown>;

/** For tests: what they do to a queue and read back from it. `now()` gives the world and the client of the test that runs. */
export function planningHelpers(now: () => { world: TestWorld; client: ReadyClient }) {
  const db = () => now().world.system;
  const mine = () => now().client;

  const touchesOf = (of = mine()) =>
    db()
      .selectFrom("touches as t")
      .innerJoin("leads as l", "l.id", "t.leadId")
      .selectAll("t")
      .select(["l.alsScore", "l.email"])
      .where("t.clientId", "=", of.clientId)
      .orderBy("t.slotAt")
      .execute();

  return {
    touchesOf,
    plan: (at = WEDNESDAY_MORNING, of = mine()) => planOutreach(now().world.systemCtx(of.clientId, at), { pepper: TEST_PEPPER }),
    slotted: async (of = mine()) => (await touchesOf(of)).filter((row) => row.state === "ready"),
    touch: (id: string) => db().selectFrom("touches").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
    setTouch: (id: string, change: Row) => db().updateTable("touches").set(change).where("id", "=", id).execute(),
    setResource: (id: string, change: Row) => db().updateTable("resources").set(change).where("id", "=", id).execute(),
    approvals: (of = mine()) => db().selectFrom("approvals").selectAll().where("clientId", "=", of.clientId).orderBy("createdAt").execute(),

    /** The dispatches that plans asked for. */
    async due(of = mine()) {
      const rows = await db()
        .selectFrom("private.outbox")
        .select("data")
        .where("clientId", "=", of.clientId)
        .where("name", "=", "touch/due")
        .execute();
      return rows.map((row) => row.data as { touchId: string; resourceId: string; slotAt: string });
    },

    /** Enrols so many leads and returns the first touch of each. */
    async manyLeads(count: number, of = mine(), overrides: (n: number) => Row = () => ({})): Promise<string[]> {
      const first: string[] = [];
      for (let n = 0; n < count; n += 1) {
        const leadId = await insertLead(now().world, of.clientId, { alsScore: 60 + (n % 25), ...overrides(n) });
        first.push((await enrol(now().world, of, leadId))[0] ?? "");
      }
      return first;
    },

    /** One more mailbox on the client's domain, for its campaign. */
    async addMailbox(of: ReadyClient, name: string): Promise<string> {
      const row = await db()
        .insertInto("resources")
        .values({
          clientId: of.clientId,
          channel: "email",
          kind: "mailbox",
          parentId: of.domain,
          label: `${name}@${of.domain.slice(-12)}.example`,
          senderName: "Sam",
          dailyLimit: 30,
          isPrewarmed: true,
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      await db().insertInto("campaignResources").values({ clientId: of.clientId, campaignId: of.campaign, resourceId: row.id }).execute();
      return row.id;
    },

    /** Enrolled leads without a consent basis, hotter than any other, in three statements. */
    async heldLeads(of: ReadyClient, count: number): Promise<void> {
      const leads = await db()
        .insertInto("leads")
        .values(
          Array.from({ length: count }, (_, n) => ({
            clientId: of.clientId,
            campaignId: of.campaign,
            email: `held${n}@firm${n}.example`,
            firstName: "Hetty",
            company: `Firm ${n}`,
            country: "AU",
            state: "NSW",
            emailStatus: "verified",
            status: "scored" as const,
            alsScore: 95,
            alsTier: "hot" as const,
          })),
        )
        .returning("id")
        .execute();
      const enrolments = await db()
        .insertInto("enrolments")
        .values(
          leads.map(({ id }) => ({
            clientId: of.clientId,
            campaignId: of.campaign,
            leadId: id,
            sequenceVersionId: of.version,
            enrolledAt: WEDNESDAY_MORNING,
          })),
        )
        .returning(["id", "leadId"])
        .execute();
      await db()
        .insertInto("touches")
        .values(
          enrolments.map(({ id, leadId }) => ({
            clientId: of.clientId,
            campaignId: of.campaign,
            leadId,
            enrolmentId: id,
            stepId: of.stepIds[0] ?? "",
            stepNumber: 1,
            channel: "email" as const,
            idempotencyKey: `${leadId}:1`,
            dueAt: WEDNESDAY_MORNING,
          })),
        )
        .execute();
    },
  };
}
