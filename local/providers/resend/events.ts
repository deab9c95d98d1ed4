import { signStandardWebhook } from "@/lib/integrations/signatures/standard-webhook";
import type { Callbacks } from "@/local/providers/callbacks";
import type { EmailBook, EmailRecord } from "@/local/providers/resend/email-book";
import { hexId, seeded } from "@/local/providers/seeded";

const MINUTE_MS = 60_000;
/** Resend's published waits after the first attempt. */
const RETRY_DELAYS_MS = [5_000, 5 * MINUTE_MS, 30 * MINUTE_MS, 120 * MINUTE_MS, 300 * MINUTE_MS, 600 * MINUTE_MS, 600 * MINUTE_MS];

export type ResendWebhook = { url: string; secret: string };

/** Tells the product what became of a message, and notes it as the last thing that did. `more` is what the type adds to `data`. */
export function tellResendEvents({
  book,
  callbacks,
  seed,
  webhook,
}: {
  book: EmailBook;
  callbacks: Callbacks;
  seed: string;
  webhook: ResendWebhook;
}) {
  callbacks.signWith("resend", ({ key, body }, at) =>
    signStandardWebhook({ id: `msg_${hexId("svix", key)}`, at, body, secrets: webhook.secret, prefix: "svix" }),
  );
  return async (type: string, email: EmailRecord, at: Date, more: object = {}): Promise<void> => {
    await book.setLastEvent(email.id, type);
    const name = `email.${type}`;
    const data = {
      email_id: email.id,
      created_at: email.createdAt,
      from: email.from,
      to: email.to,
      subject: email.subject,
      tags: email.tags,
      headers: Object.entries(email.headers).map(([header, value]) => ({ name: header, value })),
      ...more,
    };
    const lateSeconds = type === "sent" ? 0 : seeded(seed, "resend", email.id, type).whole(1, 20);
    await callbacks.enqueue("resend", {
      key: `${email.id}:${name}:${at.getTime()}`,
      url: webhook.url,
      contentType: "application/json",
      body: JSON.stringify({ type: name, created_at: at.toISOString(), data }),
      dueAt: new Date(at.getTime() + lateSeconds * 1000),
      retryDelaysMs: RETRY_DELAYS_MS,
    });
  };
}
