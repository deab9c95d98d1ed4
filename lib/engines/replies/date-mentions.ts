import "server-only";
import { addDays, type CalendarDate, onOrNextBusinessDay, partsOf, toCalendarDate, weekdayOf } from "@/lib/engines/replies/calendar-date";
import { COUNT, countOf, MONTH, WEEKDAY, weekdayNumber } from "@/lib/engines/replies/date-words";
import {
  afterCupDay,
  afterEaster,
  endOfMonth,
  later,
  monthStart,
  namedDate,
  nextDayOfMonth,
  nextFixed,
  nextSuchDay,
  nextWeekday,
  numericDate,
  partOfMonth,
  quarterStart,
  startOfNextMonth,
  weekdayOfNextWeek,
} from "@/lib/engines/replies/named-days";

export type DateMention = {
  date: CalendarDate;
  /** Offset in the match text. */
  at: number;
  end: number;
  phrase: string;
  /** "after Easter" already means the day after; a date does not. */
  isReturnDay: boolean;
};

type Reader = {
  name: string;
  pattern: RegExp;
  read(groups: string[], today: CalendarDate): CalendarDate | undefined;
  isReturnDay?: boolean;
};

const ORDINAL = "(?:st|nd|rd|th|er|º|°|\\.)?";
const YEAR = "(?:,? ?(?:of )?'?(\\d{4}|\\d{2}(?![:.\\d])(?! ?(?:am|pm|h\\b|uhr))))?";

/** Ways of naming a day. The most specific comes first; a later reader never reads inside an earlier find. */
const READERS: readonly Reader[] = [
  {
    name: "iso",
    pattern: new RegExp(`\\b(?:${WEEKDAY}[,.]? ?)?(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})\\b`, "g"),
    read: ([y, m, d]) => toCalendarDate(Number(y), Number(m), Number(d)),
  },
  {
    name: "numeric",
    // The day comes first in Australia and Britain; a second part above twelve shows an American writer.
    pattern: new RegExp(`(?:\\b${WEEKDAY}[,.]? ?)?(?<![\\d$./-])(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4}|\\d{2})(?![\\d/])`, "g"),
    read: ([first, second, year], today) => numericDate(Number(first), Number(second), year, today),
  },
  {
    name: "day_month",
    pattern: new RegExp(`\\b(?:${WEEKDAY}[,.]? ?(?:the )?)?(\\d{1,2})${ORDINAL} ?(?:of |de |di |-)?(${MONTH})\\b\\.?${YEAR}`, "g"),
    read: ([day, month, year], today) => namedDate(Number(day), month, year, today),
  },
  {
    name: "month_day",
    pattern: new RegExp(
      `\\b(?:${WEEKDAY}[,.]? ?)?(${MONTH})\\b\\.? (?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:]|\\.\\d| ?am\\b| ?pm\\b)${YEAR}`,
      "g",
    ),
    read: ([month, day, year], today) => namedDate(Number(day), month, year, today),
  },
  {
    name: "numeric_short",
    pattern: new RegExp(`(?:\\b${WEEKDAY}[,.]? ?)?(?<![\\d$/.-])(\\d{1,2})/(\\d{1,2})(?![\\d/%]|-\\d)`, "g"),
    read: ([first, second], today) => numericDate(Number(first), Number(second), undefined, today),
  },
  {
    // "vom 16.11. bis 23.11."; an English figure with two dots in it is a version or a clause.
    name: "german_short",
    pattern: /(?<=\b(?:bis|ab|vom|zum|am|dem|den|und|-) ?)(\d{1,2})\.(\d{1,2})\.(?!\d)/g,
    read: ([first, second], today) => numericDate(Number(first), Number(second), undefined, today),
  },
  {
    name: "part_of_month",
    pattern: new RegExp(
      `\\b(early|start of|beginning of|first week of|mid|middle of|late|end of|last week of|rest of|remainder of|balance of|all of|whole of|through|throughout|second week of|third week of)[- ](?:in )?(${MONTH})\\b${YEAR}`,
      "g",
    ),
    read: ([part = "", month, year], today) => partOfMonth(part, month, year, today),
  },
  {
    name: "month",
    pattern: new RegExp(
      `\\b(?:in|until|till|til|after|come|around|about|again|back|for|by|from|of|this|next|bis|en|im|in|a|from|try|retry|early|during|maybe|mid|return|returning|returns|resume|resuming|reopen|reopening|reopens)(?: about| around| maybe| the)? (${MONTH})\\b(?! \\d{1,2}(?!\\d))${YEAR}`,
      "g",
    ),
    read: ([month, year], today) => monthStart(month, year, today),
  },
  {
    name: "quarter",
    pattern: /\b(?:q([1-4])|(first|second|third|fourth) quarter)\b(?: (?:of )?(\d{4}))?/g,
    read: ([q, word = "", year], today) =>
      quarterStart(q ? Number(q) : ["first", "second", "third", "fourth"].indexOf(word) + 1, year, today),
  },
  {
    name: "new_financial_year",
    pattern:
      /\b(?:(?:new|next) (?:financial|fin|tax) year|new fy|next fy|(?:after|until|till|til|post) (?:eofy|the end of (?:the )?financial year|tax time))\b/g,
    read: (_, today) => nextFixed(today, 7, 1),
    isReturnDay: true,
  },
  {
    name: "new_year",
    pattern: /\b(?:new year(?:'s)?(?! resolution)|next year|(?:after|start of) (?:the )?year)\b/g,
    read: (_, today) => onOrNextBusinessDay(`${partsOf(today).year + 1}-01-02`),
    isReturnDay: true,
  },
  {
    name: "christmas",
    pattern:
      /\b(?:after|over|following|until after|till after|til after|post)[- ](?:the )?(?:christmas|xmas|chrissy|silly season|festive season)(?: break| holidays?| shutdown| rush)?\b/g,
    read: (_, today) => onOrNextBusinessDay(nextFixed(today, 12, 27)),
    isReturnDay: true,
  },
  {
    name: "easter",
    pattern: /\b(?:after|over|following|post)[- ](?:the )?easter(?: break| long weekend| holidays?)?\b/g,
    read: (_, today) => afterEaster(today),
    isReturnDay: true,
  },
  {
    name: "long_weekend",
    pattern: /\bafter (?:the|this) (?:long|public holiday) weekend\b/g,
    read: (_, today) => addDays(nextWeekday(today, 1), 1),
    isReturnDay: true,
  },
  { name: "weekend", pattern: /\b(?:after|over) (?:the|this) weekend\b/g, read: (_, today) => nextWeekday(today, 1), isReturnDay: true },
  {
    name: "cup_day",
    pattern: /\bafter (?:the )?(?:melbourne )?cup(?: day| weekend)?\b/g,
    read: (_, today) => afterCupDay(today),
    isReturnDay: true,
  },
  {
    name: "australia_day",
    pattern: /\b(?:after|until|till?|post) australia day(?: (?:long )?weekend)?\b/g,
    read: (_, today) => onOrNextBusinessDay(nextFixed(today, 1, 27)),
    isReturnDay: true,
  },
  {
    name: "anzac_day",
    pattern: /\b(?:after|until|till?|post) anzac(?: day)?\b/g,
    read: (_, today) => onOrNextBusinessDay(nextFixed(today, 4, 26)),
    isReturnDay: true,
  },
  {
    name: "count",
    pattern: new RegExp(
      `\\b(?:in|for|within|after|another|gone|away|leave|off|out|holidays?|next|give (?:me|us)|leave it|again in|about)(?: about| around| the next| another)? (${COUNT}) (?:of )?(?:more )?(business days|working days|days?|weeks?|fortnights?|months?|quarters?)\\b`,
      "g",
    ),
    read: ([count = "", unit = ""], today) => later(today, countOf(count), unit),
    isReturnDay: true,
  },
  {
    name: "count_time",
    pattern: new RegExp(`\\b(${COUNT}) (days?|weeks?|months?)(?:'s?)? (?:time|from now|leave)\\b`, "g"),
    read: ([count = "", unit = ""], today) => later(today, countOf(count), unit),
    isReturnDay: true,
  },
  { name: "fortnight", pattern: /\b(?:in|for|a) (?:a )?fortnight\b/g, read: (_, today) => addDays(today, 14), isReturnDay: true },
  { name: "end_of_month", pattern: /\b(?:end|rest|remainder) of (?:the |this )?month\b/g, read: (_, today) => endOfMonth(today) },
  {
    name: "end_of_year",
    pattern: /\b(?:end|rest|remainder) of (?:the |this )?(?:calendar )?year\b/g,
    read: (_, today) => `${partsOf(today).year}-12-31`,
  },
  { name: "part_of_year", pattern: /\bmid[- ](20\d\d)\b/g, read: ([year]) => toCalendarDate(Number(year), 7, 1) },
  { name: "next_month", pattern: /\bnext month\b/g, read: (_, today) => onOrNextBusinessDay(startOfNextMonth(today)), isReturnDay: true },
  { name: "next_quarter", pattern: /\bnext quarter\b/g, read: (_, today) => quarterStart(undefined, undefined, today), isReturnDay: true },
  {
    name: "weekday_fortnight",
    pattern: new RegExp(`\\b(${WEEKDAY}) fortnight\\b`, "g"),
    read: ([day = ""], today) => addDays(nextWeekday(today, weekdayNumber(day) ?? 1), 14),
  },
  {
    name: "weekday_and_ordinal",
    pattern: new RegExp(`\\b(?:next |this |on )*(${WEEKDAY})[,.]? \\(?(?:the )?(\\d{1,2})(?:st|nd|rd|th)\\b`, "g"),
    read: ([weekday = "", day], today) => nextSuchDay(today, weekdayNumber(weekday) ?? 1, Number(day)),
  },
  {
    name: "weekday_week",
    pattern: new RegExp(`\\b(${WEEKDAY}) week\\b`, "g"),
    read: ([day = ""], today) => addDays(nextWeekday(today, weekdayNumber(day) ?? 1), 7),
  },
  {
    name: "weekday_after_next",
    pattern: new RegExp(`\\b(?:the )?(${WEEKDAY}) (?:after next|after that)\\b`, "g"),
    read: ([day = ""], today) => addDays(nextWeekday(today, weekdayNumber(day) ?? 1), 7),
  },
  {
    name: "next_weekday",
    pattern: new RegExp(`\\bnext (?:week )?(?:on )?(${WEEKDAY})\\b`, "g"),
    read: ([day = ""], today) => weekdayOfNextWeek(today, weekdayNumber(day) ?? 1),
  },
  {
    name: "weekday_next_week",
    pattern: new RegExp(`\\b(${WEEKDAY}) (?:of )?next week\\b`, "g"),
    read: ([day = ""], today) => weekdayOfNextWeek(today, weekdayNumber(day) ?? 1),
  },
  {
    name: "end_of_next_week",
    pattern: /\b(?:all|end|the rest|rest) (?:of )?next week\b/g,
    read: (_, today) => addDays(nextWeekday(today, 1), 7),
    isReturnDay: true,
  },
  { name: "week_after_next", pattern: /\bweek after next\b/g, read: (_, today) => addDays(nextWeekday(today, 1), 7), isReturnDay: true },
  {
    name: "this_week",
    pattern:
      /\b(?:all|end of|(?:for )?the (?:rest|remainder) of|rest of|out|away|off|leave) (?:the |this |for the )+(?:week|rest of the week)\b|\b(?:out|away|off|leave|office|unavailable|closed|training|conference|travelling|interstate|overseas|sick)(?: \w+){0,3} this week\b/g,
    read: (_, today) => nextWeekday(today, 1),
    isReturnDay: true,
  },
  { name: "next_week", pattern: /\bnext week\b/g, read: (_, today) => nextWeekday(today, 1), isReturnDay: true },
  {
    name: "today",
    pattern: /\b(?:out|away|off|sick|unwell|leave|office|meetings|all day)(?: \w+){0,3} today\b|\buntil tomorrow\b|\btomorrow\b/g,
    read: (_, today) => addDays(today, 1),
    isReturnDay: true,
  },
  {
    name: "day_of_month",
    pattern:
      /\b(?:the|on|till?|until|from|to|and|back|by|return\w*) ?-? ?\(?(\d{1,2})(?:st|nd|rd|th)\b(?! (?:floor|birthday|anniversary|annual|time|email|message|year|street|avenue|century|edition|place))/g,
    read: ([day], today) => nextDayOfMonth(today, Number(day)),
  },
  {
    // "Friday 27" is a date only where that day is a Friday; "Friday 10" is more often an hour.
    name: "weekday_and_number",
    pattern: new RegExp(`\\b(${WEEKDAY})[,.]? (\\d{1,2})\\b(?! ?(?:am|pm|[:.]\\d|[/-]\\d|o'?clock|ish))`, "g"),
    read: ([weekday = "", day], today) => {
      const date = nextDayOfMonth(today, Number(day));
      return date && weekdayOf(date) === weekdayNumber(weekday) ? date : undefined;
    },
  },
  {
    name: "weekday",
    // "Mon-Wed" are the days somebody works, not a day to come back on.
    pattern: new RegExp(`(?<!\\b${WEEKDAY}(?:s)? ?(?:-|to|through) ?)\\b(${WEEKDAY})\\b(?!s? ?(?:-|to|through) ?${WEEKDAY}\\b)`, "g"),
    read: ([day = ""], today) => nextWeekday(today, weekdayNumber(day) ?? 1),
  },
];

/** Every day a text names, in reading order, seen from `today` (the day the message was written). */
export function findDateMentions(matchable: string, today: CalendarDate): DateMention[] {
  const found: DateMention[] = [];
  for (const reader of READERS) {
    for (const match of matchable.matchAll(reader.pattern)) {
      const at = match.index;
      const end = at + match[0].length;
      if (found.some((other) => at < other.end && end > other.at)) continue;
      const date = reader.read(match.slice(1), today);
      if (date) found.push({ date, at, end, phrase: match[0], isReturnDay: reader.isReturnDay ?? false });
    }
  }
  return found.sort((a, b) => a.at - b.at);
}
