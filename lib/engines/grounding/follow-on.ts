import "server-only";
import type { Segment } from "@/lib/engines/grounding/segments";
import { FINITE, isModal, PAST_FORMS, type Speaks, type Word } from "@/lib/engines/grounding/subject-of";

/** "so changes are quick to make", "so nothing new to learn": what follows from a fact, and harms nobody. */
const MADE_EASY =
  /\b(?:is|are|be|stay|stays|make|makes|makes it|take|takes) (?:\w+ly |very |pretty |quite |already )*(?:quick|quicker|easy|easier|simple|simpler|fast|faster|straightforward|painless|possible|free|familiar|short|cheap|natural|worth|no trouble|no problem|in place|there)\b|^nothing (?:new |else |extra |more )?(?:to|has to|needs to)\b/;
/** "enrolments are probably your call": whose it is, not what it is. */
const LEFT_TO_THEM =
  /\b(?:is|are) (?:probably |likely |presumably |surely |no doubt |most likely )*(?:your (?:call|job|world|area|department|decision|patch|turf)|yours to|up to you|on your (?:desk|plate|list)|with you)\b/;
/** What a reader gets or does once we have done our part. */
const GIVEN = /^(?:keep|get|own|approve|pay|see|decide|choose|sign|receive|stop|start|leave|review|read|pick|check|only)$/;
/** A doing and what it does: "finding drivers is hard". */
const DOES_GENERALLY = /^(?:(?!is|takes|costs|means)[a-z]+ ){1,7}(?:is|takes|costs|means)\b/;
/** "good enquiries matter" */
const MATTERS = /^(?:(?:good|better|quick|clear|plain|fast) )?\w+s (?:matter|count|help|win|pay|sell)\b/;
const OPEN = /^(?:not|wonder|wondered|wondering|sure|curious|ask|asking)$/;

type Before = { subject: Speaks | null; previous: Segment; isObserved: boolean };

/** Whom a later part of a sentence speaks of because of the part before it; null where that does not decide. */
export function followOn(part: readonly Word[], body: readonly Word[], { subject, previous, isObserved }: Before): Speaks | null {
  const opener = part[0]?.word ?? "";
  const first = body[0]?.word ?? "";
  const addresses = part.some(({ word }) => /^your?$/.test(word));
  // "…, which costs you work": of whom the words before spoke.
  if (/^(?:which|who|whose)$/.test(opener) && previous.speaks === "reader") {
    // "you decide which tenders are worth it"
    if (/^(?:decide|know|tell|judge|choose|see)$/.test(previous.words.at(-1)?.word ?? "") && !addresses) return "nobody";
    if (part.some(({ word }) => /^(?:us|me|our|my)$/.test(word))) return "agency";
    if (!addresses && FIT.test(plainOf(body)) && part.every(({ number }) => number === null)) return "nobody";
    return isOffered(body) ? "supposed" : "reader";
  }
  if (subject === "agency") return null;
  // "…, and Sydney is a competitive place to do it"
  // "…, an easy drive for us from Townsville"
  if (/^an?$/.test(first) && part.some(({ word }) => word === "us" || word === "me") && DISTANCE.test(plainOf(body.slice(0, 5))))
    return "agency";
  if ((isPlace(body) || OF_A_TRADE.test(plainOf(body.slice(0, 5)))) && !addresses && part.every(({ number }) => number === null))
    return "nobody";
  // "We film it, and you keep the footage."
  if (previous.speaks === "agency" && first === "you" && GIVEN.test(body[1]?.word ?? "") && !isObserved) return "supposed";
  if (subject === "reader") return null;
  const isOpen = !isObserved || previous.words.some(({ word }) => OPEN.test(word));
  if (isOpen && /^(?:how|what|why|which|whether|who)$/.test(opener))
    return opener === "who" && previous.speaks === "agency" ? "supposed" : "nobody";
  if (/^(?:so|which|and|but)$/.test(opener) && previous.speaks === "reader") {
    const plain = plainOf(body);
    if (LEFT_TO_THEM.test(plain)) return "supposed";
    if (MADE_EASY.test(plain) && !addresses && part.every(({ number }) => number === null)) return "nobody";
  }
  if (!addresses && MATTERS.test(plainOf(body))) return "nobody";
  // "…, and finding drivers is hard for everyone"
  if (!addresses && /^[a-z]{3,}ing$/.test(first) && DOES_GENERALLY.test(plainOf(body.slice(1, 9)))) return "nobody";
  return null;
}

/** "which is a good line for a label" */
const FIT =
  /^is an? (?:good|fair|decent|nice|useful|neat|handy|fine|sensible) (?:line|detail|start|size|place|point|story|reason|time|thing|number) (?:for|to)\b/;
const ABOUT_TO = /^(?!hearing|wondering|thinking|asking|getting|paying|seeing|talking|dealing|working|looking)[a-z]{2,}ing$/;
const DISTANCE = /\b(?:drive|walk|ride|trip|flight|minutes|hour|hours)\b/;
/** "beer is a crowded shelf" */
const OF_A_TRADE =
  /^(?!it|this|that|he|she)[a-z]+ (?:is|are) an? (?:crowded|tough|competitive|slow|hard|tight|small|seasonal|busy|quiet|long|noisy|local|personal) [a-z]+/;
const OF_A_PLACE =
  /^(?:\w+ ){0,2}(?:is|are) (?:not )?(?:an? |the )?(?:\w+ ){1,2}(?:place|city|town|market|spot|area|region|pond)\b(?! (?:for|of|leader))/;

/** What a town is like is told of nobody in it. */
function isPlace(body: readonly Word[]): boolean {
  return body[0]?.named.some(({ kind }) => kind === "location") === true && OF_A_PLACE.test(plainOf(body.slice(0, 8)));
}

/** Whether a part says what somebody could or will do, rather than what is. */
export function isOffered(body: readonly Word[]): boolean {
  const verb = body.findIndex(
    ({ word }) =>
      FINITE.test(word) &&
      !/^(?:already|still|also|currently|recently|just|probably|likely|really|never|always|often|only|not)$/.test(word),
  );
  // "Your customers can't find it": what somebody can or cannot do is a fact.
  const cannot = body[verb]?.word === "can" && (body[verb + 1]?.word === "not" || body[0]?.word !== "you");
  const modal = body[verb];
  // "You recalled a batch in May": what took place is no offer.
  const isPast = body.slice(1, verb).some(({ word }) => PAST_FORMS.test(word) || /[a-z]{2}ed$/.test(word));
  // "You'll be selling cars from July": what somebody is about to do.
  if (modal?.word === "will" && body[verb + 1]?.word === "be" && ABOUT_TO.test(body[verb + 2]?.word ?? "")) return false;
  if (modal?.word === "would" && body[verb + 1]?.word === "rather") return false;
  return modal !== undefined && !cannot && !isPast && isModal(modal);
}

function plainOf(words: readonly Word[]): string {
  return words.map(({ word }) => word).join(" ");
}
