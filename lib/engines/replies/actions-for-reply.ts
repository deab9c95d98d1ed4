import "server-only";
import type { ReplyAction, ReplyChannel } from "@/lib/domain/replies";
import type { CalendarDate } from "@/lib/engines/replies/calendar-date";
import type { BounceClass } from "@/lib/engines/replies/classify-bounce";
import type { HumanReading } from "@/lib/engines/replies/decide-intent";
import type { ReplyFact } from "@/lib/engines/replies/fact-rules";
import type { Withdrawal } from "@/lib/engines/replies/find-withdrawal";
import type { AutomaticKind } from "@/lib/engines/replies/machine-rules";

/** Confidence below which a person confirms before anything else happens (domain 5.1). */
export const REVIEW_BELOW = 0.6;

/** Addresses at these domains belong to strangers to each other: one person cannot speak for them (SU-07). */
const SHARED_MAIL_DOMAINS = new Set(
  "gmail.com googlemail.com outlook.com outlook.com.au hotmail.com hotmail.com.au live.com live.com.au msn.com yahoo.com yahoo.com.au ymail.com icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me gmx.com gmx.de fastmail.com fastmail.com.au hey.com zoho.com mail.com bigpond.com bigpond.net.au bigpond.com.au telstra.com optusnet.com.au optus.com.au iinet.net.au internode.on.net tpg.com.au dodo.com.au westnet.com.au adam.com.au ozemail.com.au aapt.net.au exetel.com.au".split(
    " ",
  ),
);

type WithdrawalContext = { channel: ReplyChannel; facts: ReadonlySet<ReplyFact>; senderDomain: string | undefined };

/** A withdrawal: suppress first, everything else beside it (AU-14, SU-05, SU-06, SU-07). */
export function actionsForWithdrawal(withdrawal: Withdrawal, { channel, facts, senderDomain }: WithdrawalContext): ReplyAction[] {
  if (withdrawal.onlyChannels.length > 0) {
    return [
      ...withdrawal.onlyChannels.map((only): ReplyAction => `suppress_channel:${only}`),
      "pause_sequence",
      "human_review",
      "no_auto_reply",
    ];
  }
  const actions = new Set<ReplyAction>(["suppress_contact", "stop_sequence", "no_auto_reply"]);
  const has = (...families: Withdrawal["family"][]) => withdrawal.families.some((family) => families.includes(family));

  if (has("complaint", "legal", "dismissal") || facts.has("hostile") || (facts.has("asked_before") && !facts.has("deceased")))
    actions.add("record_complaint");
  if (has("legal")) actions.add("escalate_legal");
  if (has("erasure")) actions.add("erase_keep_hash").add("human_review");
  if (facts.has("asks_data") && !has("erasure")) actions.add("dsar_export").add("human_review");
  if (facts.has("asks_source")) actions.add("disclose_source").add("human_review");
  if (facts.has("deceased")) actions.add("mark_deceased").add("suppress_global").add("human_review");
  if (facts.has("every_client")) actions.add("suppress_global");
  if (facts.has("left_company")) actions.add("mark_left_company");
  if (facts.has("wrong_person")) actions.add("mark_wrong_person");
  if (facts.has("existing_customer")) actions.add("mark_existing_customer");
  if (facts.has("competitor")) actions.add("mark_competitor");
  if (facts.has("company_closed")) actions.add("mark_company_closed");
  if (withdrawal.wholeOrganisation) {
    if (senderDomain && !SHARED_MAIL_DOMAINS.has(senderDomain)) actions.add(`suppress_domain:${senderDomain}`);
    else actions.add("human_review");
  }
  if (channel === "voice") actions.add("end_call");
  return [...actions];
}

type HumanContext = {
  channel: ReplyChannel;
  hasLink: boolean;
  snoozeUntil: CalendarDate | undefined;
  country: string | undefined;
  closedChannels: readonly ReplyChannel[];
  unlinkedQuestion: boolean;
  /** One subject is refused beside what they say: a person sees to it that it stays out. */
  refusesOneMatter: boolean;
};

/** What to do about a person's words, by intent and by the facts they tell. */
export function actionsForHuman(reading: HumanReading, context: HumanContext): ReplyAction[] {
  const { facts, signals } = reading;
  const actions = new Set<ReplyAction>();
  const add = (...codes: ReplyAction[]) => {
    for (const code of codes) actions.add(code);
  };

  if (reading.intent === "meeting_request") addMeeting(add, reading, context);
  if (reading.intent === "interested") addInterest(add, reading, context);
  if (reading.intent === "question") addQuestion(add, reading);
  if (reading.intent === "not_interested") {
    const comesBack = context.snoozeUntil && (signals.has("later_invitation") || signals.has("not_now"));
    add(comesBack ? `snooze_until:${context.snoozeUntil}` : reading.by === "unrecognised" ? "pause_sequence" : "stop_sequence");
    if (facts.has("referral") && !facts.has("gatekeeper") && !facts.has("existing_customer")) add("create_referral", "human_review");
    if (context.channel === "voice") add("end_call");
    if (facts.has("hostile")) add("no_auto_reply");
  }
  if (reading.intent === "auto_reply") {
    if (reading.by === "vendor_pitch") add("ignore", "no_auto_reply");
    else add("pause_sequence", "human_review", "no_auto_reply");
    if (context.hasLink) add("do_not_click");
  }
  addFacts(add, reading, context);
  if (reading.confidence < REVIEW_BELOW && reading.by !== "vendor_pitch") add("human_review");
  return [...actions];
}

type Add = (...codes: ReplyAction[]) => void;

function addMeeting(add: Add, { facts, signals }: HumanReading, { hasLink }: HumanContext): void {
  if (facts.has("reschedule")) add("reschedule_meeting");
  else if (facts.has("confirm") && !signals.has("ring_me") && !facts.has("booking_link")) add("confirm_meeting");
  else add("book_meeting");
  if (facts.has("delegate")) add("use_delegate");
  if (hasLink) add("do_not_click", "human_review");
  if (signals.has("price")) add("answer_question");
}

function addInterest(add: Add, { facts, signals, by }: HumanReading, { snoozeUntil, hasLink }: HumanContext): void {
  if (by === "referral") {
    add("create_referral", "stop_sequence", "human_review");
    return;
  }
  if (
    snoozeUntil &&
    (signals.has("later_invitation") ||
      signals.has("considering") ||
      signals.has("not_now") ||
      signals.has("has_someone") ||
      signals.has("no_need"))
  ) {
    add(`snooze_until:${snoozeUntil}`);
    return;
  }
  if (signals.has("price") || (signals.has("capability") && !signals.has("tell_more"))) add("answer_question");
  const wantsMaterial = MATERIAL_SIGNALS.some((signal) => signals.has(signal));
  if (wantsMaterial || (!signals.has("considering") && (facts.has("wants_info") || signals.has("sounds_good")))) add("send_info");
  else if (!signals.has("price") && !signals.has("capability"))
    add(signals.has("positive_emoji") || signals.has("considering") ? "human_review" : "send_info");
  if (facts.has("wants_proposal")) add("human_review");
  if (hasLink) add("do_not_click");
}

/** They want something to read; a friendly word beside "I will ask the boss" does not. */
const MATERIAL_SIGNALS = ["send_it", "tell_more", "less_will_do", "need", "yes_by_channel", "interested"] as const;

const QUESTION_ACTIONS: readonly (readonly [ReplyFact, readonly ReplyAction[]])[] = [
  ["asks_source", ["disclose_source", "pause_sequence", "human_review"]],
  ["asks_ai", ["disclose_ai", "human_review"]],
  ["asks_data", ["dsar_export", "pause_sequence", "human_review"]],
  ["hiring", ["human_review"]],
  ["objects_tracking", ["pause_sequence", "human_review"]],
];

function addQuestion(add: Add, { facts }: HumanReading): void {
  const special = QUESTION_ACTIONS.filter(([fact]) => facts.has(fact));
  for (const [, codes] of special) add(...codes);
  if (special.length === 0) add("answer_question");
  if (facts.has("hostile")) add("pause_sequence", "human_review");
  if (facts.has("asks_legal")) add("human_review");
}

function addFacts(
  add: Add,
  { facts, intent, by }: HumanReading,
  { closedChannels, country, unlinkedQuestion, refusesOneMatter }: HumanContext,
): void {
  const marks: readonly (readonly [ReplyFact, ReplyAction])[] = [
    ["wrong_person", "mark_wrong_person"],
    ["left_company", "mark_left_company"],
    ["company_closed", "mark_company_closed"],
    ["competitor", "mark_competitor"],
    ["existing_customer", "mark_existing_customer"],
    ["gatekeeper", "mark_role_account"],
  ];
  if (intent === "not_interested" || by === "referral") for (const [fact, mark] of marks) if (facts.has(fact)) add(mark);
  if (facts.has("deceased")) add("mark_deceased", "suppress_global", "human_review", "no_auto_reply");
  if (facts.has("existing_customer") && intent === "not_interested") add("human_review");
  if (facts.has("objects_tracking")) add("disable_tracking");
  if (facts.has("asks_source")) add("disclose_source");
  if (facts.has("asks_ai") && intent !== "auto_reply" && by !== "mockery") add("disclose_ai");
  if (facts.has("instruction")) add("human_review");
  if (facts.has("minor")) add("human_review", "pause_sequence");
  if (refusesOneMatter && intent !== "not_interested" && intent !== "auto_reply") add("human_review");
  if (unlinkedQuestion) add("human_review");
  for (const channel of closedChannels) add(`suppress_channel:${channel}`);
  if (country) add(`route_jurisdiction:${country}`, "human_review");
}

const BOUNCE_ACTIONS: Record<BounceClass, readonly ReplyAction[]> = {
  hard: ["suppress_address_hard_bounce", "stop_channel:email"],
  soft: ["record_soft_bounce"],
  infrastructure: ["infra_alert", "pause_mailbox"],
  ours: ["infra_alert"],
  unknown: ["record_soft_bounce", "human_review"],
};

/** A delivery report; a low-confidence reading of a non-standard one is confirmed by a person. */
export function actionsForBounce(classes: readonly BounceClass[], confidence: number): ReplyAction[] {
  const actions = new Set<ReplyAction>(classes.flatMap((found) => BOUNCE_ACTIONS[found]));
  if (confidence < REVIEW_BELOW) actions.add("human_review");
  return [...(actions.size > 0 ? actions : (["ignore"] as const)), "no_auto_reply"];
}

const AUTOMATIC_ACTIONS: Record<Exclude<AutomaticKind, "away" | "closed" | "later_reply">, readonly ReplyAction[]> = {
  left_company: ["mark_left_company", "stop_sequence"],
  ticket: ["stop_sequence", "mark_role_account"],
  acknowledgement: ["ignore"],
  thanks: ["ignore"],
  challenge: ["do_not_click", "human_review"],
  new_address: ["pause_sequence", "human_review"],
  unattended: ["stop_sequence", "mark_role_account"],
  driving: ["ignore"],
  voicemail: ["record_no_answer"],
  no_answer: ["record_no_answer"],
};

/** An automatic message that is no away notice. We never answer one (EM-22). */
export function actionsForAutomatic(
  kind: Exclude<AutomaticKind, "away" | "closed" | "later_reply">,
  { namesSuccessor, isClosedForGood }: { namesSuccessor: boolean; isClosedForGood: boolean },
): ReplyAction[] {
  if (isClosedForGood) return ["mark_company_closed", "stop_sequence", "no_auto_reply"];
  const actions = [...AUTOMATIC_ACTIONS[kind]];
  if (kind === "left_company" && namesSuccessor) actions.push("create_referral");
  return [...actions, "no_auto_reply"];
}
