import { z } from "zod";
import { assistantSettings } from "@/lib/integrations/vapi/call-settings";
import { givenKey } from "@/local/providers/given-key";
import { hexId, seeded } from "@/local/providers/seeded";
import type { Answer, Call, Handled, Played, StandIn, StandInContext } from "@/local/providers/stand-in";
import { inTurn } from "@/local/providers/timers";
import { planCall } from "@/local/providers/vapi/call-plan";
import { callView, type KeptCall, keepPlan, statusAt } from "@/local/providers/vapi/call-view";
import { callWebhooks, type HmacCredential, type ServerSettings, signVapi } from "@/local/providers/vapi/call-webhooks";

/** The private key the stand-in accepts. It opens nothing else. */
export const VAPI_KEY = "local-vapi-key";
/** The HMAC credential made in its dashboard. */
export const VAPI_CREDENTIAL: HmacCredential = { id: "00000000-0000-4000-8000-00000000c4ed", secret: "local-vapi-webhook-secret" };
/** The assistant, set up as the product sets it up, and the numbers that were made there. */
export const VAPI_ASSISTANT_ID = "00000000-0000-4000-8000-0000000000a1";
export const VAPI_PHONE_NUMBERS = [1, 2, 3].map((n) => ({ id: `00000000-0000-4000-8000-0000000000f${n}`, number: `+6125550000${n}` }));

const ORG_ID = "00000000-0000-4000-8000-0000000000d1";
const CONCURRENT_CALLS = 10;
const PAGE = 100;
const LARGEST_PAGE = 1000;
/** Vapi's own default when an assistant sets none. */
const DEFAULT_SECONDS = 600;
const DEFAULT_MESSAGES = ["status-update", "end-of-call-report", "tool-calls"];
const NO_ANALYSIS_RATE = 0.05;
const E164 = /^\+[1-9]\d{6,14}$/;

const callInput = z.object({
  name: z.string().max(40).optional(),
  assistantId: z.string(),
  phoneNumberId: z.string(),
  customer: z.looseObject({ number: z.string().max(40), externalId: z.string().max(40).optional() }),
  assistantOverrides: z.looseObject({}).default({}),
});

/** Settings of an assistant, or the overrides of one call; only what changes how a call goes. */
const behaviour = z.object({
  firstMessage: z.string().default(""),
  variableValues: z.record(z.string(), z.unknown()).default({}),
  voicemailMessage: z.string().nullable().default(null),
  maxDurationSeconds: z.number().default(DEFAULT_SECONDS),
  artifactPlan: z.record(z.string(), z.unknown()).default({}),
  analysisPlan: z.object({ structuredDataPlan: z.object({ enabled: z.boolean() }).partial().optional() }).default({}),
  serverMessages: z.array(z.string()).default(DEFAULT_MESSAGES),
  server: z.custom<ServerSettings>((value) => typeof value === "object" && value !== null).default({}),
});

/** Vapi's calls, assistants and phone numbers. */
export const vapiStandIn: StandIn = {
  name: "vapi",
  prefix: "/vapi",
  env: (baseUrl) => ({
    VAPI_BASE_URL: baseUrl,
    VAPI_API_KEY: VAPI_KEY,
    VAPI_WEBHOOK_SECRET: VAPI_CREDENTIAL.secret,
    VAPI_CREDENTIAL_ID: VAPI_CREDENTIAL.id,
    VAPI_ASSISTANT_ID,
  }),
  play,
};

function play({ records, callbacks, recipients, now, seed, appUrl }: StandInContext): Played {
  const oneAtATime = inTurn();
  callbacks.signWith("vapi", signVapi(VAPI_CREDENTIAL));

  async function assistant(id: string): Promise<Record<string, unknown> | undefined> {
    const kept = await records.find<Record<string, unknown>>("assistant", id);
    if (kept) return kept.data;
    if (id !== VAPI_ASSISTANT_ID) return undefined;
    const at = now().toISOString();
    const server = { serverUrl: `${appUrl}/api/webhooks/vapi`, credentialId: VAPI_CREDENTIAL.id };
    const settings = assistantSettings({ ...server, voiceId: "sarah", model: "claude-haiku-4-5-20251001" });
    const made = { ...settings, id, orgId: ORG_ID, createdAt: at, updatedAt: at };
    await records.insert("assistant", id, made, now());
    return made;
  }

  async function placeCall({ body }: Call): Promise<Handled> {
    const input = callInput.safeParse(body);
    if (!input.success) return { answer: refused(z.prettifyError(input.error)) };
    const { customer, assistantId, phoneNumberId, assistantOverrides, name } = input.data;
    const subject = customer.number;
    const from = VAPI_PHONE_NUMBERS.find(({ id }) => id === phoneNumberId);
    const saved = await assistant(assistantId);
    if (!E164.test(customer.number))
      return { answer: refused("customer.number must be a valid phone number in the E.164 format"), subject };
    if (!from) return { answer: refused("phoneNumberId does not exist"), subject };
    if (!saved) return { answer: refused("assistantId does not exist"), subject };
    if ((await liveCalls()) >= CONCURRENT_CALLS) return { answer: refused("Over Concurrency Limit. Wait for a call to end."), subject };

    const at = now();
    const id = uuidOf(seed, "call", await records.next("call"));
    const settings = behaviour.parse({ ...saved, ...assistantOverrides, server: assistantOverrides.server ?? saved.server ?? {} });
    const contact = {
      channel: "voice",
      act: "call",
      to: subject,
      from: from.number,
      text: settings.firstMessage,
      at,
      reference: id,
    } as const;
    const brief = String(settings.variableValues.brief ?? "");
    const plan = planCall(at, { ...settings, brief }, await recipients.react(contact));
    const isAsked = settings.analysisPlan.structuredDataPlan?.enabled === true;
    const call: KeptCall = {
      id,
      orgId: ORG_ID,
      createdAt: at.toISOString(),
      assistantId,
      phoneNumberId,
      ...(name === undefined ? {} : { name }),
      customer,
      assistantOverrides,
      artifactPlan: settings.artifactPlan,
      isAnalysed: !seeded(seed, "analysis", id).chance(NO_ANALYSIS_RATE),
      ...keepPlan(isAsked ? plan : { ...plan, findings: null }),
    };
    await records.insert("call", id, call, at);
    await records.insert("line", id, { endedAt: call.endedAt, isFree: false }, at);
    await callbacks.enqueue("vapi", ...callWebhooks(call, settings.server, settings.serverMessages));
    return { answer: { status: 201, json: callView(call, "queued") }, subject };
  }

  /** Lines in use; those whose call is over are freed on the way. */
  async function liveCalls(): Promise<number> {
    const taken = await records.list<{ endedAt: string }>("line", { where: { isFree: false } });
    const over = taken.filter(({ data }) => data.endedAt <= now().toISOString());
    for (const { id } of over) await records.update("line", id, { isFree: true });
    return taken.length - over.length;
  }

  async function listCalls({ query }: Call): Promise<Handled> {
    const limit = Math.min(LARGEST_PAGE, Number(query.get("limit") ?? PAGE));
    const wanted = ["id", "assistantId", "phoneNumberId"].flatMap((name) => (query.has(name) ? [[name, query.get(name)]] : []));
    const kept = await records.list<KeptCall>("call", { where: Object.fromEntries(wanted), newestFirst: true });
    const views = kept.map(({ data }) => callView(data, statusAt(data, now())));
    return { answer: { status: 200, json: views.filter((view) => isInRange(view, query)).slice(0, limit) } };
  }

  async function getCall({ params: { id = "" } }: Call): Promise<Handled> {
    const kept = await records.find<KeptCall>("call", id);
    return { answer: kept ? { status: 200, json: callView(kept.data, statusAt(kept.data, now())) } : missing("Call") };
  }

  async function patchAssistant({ params: { id = "" }, body }: Call): Promise<Handled> {
    if (!(await assistant(id))) return { answer: missing("Assistant") };
    const { credentialId } =
      z
        .object({ server: z.object({ credentialId: z.string() }).partial() })
        .partial()
        .catch({})
        .parse(body).server ?? {};
    if (credentialId !== undefined && credentialId !== VAPI_CREDENTIAL.id) return { answer: refused("server.credentialId does not exist") };
    const changed = await records.update("assistant", id, { ...(body as object), id, orgId: ORG_ID, updatedAt: now().toISOString() });
    return { answer: { status: 200, json: changed?.data } };
  }

  const numbers = () => VAPI_PHONE_NUMBERS.map(phoneNumberView);
  return {
    routes: {
      "POST /call": (call) => oneAtATime(() => placeCall(call)),
      "GET /call": listCalls,
      "GET /call/{id}": getCall,
      "PATCH /assistant/{id}": patchAssistant,
      "GET /assistant/{id}": async ({ params: { id = "" } }) => {
        const found = await assistant(id);
        return { answer: found ? { status: 200, json: found } : missing("Assistant") };
      },
      "GET /phone-number": () => ({ answer: { status: 200, json: numbers() } }),
      "GET /phone-number/{id}": ({ params }) => {
        const found = numbers().find(({ id }) => id === params.id);
        return { answer: found ? { status: 200, json: found } : missing("Phone number") };
      },
    },
    authenticate: (call) =>
      givenKey(call) === VAPI_KEY ? undefined : problem(401, "Invalid Key. Hot tip, you may be using the public key."),
    failure: (status) => problem(status, "The stand-in was told to fail."),
  };
}

function isInRange(view: { createdAt: string; updatedAt: string }, query: URLSearchParams): boolean {
  return (["createdAt", "updatedAt"] as const).every((name) => {
    const value = view[name];
    const at = (bound: string) => {
      const given = query.get(name + bound);
      return given === null ? null : new Date(given).toISOString();
    };
    const [gt, ge, lt, le] = [at("Gt"), at("Ge"), at("Lt"), at("Le")];
    return (gt === null || value > gt) && (ge === null || value >= ge) && (lt === null || value < lt) && (le === null || value <= le);
  });
}

function phoneNumberView({ id, number }: (typeof VAPI_PHONE_NUMBERS)[number]) {
  const at = "2026-01-01T00:00:00.000Z";
  const twilioAccountSid = "AC00000000000000000000000000000000";
  return {
    id,
    orgId: ORG_ID,
    provider: "twilio",
    number,
    name: "Outbound",
    status: "active",
    createdAt: at,
    updatedAt: at,
    twilioAccountSid,
  };
}

function uuidOf(...names: readonly (string | number)[]): string {
  const hex = (hexId("a", ...names) + hexId("b", ...names)).slice(0, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const REASONS: Readonly<Record<number, string>> = { 400: "Bad Request", 401: "Unauthorized", 404: "Not Found", 429: "Too Many Requests" };

function problem(statusCode: number, message: string): Answer {
  return { status: statusCode, json: { message, error: REASONS[statusCode] ?? "Internal Server Error", statusCode } };
}

const refused = (message: string) => problem(400, message);
const missing = (what: string) => problem(404, `${what} not found`);
