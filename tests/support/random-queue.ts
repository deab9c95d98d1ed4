import { addMinutes, subDays, subMinutes } from "date-fns";
import fc from "fast-check";
import { sql } from "kysely";
import { CHANNELS } from "@/lib/domain/outreach";
import { enrolLeads } from "@/lib/engines/enrolments/enrol-leads";
import { numberKey } from "@/lib/engines/gate/load-reach";
import { suppressionKey } from "@/lib/engines/suppression/suppression-key";
import { type ChannelClient, channelClient } from "./channel-client";
import { TEST_PEPPER, type TestWorld } from "./factories";

/** Mostly nothing out of the way. */
const odd = <T>(other: fc.Arbitrary<T>, usual = 9): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: usual, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: other });
const minutes = (from: number, to: number) => fc.integer({ min: from, max: to });

/** What may stand in the way of a message; times in minutes. */
const someLead = fc.record({
  channel: fc.constantFrom(...CHANNELS),
  state: fc.constantFrom("NSW", "VIC", "QLD", "SA", "WA", "TAS", "ACT", "NT", null),
  dueIn: fc.oneof({ weight: 3, arbitrary: minutes(-3000, 0) }, { weight: 1, arbitrary: minutes(1, 6000) }),
  snoozedFor: odd(minutes(-600, 6000)),
  repliedAgo: odd(minutes(1, 6000), 40),
  emailStatus: odd(fc.constantFrom("guessed", "catch_all", "invalid")),
  tier: odd(fc.constantFrom("warm", "cool"), 14),
  mode: odd(fc.constantFrom("manual", "co_pilot"), 40),
  basis: odd(fc.constantFrom("express", "inferred_publication", "none"), 3),
  basisAgo: minutes(1, 250_000),
  basisEndsIn: odd(minutes(1, 6000), 14),
  washedAgo: odd(minutes(40_000, 45_000), 4),
  lastCall: odd(fc.record({ ago: minutes(1, 2000), outcome: fc.constantFrom("busy", "no_answer", "voicemail", "callback") }), 4),
  isLandline: odd(fc.constant(true)),
  heardAgo: odd(minutes(1, 3000)),
  companyHeldFor: odd(minutes(1, 6000), 14),
  isAtCrowdedFirm: odd(fc.constant(true), 6),
});
type SomeLead = typeof someLead extends fc.Arbitrary<infer T> ? T : never;
type Person = SomeLead & { n: number; id: string; email: string; domain: string; phone: string };

export type RandomQueue = { client: ChannelClient; leadIds: readonly string[]; senderIds: ReadonlyMap<string, string> };

/**
 * For tests: a client with a campaign on each channel, senders that are partly used up, and so many leads, each with some of what may
 * stand in the way at `at`. Set-based: hundreds cost no more than a few statements.
 */
export async function randomQueue(world: TestWorld, { count, seed, at }: { count: number; seed: number; at: Date }): Promise<RandomQueue> {
  const client = await channelClient(world);
  const { clientId } = client;
  const tag = clientId.slice(-12);
  const people = fc.sample(someLead, { numRuns: count, seed }).map((some, n): Omit<Person, "id"> => {
    const domain = some.isAtCrowdedFirm ? `crowd-${tag}.example` : `firm-${n}-${tag}.example`;
    const phone = some.isLandline ? `+6127010${String(1000 + n)}` : `+614910${String((seed % 90) * 1000 + n).padStart(5, "0")}`;
    return { ...some, n, domain, email: `lee.${n}@${domain}`, phone };
  });
  const leads = await insertPeople(world, client, people, at);
  await wearSenders(world, client, { seed, at });
  await enrolLeads(world.systemCtx(clientId, at), { leadIds: leads.map(({ id }) => id) }, { pepper: TEST_PEPPER });
  await insertHistory(world, client, leads, at);
  const senders = await world.system.selectFrom("resources").select(["id", "label"]).where("clientId", "=", clientId).execute();
  return { client, leadIds: leads.map(({ id }) => id), senderIds: new Map(senders.map(({ id, label }) => [label, id])) };
}

async function insertPeople({ system }: TestWorld, client: ChannelClient, people: Omit<Person, "id">[], at: Date): Promise<Person[]> {
  const { clientId } = client;
  const rows = await system
    .insertInto("leads")
    .values(
      people.map((some) => ({
        clientId,
        campaignId: some.channel === "email" ? client.campaign : client.campaigns[some.channel],
        email: some.email,
        firstName: "Lee",
        company: `Firm ${some.n}`,
        domain: some.domain,
        title: "Managing Director",
        country: "AU",
        state: some.state,
        addressLine1: `${some.n} Wharf Street`,
        city: "Sydney",
        postcode: "2000",
        phone: some.phone,
        linkedinUrl: `https://www.linkedin.com/in/lee-${some.n}-${clientId.slice(-12)}`,
        emailStatus: some.emailStatus ?? "verified",
        emailVerifiedAt: subDays(at, 1),
        status: "scored" as const,
        alsScore: 90,
        alsTier: (some.tier ?? "hot") as "hot",
        permissionOverride: some.mode as "manual" | null,
        snoozedUntil: some.snoozedFor === null ? null : addMinutes(at, some.snoozedFor),
        lastRepliedAt: some.repliedAgo === null ? null : subMinutes(at, some.repliedAgo),
      })),
    )
    .returning(["id", "email"])
    .execute();
  const idOf = new Map(rows.map(({ id, email }) => [email, id]));
  const leads = people.map((some) => ({ ...some, id: idOf.get(some.email) ?? "" }));
  await system
    .insertInto("consentBases")
    .values(
      leads
        .filter(({ basis }) => basis !== "none")
        .map(({ id, channel, basis, basisAgo, basisEndsIn }) => ({
          clientId,
          leadId: id,
          channel,
          basis: basis ?? "inferred_relationship",
          evidence: JSON.stringify({ role: "Managing Director", relevance: "they decide on growth", no_contrary_statement: true }),
          sourceUrl: "https://firm.example/team",
          capturedAt: subMinutes(at, basisAgo),
          expiresAt: basisEndsIn === null ? null : addMinutes(at, basisEndsIn),
          recordedVia: "import" as const,
        })),
    )
    .execute();
  return leads;
}

/** Washes, calls, contacts by others and holds of companies, and when each step is due. */
async function insertHistory({ system }: TestWorld, { clientId }: ChannelClient, leads: readonly Person[], at: Date): Promise<void> {
  const washed = leads.map(({ n, phone, washedAgo }) => {
    const receivedAt = subMinutes(at, washedAgo ?? 60);
    const numberHmac = numberKey(phone, TEST_PEPPER) ?? "";
    const common = { clientId, masked: "•••", submittedBy: "Brightwater Digital Pty Ltd", result: "clear", receipt: "{}" };
    return { ...common, numberHmac, reference: `wash-${n}`, submittedAt: receivedAt, receivedAt };
  });
  await system.insertInto("numberWashes").values(washed).execute();
  const { rows: touches } = await sql<{ id: string; leadId: string }>`
    update touches t set due_at = ${at}::timestamptz + d.minutes * interval '1 minute', attempts = d.calls
    from unnest(${leads.map(({ id }) => id)}::uuid[], ${leads.map(({ dueIn }) => dueIn)}::int[],
      ${leads.map(({ lastCall }) => (lastCall ? 1 : 0))}::int[]) as d (lead_id, minutes, calls)
    where t.lead_id = d.lead_id and t.step_number = 1 and t.client_id = ${clientId} returning t.id, t.lead_id
  `.execute(system);
  const touchOf = new Map(touches.map(({ id, leadId }) => [leadId, id]));
  const calls = leads.flatMap(({ id, channel, phone, lastCall }) => {
    const touchId = touchOf.get(id);
    if (channel !== "voice" || !lastCall || !touchId) return [];
    const numberHmac = numberKey(phone, TEST_PEPPER) ?? "";
    return { clientId, leadId: id, touchId, attempt: 1, numberHmac, startedAt: subMinutes(at, lastCall.ago), outcome: lastCall.outcome };
  });
  if (calls.length > 0) await system.insertInto("calls").values(calls).execute();
  const heard = leads.flatMap(({ email, heardAgo }) => {
    const keyHmac = suppressionKey({ pepper: TEST_PEPPER }, "email", email);
    return heardAgo === null || !keyHmac ? [] : { keyHmac, contactedAt: subMinutes(at, heardAgo) };
  });
  if (heard.length > 0) await system.insertInto("private.contactRegistry").values(heard).execute();
  const held = new Map(leads.flatMap(({ domain, companyHeldFor }) => (companyHeldFor === null ? [] : [[domain, companyHeldFor] as const])));
  if (held.size > 0) {
    const holds = [...held].map(([domain, left]) => ({ clientId, domain, reason: "They refused", until: addMinutes(at, left) }));
    await system.insertInto("companyHolds").values(holds).execute();
  }
}

/** Senders as one finds them in the middle of a week: one just used, one full, one young, one on its way back from a breaker. */
async function wearSenders({ system }: TestWorld, client: ChannelClient, { seed, at }: { seed: number; at: Date }): Promise<void> {
  const { clientId, mailbox, senders } = client;
  const set = (id: string, change: Record<string, unknown>) => system.updateTable("resources").set(change).where("id", "=", id).execute();
  const today = at.toISOString().slice(0, 10);
  const use = (resourceId: string, used: number) =>
    system.insertInto("resourceUsage").values({ clientId, resourceId, day: today, used, cap: used }).execute();
  await set(mailbox, { lastUsedAt: subMinutes(at, seed % 5), minimumSpacingSeconds: 180 });
  switch (seed % 6) {
    case 1:
      await use(senders.sms, 100);
      await use(senders.linkedin, 17);
      break;
    case 2:
      await use(mailbox, 30);
      await use(senders.voice, 100);
      break;
    case 3:
      await set(mailbox, { isPrewarmed: false, rampStartedAt: subDays(at, 12) });
      await set(senders.linkedin, { isPrewarmed: false, rampStartedAt: subDays(at, 1) });
      await use(senders.linkedin, 5);
      break;
    case 4:
      await use(client.domain, 12);
      await system
        .insertInto("breakerTrips")
        .values({
          clientId,
          breaker: "domain_bounces",
          resourceId: client.domain,
          detail: "7 of 300",
          trippedAt: subDays(at, 3),
          releasedAt: subDays(at, 1),
          releasedBy: client.userId,
          releaseReason: "cleaned",
          halfOpenUntil: addMinutes(at, 1500),
        })
        .execute();
      break;
    case 5:
      await system
        .updateTable("campaigns")
        .set({ startDate: new Date(at.getTime() + 3 * 86_400_000).toISOString().slice(0, 10) })
        .where("id", "=", client.campaigns.mail)
        .execute();
      await system
        .insertInto("channelStops")
        .values({ clientId, channel: "sms", reason: "wrong text", stoppedBy: client.userId, stoppedAt: at })
        .execute();
      break;
    default:
      await use(mailbox, 12);
  }
}
