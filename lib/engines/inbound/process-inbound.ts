import "server-only";
import { z } from "zod";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { findReceivingMailbox } from "@/lib/engines/inbound/match-inbound";
import { recordBooking } from "@/lib/engines/inbound/record-booking";
import { type InboundResult, recordInboundEmail } from "@/lib/engines/inbound/record-inbound-email";
import type { InboundEmail } from "@/lib/engines/replies/inbound-email";
import { parseInboundEmail } from "@/lib/engines/replies/parse-inbound-email";
import { AppError, InvalidError, NotFoundError } from "@/lib/errors";

const MAXIMUM_ERROR_LENGTH = 500;

type Options = { pepper: string; appUrl: string };
type SystemCtx = (clientId: string) => Ctx;
export type ProcessedInbound = InboundResult | { outcome: "booked" | "ignored"; detail?: string };

const postmarkBody = z.object({
  OriginalRecipient: z.string().default(""),
  ToFull: z.array(z.object({ Email: z.string() })).default([]),
  RawEmail: z.string(),
});

/** One transform a provider: from its stored body to an engine verb. */
const PROVIDERS: Readonly<
  Record<string, (db: Db, systemCtx: SystemCtx, event: { id: string; body: string }, options: Options) => Promise<ProcessedInbound>>
> = {
  postmark: async (db, systemCtx, event, options) => {
    const { OriginalRecipient, ToFull, RawEmail } = postmarkBody.parse(JSON.parse(event.body));
    const email = await parseInboundEmail(Buffer.from(RawEmail, "utf8"));
    const mailbox = await findReceivingMailbox(db, [OriginalRecipient, ...ToFull.map((to) => to.Email)].filter(Boolean));
    if (!mailbox) return { outcome: "ignored", detail: "no mailbox of any client received it" };
    if (await isOwnCopy(db, mailbox.clientId, email)) return { outcome: "ignored", detail: "a copy of the client's own message" };
    return recordInboundEmail(systemCtx(mailbox.clientId), { inboundEventId: event.id, email, mailbox }, options);
  },
  bookings: (db, systemCtx, event) => recordBooking(db, systemCtx, event.body),
};

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
    .select(["id", "provider", "body", "processedAt"])
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
