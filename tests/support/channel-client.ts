import type { ChannelHandOver, Reconciled } from "@/lib/domain/hand-over";
import type { Channel } from "@/lib/domain/outreach";
import type { Carrier } from "@/lib/engines/dispatch/carriers";
import { numberKey } from "@/lib/engines/gate/load-reach";
import {
  enrol,
  insertLead,
  insertReturningId,
  type ReadyClient,
  readyClient,
  TEST_PEPPER,
  type TestWorld,
  WEDNESDAY_MORNING,
} from "./factories";

export type OtherChannel = Exclude<Channel, "email">;
export const OTHER_CHANNELS: readonly OtherChannel[] = ["sms", "linkedin", "voice", "mail"];

/** The carrier of each channel, by its name in `Carriers`. */
export const CARRIER_OF = { sms: "twilio", linkedin: "heyreach", voice: "vapi", mail: "clicksend" } as const;

const SENDERS = {
  sms: { kind: "number", provider: "twilio", label: "+61491570156" },
  linkedin: { kind: "seat", provider: "heyreach", label: "Priya Nair on LinkedIn" },
  voice: { kind: "number", provider: "vapi", label: "+61255501001" },
  mail: { kind: "return_address", provider: "clicksend", label: "Level 2, 10 Example Street" },
} as const;
const BODY = "Hi {{first_name|there}}, a short note about more enquiries.";

export type ChannelClient = ReadyClient & { senders: Record<OtherChannel, string>; campaigns: Record<OtherChannel, string> };

/** A client that may send on every channel: a sender and a campaign of one step for each. */
export async function channelClient(world: TestWorld, { limit = 100 } = {}): Promise<ChannelClient> {
  const client = await readyClient(world);
  const { clientId } = client;
  const senders = {} as ChannelClient["senders"];
  const campaigns = {} as ChannelClient["campaigns"];
  for (const channel of OTHER_CHANNELS) {
    const sender = SENDERS[channel];
    senders[channel] = await insertReturningId(world.system, "resources", {
      clientId,
      channel,
      ...sender,
      // Numbers are unique on the platform, and each test has a client of its own.
      label: `${sender.label} ${clientId.slice(-6)}`,
      externalId: `${channel}-${clientId}`,
      senderName: "Priya Nair",
      dailyLimit: limit,
      isPrewarmed: true,
      minimumSpacingSeconds: 0,
      hourlyLimit: 1000,
    });
    const campaignId = await insertReturningId(world.system, "campaigns", {
      clientId,
      name: `${channel} only`,
      status: "active",
      permissionMode: "autopilot",
      dailyLimit: 500,
      activatedAt: WEDNESDAY_MORNING,
    });
    const version = await insertReturningId(world.system, "sequenceVersions", { clientId, campaignId, version: 1 });
    await insertReturningId(world.system, "sequenceSteps", {
      clientId,
      sequenceVersionId: version,
      channel,
      stepNumber: 1,
      delayDays: 0,
      purpose: channel === "linkedin" ? "connect" : "intro",
      subjectTemplate: null,
      bodyTemplate: BODY,
    });
    await world.system.updateTable("campaigns").set({ activeVersionId: version }).where("id", "=", campaignId).execute();
    await world.system.insertInto("campaignResources").values({ clientId, campaignId, resourceId: senders[channel] }).execute();
    campaigns[channel] = campaignId;
  }
  return { ...client, senders, campaigns };
}

/** Three digits from the start: no address is part of another. */
let made = 100;

/** A hot lead who may be reached on the channel, enrolled in its campaign. @returns the lead and its one touch */
export async function reachableLead(
  world: TestWorld,
  client: ChannelClient,
  channel: OtherChannel,
): Promise<{ leadId: string; touchId: string }> {
  made += 1;
  const phone = `+614910${String(10_000 + made).slice(-5)}`;
  const leadId = await insertLead(world, client.clientId, {
    campaignId: client.campaigns[channel],
    alsScore: 90,
    alsTier: "hot",
    phone,
    linkedinUrl: `https://www.linkedin.com/in/lee-${made}`,
    addressLine1: `${made} Wharf Street`,
    city: "Sydney",
    postcode: "2000",
  });
  const { clientId } = client;
  await world.system
    .insertInto("consentBases")
    .values({
      clientId,
      leadId,
      channel,
      basis: "inferred_relationship",
      evidence: JSON.stringify({ note: "met at the trade fair" }),
      capturedAt: WEDNESDAY_MORNING,
      recordedVia: "manual",
    })
    .execute();
  await world.system
    .insertInto("numberWashes")
    .values({
      clientId,
      numberHmac: numberKey(phone, TEST_PEPPER) ?? "",
      masked: "0491 0•• •••",
      reference: `wash-${made}`,
      submittedBy: "Brightwater Digital Pty Ltd",
      submittedAt: WEDNESDAY_MORNING,
      receivedAt: WEDNESDAY_MORNING,
      result: "clear",
      receipt: JSON.stringify({}),
    })
    .execute();
  const [touchId = ""] = await enrol(world, client, leadId);
  return { leadId, touchId };
}

/** Keeps what it was handed and answers what it is told. */
export class RecordingCarrier implements Carrier<unknown> {
  readonly handed: { key: string; message: unknown }[] = [];
  answer: () => ChannelHandOver | Promise<ChannelHandOver> = () => ({
    outcome: "accepted",
    reference: `ref-${this.handed.length}`,
    costMicroAud: 80_000,
    response: "taken",
  });
  found: Reconciled = { outcome: "not_found" };

  async handOver(message: unknown, key: string): Promise<ChannelHandOver> {
    this.handed.push({ key, message });
    return this.answer();
  }

  async reconcile(): Promise<Reconciled> {
    return this.found;
  }
}
