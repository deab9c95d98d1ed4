import { createHash } from "node:crypto";
import { z } from "zod";
import { givenKey } from "@/local/providers/given-key";
import { type Attempt, deliver, readReports } from "@/local/providers/resend/deliver";
import { type EmailRecord, emailBook } from "@/local/providers/resend/email-book";
import { tellResendEvents } from "@/local/providers/resend/events";
import { hexId } from "@/local/providers/seeded";
import type { Answer, Call, Handled, StandIn, StandInContext } from "@/local/providers/stand-in";
import { inTurn, openTimers } from "@/local/providers/timers";

/** The key the stand-in accepts; it opens nothing else. */
export const RESEND_KEY = "re_local_key";
/** Signs the stand-in's webhooks. */
export const RESEND_WEBHOOK_SECRET = "whsec_bG9jYWwtb25seS1yZXNlbmQtd2ViaG9va3M=";

const KEY_LIFE_MS = 24 * 3_600_000;
const PER_MINUTE = 600;
const BATCH_LIMIT = 100;

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => (Array.isArray(value) ? value : [value]));
const emailInput = z
  .object({
    from: z.string().regex(/@/),
    to: oneOrMore.pipe(z.array(z.string().regex(/@/)).min(1).max(50)),
    subject: z.string(),
    text: z.string().optional(),
    html: z.string().optional(),
    reply_to: oneOrMore.optional(),
    headers: z.record(z.string(), z.string()).optional(),
    tags: z.array(z.object({ name: z.string().regex(/^[\w-]{1,256}$/), value: z.string().regex(/^[\w-]{1,256}$/) })).optional(),
  })
  .refine(({ text, html }) => text !== undefined || html !== undefined, "Missing `html` or `text` field.");

/** Plays Resend: mail really goes out, comes back, and is told about. */
export const resendStandIn: StandIn = {
  name: "resend",
  prefix: "/resend",
  env: (baseUrl) => ({ RESEND_BASE_URL: baseUrl, RESEND_API_KEY: RESEND_KEY, RESEND_WEBHOOK_SECRET }),
  play: (context) => {
    const { routes, tick } = playResend(context);
    return {
      routes,
      tick,
      authenticate: (call) => (givenKey(call) === RESEND_KEY ? undefined : problem(401, "missing_api_key", "Missing or unknown API key.")),
      failure: (status) => problem(status, FAILURES[status] ?? "application_error", `The stand-in was told to answer ${status}`),
      limits: {
        perMinute: () => PER_MINUTE,
        headers: (limit, left) => ({
          "ratelimit-limit": String(limit / 60),
          "ratelimit-remaining": String(Math.min(limit / 60, left)),
          "ratelimit-reset": "1",
        }),
      },
    };
  },
};

function playResend({ records, callbacks, mail, now, seed, appUrl }: StandInContext) {
  const book = emailBook(records);
  const timers = openTimers<Attempt>(records);
  const turn = inTurn();
  const tell = tellResendEvents({
    book,
    callbacks,
    seed,
    webhook: { url: `${appUrl}/api/webhooks/resend`, secret: RESEND_WEBHOOK_SECRET },
  });
  const inFlight = new Set<string>();
  const deps = { book, mail, tell, now, later: (at: Date, attempt: Attempt) => timers.add(at, attempt) };
  const sendDue = () => turn(() => timers.run(now, ({ data }) => deliver(deps, data)));

  /** A message that is there already (its first request died half-way) stays as it is. */
  async function take(id: string, input: z.output<typeof emailInput>): Promise<void> {
    const domain = /@([^>\s]+)/.exec(input.from)?.[1] ?? "resend.example";
    const at = now();
    const email: EmailRecord = {
      id,
      messageId: `<${id}@${domain}>`,
      from: input.from,
      to: input.to,
      subject: input.subject,
      text: input.text ?? "",
      html: input.html ?? null,
      replyTo: input.reply_to ?? [],
      headers: input.headers ?? {},
      tags: Object.fromEntries((input.tags ?? []).map(({ name, value }) => [name, value])),
      createdAt: at.toISOString(),
      lastEvent: "queued",
    };
    if (!(await book.addEmail(email))) return;
    await tell("sent", email, at);
    for (const to of input.to) await timers.add(at, { id, to: bare(to), attempt: 0 });
  }

  /** The same request under the same key is answered as the first time, and nothing is sent. */
  async function once(call: Call, inputs: z.output<typeof emailInput>[], answer: (ids: string[]) => unknown): Promise<Handled> {
    const key = String(call.headers["idempotency-key"] ?? "");
    const newIds = () => Promise.all(inputs.map(async () => uuid(seed, "resend", await book.nextNumber())));
    const send = async (ids: string[]): Promise<Handled> => {
      for (const [index, input] of inputs.entries()) await take(ids[index] ?? "", input);
      await sendDue();
      return { answer: { status: 200, json: answer(ids) }, subject: inputs[0]?.to[0] ?? null };
    };
    if (!key) return send(await newIds());
    if (key.length > 256) return { answer: problem(400, "invalid_idempotency_key", "The key must be 1 to 256 characters long.") };
    if (inFlight.has(key)) return { answer: problem(409, "concurrent_idempotent_requests", "The same key is being worked on.") };
    inFlight.add(key);
    try {
      const hash = createHash("sha256")
        .update(JSON.stringify([call.path, call.body]))
        .digest("hex");
      const known = await book.findKey(key);
      const isFresh = known !== undefined && now().getTime() - Date.parse(known.createdAt) < KEY_LIFE_MS;
      if (isFresh && known.hash !== hash) {
        return { answer: problem(409, "invalid_idempotent_request", "Same idempotency key used with a different request payload.") };
      }
      const ids = isFresh ? known.ids : await newIds();
      if (!isFresh) await book.putKey(key, { hash, ids, createdAt: now().toISOString() }, now());
      return await send(ids);
    } finally {
      inFlight.delete(key);
    }
  }

  const routes: Readonly<Record<string, (call: Call) => Handled | Promise<Handled>>> = {
    "POST /emails": (call) => {
      const input = emailInput.safeParse(call.body);
      if (!input.success) return { answer: invalid(input.error) };
      return once(call, [input.data], ([id]) => ({ id }));
    },
    "POST /emails/batch": (call) => {
      const input = z.array(emailInput).min(1).max(BATCH_LIMIT).safeParse(call.body);
      if (!input.success) return { answer: invalid(input.error) };
      return once(call, input.data, (ids) => ({ data: ids.map((id) => ({ id })) }));
    },
    "GET /emails": async ({ query }) => {
      const all = await book.listEmails();
      const start = query.has("after") ? all.findIndex(({ id }) => id === query.get("after")) + 1 : 0;
      const limit = Math.min(100, Number(query.get("limit") ?? 20));
      const json = { object: "list", has_more: all.length > start + limit, data: all.slice(start, start + limit).map(listed) };
      return { answer: { status: 200, json } };
    },
    "GET /emails/{id}": async ({ params: { id = "" } }) => {
      const email = await book.findEmail(id);
      if (!email) return { answer: problem(404, "not_found", "Email not found") };
      const json = { object: "email", ...listed(email), text: email.text, ...(email.html === null ? {} : { html: email.html }) };
      return { answer: { status: 200, json } };
    },
  };

  return {
    routes,
    async tick() {
      await sendDue();
      await turn(() => readReports(deps));
    },
  };
}

const FAILURES: Readonly<Record<number, string>> = {
  401: "missing_api_key",
  403: "invalid_api_key",
  404: "not_found",
  409: "concurrent_idempotent_requests",
  422: "validation_error",
  429: "rate_limit_exceeded",
};

function listed(email: EmailRecord) {
  return {
    id: email.id,
    message_id: email.messageId,
    to: email.to,
    from: email.from,
    created_at: email.createdAt,
    subject: email.subject,
    bcc: [],
    cc: [],
    reply_to: email.replyTo,
    last_event: email.lastEvent,
  };
}

function bare(address: string): string {
  return (/<([^<>]+)>/.exec(address)?.[1] ?? address).trim().toLowerCase();
}

function uuid(...names: (string | number)[]): string {
  const hex = hexId(...names) + hexId(...names, "tail");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function invalid(error: z.ZodError): Answer {
  return problem(422, "validation_error", z.prettifyError(error));
}

function problem(status: number, name: string, message: string): Answer {
  return { status, json: { statusCode: status, name, message } };
}
