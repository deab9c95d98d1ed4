import { existsSync, readdirSync, readFileSync } from "node:fs";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { CARRIER_OF, channelClient, type OtherChannel, RecordingCarrier, reachableLead } from "@/tests/support/channel-client";
import { readyClient, type TestWorld, testSenderOptions, testWorld } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { writeTo } from "@/tests/support/inbound-mail";
import { fiveTimesShuffled, newsLab } from "@/tests/support/news-lab";

const samples = new URL("../../../shared/contracts/samples/", import.meta.url);

type Family = {
  channel: OtherChannel | "email";
  /** How the provider names the hand-over its samples are about. */
  reference: string;
  files: RegExp;
  read?: (sample: unknown) => unknown;
};
const FAMILIES: Record<string, Family> = {
  // The two incoming texts have the same id, which one message has.
  twilio: {
    channel: "sms",
    reference: "SM11111111111111111111111111111111",
    files: /^webhook-(sms|inbound-stop)/,
    read: (fields) => ({ fields, key: null }),
  },
  heyreach: { channel: "linkedin", reference: "l1", files: /^webhook-/ },
  // Of the three reports a call has one.
  vapi: {
    channel: "voice",
    reference: "0194670e-5c00-7000-8000-0000000000c1",
    files: /^webhook-(status-update|tool-calls|end-of-call-report\.)/,
  },
  resend: { channel: "email", reference: "3f0d1c52-5a51-4f5e-9f4c-0d8f6a2b7c11", files: /^webhook-/ },
  postmark: { channel: "email", reference: "883953f4-6105-42a2-a16a-77a8eac79483", files: /^(bounce|spam|subscription)/ },
};

function samplesOf(name: string, { files, read = (sample) => sample }: Family): unknown[] {
  const folder = new URL(`${name}/`, samples);
  return readdirSync(folder)
    .filter((file) => files.test(file))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((file) => read(JSON.parse(readFileSync(new URL(file, folder), "utf8"))));
}

/** Tells somebody the samples are about five times over and reads back what is left. */
async function stateAfter(name: string, family: Family, seed: number) {
  const world = await testWorld();
  try {
    const leadId = await personOfSamples(world, family);
    const { hear } = newsLab(() => world);
    for (const sample of fiveTimesShuffled(samplesOf(name, family), seed)) await hear(name, sample);
    return await readState(world, leadId);
  } finally {
    await world.close();
  }
}

async function personOfSamples(world: TestWorld, { channel, reference }: Family): Promise<string> {
  const db = world.system;
  if (channel === "email") {
    const { leadId, first } = await writeTo(world, await readyClient(world));
    await db.updateTable("leads").set({ email: "sam@example.com" }).where("id", "=", leadId).execute();
    await db.updateTable("touches").set({ providerReference: reference }).where("id", "=", first).execute();
    return leadId;
  }
  const client = await channelClient(world);
  const { leadId, touchId } = await reachableLead(world, client, channel);
  const carrier = new RecordingCarrier();
  carrier.answer = () => ({ outcome: "accepted", reference, costMicroAud: null, response: "taken" });
  const options = testSenderOptions(new FakeCarrier(), { [CARRIER_OF[channel]]: carrier });
  await dispatchTouch(world.systemCtx(client.clientId), { touchId, resourceId: client.senders[channel] }, options);
  const identity = { phone: "+61491570006", linkedinUrl: "https://www.linkedin.com/in/sam-example-agency" };
  await db.updateTable("leads").set(identity).where("id", "=", leadId).execute();
  await db.updateTable("resources").set({ label: "+61491570156" }).where("id", "=", client.senders.sms).execute();
  await db.updateTable("resources").set({ externalId: "123" }).where("id", "=", client.senders.linkedin).execute();
  return leadId;
}

async function readState({ system: db }: TestWorld, leadId: string) {
  const rows = <Row>(query: { execute(): Promise<Row[]> }) => query.execute();
  return {
    lead: await rows(
      db.selectFrom("leads").select(["status", "replyCount", "emailStatus", "bounceCount", "snoozedUntil"]).where("id", "=", leadId),
    ),
    touches: await rows(db.selectFrom("touches").select(["state", "deliveryState"]).where("leadId", "=", leadId).orderBy("stepNumber")),
    heard: await rows(
      db
        .selectFrom("messages")
        .select(["messageId", "intent"])
        .where("leadId", "=", leadId)
        .where("direction", "=", "inbound")
        .orderBy("messageId"),
    ),
    calls: await rows(db.selectFrom("calls").select(["outcome", "seconds", "transcript"]).where("leadId", "=", leadId)),
    connection: await rows(db.selectFrom("linkedinConnections").select(["state", "acceptedAt"]).where("leadId", "=", leadId)),
    costs: await rows(db.selectFrom("providerCosts").select(["operation", "costMicros"]).where("leadId", "=", leadId)),
    meetings: await rows(db.selectFrom("meetings").select(["startsAt", "status"]).where("leadId", "=", leadId)),
    suppressed: await rows(
      db
        .selectFrom("suppressions")
        .select(["kind", "reason", sql`channels::text`.as("channels")])
        .orderBy("kind")
        .orderBy("reason"),
    ),
    worst: (
      await rows(
        db
          .selectFrom("activities")
          .select(["action", sql<number>`count(*)`.as("times")])
          .where("leadId", "=", leadId)
          .groupBy("action"),
      )
    )
      .filter(({ action, times }) => Number(times) > 1 && action !== "replied")
      .map(({ action }) => action),
  };
}

describe.skipIf(!existsSync(samples))("every sample of a provider (skipped without ../shared)", () => {
  test.each(Object.entries(FAMILIES))("%s: five times over, in two orders, ends the same, side effects once", async (name, family) => {
    const one = await stateAfter(name, family, 11);
    expect(await stateAfter(name, family, 29)).toEqual(one);
    expect(one.worst).toEqual([]);
    expect(one.touches[0]?.state === "sent" || name === "vapi").toBe(true);
  });
});
