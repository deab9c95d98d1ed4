import { randomBytes } from "node:crypto";
import { addDays } from "date-fns";
import { realCarriers } from "@/app/api/inngest/carriers";
import { type BenchWorld, withBenchWorld } from "@/bench/support/bench-world";
import { median, rounded } from "@/bench/support/figures";
import { startCarriers } from "@/bench/support/start-carriers";
import { type Carriers, handOver } from "@/lib/engines/dispatch/carriers";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { sealCredentials } from "@/lib/engines/dispatch/mailbox-secret";
import type { SenderOptions } from "@/lib/engines/dispatch/sender-options";
import type { Env } from "@/lib/env-schema";
import { providersEnv } from "@/local/providers/stand-ins";
import { STARTING_NUMBERS } from "@/local/providers/twilio/account";
import { type ChannelClient, channelClient, reachableLead } from "@/tests/support/channel-client";
import { enrol, insertLead, insertReturningId, TEST_PEPPER, TEST_SECRETS_KEY, WEDNESDAY_MORNING } from "@/tests/support/factories";

/** One round a working day, so that every cap is fresh: Wednesday to Friday, and the week after. The first warms up and does not count. */
const DAYS_AFTER_WEDNESDAY = [0, 1, 2, 6, 7, 8, 9];
const MAILBOXES_A_CLIENT = 2;
const EMAILS_A_MAILBOX = 30;
const TEXTS_A_NUMBER = 60;
const LEADS_AT_ONCE = 8;

type BenchChannel = "email" | "sms";
/** What one sender has to hand over in a round, one after the other: the product lets no sender do two things at once. */
type Lane = { clientId: string; resourceId: string; touchIds: string[] };
/** The same hand-overs once more, without the product around them. */
type BareLane = (() => Promise<unknown>)[];

/**
 * Touches per second through gate, capacity, hand-over and record, beside the same hand-overs made bare. Mail server and Twilio are a
 * process of their own; PostgreSQL commits to disk. Every round of the product stands between two bare rounds, and is divided by their
 * mean. Prints a line of JSON a channel.
 */
export function benchDispatch(): Promise<void> {
  return withBenchWorld({ fsync: true }, async (world) => {
    const carriers = await startCarriers(world.localUrl);
    try {
      const clients = await makeClients(world, carriers.smtpPort);
      const env = { ...providersEnv(carriers.providersUrl), APP_URL: "http://127.0.0.1:9" };
      const bare = realCarriers(env as unknown as Env, () => WEDNESDAY_MORNING);
      for (const channel of ["email", "sms"] as const) {
        const figures = await measure(world, channel, clients, bare);
        process.stdout.write(`${JSON.stringify(figures)}\n`);
      }
    } finally {
      await carriers.stop();
    }
  });
}

async function measure(world: BenchWorld, channel: BenchChannel, clients: readonly BenchClient[], bare: Carriers) {
  const rounds: { now: Date; lanes: Lane[] }[] = [];
  for (const days of DAYS_AFTER_WEDNESDAY) {
    const now = addDays(WEDNESDAY_MORNING, days);
    rounds.push({ now, lanes: await fillLanes(world, channel, clients, now) });
  }
  const touches = rounds[0]?.lanes.reduce((sum, { touchIds }) => sum + touchIds.length, 0) ?? 0;

  const product: number[] = [];
  const alone: number[] = [];
  for (const { now, lanes } of rounds) {
    const { ms, handedOver } = await dispatchAll(world, { now, lanes, bare });
    product.push((touches / ms) * 1000);
    alone.push((touches / (await timed(handedOver))) * 1000);
  }
  const counted = product.slice(1).map((perSecond, index) => {
    const barePerSecond = ((alone[index] ?? 0) + (alone[index + 1] ?? 0)) / 2;
    return { perSecond, barePerSecond, ratio: perSecond / barePerSecond };
  });
  return {
    bench: "dispatch",
    channel,
    senders: rounds[0]?.lanes.length,
    touchesARound: touches,
    rounds: counted.length,
    touchesPerSecond: rounded(median(counted.map(({ perSecond }) => perSecond))),
    barePerSecond: rounded(median(counted.map(({ barePerSecond }) => barePerSecond))),
    shareOfBare: {
      median: rounded(median(counted.map(({ ratio }) => ratio)), 3),
      least: rounded(Math.min(...counted.map(({ ratio }) => ratio)), 3),
      most: rounded(Math.max(...counted.map(({ ratio }) => ratio)), 3),
    },
  };
}

/** Sends everything the way the product does. @returns how long it took, and the same hand-overs to be made bare */
async function dispatchAll(world: BenchWorld, { now, lanes, bare }: { now: Date; lanes: readonly Lane[]; bare: Carriers }) {
  const handedOver: BareLane[] = [];
  const work = lanes.map(({ clientId, resourceId, touchIds }) => {
    const again: BareLane = [];
    handedOver.push(again);
    const options: SenderOptions = {
      carriers: remembering(bare, again),
      appUrl: "https://app.example",
      pepper: TEST_PEPPER,
      secretsKey: TEST_SECRETS_KEY,
      randomBytes,
    };
    return touchIds.map((touchId) => async () => {
      const { outcome, code } = await dispatchTouch(world.systemCtx(clientId, now), { touchId, resourceId }, options);
      if (outcome !== "sent") throw new Error(`a touch of the bench was not sent but ${outcome} (${code ?? "no code"})`);
    });
  });
  return { ms: await timed(work), handedOver };
}

async function timed(lanes: readonly BareLane[]): Promise<number> {
  const begun = performance.now();
  await Promise.all(
    lanes.map(async (lane) => {
      for (const work of lane) await work();
    }),
  );
  return performance.now() - begun;
}

/** The same carriers, remembering how to do each hand-over again. */
function remembering(bare: Carriers, again: BareLane): Carriers {
  return {
    ...bare,
    smtp: {
      handOver(email, credentials) {
        again.push(() => handOver(bare, { provider: "smtp", email }, { key: "bare", credentials }));
        return bare.smtp.handOver(email, credentials);
      },
    },
    twilio: {
      ...bare.twilio,
      handOver(text, key) {
        again.push(() => bare.twilio.handOver(text, key));
        return bare.twilio.handOver(text, key);
      },
    },
  };
}

type BenchClient = { client: ChannelClient; mailboxes: string[] };

/** As many clients as the provider has numbers, each with one of them and some mailboxes that may all send at once. */
async function makeClients(world: BenchWorld, smtpPort: number): Promise<BenchClient[]> {
  const clients: BenchClient[] = [];
  for (const { e164 } of STARTING_NUMBERS.filter(({ use }) => use === "sms")) {
    const client = await channelClient(world);
    const { clientId } = client;
    await world.system.updateTable("resources").set({ label: e164, externalId: e164 }).where("id", "=", client.senders.sms).execute();
    await world.system.updateTable("resources").set({ dailyLimit: 200 }).where("id", "=", client.domain).execute();
    const mailboxes: string[] = [];
    for (let n = 0; n < MAILBOXES_A_CLIENT; n += 1) {
      const label = `sender${n}@${clientId.slice(-12)}.example`;
      const resourceId = await insertReturningId(world.system, "resources", {
        clientId,
        channel: "email",
        kind: "mailbox",
        parentId: client.domain,
        label,
        senderName: "Priya Nair",
        dailyLimit: 40,
        isPrewarmed: true,
        minimumSpacingSeconds: 0,
        hourlyLimit: 1000,
      });
      const sealed = sealCredentials(
        { host: "127.0.0.1", port: smtpPort, secure: false, user: label, password: "mailbox-password" },
        { key: TEST_SECRETS_KEY, nonce: randomBytes(12), binding: { clientId, resourceId } },
      );
      await world.system.insertInto("private.resourceSecrets").values({ resourceId, clientId, sealed }).execute();
      await world.system.insertInto("campaignResources").values({ clientId, campaignId: client.campaign, resourceId }).execute();
      mailboxes.push(resourceId);
    }
    clients.push({ client, mailboxes });
  }
  return clients;
}

async function fillLanes(world: BenchWorld, channel: BenchChannel, clients: readonly BenchClient[], now: Date): Promise<Lane[]> {
  const lanes: Lane[] = [];
  for (const { client, mailboxes } of clients) {
    const senders = channel === "email" ? mailboxes : [client.senders.sms];
    for (const resourceId of senders) {
      const touchIds = await inBatches(channel === "email" ? EMAILS_A_MAILBOX : TEXTS_A_NUMBER, async () => {
        if (channel === "sms") return (await reachableLead(world, client, "sms")).touchId;
        const leadId = await insertLead(world, client.clientId, { campaignId: client.campaign, emailVerifiedAt: now });
        return (await enrol(world, client, leadId, now))[0] ?? "";
      });
      lanes.push({ clientId: client.clientId, resourceId, touchIds });
    }
  }
  return lanes;
}

async function inBatches<T>(count: number, make: () => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  while (made.length < count) made.push(...(await Promise.all(Array.from({ length: Math.min(LEADS_AT_ONCE, count - made.length) }, make))));
  return made;
}
