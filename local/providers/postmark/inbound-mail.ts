import { buildPostmarkInbound, type PostmarkInbound } from "@/local/mail/postmark-inbound";
import type { MailLink, PostedMail } from "@/local/providers/mail/mail-link";

/** A message that came in for the product, as Postmark lists it. */
export type InboundMail = { receivedAt: Date; status: "processed" | "queued" | "scheduled" | "failed"; payload: PostmarkInbound };

/** Newest first; `since` saves writing out what nobody asked for. */
export async function listInboundMail(mail: MailLink, since?: Date): Promise<InboundMail[]> {
  const posted = await mail.postedToProduct(since);
  return Promise.all(
    posted.map(async (one) => ({
      receivedAt: one.message.receivedAt,
      status: statusOf(one),
      payload: await buildPostmarkInbound(one.message),
    })),
  );
}

function statusOf({ state, attempts }: PostedMail): InboundMail["status"] {
  if (state === "delivered") return "processed";
  if (state === "queued") return attempts === 0 ? "queued" : "scheduled";
  return "failed";
}
