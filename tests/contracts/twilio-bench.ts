import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { OutgoingText } from "@/lib/domain/hand-over";
import { type Twilio, twilio } from "@/lib/integrations/twilio/api";
import { createTwilioCarrier } from "@/lib/integrations/twilio/carrier";
import { readTwilioWebhook, twilioFields, verifyTwilio } from "@/lib/integrations/twilio/webhook";
import type { ListeningHttp } from "@/local/http/listen-http";
import type { Contact, Reaction } from "@/local/providers/recipients";
import { startProviders } from "@/local/providers/server";
import { TWILIO_ACCOUNT } from "@/local/providers/twilio/account";
import { twilioStandIn } from "@/local/providers/twilio/twilio";
import { type Document, hasContracts, readContract, watchedFetch } from "@/tests/contracts/contract";

const BASE = "/twilio";
const START = new Date("2026-11-24T02:00:00Z");
export const TEXT_SENDER = "+61491570156";
export const OTHER_TEXT_SENDER = "+61491570157";
export const CALLER = "+61255501001";
export const PERSON = "+61491570006";
export const TWILIO_KEY = { accountSid: TWILIO_ACCOUNT.accountSid, user: TWILIO_ACCOUNT.accountSid, secret: TWILIO_ACCOUNT.authToken };
export const MINUTE_MS = 60_000;

type Received = { path: string; signature: string | null; body: string };
type Carrier = ReturnType<typeof createTwilioCarrier>;

/**
 * Twilio's stand-in afresh for each test, with a clock to move, people who react, and a product that takes its webhooks. Every call through
 * `api` and `carrier` is held against the contract.
 */
export function twilioBench() {
  const contract = hasContracts ? readContract("twilio", correct) : null;
  let standIn: ListeningHttp;
  let product: Server;
  let watch: ReturnType<typeof watchedFetch>;

  const control = async (path: string, body?: unknown) => {
    const response = await fetch(`${standIn.url}/_control${path}`, { method: "POST", ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  };
  const text = (change: Partial<OutgoingText> = {}): OutgoingText => ({
    to: PERSON,
    from: TEXT_SENDER,
    body: "Hi Sam, Ava from Example Agency. Reply STOP to opt out.",
    ...change,
  });
  const bench = {
    now: START,
    received: [] as Received[],
    reactions: (_contact: Contact): Reaction[] => [],
    productUrl: "",
    baseUrl: "",
    api: {} as Twilio,
    carrier: {} as Carrier,
    control,
    text,
    fail: (fault: Record<string, unknown>) => control("/faults", { provider: "twilio", ...fault }),
    async advance(ms: number) {
      bench.now = new Date(bench.now.getTime() + ms);
      await control("/tick");
    },
    isSigned: ({ path, signature, body }: Received) =>
      verifyTwilio({ signature, url: bench.productUrl + path, body, secrets: TWILIO_ACCOUNT.authToken }),
    /** The states told so far, with their codes. */
    statuses: () =>
      bench.received.flatMap(({ body }) => {
        const webhook = readTwilioWebhook(twilioFields(body));
        return webhook?.kind === "status" ? [[webhook.status.MessageStatus, webhook.status.ErrorCode ?? null]] : [];
      }),
    async accepted(message = text(), key = "touch-1"): Promise<string> {
      const handed = await bench.carrier.handOver(message, key);
      if (handed.outcome !== "accepted" || handed.reference === null) throw new Error(`not accepted: ${JSON.stringify(handed)}`);
      return handed.reference;
    },
  };

  beforeAll(async () => {
    product = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const signature = request.headers["x-twilio-signature"] ?? null;
        bench.received.push({ path: request.url ?? "", signature: signature as string | null, body: Buffer.concat(chunks).toString() });
        response.writeHead(204).end();
      });
    });
    await new Promise<void>((resolve) => {
      product.listen(0, "127.0.0.1", resolve);
    });
    bench.productUrl = `http://127.0.0.1:${(product.address() as AddressInfo).port}`;
  });
  afterAll(() => void product.close());
  beforeEach(async () => {
    bench.now = START;
    bench.received = [];
    bench.reactions = () => [];
    standIn = await startProviders({
      port: 0,
      databaseUrl: null,
      clock: { now: () => bench.now },
      seed: 1,
      appUrl: bench.productUrl,
      recipients: { react: async (contact) => bench.reactions(contact) },
      standIns: [twilioStandIn],
    });
    bench.baseUrl = standIn.url + BASE;
    watch = watchedFetch(contract, BASE);
    const access = { apiKey: TWILIO_KEY, baseUrl: bench.baseUrl, lookupsBaseUrl: bench.baseUrl, fetch: watch.fetch };
    bench.api = twilio(access);
    bench.carrier = createTwilioCarrier({ ...access, statusCallback: `${bench.productUrl}/api/webhooks/twilio`, now: () => bench.now });
  });
  afterEach(async () => {
    await standIn.close();
    expect(watch.problems).toEqual([]);
  });
  return bench;
}

/** The document lists no refusals although it holds their schema, and calls the paths of its pages addresses. */
function correct({ paths, components }: Document): void {
  const refusal = { content: { "application/json": { schema: components?.schemas?.TwilioError ?? {} } } };
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods ?? {}))) {
    if (!operation?.responses) continue;
    for (const status of [400, 401, 404, 429, 500, 503]) operation.responses[status] = refusal;
    const page = operation.responses[200]?.content?.["application/json"]?.schema?.properties as
      | Record<string, { format?: string }>
      | undefined;
    for (const name of ["uri", "first_page_uri", "next_page_uri", "previous_page_uri"])
      if (page?.[name]) page[name].format = "uri-reference";
  }
}
