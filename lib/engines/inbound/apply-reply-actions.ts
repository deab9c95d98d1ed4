import "server-only";
import { TZDate } from "@date-fns/tz";
import { addDays } from "date-fns";
import { sql } from "kysely";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import type { Channel } from "@/lib/domain/outreach";
import { recordActivity } from "@/lib/engines/activities/record-activity";
import { holdCompany } from "@/lib/engines/breakers/hold-company";
import { stopEnrolments } from "@/lib/engines/enrolments/stop-enrolments";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { restAfterSoftBounces } from "@/lib/engines/inbound/rest-after-soft-bounces";
import type { ReplyClassification } from "@/lib/engines/replies/reply-classification";
import { registrableDomain } from "@/lib/engines/suppression/canonical-identity";
import { closeEmail } from "@/lib/engines/suppression/close-email";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";
import { suppress } from "@/lib/engines/suppression/suppress";

type Subject = {
  leadId: string;
  campaignId: string | null;
  email: string;
  timezone: string;
  mailboxId: string;
  source: string;
  pepper: string;
  /** The message is an abuse report: a complaint however politely it is put. */
  isAbuseReport?: boolean;
};
type Effect = (db: Db, ctx: Ctx, subject: Subject, value: string, by: Pick<ReplyClassification, "intent" | "actions">) => Promise<void>;

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
  suppress_contact: (db, ctx, s) =>
    optOutLead(db, ctx, { leadId: s.leadId, reason: s.isAbuseReport ? "complained" : "unsubscribed", source: s.source }, s),
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
  stop_channel: () => Promise.resolve(), // an address that bounced is closed with everything still to go there
  suppress_domain: async (db, ctx, s, domain) => {
    // The sender's domain is only claimed; nobody speaks for a domain that is not the lead's own.
    const isTheirs = registrableDomain(domain) !== null && registrableDomain(domain) === registrableDomain(s.email);
    if (!isTheirs) return hold(db, ctx, s, `They ask for nothing more to ${domain}, which is not their domain`);
    await suppress(db, ctx, { kind: "domain", value: domain, reason: "asked_us", source: s.source }, s);
  },
  suppress_address_hard_bounce: (db, ctx, s) =>
    closeEmail(db, ctx, { leadId: s.leadId, address: s.email, reason: "The address does not exist", source: s.source }, s),
  record_soft_bounce: (db, ctx, s) => restAfterSoftBounces(db, ctx, s),
  record_complaint: async (db, ctx, s) => {
    if (s.isAbuseReport) return; // recorded with the suppression
    await recordActivity(db, ctx, {
      action: "complained",
      actor: "prospect",
      leadId: s.leadId,
      campaignId: s.campaignId,
      reason: "The answer is a complaint",
    });
  },
  escalate_legal: async (db, ctx, s) => {
    // A legal threat closes the address for every client (SU-06).
    await suppress(db, ctx, { kind: "email", value: s.email, reason: "complained", source: s.source }, s);
    await hold(db, ctx, s, "A legal or regulatory matter: a person has to look before anything else is sent");
    await notifyOnce(db, ctx, {
      kind: "review",
      title: "An answer raises a legal matter",
      body: "Nothing more goes to this person. Please read it today.",
      href: `/dashboard/leads/${s.leadId}`,
    });
  },
  infra_alert: (db, ctx, _s, _value, { actions }) =>
    notifyOnce(db, ctx, {
      kind: "health",
      title: actions.includes("pause_mailbox") ? "A mailbox was paused" : "A server refused how a message was made",
      body: actions.includes("pause_mailbox")
        ? OUR_REPUTATION
        : "The recipient is not to blame; the message is too large, malformed or unwelcome in content.",
      href: "/dashboard/settings/mailboxes",
    }).then(() => undefined),
  pause_mailbox: async (db, ctx, s) => {
    await db
      .updateTable("resources")
      .set({ pausedAt: ctx.now, pausedReason: OUR_REPUTATION })
      .where("id", "=", s.mailboxId)
      .where("clientId", "=", ctx.clientId)
      .where("pausedAt", "is", null)
      .execute();
  },
  stop_sequence: (db, ctx, s, _value, by) =>
    isHumanReply(by)
      ? stop(db, ctx, s, "replied", "They replied")
      : stop(db, ctx, s, "auto_reply", by.actions.includes("mark_left_company") ? "They left the company" : "Nobody reads this mailbox"),
  pause_sequence: (db, ctx, s) => hold(db, ctx, s, "Their answer needs a person first"),
  human_review: (db, ctx, s) => hold(db, ctx, s, "Their answer needs a person first"),
  snooze_until: (db, ctx, s, day) => snooze(db, ctx, s, startOfLocalDay(day, s.timezone)),
  snooze_days: (db, ctx, s, days) => snooze(db, ctx, s, addDays(ctx.now, Number(days))),
  mark_competitor: async (db, ctx, s) => {
    await db.updateTable("leads").set({ isCompetitor: true }).where("id", "=", s.leadId).where("clientId", "=", ctx.clientId).execute();
  },
  ...Object.fromEntries(LEAD_FACTS.map((fact) => [fact, (db: Db, ctx: Ctx, s: Subject) => recordFact(db, ctx, s, fact)])),
};

const OUR_REPUTATION = "A server refused us for our reputation or authentication";

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
    await EFFECTS[name]?.(db, ctx, subject, value, classification);
  }
  if (isHumanReply(classification)) await stop(db, ctx, subject, "replied", "They replied");
  const refusal = refusalOfCompany(subject, classification);
  if (refusal) await holdCompany(db, ctx, { leadId: subject.leadId, reason: refusal });
}

const COMPLAINTS = ["record_complaint", "suppress_global", "escalate_legal"];
/** A no for themselves: somebody else there may be right. */
const NOT_FOR_THE_COMPANY = ["mark_wrong_person", "mark_left_company", "use_delegate"];

/** Why nobody else of the company is approached for a while; undefined where the answer gives no reason. */
function refusalOfCompany({ isAbuseReport }: Subject, { intent, actions }: ReplyClassification): string | undefined {
  const has = (codes: readonly string[]) => actions.some((action) => codes.includes(action));
  if (isAbuseReport || has(COMPLAINTS)) return "Somebody there complained";
  return intent === "not_interested" && !has(NOT_FOR_THE_COMPANY) ? "Somebody there said no" : undefined;
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
  const told = JSON.stringify({ [fact.replace("mark_", "fact_")]: ctx.now.toISOString() });
  await db
    .updateTable("leads")
    .set({ custom: sql`custom || ${told}::jsonb` })
    .where("id", "=", s.leadId)
    .where("clientId", "=", ctx.clientId)
    .execute();
}

function startOfLocalDay(day: string, timezone: string): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(new TZDate(year, month - 1, date, timezone).getTime());
}
