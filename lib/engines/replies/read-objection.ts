import "server-only";
import type { ReplyAction, ReplyIntent } from "@/lib/domain/replies";
import type { Objection, RejectionReason } from "@/lib/domain/reply-handling";
import { REJECTION_POLICIES } from "@/lib/domain/reply-handling";
import { matchText, sentencesOf } from "@/lib/engines/replies/clean-text";
import { findHits, type Rule } from "@/lib/engines/replies/rule";

/** In the order in which a reason explains a refusal best: what can change comes before what cannot. */
const REASON_RULES: readonly Rule<RejectionReason>[] = [
  {
    family: "bad_experience",
    name: "bad_experience",
    pattern:
      /\b(?:burn[et]d?|stung|ripped off|bitten|done over|waste of money|never again|once was enough|did not work|let (?:us|me) down|cost (?:us|me) (?:a (?:bomb|fortune|packet)|dearly)|down (?:that|this) (?:road|path))\b/,
    reason: "had a bad experience",
  },
  {
    family: "company_policy",
    name: "policy",
    pattern:
      /\b(?:policy|tender|procurement|panel|preferred supplier|head office (?:does|handles|decides)|franchise agreement|not allowed|(?:do not|never) (?:respond|reply|take|accept|deal|buy)\b[^.!?]{0,30}\b(?:cold|sales|unsolicited))\b/,
    reason: "the company's policy",
  },
  {
    family: "budget_constraints",
    name: "budget",
    pattern:
      /\b(?:budgets?|funds|funding|afford|too (?:expensive|dear|pricey|rich)|skint|no (?:money|cash|coin)|spend(?:ing)? (?:freeze|is)|priced out|cost cutting)\b/,
    unless: /\b(?:what|how much) (?:is|are|does|budget)\b|\?$/,
    reason: "no money for it",
  },
  {
    family: "using_competitor",
    name: "using_somebody",
    pattern:
      /\b(?:already|current|existing|present|locked in|under contract|signed with|in[- ]?house|ourselves|internally|my (?:nephew|niece|son|daughter|brother|sister|wife|husband|mate|mum|dad|cousin)|in good hands|have (?:an?|our|someone|somebody)|full[- ]time (?:marketing|marketer)|covered|sorted|looked after)\b/,
    unless: /\b(?:already (?:told|asked|said|unsubscribed)|current(?:ly)? (?:away|out|looking))\b/,
    reason: "has somebody for it",
  },
  {
    family: "too_busy",
    name: "too_busy",
    pattern:
      /\b(?:too busy|flat (?:out|chat|strap|stick)|snowed under|swamped|slammed|under the pump|run off (?:our|my) feet|no (?:capacity|bandwidth|time)|fully booked|booked (?:out|solid)|at capacity|on (?:my|our) plate)\b/,
    reason: "has no time",
  },
  {
    family: "timing_not_now",
    name: "timing",
    pattern:
      /\bnot (?:\w+ ){0,2}?(?:right now|now|at (?:this|the) (?:stage|time|moment)|this (?:year|quarter|month)|yet|currently|a priority)\b|\b(?:bad|wrong|poor) tim(?:e|ing)\b|\b(?:maybe|perhaps) (?:later|next|down the track)|\b(?:next|new) (?:year|quarter|financial year)\b|\bon hold\b|\bhold(?:ing)? off\b|\btry (?:me|us|again)\b/,
    reason: "not now",
  },
  {
    family: "not_decision_maker",
    name: "not_decision_maker",
    pattern:
      /\b(?:not my (?:decision|call|area|department|job|patch|remit)|do not (?:decide|make (?:the|those|these) decisions?|handle|deal with|look after)|(?:boss|owner|board|head office|partner|director) (?:decides|makes|handles)|have no say|have to ask|not the (?:right person|decision[- ]?maker))\b/,
    reason: "somebody else decides",
  },
  {
    family: "no_need",
    name: "no_need",
    pattern:
      /\b(?:no (?:need|requirement|use|call) for|do not (?:need|advertise|require|do (?:any )?marketing)|not (?:required|needed|necessary|relevant|applicable|for us)|word of mouth|enough (?:work|business|customers|leads)|(?:does|do) not (?:apply|suit|fit)|(?:keeps?|kept) us busy|all good|we are (?:right|good|fine|sweet|set)|happy as (?:we|it))\b/,
    reason: "no need",
  },
];

/** Doubts of somebody who has not said no: they are counted, and the second goes to a person. */
const DOUBT_RULES: readonly Rule<Objection>[] = [
  {
    family: "trust",
    name: "trust",
    pattern:
      /\b(?:scam|spam\b.*\?|legit|prove it|how do i know|why should (?:i|we) (?:trust|believe)|heard (?:it|that) (?:all )?before|sceptical|skeptical|guarantee)\b/,
    reason: "doubts us",
  },
  {
    family: "competitor",
    name: "compare",
    pattern:
      /\b(?:how (?:is|are) (?:this|you|that) different|what makes you (?:different|better)|already (?:have|use|work with|run|pay)|compared? (?:to|with))\b/,
    // What they have is to be joined to ours, not weighed against it.
    unless:
      /\b(?:does|do|can|could|will|would) (?:this|that|it|they|yours?|you)\b[^?]{0,40}\b(?:plug|integrate|work|connect|talk|sync|link|hook|fit)\b|\b(?:plugs? in ?to|integrates? with|compatible with)\b/,
    reason: "compares us",
  },
  {
    family: "budget",
    name: "dear",
    pattern: /\b(?:too (?:expensive|dear|much)|out of our (?:budget|range)|sounds (?:expensive|pricey)|tight budget|cheaper)\b/,
    reason: "fears the price",
  },
  {
    family: "timing",
    name: "later",
    pattern:
      /\b(?:not (?:right now|yet|until)|flat out|try (?:me|us) (?:again )?(?:in|after|next)|after (?:easter|christmas|eofy|the new year)|next (?:quarter|year|month))\b/,
    reason: "wants it later",
  },
  {
    family: "authority",
    name: "asks_others",
    pattern:
      /\b(?:run (?:it|this) (?:by|past)|ask (?:my|the|our)|check with|need (?:approval|sign[- ]?off)|(?:board|partner|boss|owner) (?:has|have|needs?) to)\b/,
    reason: "has to ask others",
  },
  {
    family: "need",
    name: "doubts_need",
    pattern: /\b(?:not sure (?:we|i) (?:need|want)|do (?:we|i) (?:really )?need|would (?:it|this) (?:even )?work for)\b/,
    reason: "doubts the need",
  },
];

export type ObjectionRead = { objection: Objection | null; rejectionReason: RejectionReason | null };

/**
 * Why somebody declines or hesitates, by rules.
 * @param text what they typed, without quotes and signature
 */
export function readObjection(text: string, { intent, actions }: { intent: ReplyIntent; actions: readonly ReplyAction[] }): ObjectionRead {
  if (intent === "unsubscribe") return { objection: null, rejectionReason: "do_not_contact" };
  const sentences = sentencesOf(matchText(text));
  if (intent !== "not_interested") {
    if (intent === "out_of_office" || intent === "auto_reply") return { objection: null, rejectionReason: null };
    return { objection: findHits(DOUBT_RULES, sentences)[0]?.rule.family ?? null, rejectionReason: null };
  }
  const reason = reasonOf(sentences, actions);
  return { objection: REJECTION_POLICIES[reason].objection, rejectionReason: reason };
}

function reasonOf(sentences: readonly string[], actions: readonly ReplyAction[]): RejectionReason {
  const has = (...codes: ReplyAction[]) => actions.some((action) => codes.includes(action));
  if (has("mark_wrong_person", "mark_left_company")) return "wrong_contact";
  if (has("mark_role_account")) return "company_policy";
  if (has("mark_company_closed", "mark_deceased", "mark_competitor", "mark_existing_customer")) return "other";
  const hits = findHits(REASON_RULES, sentences);
  return REASON_RULES.find((rule) => hits.some((hit) => hit.rule === rule))?.family ?? "not_interested_generic";
}
