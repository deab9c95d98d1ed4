import "server-only";
import { z } from "zod";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { BookingEvent } from "@/lib/domain/booking-event";
import { applyChannelEvents } from "@/lib/engines/channel-events/apply-channel-events";
import { applySmartleadNews } from "@/lib/engines/channel-events/apply-smartlead-news";
import type { ChannelNews } from "@/lib/engines/channel-events/channel-news";
import { NEWS_READERS } from "@/lib/engines/channel-events/read-news";
import { mayBeDmarcReport, readDmarcReport } from "@/lib/engines/dmarc/read-dmarc-report";
import { recordDmarcReport } from "@/lib/engines/dmarc/record-dmarc-report";
import { recordClayAnswer } from "@/lib/engines/enrichment/record-clay-answer";
import { findReceivingMailbox } from "@/lib/engines/inbound/match-inbound";
import { recordBooking } from "@/lib/engines/inbound/record-booking";
import { type InboundResult, recordInboundEmail } from "@/lib/engines/inbound/record-inbound-email";
import { applyBookingEvent } from "@/lib/engines/meetings/apply-booking-event";
import type { InboundEmail } from "@/lib/engines/replies/inbound-email";
import { parseInboundEmail } from "@/lib/engines/replies/parse-inbound-email";
import { AppError, InvalidError, NotFoundError } from "@/lib/errors";
import { calcomToBookingEvents } from "@/lib/integrations/calcom/transform";
import { calcomWebhook } from "@/lib/integrations/calcom/webhook";
import { calendlyToBookingEvents } from "@/lib/integrations/calendly/transform";
import { calendlyWebhook } from "@/lib/integrations/calendly/webhook";
import { toClayAnswer } from "@/lib/integrations/clay/transform";
import { clayCallback } from "@/lib/integrations/clay/webhook";
import { postmarkInbound } from "@/lib/integrations/postmark/webhook";
import { toRawEmail as smartleadReplyAsEmail, toSmartleadNews } from "@/lib/integrations/smartlead/transform";
import { smartleadEvent } from "@/lib/integrations/smartlead/webhook";

const MAXIMUM_ERROR_LENGTH = 500;

type Options = { pepper: string; appUrl: string };
type SystemCtx = (clientId: string) => Ctx;
export type ProcessedInbound = InboundResult | { outcome: "booked" | "applied" | "ignored"; detail?: string };

type StoredEvent = { id: string; body: string; receivedAt: Date };
type Handler = (db: Db, systemCtx: SystemCtx, event: StoredEvent, options: Options) => Promise<ProcessedInbound>;

const NOT_OURS = { outcome: "ignored", detail: "nothing in it is about anything of ours" } as const;

/** From a stored body to an engine verb, by provider. */
const PROVIDERS: Readonly<Record<string, Handler>> = {
  async postmark(db, systemCtx, event, options) {
    const body: unknown = JSON.parse(event.body);
    if (z.object({ RecordType: z.string() }).safeParse(body).success) return tell(NEWS_READERS.postmark)(db, systemCtx, event, options);
    const { OriginalRecipient, ToFull, RawEmail } = postmarkInbound.parse(body);
    return receiveMail(db, systemCtx, { event, raw: RawEmail, recipients: [OriginalRecipient, ...ToFull.map((to) => to.Email)] }, options);
  },
  async smartlead(db, systemCtx, event, options) {
    const news = toSmartleadNews(smartleadEvent.parse(JSON.parse(event.body)), event.receivedAt);
    const [reply] = news.filter((one) => one.kind === "reply");
    if (reply) {
      return receiveMail(db, systemCtx, { event, raw: await smartleadReplyAsEmail(reply), recipients: [reply.mailbox] }, options);
    }
    const ours = await applySmartleadNews(
      db,
      systemCtx,
      news.filter((one) => one.kind !== "reply"),
      options,
    );
    return ours > 0 ? { outcome: "applied" } : NOT_OURS;
  },
  resend: tell(NEWS_READERS.resend),
  twilio: tell(NEWS_READERS.twilio),
  heyreach: tell(NEWS_READERS.heyreach),
  vapi: tell(NEWS_READERS.vapi),
  async clay(db, systemCtx, event) {
    const answer = toClayAnswer(clayCallback.parse(JSON.parse(event.body)));
    return (await recordClayAnswer(db, systemCtx, answer)) ? { outcome: "applied" } : NOT_OURS;
  },
  calcom: (db, systemCtx, event) => takeBookings(db, systemCtx, calcomToBookingEvents(calcomWebhook.parse(JSON.parse(event.body)))),
  calendly: (db, systemCtx, event) => takeBookings(db, systemCtx, calendlyToBookingEvents(calendlyWebhook.parse(JSON.parse(event.body)))),
  bookings: (db, systemCtx, event) => recordBooking(db, systemCtx, event.body),
};

function tell(read: (db: Db, body: unknown, receivedAt: Date) => Promise<ChannelNews>): Handler {
  return async (db, systemCtx, event, options) => {
    const ours = await applyChannelEvents(db, systemCtx, await read(db, JSON.parse(event.body), event.receivedAt), options);
    return ours > 0 ? { outcome: "applied" } : NOT_OURS;
  };
}

async function receiveMail(
  db: Db,
  systemCtx: SystemCtx,
  { event, raw, recipients }: { event: StoredEvent; raw: string; recipients: readonly string[] },
  options: Options,
): Promise<ProcessedInbound> {
  const email = await parseInboundEmail(Buffer.from(raw, "utf8"));
  const mailbox = await findReceivingMailbox(db, recipients.filter(Boolean));
  if (!mailbox) return { outcome: "ignored", detail: "no mailbox of any client received it" };
  if (await isOwnCopy(db, mailbox.clientId, email)) return { outcome: "ignored", detail: "a copy of the client's own message" };
  const report = email.attachments.some(mayBeDmarcReport) ? readDmarcReport(Buffer.from(raw, "utf8")) : null;
  if (report) return (await recordDmarcReport(systemCtx(mailbox.clientId), report)) ? { outcome: "applied" } : NOT_OURS;
  return recordInboundEmail(systemCtx(mailbox.clientId), { inboundEventId: event.id, email, mailbox }, options);
}

async function takeBookings(db: Db, systemCtx: SystemCtx, events: readonly BookingEvent[]): Promise<ProcessedInbound> {
  let result: ProcessedInbound = NOT_OURS;
  for (const event of events) {
    const applied = await applyBookingEvent(db, systemCtx, event);
    if (result.outcome !== "booked") result = applied;
  }
  return result;
}

/**
 * Handles one stored delivery, once. What can never succeed (a broken message) is marked with its error instead of being tried
 * for ever; it stays in the table, so nothing is lost.
 */
export async function processInbound(
  db: Db,
  systemCtx: SystemCtx,
  { inboundEventId }: { inboundEventId: string },
  options: Options,
): Promise<ProcessedInbound> {
  const event = await db
    .selectFrom("private.inboundEvents")
    .select(["id", "provider", "body", "receivedAt", "processedAt"])
    .where("id", "=", inboundEventId)
    .executeTakeFirst();
  if (!event) throw new NotFoundError(`There is no inbound event ${inboundEventId}`);
  if (event.processedAt) return { outcome: "repeat" };
  const provider = PROVIDERS[event.provider];
  const now = systemCtx("").now;

  try {
    const result = provider
      ? await provider(db, systemCtx, event, options)
      : ({ outcome: "ignored", detail: `nobody handles ${event.provider}` } as const);
    await finish(db, event.id, now, result.outcome === "ignored" && result.detail ? result.detail : null);
    return result;
  } catch (error) {
    if (!(error instanceof InvalidError || error instanceof z.ZodError)) throw error;
    await finish(db, event.id, now, error instanceof AppError ? error.message : "The body does not have the expected shape");
    return { outcome: "ignored", detail: "it cannot be read" };
  }
}

/** What a client's own mailbox wrote (a copy, a test, an answer by hand) is nobody's reply (domain.md 5.4). */
async function isOwnCopy(db: Db, clientId: string, { from, report }: InboundEmail): Promise<boolean> {
  if (!from || report) return false;
  const sender = await findReceivingMailbox(db, [from.address]);
  return sender?.clientId === clientId;
}

/** Marks a delivery that failed for good in a way nobody foresaw; it stays, unprocessed, for a person and a later try. */
export async function failInbound(db: Db, { inboundEventId, error }: { inboundEventId: string; error: string }): Promise<void> {
  await db
    .updateTable("private.inboundEvents")
    .set((eb) => ({ error: error.slice(0, MAXIMUM_ERROR_LENGTH), attempts: eb("attempts", "+", 1) }))
    .where("id", "=", inboundEventId)
    .where("processedAt", "is", null)
    .execute();
}

async function finish(db: Db, id: string, now: Date, error: string | null): Promise<void> {
  await db
    .updateTable("private.inboundEvents")
    .set((eb) => ({ processedAt: now, error, attempts: eb("attempts", "+", 1) }))
    .where("id", "=", id)
    .execute();
}
