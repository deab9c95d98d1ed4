import "server-only";
import { addDays, type CalendarDate, daysBetween, onOrNextBusinessDay } from "@/lib/engines/replies/calendar-date";
import { matchText } from "@/lib/engines/replies/clean-text";
import { type DateMention, findDateMentions } from "@/lib/engines/replies/date-mentions";

/** How long an away message without a usable date holds the sequence (compliance EM-23). */
export const DEFAULT_AWAY_DAYS = 7;
const MAX_AWAY_DAYS = 365;

export type ReturnDate = {
  /** First day on which the person may be written to again. */
  date: CalendarDate;
  /** The words it was read from; undefined when the default was taken. */
  phrase: string | undefined;
  /** True when the words around it say "back", "until" or the like, not merely name a day. */
  isCued: boolean;
  /** True when a date was there but lies in the past or more than a year ahead: the default is taken and a person looks. */
  needsReview: boolean;
};

const RETURN_BEFORE =
  /\b(?:back|return|returning|returns|resum\w*|(?:in|into|at) (?:the|my) (?:office|desk)|re-?open\w*|available|contactable|on deck|zur[üu]ck|wieder|(?:de )?retour|rientr\w*|torn\w*|vuelv\w*|volver\w*|regres\w*|terug|de volta|tilbake|tillbaka)\b[^.!?\n]{0,40}$/;
const RETURN_AFTER = /^[^.!?\n]{0,30}\b(?:back|return|returning|resume|reopen)\b/;
/** "ab dem 24.11. wieder im Büro": the day from which somebody is back, not from which they are away. */
const BACK_FROM_THEN = /^[^.!?\n]{0,12}\b(?:wieder|zur[üu]ck|erreichbar)\b/;
const UNTIL_BEFORE =
  /(?:\b(?:until|till|'?til|untill|bis|jusqu'(?:au|à)|fino (?:al|a)|hasta|tot|até|t\/m)|\btill) ?(?:the|about|around|at least|and|cob|close of business|the end of|end of|zum|le|el|al|em|op|einschließlich|and including|including)? ?(?:on )?$/;
/** Away until the end of a month: the day after is the first one back. */
const WHOLE_PERIOD = /^(?:the )?(?:end|last week) of\b/;
const REST_OF_PERIOD = /^(?:(?:rest|remainder|balance|all|whole) of|through(?:out)?)\b/;
const THROUGH_BEFORE =
  /\b(?:through|thru|up to and including|until and including|through to|last day (?:of leave |away )?(?:is|will be)|einschließlich|inclusive of|t\/m) ?(?:the)? ?$/;
const AFTER_BEFORE = /\b(?:after|following|post|nach|après|dopo|después del?) ?(?:the)? ?$/;
const RANGE_BEFORE = /(?:\d|[a-z]) ?(?:-|to|and|through) ?(?:the )?$/;
const START_BEFORE =
  /\b(?:from|since|starting|as of|effective|between|left|finished|finishes|leaving|commencing|dated|your (?:email|message) of|ab|vom|du|dal|desde|van) ?(?:the|on|dem|den)? ?$/;
const INCLUSIVE_AFTER = /^[ ,(]{0,3}(?:inclusive|inclus|incl\b|included|einschließlich|inklusive|compris)/;

/**
 * The day an away message gives for its writer's return.
 * @param sentOn calendar day on which the message was written, in the writer's zone
 * @returns undefined when the text names no day
 */
export function findReturnDate(text: string, sentOn: CalendarDate): ReturnDate | undefined {
  const matchable = matchText(text);
  const mentions = findDateMentions(matchable, sentOn);
  let best: { rank: number; date: CalendarDate; phrase: string } | undefined;
  for (const [index, mention] of mentions.entries()) {
    const read = readMention(matchable, mention, index > 0);
    if (!best || read.rank > best.rank || (read.rank === best.rank && read.rank < 4 && read.date > best.date)) best = read;
  }
  return best && { ...withinAYear(best.date, best.phrase, sentOn), isCued: best.rank >= 2 };
}

/** `findReturnDate`, or seven days from the message when it names none. */
export function returnDateOrDefault(text: string, sentOn: CalendarDate): ReturnDate {
  return findReturnDate(text, sentOn) ?? { date: addDays(sentOn, DEFAULT_AWAY_DAYS), phrase: undefined, isCued: false, needsReview: false };
}

const LATER_BEFORE =
  /\b(?:in|until|till|til|after|back|again|circle|come|try|contact|touch|reach|follow|ping|call|ring|nudge|remind|email|revisit|review|discuss|look|renew\w*|expires?|from|around|about|once|post|early|mid|late|ends?|up|for|by|on|reconnect|talk|speak|chat|maybe|perhaps|open|free|over)\b[^.!?\n]{0,40}$/;
const AFTER_THE_EVENT =
  /\bafter(?:wards?| that| then| the (?:meeting|board)|)(?=[.!?\n]|$)|\b(?:once|when) (?:that|it) is (?:done|over|out of the way)|\buntil after\b/;

/**
 * The day a person names for coming back to this, from "try me in March" or "board meets on 9 December, I will answer after".
 * @returns undefined when no day from tomorrow to a year ahead is named
 */
export function findSnoozeDate(text: string, sentOn: CalendarDate): CalendarDate | undefined {
  const matchable = matchText(text);
  const mentions = findDateMentions(matchable, sentOn).filter(({ date }) => date > sentOn && daysBetween(sentOn, date) <= MAX_AWAY_DAYS);
  const cued = mentions.filter(({ at }) => LATER_BEFORE.test(matchable.slice(Math.max(0, at - 60), at + 8)));
  const chosen = (cued.length > 0 ? cued : mentions).reduce<DateMention | undefined>(
    (latest, mention) => (!latest || mention.date > latest.date ? mention : latest),
    undefined,
  );
  if (!chosen) return undefined;
  const isAfter =
    !chosen.isReturnDay && (AFTER_BEFORE.test(matchable.slice(0, chosen.at)) || AFTER_THE_EVENT.test(matchable.slice(chosen.end)));
  return isAfter && /\d/.test(chosen.phrase) ? addDays(chosen.date, 1) : chosen.date;
}

function readMention(text: string, mention: DateMention, hasEarlier: boolean): { rank: number; date: CalendarDate; phrase: string } {
  const lead = text.slice(Math.max(0, mention.at - 70), mention.at);
  const tail = text.slice(mention.end, mention.end + 45);
  const nextDay = mention.isReturnDay ? mention.date : addDays(mention.date, 1);
  const read = (rank: number, date: CalendarDate) => ({ rank, date, phrase: mention.phrase });

  if (THROUGH_BEFORE.test(lead)) return read(3, nextDay);
  if (REST_OF_PERIOD.test(mention.phrase) || (WHOLE_PERIOD.test(mention.phrase) && UNTIL_BEFORE.test(lead)))
    return read(3, onOrNextBusinessDay(nextDay));
  if (UNTIL_BEFORE.test(lead) || UNTIL_BEFORE.test(mention.phrase.replace(/\S+$/, "")))
    return read(3, INCLUSIVE_AFTER.test(tail) ? nextDay : mention.date);
  if (AFTER_BEFORE.test(lead) || /^after\b/.test(mention.phrase)) return read(3.5, nextDay);
  if (RANGE_BEFORE.test(lead) && (hasEarlier || /\d{1,2}(?:st|nd|rd|th)? ?(?:-|to) ?$/.test(lead))) return read(2, nextDay);
  if (BACK_FROM_THEN.test(tail) && START_BEFORE.test(lead)) return read(4.5, mention.date);
  if (START_BEFORE.test(lead)) return read(0, mention.date);
  if (RETURN_BEFORE.test(lead)) return read(4.5, mention.date);
  if (RETURN_AFTER.test(tail)) return read(4, mention.date);
  return read(mention.isReturnDay ? 1.5 : 1, INCLUSIVE_AFTER.test(tail) ? nextDay : mention.date);
}

function withinAYear(date: CalendarDate, phrase: string, sentOn: CalendarDate): Omit<ReturnDate, "isCued"> {
  const ahead = daysBetween(sentOn, date);
  if (ahead > 0 && ahead <= MAX_AWAY_DAYS) return { date, phrase, needsReview: false };
  return { date: addDays(sentOn, DEFAULT_AWAY_DAYS), phrase, needsReview: ahead !== 0 };
}
