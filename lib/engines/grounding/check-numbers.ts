import "server-only";
import { type Claimed, claimedFigure } from "@/lib/engines/grounding/claimed-figure";
import type { KnownFact } from "@/lib/engines/grounding/fact-book";
import { type FactDate, isYear, monthOf, yearsSince } from "@/lib/engines/grounding/read-dates";
import { stem } from "@/lib/engines/grounding/stem";
import type { Token } from "@/lib/engines/grounding/tokens";
import { BENIGN_UNITS, COUNT_ADJECTIVES, FUNCTION_WORDS, HEADS, NEUTRAL } from "@/lib/engines/grounding/vocabulary";

export type NumberSetting = {
  tokens: readonly Token[];
  /** The facts of whoever the segment speaks of. */
  facts: readonly KnownFact[];
  /** It proposes or asks something: a day or an hour in it is no claim. */
  isProposal: boolean;
  /** It says something of the reader or their company. */
  isReaders: boolean;
  /** The words that tell what a date is of: of a mere "Since 2019," the whole sentence. */
  context: readonly Token[];
  /** It speaks of the reader themself rather than of their company. */
  isPerson: boolean;
  now: Date;
};
export type NumberVerdict = { isFine: boolean; cites: string[] };

const FINE: NumberVerdict = { isFine: true, cites: [] };
const LISTED = /^(?:systems?|tools?|platforms?|apps?|programs?|packages?)$/;
const DAYS = /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/;

/** Whether facts bear out the figure at `at`: its unit decides which, the words around it how exactly. */
export function checkNumber(setting: NumberSetting, at: number): NumberVerdict {
  const { tokens } = setting;
  const token = tokens[at] as Token;
  const value = token.number ?? 0;
  const next = (ahead: number) => tokens[at + ahead]?.word ?? "";
  const previous = (behind: number) => tokens[at - behind]?.word ?? "";
  if (token.isOrdinal && !/^\d/.test(token.word) && value <= 3 && BENIGN_UNITS.has(next(1))) return FINE;
  if (/^(?:am|pm|o'clock)$/.test(next(1)) || token.word.includes(":") || (DAYS.test(previous(1)) && token.isOrdinal))
    return proposal(setting);
  if (
    monthOf(next(1)) ||
    (monthOf(previous(1)) && value <= 31 && !isYear(token)) ||
    (token.isOrdinal && next(1) === "of" && monthOf(next(2)))
  )
    return dayOrProposal(setting, at);
  if (isYear(token) && !HEADS.has(next(1))) return checkYear(setting, at);

  // "with twenty more members": supposed, not counted.
  if (setting.isProposal && /^(?:more|extra|further)$/.test(next(1)) && tokens.some(({ word }) => /^(?:would|could|might|if)$/.test(word)))
    return FINE;
  const unit = unitAfter(tokens, at);
  if (/^(?:years?|yrs?|months?|decades?|centur(?:y|ies)|anniversary|birthday)$/.test(unit.word))
    return checkDuration(setting, at, unit.word);
  const isMoneyOrShare = token.before.includes("$") || next(1) === "%" || /^(?:percent|per|dollars?|aud|usd|times|x|fold)$/.test(unit.word);
  if (!isMoneyOrShare && BENIGN_UNITS.has(unit.word)) return setting.isReaders && !setting.isProposal ? inTexts(setting, at, value) : FINE;
  const claimed = claimedFigure(tokens, at);
  if (!isMoneyOrShare && isHeadcount(setting, at, unit)) {
    const verdict = byKind(setting, ["employees"], claimed);
    if (verdict.isFine) return verdict;
  }
  // "the two systems I have down"
  if (LISTED.test(unit.word)) {
    const listed = setting.facts.filter(({ kind, count }) => kind === "technologies" && count === value);
    if (listed.length > 0) return { isFine: true, cites: listed.map(({ key }) => key) };
  }
  // "which makes it thirty this year"
  const isItsAge = previous(2) === "it" && previous(1) === "is" && next(1) === "this" && next(2) === "year";
  if (
    isItsAge ||
    (/^(?:makes (?:it|them)|(?:\S+ )?(?:turns|turned|turning))$/.test(`${previous(2)} ${previous(1)}`) &&
      /^(?:this|now|in|)$/.test(next(1)))
  )
    return checkDuration({ ...setting, isPerson: false, isProposal: false }, at, "years");
  if (next(1) === "of" && next(2) === "us")
    return byKind({ ...setting, facts: setting.facts.filter(({ side }) => side === "agency") }, ["employees"], claimed);
  const keyed = setting.facts.filter(
    ({ range, stems, kind }) =>
      range !== null && kind !== "employees" && kind !== "founded" && unit.word !== "" && stems.has(stem(unit.word)),
  );
  const fit = keyed.filter(({ range }) => range !== null && claimed(range));
  if (fit.length > 0) return { isFine: true, cites: fit.map(({ key }) => key) };
  if (token.before.includes("$")) {
    const paid = setting.facts.filter(({ kind, stems, range, figures }) => {
      const isNamed = tokens.some((one) => one.number === null && !FUNCTION_WORDS.has(one.word) && stems.has(stem(one.word)));
      return (
        (kind === "funding" || kind === "revenue") &&
        isNamed &&
        [...(range ? [range] : []), ...figures.map(({ value: min }) => ({ min, max: min }))].some(claimed)
      );
    });
    if (paid.length > 0) return { isFine: true, cites: paid.map(({ key }) => key) };
  }
  return inTexts(setting, at, value);
}

/** What is counted: the first word behind the figure that is no adjective of counting. */
function unitAfter(tokens: readonly Token[], at: number): { word: string; index: number } {
  for (let index = at + 1; index < Math.min(tokens.length, at + 6); index += 1) {
    const token = tokens[index] as Token;
    if (/[,;:(.)]/.test(token.before)) break;
    if (token.number !== null || /^(?:to|and|\+|%)$/.test(token.word)) continue;
    if (HEADS.has(token.word) && token.word !== "team") return { word: token.word, index };
    if (BENIGN_UNITS.has(token.word) && !COUNT_ADJECTIVES.has(token.word)) return { word: token.word, index };
    if (COUNT_ADJECTIVES.has(token.word) && token.word !== "team") continue;
    if (token.word === "team" && HEADS.has(tokens[index + 1]?.word ?? "")) continue;
    if (FUNCTION_WORDS.has(token.word)) break;
    return { word: token.word, index };
  }
  return { word: "", index: at };
}

function isHeadcount({ tokens, facts }: NumberSetting, at: number, unit: { word: string; index: number }): boolean {
  // Whoever is being hired or has left is not who is there.
  if (
    tokens
      .slice(Math.max(0, at - 4), at)
      .some(({ word }) =>
        /^(?:hir\w+|recruit(?:s|ed|ing)?|add\w*|lost|lose|losing|laid|let|need\w*|sack\w*|fir(?:ed|ing)|promot\w+|train\w*|advertis\w+|another|extra|further|up)$/.test(
          word,
        ),
      )
  )
    return false;
  if (HEADS.has(unit.word)) {
    // "48 people in Perth" counts something narrower than the company, "48 sales people" never gets here.
    const of = tokens[unit.index + 1]?.word;
    return of !== "from" && of !== "under" && of !== "reporting";
  }
  const before = tokens
    .slice(Math.max(0, at - 6), at)
    .map(({ word }) => word)
    .join(" ");
  const whole =
    /(?:^|\s)(?:(?:your|the|a|whole|entire|own|this|with) )*(?:team|staff|crew|workforce|headcount|head count|company|business|firm|studio|agency|outfit|group|size)(?: (?:size|numbers?))? (?:of|is|at|now|has|to|around|about|just|over|under|nearly|almost|roughly|approximately|some|sits|stands|reached|numbers|than|more|less|fewer|close|up|as|many|between|and|currently|\+)/;
  const employs = /\b(?:employs?|employing|staffed by|headcount)\b/;
  if (!whole.test(before) && !employs.test(before)) return false;
  // "a sales team of 48" is not the company.
  if (
    /\b(?!(?:your|the|a|an|whole|entire|own|this|with|of|and|as|whose|our|total|local|in|lead|leads|leading|run|running|manage|managing|is|has|have|at|for)\b)[a-z]+ (?:team|crew|staff|group)\b/.test(
      before,
    )
  )
    return false;
  return unit.word === "" || NEUTRAL.has(unit.word) || facts.some(({ kind, stems }) => kind === "industry" && stems.has(stem(unit.word)));
}

function byKind({ facts }: NumberSetting, kinds: readonly string[], claimed: Claimed): NumberVerdict {
  const fit = facts.filter(({ kind, range }) => kinds.includes(kind) && range !== null && claimed(range));
  return { isFine: fit.length > 0, cites: fit.map(({ key }) => key) };
}

/** A figure that stands in a text, with the thing it counts beside it there as here. */
function inTexts({ tokens, facts }: NumberSetting, at: number, value: number): NumberVerdict {
  const unit = unitAfter(tokens, at).word || (tokens[at - 1]?.word ?? "");
  const wanted =
    unit === "" || FUNCTION_WORDS.has(unit)
      ? (tokens.slice(Math.max(0, at - 4), at).findLast(({ word, number }) => number === null && !FUNCTION_WORDS.has(word))?.word ?? "")
      : unit;
  // Of a sum of money any word beside it tells what it was for.
  const isMoney = tokens[at]?.before.includes("$") ?? false;
  const beside = isMoney
    ? tokens
        .slice(Math.max(0, at - 5), at + 6)
        .flatMap(({ word, number }) => (number === null && !FUNCTION_WORDS.has(word) ? [stem(word)] : []))
    : [stem(wanted)];
  if (wanted === "") return { isFine: false, cites: [] };
  const fit = facts.filter(
    ({ figures, kind }) =>
      !["employees", "founded", "tenure"].includes(kind) &&
      figures.some((figure) => figure.value === value && beside.some((one) => figure.around.has(one))),
  );
  return { isFine: fit.length > 0, cites: fit.map(({ key }) => key) };
}

function proposal({ isProposal }: NumberSetting): NumberVerdict {
  return { isFine: isProposal, cites: [] };
}

/** "on 12 March" of a proposal, or the day of a fact. */
function dayOrProposal(setting: NumberSetting, at: number): NumberVerdict {
  const { tokens, facts } = setting;
  const near = tokens.slice(Math.max(0, at - 2), at + 4);
  const month = near.map(({ word }) => monthOf(word)).find((one) => one !== null) ?? null;
  const year = near.find(isYear)?.number ?? null;
  const day = tokens[at]?.number ?? null;
  const fit = facts.filter(({ dates }) =>
    dates.some((date) => date.month === month && date.day === day && (year === null || year === date.year)),
  );
  return fit.length > 0 ? { isFine: true, cites: fit.map(({ key }) => key) } : proposal(setting);
}

const ABOUT_BUSINESS =
  /^(?:found\w*|establish\w*|start\w*|began|begin|trad\w+|operat\w+|business|open\w*|incorporat\w*|existence|going|history|anniversary|build\w*|serv\w+)$/;
const ABOUT_ROLE =
  /^(?:role|led|position|title|job|chair|seat|helm|reins|joined|join|appointed|became|tenure|director|ceo|md|manager|owner|head|officer|principal|partner|lead|leading|running|heading|been|stepped|took)$/;

/** Dates a year or a duration of this segment may speak of: those of the role for the reader, those of the company for it. */
function datesFor({ context: tokens, facts, isPerson, isProposal }: NumberSetting): { fact: KnownFact; date: FactDate }[] {
  const ofBusiness =
    tokens.some(({ word }) => ABOUT_BUSINESS.test(word)) ||
    facts.some(
      ({ kind, stems }) =>
        kind === "industry" && tokens.some(({ word }) => stems.has(stem(word)) && !/^(?:special|business|service)/.test(word)),
    );
  const ofRole = tokens.some(({ word }) => ABOUT_ROLE.test(word) && !(word === "been" && ofBusiness));
  const kinds = new Set<string>();
  if ((isPerson || isProposal) && (ofRole || !ofBusiness)) kinds.add("tenure");
  if (ofBusiness || !isPerson) kinds.add("founded");
  if (isPerson && ofRole && ofBusiness)
    kinds.delete(
      tokens.some(({ word }) => /^(?:role|position|director|ceo|md|manager|chair|helm|head|joined|appointed)$/.test(word))
        ? "founded"
        : "tenure",
    );
  const dated = facts.filter(({ kind }) => kinds.has(kind)).flatMap((fact) => fact.dates.map((date) => ({ fact, date })));
  const funded = tokens.some(({ word }) => /^(?:rais|fund|round|invest|capital)/.test(word));
  return funded ? facts.filter(({ kind }) => kind === "funding").flatMap((fact) => fact.dates.map((date) => ({ fact, date }))) : dated;
}

function checkYear(setting: NumberSetting, at: number): NumberVerdict {
  const { tokens, facts, now, isProposal } = setting;
  const year = tokens[at]?.number ?? 0;
  const month = monthOf(tokens[at - 1]?.word ?? "");
  const before = tokens
    .slice(Math.max(0, at - 3), at)
    .map(({ word }) => word)
    .join(" ");
  const compare = (date: FactDate): boolean => {
    if (/(?:before|prior to)(?: \S+)?$/.test(before)) return date.year < year;
    if (/after(?: \S+)?$/.test(before)) return date.year > year;
    if (/(?:about|around|circa|roughly)$/.test(before)) return Math.abs(date.year - year) <= 1;
    return date.year === year && (month === null || month === date.month);
  };
  const fit = datesFor(setting)
    .filter(({ date }) => compare(date))
    .map(({ fact }) => fact);
  const said = tokens
    .filter(({ number, word }) => number === null && !FUNCTION_WORDS.has(word) && monthOf(word) === null)
    .map(({ word }) => stem(word));
  const texts = facts.filter(
    ({ kind, dates, stems }) =>
      !["founded", "tenure", "funding"].includes(kind) && dates.some(compare) && said.some((one) => stems.has(one)),
  );
  if (fit.length + texts.length > 0) return { isFine: true, cites: [...fit, ...texts].map(({ key }) => key) };
  const ahead = year - now.getUTCFullYear();
  return { isFine: isProposal && ahead >= 0 && ahead <= 1, cites: [] };
}

function checkDuration(setting: NumberSetting, at: number, unit: string): NumberVerdict {
  const { tokens, now, isProposal, isPerson } = setting;
  const scale = /^month/.test(unit) ? 1 / 12 : /^decade/.test(unit) ? 10 : /^centur/.test(unit) ? 100 : 1;
  const ordinal = tokens[at]?.isOrdinal ?? false;
  const claimed = claimedFigure(tokens, at);
  const fit = datesFor(setting).filter(({ date }) => {
    const { whole, exact } = yearsSince(date, now);
    if (ordinal) return (tokens[at]?.number ?? 0) === (/anniversary|birthday/.test(unit) ? whole : whole + 1);
    const inUnits = scale < 1 ? Math.floor(exact / scale) : whole / scale;
    const precise = exact / scale;
    return (
      claimed({ min: inUnits, max: inUnits }) ||
      (!Number.isInteger(precise) && isLoose(tokens, at) && claimed({ min: precise, max: precise }))
    );
  });
  if (fit.length > 0) return { isFine: true, cites: fit.map(({ fact }) => fact.key) };
  const counted = setting.facts.filter(
    ({ kind, stems, range }) => kind !== "founded" && kind !== "tenure" && range !== null && stems.has("year") && claimed(range),
  );
  if (counted.length > 0 && scale === 1) return { isFine: true, cites: counted.map(({ key }) => key) };
  const texts = inTexts(setting, at, tokens[at]?.number ?? 0);
  // "in the next three months" of a plan claims nothing.
  const isAhead = tokens.slice(Math.max(0, at - 3), at).some(({ word }) => /^(?:next|within|coming)$/.test(word));
  return texts.isFine ? texts : { isFine: isAhead && isProposal && !isPerson, cites: [] };
}

/** With a word that allows for a remainder, the broken number of years counts too: "almost eight years" of seven and ten months. */
function isLoose(tokens: readonly Token[], at: number): boolean {
  return tokens
    .slice(Math.max(0, at - 3), at)
    .some(({ word }) => /^(?:about|around|almost|nearly|roughly|over|more|under|less|approximately|close|shy|some|just)$/.test(word));
}
