import type { MessageWithRaw, Webhook } from "@/local/mail/message";
import { buildPostmarkInbound } from "@/local/mail/postmark-inbound";
import type { WebhookOutcome, WebhookTable } from "@/local/mail/webhook-table";

export type PostmarkTarget = { webhookUrl: string; user: string; password: string };

const MINUTE_MS = 60_000;
/** Postmark's waits between attempts for inbound webhooks; after the last one it gives up. */
export const INBOUND_RETRY_DELAYS_MS = [1, 5, 10, 10, 10, 15, 30, 60, 120, 360].map((minutes) => minutes * MINUTE_MS);

const ANSWER_TIMEOUT_MS = 30_000;
const AT_ONCE = 8;

type Answer = { status: number | null; error: string | null };

/** The product is not there: worth nothing but another try in a moment. */
class Unreachable extends Error {}

export type WebhookSender = {
  /** Sends everything due by the clock; stops at the first sign that nobody is listening. */
  sendDue(): Promise<void>;
  /** Delivers the next `count` webhooks twice. */
  duplicateNext(count: number): void;
  /** Why the product could not be reached at the last try, or null. */
  unreachable(): string | null;
  close(): void;
};

type Options = { table: WebhookTable; clock: { now(): Date }; postmark: PostmarkTarget };

export function createWebhookSender({ table, clock, postmark }: Options): WebhookSender {
  const closing = new AbortController();
  const state = { duplicates: 0, unreachable: null as string | null };

  const post = async (body: string): Promise<Answer> => {
    const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
    const authorization = `Basic ${Buffer.from(`${postmark.user}:${postmark.password}`).toString("base64")}`;
    const headers = { "content-type": "application/json", "user-agent": "Postmark", authorization };
    try {
      const response = await fetch(postmark.webhookUrl, { method: "POST", headers, body, signal, redirect: "manual" });
      await response.arrayBuffer();
      return { status: response.status, error: response.ok ? null : `answered ${response.status}` };
    } catch (error) {
      if (error instanceof Error && error.name === "TimeoutError") return { status: null, error: "no answer in time" };
      throw new Unreachable(reason(error), { cause: error });
    }
  };

  const send = async (webhook: Webhook): Promise<void> => {
    const body = await payloadOf(await table.message(webhook));
    if (body instanceof Error) {
      await table.record(webhook.id, { ...webhook, state: "stopped", lastError: `cannot be read: ${body.message}` });
      return;
    }
    const answer = await post(body);
    if (state.duplicates > 0) {
      state.duplicates--;
      await post(body);
    }
    await table.record(webhook.id, outcomeOf(webhook, answer, clock.now()));
  };

  return {
    async sendDue() {
      while (!closing.signal.aborted) {
        const due = await table.due(clock.now(), AT_ONCE);
        if (due.length === 0) return;
        const results = await Promise.allSettled(due.map(send));
        const failure = results.find((result) => result.status === "rejected")?.reason as unknown;
        state.unreachable = failure instanceof Unreachable ? failure.message : null;
        if (failure instanceof Unreachable) return;
        if (failure !== undefined) throw failure;
      }
    },
    duplicateNext(count) {
      state.duplicates = count;
    },
    unreachable: () => state.unreachable,
    close: () => closing.abort(),
  };
}

/** 2xx is done, 403 stops for good, anything else waits its turn on the clock until the waits are used up. */
export function outcomeOf(webhook: Pick<Webhook, "attempts">, answer: Answer, now: Date): WebhookOutcome {
  const attempts = webhook.attempts + 1;
  const outcome = { attempts, nextAt: now, lastStatus: answer.status, lastError: answer.error };
  if (answer.error === null) return { ...outcome, state: "delivered" };
  if (answer.status === 403) return { ...outcome, state: "stopped" };
  const delayMs = INBOUND_RETRY_DELAYS_MS[attempts - 1];
  if (delayMs === undefined) return { ...outcome, state: "exhausted" };
  return { ...outcome, state: "queued", nextAt: new Date(now.getTime() + delayMs) };
}

/** A message that cannot be read must not hold up the others. */
async function payloadOf(message: MessageWithRaw): Promise<string | Error> {
  try {
    return JSON.stringify(await buildPostmarkInbound(message));
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause as { code?: string } | undefined;
  return cause?.code ?? error.message;
}
