import "server-only";

/** Month names and their usual short forms, English first, then French, German, Italian, Spanish, Dutch and Portuguese. */
const MONTH_NAMES: readonly string[] = [
  "january|jan|janvier|januar|gennaio|enero|januari|janeiro",
  "february|feb|febr|f[ée]vrier|februar|febbraio|febrero|februari|fevereiro",
  "march|mar|mars|m[äa]rz|marzo|maart|mar[çc]o",
  "april|apr|avril|aprile|abril",
  "may|mai|maggio|mayo|mei|maio",
  "june|jun|juin|juni|giugno|junio|junho",
  "july|jul|juillet|juli|luglio|julio|julho",
  "august|aug|ao[uû]t|agosto|augustus",
  "september|sept|sep|septembre|settembre|septiembre|setembro",
  "october|oct|octobre|oktober|ottobre|octubre|outubro",
  "november|nov|novembre|noviembre|novembro",
  "december|dec|d[ée]cembre|dezember|dicembre|diciembre|dezembro",
];

export const MONTH = `(?:${MONTH_NAMES.join("|")})`;

const WEEKDAY_NAMES: readonly string[] = [
  "sunday|sun|sonntag|dimanche|domenica|domingo|zondag",
  "monday|mon|montag|lundi|luned[iì]|lunes|maandag",
  "tuesday|tues|tue|dienstag|mardi|marted[iì]|martes|dinsdag",
  "wednesday|weds|wed|mittwoch|mercredi|mercoled[iì]|mi[eé]rcoles|woensdag",
  "thursday|thurs|thur|thu|donnerstag|jeudi|gioved[iì]|jueves|donderdag",
  "friday|fri|freitag|vendredi|venerd[iì]|viernes|vrijdag",
  "saturday|sat|samstag|samedi|sabato|s[aá]bado|zaterdag",
];

export const WEEKDAY = `(?:${WEEKDAY_NAMES.join("|")})`;

const NUMBER_WORDS: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  "a couple of": 2,
  couple: 2,
  "a few": 3,
  few: 3,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
};

export const COUNT = `(?:\\d{1,3}|a couple of|a few|${Object.keys(NUMBER_WORDS).join("|")})`;

/** 1–12, or undefined for a word that names no month. */
export function monthNumber(word: string): number | undefined {
  const at = MONTH_NAMES.findIndex((names) => new RegExp(`^(?:${names})$`).test(word));
  return at < 0 ? undefined : at + 1;
}

/** 0 = Sunday … 6 = Saturday. */
export function weekdayNumber(word: string): number | undefined {
  const at = WEEKDAY_NAMES.findIndex((names) => new RegExp(`^(?:${names})$`).test(word));
  return at < 0 ? undefined : at;
}

export function countOf(word: string): number | undefined {
  return /^\d+$/.test(word) ? Number(word) : NUMBER_WORDS[word];
}
