import { simpleParser } from "mailparser";
import { z } from "zod";
import { answerControl, type ControlCalls, controlBody, controlQuery } from "@/local/http/control-calls";
import { type HttpAnswer, HttpError, type HttpRequest } from "@/local/http/http-answer";
import { normalizeAddress } from "@/local/mail/address";
import { behaviour, reaction } from "@/local/mail/behaviour";
import type { MailSystem } from "@/local/mail/mail-system";
import type { MessageWithRaw } from "@/local/mail/message";

const address = z.string().min(3).transform(normalizeAddress);

const inputs = {
  messages: z.object({
    to: address.optional(),
    from: address.optional(),
    since: z.coerce.date().optional(),
    limit: z.coerce.number().int().min(1).max(10_000).default(100),
    /** `1` adds text, html and the raw source. */
    full: z.enum(["0", "1"]).default("0"),
  }),
  deliver: z.union([
    z.object({ mailFrom: z.string().transform(normalizeAddress), to: address, raw: z.string().min(1) }),
    z.object({ inAnswerTo: z.string(), reaction }),
  ]),
  behaviour: z.object({ address, behaviour }),
  replay: z.object({ id: z.string() }),
  duplicate: z.object({ count: z.number().int().min(0) }),
  failSmtp: z.object({ mode: z.enum(["refuse", "hang", "drop-after-data", "none"]), count: z.number().int().min(1).default(1) }),
  failAuth: z.object({ user: address, fail: z.boolean().default(true) }),
  sent: z.object({ messageId: z.string().min(1) }),
};

/** The JSON calls for tests and the demo driver; an unknown one is 501 by name. */
export function control(system: MailSystem, request: HttpRequest): Promise<HttpAnswer> {
  return answerControl(CALLS, system, request);
}

const CALLS: ControlCalls<MailSystem> = {
  "GET /_control/state": state,
  "POST /_control/tick": async (system) => {
    await system.office.tick();
    return state(system);
  },
  "GET /_control/messages": messages,
  "GET /_control/sent": async ({ store }, request) => {
    const { messageId } = controlQuery(inputs.sent, request);
    const sent = await store.mailboxes.sentCount(messageId.startsWith("<") ? messageId : `<${messageId}>`);
    return { accepted: sent.receivedCount > 0, ...sent };
  },
  "GET /_control/webhooks": async ({ store }) => ({ webhooks: await store.webhooks.list(1000) }),
  "POST /_control/deliver": deliver,
  "POST /_control/behaviour": async ({ store }, request) => {
    const input = controlBody(inputs.behaviour, request);
    await store.mailboxes.setBehaviour(input.address, input.behaviour);
    return { ok: true };
  },
  "POST /_control/webhook/replay": async ({ store, office, clock }, request) => {
    const { id } = controlBody(inputs.replay, request);
    if (!(await store.webhooks.requeue(id, clock.now()))) throw new HttpError(404, "No webhook belongs to this message.");
    office.kick();
    return { ok: true };
  },
  "POST /_control/webhook/duplicate": async ({ sender }, request) => {
    sender.duplicateNext(controlBody(inputs.duplicate, request).count);
    return { ok: true };
  },
  "POST /_control/fail-smtp": async ({ faults }, request) => {
    const { mode, count } = controlBody(inputs.failSmtp, request);
    faults.smtp = mode === "none" ? null : { mode, count };
    return { ok: true };
  },
  "POST /_control/fail-auth": async ({ faults }, request) => {
    const { user, fail } = controlBody(inputs.failAuth, request);
    if (fail) faults.badUsers.add(user);
    else faults.badUsers.delete(user);
    return { ok: true };
  },
};

async function state({ store, office, sender, faults, clock }: MailSystem): Promise<unknown> {
  return {
    ...(await store.pending(clock.now())),
    untold: await office.untold(),
    webhooks: await store.webhooks.counts(),
    productUnreachable: sender.unreachable(),
    smtpFault: faults.smtp,
    now: clock.now(),
  };
}

async function messages({ store }: MailSystem, request: HttpRequest): Promise<unknown> {
  const { full, ...filter } = controlQuery(inputs.messages, request);
  const found = await store.mailboxes.search(filter);
  return { messages: await Promise.all(found.map((message) => (full === "1" ? expand(message) : brief(message)))) };
}

function brief({ raw, ...message }: MessageWithRaw) {
  return { ...message, sizeBytes: raw.length };
}

async function expand(message: MessageWithRaw) {
  const { text = "", html } = await simpleParser(message.raw, { skipImageLinks: true });
  return { ...brief(message), text, html: html || "", raw: message.raw.toString("utf8") };
}

async function deliver({ store, office }: MailSystem, request: HttpRequest): Promise<unknown> {
  const input = controlBody(inputs.deliver, request);
  if ("raw" in input) return { id: await office.deliver({ ...input, raw: Buffer.from(input.raw) }) };
  const message = await store.mailboxes.find(input.inAnswerTo);
  if (!message) throw new HttpError(404, "There is no such message.");
  return { id: (await office.react(message, input.reaction)) ?? null };
}
