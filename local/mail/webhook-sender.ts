import { type CallbackPolicy, type CallbackSender, callbackSender } from "@/local/http/callback-sender";
import type { MessageWithRaw } from "@/local/mail/message";
import { buildPostmarkInbound } from "@/local/mail/postmark-inbound";
import type { WebhookTable } from "@/local/mail/webhook-table";

export type PostmarkTarget = { webhookUrl: string; user: string; password: string };

const MINUTE_MS = 60_000;
/** Postmark's waits between attempts for inbound webhooks; after the last one it gives up, and 403 stops it at once. */
export const INBOUND_WEBHOOK_POLICY: CallbackPolicy = {
  retryDelaysMs: [1, 5, 10, 10, 10, 15, 30, 60, 120, 360].map((minutes) => minutes * MINUTE_MS),
  stopStatuses: [403],
  answerTimeoutMs: 30_000,
};
const AT_ONCE = 8;

type Options = { table: WebhookTable; clock: { now(): Date }; postmark: PostmarkTarget };

/** Posts mail for the product's mailboxes the way Postmark does. */
export function createWebhookSender({ table, clock, postmark }: Options): CallbackSender {
  const authorization = `Basic ${Buffer.from(`${postmark.user}:${postmark.password}`).toString("base64")}`;
  const headers = { "content-type": "application/json", "user-agent": "Postmark", authorization };
  return callbackSender({
    clock,
    policy: INBOUND_WEBHOOK_POLICY,
    atOnce: AT_ONCE,
    due: (now, limit) => table.due(now, limit),
    async request(webhook) {
      const body = await payloadOf(await table.message(webhook));
      return body instanceof Error ? body : { url: postmark.webhookUrl, headers, body };
    },
    record: ({ id }, outcome) => table.record(id, outcome),
  });
}

/** A message that cannot be read must not hold up the others. */
async function payloadOf(message: MessageWithRaw): Promise<string | Error> {
  try {
    return JSON.stringify(await buildPostmarkInbound(message));
  } catch (error) {
    return new Error(`cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
