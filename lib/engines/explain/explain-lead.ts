import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { listCampaignSenders } from "@/lib/db/queries/gate-facts";
import { recipientMailHost } from "@/lib/domain/mail-hosts";
import { type Check, decide, nextAllowed } from "@/lib/engines/gate/decide";
import { loadFacts } from "@/lib/engines/gate/load-facts";
import { openLedger } from "@/lib/engines/planning/open-ledger";
import { OWN_CLIENT } from "@/lib/engines/suppression/suppress";
import { suppressionReasons, type WhySuppressed } from "@/lib/engines/suppression/suppression-reasons";
import { NotFoundError } from "@/lib/errors";

/** What happens next to a lead. */
export type Explanation = {
  leadId: string;
  /** One sentence for a person. */
  summary: string;
  next: {
    touchId: string;
    stepNumber: number;
    channel: string;
    campaign: string;
    /** The mailbox, seat, number or return address it goes out from. */
    sender: string | null;
    subject: string;
    /** When it goes out; null when somebody has to act first. */
    at: string | null;
    /** True once the planner has given it a slot; before that `at` is the earliest the rules allow. */
    isScheduled: boolean;
  } | null;
  /** The first thing in the way, with where to change it; null when nothing is. */
  blocker: Check | null;
  checks: Check[];
};

const ENDINGS: Readonly<Record<string, string>> = {
  converted: "A meeting is booked; the sequence has ended.",
  unsubscribed: "They asked not to be contacted; nothing more is sent.",
  bounced: "The address does not exist; nothing more is sent by e-mail.",
};

/**
 * Says what happens next to a lead, when, and why not sooner: the gate's own answer, from the facts as they are.
 * @throws NotFoundError when the client has no such lead
 */
export async function explainLead(ctx: Ctx, { leadId }: { leadId: string }, options: { pepper: string }): Promise<Explanation> {
  const [explanation] = await explainLeads(ctx, { leadIds: [leadId] }, options);
  if (!explanation) throw new NotFoundError("There is no such lead in this workspace");
  return explanation;
}

/** The same of many leads, in a fixed number of queries; those the client does not have are left out. */
export function explainLeads(ctx: Ctx, { leadIds }: { leadIds: readonly string[] }, options: { pepper: string }): Promise<Explanation[]> {
  return ctx.tx(async (db) => {
    const leads = await listLeads(db, ctx, leadIds);
    const touches = new Map((await listNextTouches(db, ctx, leadIds)).map((touch) => [touch.leadId, touch]));
    const foresee = touches.size > 0 ? await openForesight(db, ctx, [...touches.values()], options) : null;
    const idle = leads.filter(({ id }) => !touches.has(id));
    const suppressed = await suppressionReasons(db, { clientId: ctx.clientId, people: idle, secret: options });
    return leads.map((lead): Explanation => {
      const touch = touches.get(lead.id);
      if (!touch || !foresee) {
        const summary = whyNothing(lead, suppressed.get(lead)?.[0]);
        return { leadId: lead.id, summary, next: null, blocker: null, checks: [] };
      }
      const { judged, isScheduled, answer } = foresee(touch);
      const { checks } = decide(judged.facts, answer.at ?? ctx.now);
      return {
        leadId: lead.id,
        summary: summarise(touch, { ...answer, isScheduled }),
        next: {
          touchId: touch.id,
          stepNumber: touch.stepNumber,
          channel: touch.channel,
          campaign: touch.campaignName,
          sender: judged.resource?.label ?? null,
          subject: judged.content.subject,
          at: answer.at?.toISOString() ?? null,
          isScheduled,
        },
        blocker: answer.first,
        checks,
      };
    });
  });
}

/** When each touch goes out, from the sender the planner has given it or would give it if it planned now. */
async function openForesight(db: Db, { clientId, now }: Ctx, touches: readonly NextTouch[], { pepper }: { pepper: string }) {
  const senders = new Map<string, Awaited<ReturnType<typeof listCampaignSenders>>>();
  for (const campaignId of new Set(touches.map((touch) => touch.campaignId))) {
    senders.set(campaignId, await listCampaignSenders(db, { clientId, campaignId }));
  }
  const stickyOf = (touch: NextTouch) => (touch.state === "ready" ? (touch.senderId ?? touch.resourceId) : touch.senderId);
  const candidatesOf = (touch: NextTouch) => {
    const sticky = stickyOf(touch);
    return sticky ? [sticky] : (senders.get(touch.campaignId)?.get(touch.channel) ?? []);
  };
  const book = await loadFacts(db, {
    clientId,
    touchIds: touches.map(({ id }) => id),
    resourceIds: [...new Set(touches.flatMap(candidatesOf))],
    now,
    pepper,
  });
  const ledger = await openLedger(db, { clientId, now, resources: book.resources, pepper });

  return (touch: NextTouch) => {
    const situation = book.situations.get(touch.id);
    if (!situation) throw new NotFoundError("There is no such lead in this workspace");
    const sticky = stickyOf(touch);
    const slotAt = touch.state === "ready" && touch.slotAt !== null && touch.slotAt >= now ? touch.slotAt : null;
    if (slotAt) {
      const judged = book.judge(situation, sticky);
      // What came up since it got its slot (a stop, a pause, a reply) counts, as it will when the slot comes.
      if (decide(judged.facts, slotAt).verdict === "allow") return { judged, isScheduled: true, answer: { at: slotAt, first: null } };
      return { judged, isScheduled: false, answer: nextAllowed(judged.facts, now) };
    }
    const judged = book.judge(situation, sticky ?? ledger.chooseSender(candidatesOf(touch), now, recipientMailHost(situation)));
    const facts = ledger.withPlanned(judged.facts, touch.campaignId);
    const from = judged.resource ? ledger.freeAt(judged.resource.id, now) : now;
    return { judged: { ...judged, facts }, isScheduled: false, answer: nextAllowed(facts, from) };
  };
}

/** Leads with the enrolment they entered last. */
function listLeads(db: Db, { clientId }: Ctx, leadIds: readonly string[]) {
  return db
    .selectFrom("leads as l")
    .leftJoin("enrolments as e", (join) =>
      join.onRef("e.leadId", "=", "l.id").on("e.state", "in", ["active", "paused", "finished", "stopped"]),
    )
    .distinctOn("l.id")
    .select(["l.id", "l.status", "l.alsTier", "l.enrichmentError", "e.state as enrolmentState", "e.stopReason"])
    .select(["l.email", "l.phone", "l.linkedinUrl", "l.domain"])
    .where("l.clientId", "=", clientId)
    .where("l.id", "in", leadIds)
    .orderBy("l.id")
    .orderBy("e.enrolledAt", "desc")
    .execute();
}

type NextTouch = Awaited<ReturnType<typeof listNextTouches>>[number];

/** The first step of each that is still to go: it is the next one, whenever each is due. */
function listNextTouches(db: Db, { clientId }: Ctx, leadIds: readonly string[]) {
  return db
    .selectFrom("touches as t")
    .innerJoin("enrolments as e", "e.id", "t.enrolmentId")
    .innerJoin("campaigns as c", "c.id", "t.campaignId")
    .leftJoin("enrolmentSenders as es", (join) => join.onRef("es.enrolmentId", "=", "e.id").onRef("es.channel", "=", "t.channel"))
    .distinctOn("t.leadId")
    .select([
      "t.id",
      "t.leadId",
      "t.stepNumber",
      "t.channel",
      "t.state",
      "t.slotAt",
      "t.resourceId",
      "t.campaignId",
      "c.name as campaignName",
      "es.resourceId as senderId",
    ])
    .where("t.clientId", "=", clientId)
    .where("t.leadId", "in", leadIds)
    .where("t.state", "in", ["planned", "awaiting_approval", "ready"])
    .orderBy("t.leadId")
    .orderBy("t.stepNumber")
    .orderBy("t.dueAt")
    .execute();
}

function summarise(touch: NextTouch, { at, first, isScheduled }: { at: Date | null; first: Check | null; isScheduled: boolean }): string {
  const step = `Step ${touch.stepNumber} (${touch.channel})`;
  const because = first ? ` ${first.detail ?? first.code}.` : "";
  if (isScheduled) return `${step} has its slot.`;
  if (at) return `${step} is next.${because}`;
  switch (first?.verdict) {
    case "stop":
      return `${step} will not go out, nor anything after it.${because}`;
    case "skip":
      return `${step} will be left out.${because}`;
    default:
      return `${step} is on hold.${because}`;
  }
}

type IdleLead = {
  status: string;
  alsTier: string | null;
  enrichmentError: string | null;
  enrolmentState: string | null;
  stopReason: string | null;
};

/** @param suppressed why they are on the client's suppression list */
function whyNothing(lead: IdleLead, suppressed: WhySuppressed | undefined): string {
  const ending = ENDINGS[lead.status];
  if (ending) return ending;
  if (lead.enrolmentState === "active") return "The last message is on its way, or nobody knows yet whether it arrived.";
  if (lead.enrolmentState === "finished") return "The sequence has run to its end; nothing more is planned.";
  if (lead.enrolmentState === "stopped" && suppressed?.source !== OWN_CLIENT)
    return `The sequence was stopped: ${(lead.stopReason ?? "").replaceAll("_", " ")}.`;
  if (suppressed) return `They may not be contacted: ${suppressed.text}.`;
  if (lead.status === "new") return lead.enrichmentError ? `Enrichment did not succeed: ${lead.enrichmentError}` : "Waits for enrichment.";
  if (lead.status === "enriched") return "Waits to be scored.";
  if (lead.alsTier === "dead") return "The score is under 20, so no channel is open.";
  return "Not in a campaign yet: activate one and the lead joins it.";
}
