import "server-only";
import { TZDate } from "@date-fns/tz";
import { addDays } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { Channel } from "@/lib/domain/outreach";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import type { ReplyClassification } from "@/lib/engines/replies/classify-reply";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";
import { suppress } from "@/lib/engines/suppression/suppress";

/** A soft bounce this often rests the address for a month (compliance 2.4). */
const SOFT_BOUNCES_BEFORE_REST = 3;
const REST_DAYS = 30;

type Subject = {
  leadId: string;
  campaignId: string | null;
  email: string;
  timezone: string;
  mailboxId: string;
  source: string;
  pepper: string;
};
type Effect = (db: Db, ctx: Ctx, subject: Subject, value: string) => Promise<void>;

const LEAD_FACTS = [
  "mark_wrong_person",
  "mark_left_company",
  "mark_company_closed",
  "mark_existing_customer",
  "mark_deceased",
  "mark_role_account",
] as const;

/**
 * What each action code does to the lead, at once and in the transaction that stores the message. Codes that are about answering
 * (`send_info`, `book_meeting`…) have no effect here: a person, or an agent within the permission mode, answers later.
 */
const EFFECTS: Readonly<Record<string, Effect>> = {
  suppress_contact: (db, ctx, s) => optOutLead(db, ctx, { leadId: s.leadId, reason: "unsubscribed", source: s.source }, s),
  suppress_global: async (db, ctx, s) => {
    await suppress(db, ctx, { kind: "email", value: s.email, reason: "complained", source: s.source }, s);
    await stop(db, ctx, s, "suppressed", "They may not be contacted by anybody");
  },
  erase_keep_hash: async (db, ctx, s) => {
    await suppress(db, ctx, { kind: "email", value: s.email, reason: "asked_us", source: s.source }, s);
  },
  suppress_channel: async (db, ctx, s, channel) => {
    await suppress(db, ctx, { kind: "email", value: s.email, reason: "asked_us", source: s.source, channels: [channel as Channel] }, s);
    if (channel === "email") await stop(db, ctx, s, "suppressed", "They asked for no e-mail");
  },
  stop_channel: async (db, ctx, s, channel) => {
    if (channel === "email") await stop(db, ctx, s, "hard_bounced", "The address does not exist");
  },
  suppress_domain: async (db, ctx, s, domain) => {
    await suppress(db, ctx, { kind: "domain", value: domain, reason: "asked_us", source: s.source }, s);
  },
  suppress_address_hard_bounce: async (db, ctx, s) => {
    await suppress(db, ctx, { kind: "email", value: s.email, reason: "hard_bounced", source: s.source, channels: ["email"] }, s);
    await db
      .updateTable("leads")
      .set((eb) => ({ status: "bounced", emailStatus: "invalid", bounceCount: eb("bounceCount", "+", 1) }))
      .where("id", "=", s.leadId)
      .where("clientId", "=", ctx.clientId)
      .where("status", "not in", ["converted", "unsubscribed"])
      .execute();
  },
  record_soft_bounce: async (db, ctx, s) => {
    const lead = await db
      .updateTable("leads")
      .set((eb) => ({ softBounceCount: eb("softBounceCount", "+", 1) }))
      .where("id", "=", s.leadId)
      .where("clientId", "=", ctx.clientId)
      .returning("softBounceCount")
      .executeTakeFirst();
    if (lead && lead.softBounceCount >= SOFT_BOUNCES_BEFORE_REST) await snooze(db, ctx, s, addDays(ctx.now, REST_DAYS));
  },
  record_complaint: (db, ctx, s) =>
    recordActivity(db, ctx, {
      action: "complained",
      actor: "prospect",
      leadId: s.leadId,
      campaignId: s.campaignId,
      reason: "The answer is a complaint",
    }),
  escalate_legal: (db, ctx, s) => hold(db, ctx, s, "A legal or regulatory matter: a person has to look before anything else is sent"),
  pause_mailbox: async (db, ctx, s) => {
    const reason = "A server refused us for our reputation or authentication";
    await db
      .updateTable("resources")
      .set({ pausedAt: ctx.now, pausedReason: reason })
      .where("id", "=", s.mailboxId)
      .where("clientId", "=", ctx.clientId)
      .where("pausedAt", "is", null)
      .execute();
    await db
      .insertInto("notifications")
      .values({
        clientId: ctx.clientId,
        kind: "health",
        title: "A mailbox was paused",
        body: reason,
        href: "/dashboard/settings/mailboxes",
      })
      .execute();
  },
  stop_sequence: (db, ctx, s) => stop(db, ctx, s, "replied", "They replied"),
  pause_sequence: (db, ctx, s) => hold(db, ctx, s, "Their answer needs a person first"),
  human_review: (db, ctx, s) => hold(db, ctx, s, "Their answer needs a person first"),
  snooze_until: (db, ctx, s, day) => snooze(db, ctx, s, startOfLocalDay(day, s.timezone)),
  snooze_days: (db, ctx, s, days) => snooze(db, ctx, s, addDays(ctx.now, Number(days))),
  mark_competitor: async (db, ctx, s) => {
    await db.updateTable("leads").set({ isCompetitor: true }).where("id", "=", s.leadId).where("clientId", "=", ctx.clientId).execute();
  },
  ...Object.fromEntries(LEAD_FACTS.map((fact) => [fact, (db: Db, ctx: Ctx, s: Subject) => recordFact(db, ctx, s, fact)])),
};

/** Intents of a person's own words: after one of these the cold sequence ends, whatever else follows. */
const HUMAN_INTENTS: ReadonlySet<string> = new Set(["meeting_request", "interested", "question", "not_interested", "unsubscribe"]);

/** Whether a person answered, as opposed to a machine or a report. */
export function isHumanReply(classification: Pick<ReplyClassification, "intent">): boolean {
  return HUMAN_INTENTS.has(classification.intent);
}

/** Carries out what a classified message asks for. The caller holds the lead. */
export async function applyReplyActions(db: Db, ctx: Ctx, subject: Subject, classification: ReplyClassification): Promise<void> {
  for (const code of classification.actions) {
    const [name = "", value = ""] = code.split(":", 2);
    await EFFECTS[name]?.(db, ctx, subject, value);
  }
  if (isHumanReply(classification)) await stop(db, ctx, subject, "replied", "They replied");
}

async function stop(db: Db, ctx: Ctx, s: Subject, reasonCode: string, reason: string): Promise<void> {
  await stopEnrolments(db, { clientId: ctx.clientId, leadId: s.leadId, reasonCode, reason, now: ctx.now });
}

async function hold(db: Db, ctx: Ctx, s: Subject, reason: string): Promise<void> {
  await db
    .updateTable("leads")
    .set({ heldAt: ctx.now, heldReason: reason })
    .where("id", "=", s.leadId)
    .where("clientId", "=", ctx.clientId)
    .where("heldAt", "is", null)
    .execute();
}

async function snooze(db: Db, ctx: Ctx, s: Subject, until: Date): Promise<void> {
  await db.updateTable("leads").set({ snoozedUntil: until }).where("id", "=", s.leadId).where("clientId", "=", ctx.clientId).execute();
  // A slot already given out is taken back; the gate would refuse it anyway.
  await db
    .updateTable("touches")
    .set({ state: "planned", slotAt: null, reasonCode: "snoozed", reason: "They are away or asked for later" })
    .where("leadId", "=", s.leadId)
    .where("clientId", "=", ctx.clientId)
    .where("state", "=", "ready")
    .execute();
}

async function recordFact(db: Db, ctx: Ctx, s: Subject, fact: (typeof LEAD_FACTS)[number]): Promise<void> {
  const lead = await db
    .selectFrom("leads")
    .select("custom")
    .where("id", "=", s.leadId)
    .where("clientId", "=", ctx.clientId)
    .executeTakeFirst();
  const custom = { ...(lead?.custom as Record<string, unknown> | undefined), [fact.replace("mark_", "fact_")]: ctx.now.toISOString() };
  await db
    .updateTable("leads")
    .set({ custom: JSON.stringify(custom) })
    .where("id", "=", s.leadId)
    .where("clientId", "=", ctx.clientId)
    .execute();
}

function startOfLocalDay(day: string, timezone: string): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(new TZDate(year, month - 1, date, timezone).getTime());
}
