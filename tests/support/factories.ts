import { randomBytes, randomUUID } from "node:crypto";
import { CamelCasePlugin, Kysely, PostgresDialect, sql } from "kysely";
import { Client, Pool } from "pg";
import type { Ctx } from "@/lib/context";
import { memberTransaction, systemTransaction } from "@/lib/db/client";
import type { DB } from "@/lib/db/types.gen";
import type { Role } from "@/lib/domain/roles";
import type { Carrier, Carriers } from "@/lib/engines/dispatch/carriers";
import type { EmailCarrier } from "@/lib/engines/dispatch/email-carrier";
import { sealCredentials } from "@/lib/engines/dispatch/mailbox-secret";
import type { SenderOptions } from "@/lib/engines/dispatch/sender-options";
import { enrolLeads } from "@/lib/engines/enrolments/enrol-leads";
import { testDatabase } from "./test-database";

export const TEST_PEPPER = "test-pepper";
export const TEST_SECRETS_KEY = Buffer.alloc(32, 7).toString("base64");

/** A Wednesday inside every sending window, outside every holiday. */
export const WEDNESDAY_MORNING = new Date("2026-03-03T23:00:00Z"); // Wed 4 March 2026, 10:00 in Sydney

/** A migrated database of its own, with pools for both login roles. Make one per test file. */
export async function testWorld() {
  const database = await testDatabase();
  const system = patientPool(database.systemUrl);
  const member = patientPool(database.memberUrl);
  return {
    ...database,
    system,
    member,
    /** A context of the product itself for one client. */
    systemCtx: (clientId: string, now = WEDNESDAY_MORNING): Ctx => ({
      clientId,
      actor: { kind: "system" },
      now,
      tx: (work) => systemTransaction(system, { now }, work),
    }),
    /** A context of a signed-in person. `role` is what the engine is told; row level security reads the membership. */
    memberCtx: (clientId: string, userId: string, role: Role, now = WEDNESDAY_MORNING): Ctx => ({
      clientId,
      actor: { kind: "user", userId, role },
      now,
      tx: (work) => memberTransaction(member, { userId, now }, work),
    }),
    async close() {
      await Promise.all([system.destroy(), member.destroy()]);
      await database.drop();
    },
  };
}
export type TestWorld = Awaited<ReturnType<typeof testWorld>>;

/**
 * A pool like the product's, but whoever waits for one of its connections waits as long as a test may take: hundreds that queue on a
 * busy machine are the point of some tests, and the product's ten seconds are not.
 */
function patientPool(connectionString: string): Kysely<DB> {
  const pool = new Pool({ connectionString, max: 8, connectionTimeoutMillis: 120_000 });
  pool.on("error", () => undefined);
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool }), plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })] });
}

/** Signs somebody up the way Auth does: the trigger makes profile, client and owner membership. */
export async function signUp(
  world: TestWorld,
  agencyName = "Brightwater Digital",
): Promise<{ userId: string; clientId: string; email: string }> {
  const userId = randomUUID();
  const email = `owner-${userId}@agency.example`;
  await insertAuthUser(world, userId, email, { full_name: "Priya Nair", agency_name: agencyName });
  const { clientId } = await world.system
    .selectFrom("memberships")
    .select("clientId")
    .where("userId", "=", userId)
    .executeTakeFirstOrThrow();
  return { userId, clientId, email };
}

/** Adds a person to a client. `accepted: false` leaves the invitation open. */
export async function addMember(world: TestWorld, clientId: string, role: Role, { accepted = true } = {}): Promise<string> {
  const userId = randomUUID();
  await insertAuthUser(world, userId, `${role}-${userId}@agency.example`, { invited_client_id: clientId });
  await world.system
    .insertInto("memberships")
    .values({ userId, clientId, role, acceptedAt: accepted ? WEDNESDAY_MORNING : null })
    .execute();
  return userId;
}

/** A client that may send: identity, an active campaign with two e-mail steps, a domain and a prewarmed mailbox. */
export async function readyClient(
  world: TestWorld,
  {
    mailboxLimit = 30,
    domainLimit = 50,
    mode = "autopilot" as "autopilot" | "co_pilot" | "manual",
    spacingSeconds = 180,
    smtpPort = 2525,
  } = {},
) {
  const owner = await signUp(world);
  const { clientId } = owner;
  const db = world.system;
  await db
    .updateTable("clients")
    .set({
      legalName: "Brightwater Digital Pty Ltd",
      abn: "51824753556",
      postalAddress: "Level 2, 10 Example Street, Sydney NSW 2000",
      contactEmail: "hello@brightwater.example",
      subscriptionStatus: "active",
      tier: "dominance",
      icpConfirmedAt: WEDNESDAY_MORNING,
      icpIndustries: ["construction"],
      alsWeights: JSON.stringify({ data_quality: 20, authority: 25, company_fit: 25, timing: 15, risk: 15 }),
    })
    .where("id", "=", clientId)
    .execute();
  const domain = await insertReturningId(db, "resources", {
    clientId,
    channel: "email",
    kind: "domain",
    label: `${clientId.slice(-12)}.example`,
    dailyLimit: domainLimit,
    isPrewarmed: true,
  });
  const mailbox = await insertReturningId(db, "resources", {
    clientId,
    channel: "email",
    kind: "mailbox",
    parentId: domain,
    label: `priya@${clientId.slice(-12)}.example`,
    senderName: "Priya Nair",
    dailyLimit: mailboxLimit,
    isPrewarmed: true,
    minimumSpacingSeconds: spacingSeconds,
    // A test that does not space its messages does not count them by the hour either.
    hourlyLimit: spacingSeconds === 0 ? 1000 : 8,
  });
  const campaign = await insertReturningId(db, "campaigns", {
    clientId,
    name: `Builders ${randomUUID().slice(0, 8)}`,
    status: "active",
    permissionMode: mode,
    dailyLimit: 500,
    activatedAt: WEDNESDAY_MORNING,
  });
  const version = await insertReturningId(db, "sequenceVersions", { clientId, campaignId: campaign, version: 1 });
  const steps = [
    {
      stepNumber: 1,
      delayDays: 0,
      purpose: "intro",
      subjectTemplate: "{{company}} and local search",
      bodyTemplate: "Hi {{first_name|there}}, a short note.",
    },
    {
      stepNumber: 2,
      delayDays: 4,
      purpose: "value_add",
      subjectTemplate: null,
      bodyTemplate: "Hi {{first_name|there}}, one more thought.",
    },
  ];
  const stepIds: string[] = [];
  for (const step of steps) {
    stepIds.push(await insertReturningId(db, "sequenceSteps", { clientId, sequenceVersionId: version, channel: "email", ...step }));
  }
  await db.updateTable("campaigns").set({ activeVersionId: version }).where("id", "=", campaign).execute();
  const sealed = sealCredentials(
    { host: "127.0.0.1", port: smtpPort, secure: false, user: "priya", password: "mailbox-password" },
    { key: TEST_SECRETS_KEY, nonce: randomBytes(12), binding: { clientId, resourceId: mailbox } },
  );
  await db.insertInto("private.resourceSecrets").values({ resourceId: mailbox, clientId, sealed }).execute();
  await db.insertInto("campaignResources").values({ clientId, campaignId: campaign, resourceId: mailbox }).execute();
  return { ...owner, domain, mailbox, campaign, version, stepIds };
}
export type ReadyClient = Awaited<ReturnType<typeof readyClient>>;

/** What dispatching needs in a test: the given carriers (any other one fails the test), and keys that open what `readyClient` sealed. */
export function testSenderOptions(smtp: EmailCarrier, others: Partial<Carriers> = {}): SenderOptions {
  const carriers: Carriers = {
    smtp,
    smartlead: noCarrier,
    twilio: noCarrier,
    heyreach: noCarrier,
    vapi: noCarrier,
    clicksend: noCarrier,
    ...others,
  };
  return { carriers, appUrl: "https://app.example", pepper: TEST_PEPPER, secretsKey: TEST_SECRETS_KEY, randomBytes };
}

const noCarrier: Carrier<unknown> = {
  handOver: () => Promise.reject(new Error("this test has no such carrier")),
  reconcile: () => Promise.reject(new Error("this test has no such carrier")),
};

/** Enrols a lead the way the product does and returns its touches in order. */
export async function enrol(world: TestWorld, client: ReadyClient, leadId: string, now = WEDNESDAY_MORNING): Promise<string[]> {
  await enrolLeads(world.systemCtx(client.clientId, now), { leadIds: [leadId] }, { pepper: TEST_PEPPER });
  const touches = await world.system.selectFrom("touches").select("id").where("leadId", "=", leadId).orderBy("stepNumber").execute();
  return touches.map((touch) => touch.id);
}

/** A scored, contactable lead in New South Wales with a consent basis. */
export async function insertLead(world: TestWorld, clientId: string, overrides: Record<string, unknown> = {}): Promise<string> {
  const tag = randomUUID().slice(0, 12);
  const leadId = await insertReturningId(world.system, "leads", {
    clientId,
    email: `lee.${tag}@firm-${tag}.example`,
    firstName: "Lee",
    lastName: "Marsden",
    title: "Managing Director",
    company: `Firm ${tag}`,
    domain: `firm-${tag}.example`,
    country: "AU",
    state: "NSW",
    timezone: "Australia/Sydney",
    emailStatus: "verified",
    emailVerifiedAt: WEDNESDAY_MORNING,
    status: "scored",
    alsScore: 70,
    alsTier: "warm",
    ...overrides,
  });
  await world.system
    .insertInto("consentBases")
    .values({
      clientId,
      leadId,
      channel: "email",
      basis: "inferred_relationship",
      evidence: JSON.stringify({ note: "met at the trade fair" }),
      capturedAt: WEDNESDAY_MORNING,
      recordedVia: "import",
    })
    .execute();
  return leadId;
}

async function insertAuthUser(world: TestWorld, id: string, email: string, metadata: Record<string, string>): Promise<void> {
  const client = new Client({ connectionString: world.superuserUrl });
  await client.connect();
  try {
    await client.query(
      "insert into auth.users (id, email, aud, role, raw_user_meta_data, created_at, updated_at) values ($1, $2, 'authenticated', 'authenticated', $3, now(), now())",
      [id, email, JSON.stringify(metadata)],
    );
  } finally {
    await client.end();
  }
}

export async function insertReturningId(
  db: Kysely<DB>,
  table: "resources" | "campaigns" | "sequenceVersions" | "sequenceSteps" | "leads",
  row: Record<string, unknown>,
): Promise<string> {
  const columns = Object.keys(row).map((key) => sql.ref(key));
  const values = Object.values(row).map((value) => sql`${value}`);
  const { rows } = await sql<{
    id: string;
  }>`insert into ${sql.table(table)} (${sql.join(columns)}) values (${sql.join(values)}) returning id`.execute(db);
  const id = rows[0]?.id;
  if (!id) throw new Error(`no row was inserted into ${table}`);
  return id;
}
