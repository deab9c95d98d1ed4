import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { addDays, addMinutes } from "date-fns";
import { afterAll, beforeAll, expect, test } from "vitest";
import { realCarriers } from "@/app/api/inngest/carriers";
import type { Channel } from "@/lib/domain/outreach";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { reconcileTouches } from "@/lib/engines/dispatch/reconcile-touches";
import type { Env } from "@/lib/env-schema";
import { heyreach } from "@/lib/integrations/heyreach/api";
import { ensureSeatCampaign, SEAT_CAMPAIGN_KINDS } from "@/lib/integrations/heyreach/seat-campaigns";
import type { ListeningHttp } from "@/local/http/listen-http";
import { type Mail, startMail } from "@/local/mail/server";
import { CLICKSEND_RETURN_ADDRESS_ID } from "@/local/providers/clicksend/clicksend";
import type { Contact } from "@/local/providers/recipients";
import { startProviders } from "@/local/providers/server";
import { providersEnv } from "@/local/providers/stand-ins";
import { VAPI_PHONE_NUMBERS } from "@/local/providers/vapi/vapi";
import { type ChannelClient, channelClient, OTHER_CHANNELS, type OtherChannel, reachableLead } from "@/tests/support/channel-client";
import {
  enrol,
  insertLead,
  type ReadyClient,
  readyClient,
  TEST_PEPPER,
  TEST_SECRETS_KEY,
  WEDNESDAY_MORNING,
} from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";

/** Where a process may die with something done and something not. */
const KILL_POINTS = [
  "claim: not committed",
  "claim: committed",
  "carrier: has acted",
  "record: not committed",
  "record: committed",
] as const;
/** The process lives, and the line to the provider dies after it acted. */
const ANSWER_LOST = "answer lost";
const CHANNELS: readonly Channel[] = ["email", "sms", "linkedin", "voice", "mail"];
const PROVIDER_OF: Readonly<Record<OtherChannel, string>> = { sms: "twilio", linkedin: "heyreach", voice: "vapi", mail: "clicksend" };
const PROCESS = fileURLToPath(new URL("../../../tests/support/dispatch-process.ts", import.meta.url));

const world = fileWorld();
/** What reached whom over the four providers. */
const contacts: Contact[] = [];
const clock = { at: WEDNESDAY_MORNING, now: () => clock.at };
let providers: ListeningHttp;
let mail: Mail;
let env: Record<string, string>;
/** One for each channel: what dies in the middle of a claim holds its client's counters. */
let mailClient: ReadyClient;
const clients = {} as Record<OtherChannel, ChannelClient>;

beforeAll(async () => {
  providers = await startProviders({
    port: 0,
    databaseUrl: null,
    clock,
    seed: 1,
    recipients: {
      react: async (contact) => {
        contacts.push(contact);
        return [];
      },
    },
  });
  mail = await startMail({
    smtpPort: 0,
    httpPort: 0,
    databaseUrl: world.localUrl,
    clock,
    postmark: { webhookUrl: "http://127.0.0.1:9/none", user: "none", password: "none" },
  });
  env = { ...providersEnv(providers.url), APP_URL: "http://127.0.0.1:9" };
  const seats = heyreach({ apiKey: env.HEYREACH_API_KEY ?? "", baseUrl: env.HEYREACH_BASE_URL ?? "", fetch });
  const schedule = { timeZone: "Australia/Sydney", from: "00:00:00", to: "23:59:00", days: [0, 1, 2, 3, 4, 5, 6] };
  for (const kind of SEAT_CAMPAIGN_KINDS) await ensureSeatCampaign(seats, { seat: "101", kind, schedule });

  mailClient = await readyClient(world, { mailboxLimit: 40, spacingSeconds: 0, smtpPort: Number(new URL(mail.smtpUrl).port) });
  const externalIds = { sms: "+61491570156", linkedin: "101", voice: VAPI_PHONE_NUMBERS[0]?.id ?? "", mail: CLICKSEND_RETURN_ADDRESS_ID };
  for (const channel of OTHER_CHANNELS) {
    clients[channel] = await channelClient(world);
    const externalId = externalIds[channel];
    await world.system
      .updateTable("resources")
      .set({ externalId, ...(channel === "sms" && { label: externalId }) })
      .where("id", "=", clients[channel].senders[channel])
      .execute();
  }
});
afterAll(async () => {
  await providers?.close();
  await mail?.close();
});

type Place = { clientId: string; leadId: string; touchId: string; resourceId: string };
type Visit = { channel: Channel; point: string; at: Place };

async function leadOn(channel: Channel): Promise<Place> {
  if (channel !== "email") {
    const client = clients[channel];
    return { clientId: client.clientId, resourceId: client.senders[channel], ...(await reachableLead(world, client, channel)) };
  }
  const leadId = await insertLead(world, mailClient.clientId);
  const [touchId = ""] = await enrol(world, mailClient, leadId);
  return { clientId: mailClient.clientId, leadId, touchId, resourceId: mailClient.mailbox };
}

async function visit(channels: readonly Channel[], point: string): Promise<Visit[]> {
  const visits: Visit[] = [];
  for (const channel of channels) visits.push({ channel, point, at: await leadOn(channel) });
  return visits;
}

/** Runs the process that may die. @returns how it ended */
function attempt(visits: readonly Visit[], killAt: string | null): Promise<string> {
  const orders = {
    databaseUrl: world.systemUrl,
    env,
    touches: visits.map(({ at }) => at),
    now: WEDNESDAY_MORNING,
    pepper: TEST_PEPPER,
    secretsKey: TEST_SECRETS_KEY,
    killAt,
  };
  const child = spawn(process.execPath, ["--conditions=react-server", "--import", "tsx", PROCESS, JSON.stringify(orders)], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve) => child.on("close", (_code, signal) => resolve(signal ?? said)));
}

async function loseAnswers(): Promise<Visit[]> {
  const visits = await visit(OTHER_CHANNELS, ANSWER_LOST);
  const operations = { sms: /Messages/, linkedin: /AddLeads/, voice: /\/call$/, mail: /letters\/send/ };
  for (const channel of OTHER_CHANNELS) {
    const operation = await operationNamed(operations[channel]);
    const fault = { provider: PROVIDER_OF[channel], operation, kind: ANSWER_LOST.replace(" ", "_") };
    await fetch(`${providers.url}/_control/faults`, { method: "POST", body: JSON.stringify(fault) });
  }
  expect(JSON.parse(await attempt(visits, null))).toEqual(visits.map(() => ({ outcome: "unknown" })));
  return visits;
}

async function timesReached(channel: Channel, leadId: string): Promise<number> {
  const lead = await world.system.selectFrom("leads").selectAll().where("id", "=", leadId).executeTakeFirstOrThrow();
  if (channel === "email") {
    const answer = await fetch(`${mail.url}/_control/messages?to=${encodeURIComponent(lead.email)}`);
    return ((await answer.json()) as { messages: unknown[] }).messages.length;
  }
  const mark = { sms: lead.phone, voice: lead.phone, linkedin: lead.linkedinUrl, mail: lead.addressLine1 }[channel] ?? "";
  return contacts.filter(({ to }) => to.includes(mark)).length;
}

async function tick(at: Date): Promise<void> {
  clock.at = at;
  await fetch(`${providers.url}/_control/tick`, { method: "POST" });
}

test("killed after every line that has an effect, on every channel: nobody is reached twice, nothing is lost", async () => {
  const carriers = realCarriers(env as unknown as Env, clock.now);
  const options = { carriers, appUrl: "https://app.example", pepper: TEST_PEPPER, secretsKey: TEST_SECRETS_KEY, randomBytes };
  const visited: Visit[] = [];
  for (const point of KILL_POINTS) {
    const visits = await visit(CHANNELS, point);
    expect(await attempt(visits, point), point).toBe("SIGKILL");
    visited.push(...visits);
  }
  visited.push(...(await loseAnswers()));
  process.stdout.write(`kill points visited: ${visited.length}\n`);

  // What the product does afterwards by itself: the reconciler asks the carriers, and what was never handed over is dispatched again.
  const later = addMinutes(WEDNESDAY_MORNING, 11);
  clock.at = later;
  for (const { clientId } of [mailClient, ...Object.values(clients)]) await reconcileTouches(world.systemCtx(clientId, later), options);
  for (const { at } of visited) {
    const { clientId, touchId, resourceId } = at;
    await dispatchTouch(world.systemCtx(clientId, later), { touchId, resourceId }, options);
  }
  await tick(addDays(later, 1));
  await tick(addDays(later, 20));

  for (const { channel, point, at } of visited) {
    const where = `${channel}, ${point}`;
    const { state } = await world.system.selectFrom("touches").select("state").where("id", "=", at.touchId).executeTakeFirstOrThrow();
    const reached = await timesReached(channel, at.leadId);
    expect(["sent", "unknown"], where).toContain(state);
    expect(reached, `${where}: ${state}`).toBeLessThanOrEqual(1);
    // What says "sent" was; what cannot be known waits for a person.
    if (state === "sent") expect(reached, where).toBe(1);
  }
}, 400_000);

/** The stand-in's own name of an operation, from its log of what was called. */
async function operationNamed(pattern: RegExp): Promise<string> {
  const answer = await fetch(`${providers.url}/_control/requests?limit=500`);
  const { requests } = (await answer.json()) as { requests: { operation: string }[] };
  const operation = requests.find((request) => pattern.test(request.operation))?.operation;
  if (!operation) throw new Error(`nothing was called that fits ${pattern}`);
  return operation;
}
