import "server-only";
import type { ClaimFact } from "@/lib/domain/claim-facts";
import { toIndustry } from "@/lib/domain/industries";
import { isNameLike } from "@/lib/domain/is-name-like";
import { remember } from "@/lib/domain/remember";
import { parseTitle } from "@/lib/domain/titles";
import { type FactKind, kindOf, type Side } from "@/lib/engines/grounding/fact-kinds";
import { foldText } from "@/lib/engines/grounding/fold-text";
import { namesOf } from "@/lib/engines/grounding/names-of-fact";
import { INDUSTRY_WORDS, TRADE_WORDS } from "@/lib/engines/grounding/names-of-things";
import { type FactDate, readDates } from "@/lib/engines/grounding/read-dates";
import { stem } from "@/lib/engines/grounding/stem";
import { type Token, tokenise } from "@/lib/engines/grounding/tokens";
import { HEADS } from "@/lib/engines/grounding/vocabulary";

/** A fact, read once for all the sentences it is held against. */
export type KnownFact = {
  key: string;
  kind: FactKind;
  side: Side;
  /** Stems of the words a sentence may use because of it. */
  stems: ReadonlySet<string>;
  /** Stems that stand in its own text, in order. */
  textStems: readonly string[];
  range: { min: number; max: number } | null;
  /** How many things it lists. */
  count: number;
  /** Figures of a text with the stems of the words around each. */
  figures: readonly { value: number; around: ReadonlySet<string> }[];
  dates: readonly FactDate[];
  /** It says that something is not so. */
  isDenial: boolean;
  /** Words without which a title is another one: "assistant", "former". */
  demoted: readonly string[];
};

/** Words of a sentence that stand for one fact. */
export type Phrase = { words: readonly string[]; fact: KnownFact };

export type FactBook = { facts: readonly KnownFact[]; phrases: ReadonlyMap<string, readonly Phrase[]> };

/** Below this a fact is a guess, and nobody is told a guess. */
const LEAST_CONFIDENCE = 0.4;
const DEMOTING =
  /^(?:assistants?|deputy|associate|acting|interim|former|formerly|ex|junior|vice|intern|trainee|retired|previous|past|graduate)$/;
const DENYING = /^(?:not|no|never|without|neither|except|exclud\w+|unlike|instead|rather|cease[ds]?|stopped)$/;
const SYNONYMS: readonly (readonly [string, string])[] = [
  ["managing director", "md"],
  ["chief executive officer", "ceo"],
  ["chief executive", "ceo"],
  ["chief financial officer", "cfo"],
  ["chief operating officer", "coo"],
  ["chief technology officer", "cto"],
  ["chief marketing officer", "cmo"],
  ["general manager", "gm"],
  ["vice president", "vp"],
  ["human resources", "hr"],
  ["co founder", "cofounder"],
];
/** Words of keys that say how something is stored, not what it is. */
const COLUMN_WORDS: ReadonlySet<string> = new Set(
  "is has latest total date start year count number name url status size first last full value type current recent new other custom".split(
    " ",
  ),
);
/** Words a fact of a kind lets a sentence use, beside those of its own text. */
const RELATIONS: Partial<Record<FactKind, string>> = {
  employees:
    "people person staff staffed employee employees member members strong head heads headcount worker workers crew folk sized workforce employ employs employing payroll number size team",
  founded:
    "set founded established started start began begun opened business trading operating operation history old age years year decade decades since around existence company running building going anniversary founding century centuries back goes turned turns birthday story",
  tenure:
    "years year months since joined started start took taken stepped stepping tenure decade appointed became become chair seat helm reins holding held role position in-role into time leading running heading",
  funding:
    "funding funded raised raise raising round investment invested capital backed money cash dated financing closed secured close announced funds",
  hiring:
    "hiring hire hires recruiting recruitment recruit recruits vacancy vacancies jobs job role roles opening openings open ads ad advertising advertised careers positions adding taking take looking people staff positions",
  technologies:
    "list lists listed include includes including among toolkit kit place live lives land lands use uses using used run runs running built build on powered program programs platform tool tools software stack setup set account accounts technology tech site website system systems rely relies based",
  growth: "growing grow grown growth grew expanding expanded expand expansion scaling scale",
  award: "award awards awarded won win winning winner winners finalist finalists named recognised recognition prize congratulations picked",
  location: "based located base headquartered headquarters home office city state operate operates operating side",
  title: "role position title job chair seat",
  industry: "specialise specialises specialising specialist specialists",
  revenue: "revenue turnover turning turn turns over annual sales making make makes",
  web: "website site web online page domain",
  contact: "",
};

/** Reads facts for checking: what each says, and under which words a sentence may speak of it. Pure. */
export function openFactBook(facts: readonly ClaimFact[]): FactBook {
  const known: KnownFact[] = [];
  const phrases = new Map<string, Phrase[]>();
  for (const { key, value, confidence } of facts) {
    if (confidence < LEAST_CONFIDENCE) continue;
    // The agency's facts, and many of its leads', repeat from message to message.
    const read = readOnce(JSON.stringify([key, value]));
    if (!read) continue;
    known.push(read.fact);
    for (const words of read.phrases) {
      const first = words[0];
      if (first !== undefined) phrases.set(first, [...(phrases.get(first) ?? []), { words, fact: read.fact }]);
    }
  }
  return { facts: known, phrases };
}

const readOnce = remember((entry): { fact: KnownFact; phrases: string[][] } | null => {
  const [key, value] = JSON.parse(entry) as [string, ClaimFact["value"]];
  const said = textsOf(value);
  // "Xero; MYOB" are two.
  const { kind, side } = kindOf({ key });
  const isList = kind === "technologies" || (side === "agency" && /services/.test(key));
  const texts = isList ? said.flatMap((text) => text.split(/\s*[;,|/]\s*/)).filter(Boolean) : said;
  if (texts.length === 0) return null;
  const fact = readFact({ key, value }, texts);
  // A name that tells something was written to be repeated as a fact: it bears out nothing.
  if ((fact.kind === "person" || fact.kind === "company") && !texts.every(isNameLike)) return null;
  return { fact, phrases: namesOf(fact.kind, texts) };
});

function textsOf(value: ClaimFact["value"]): string[] {
  const texts = Array.isArray(value) ? value : [String(value)];
  return texts.map((text) => foldText(text).trim()).filter(Boolean);
}

function readFact(fact: Pick<ClaimFact, "key" | "value">, texts: readonly string[]): KnownFact {
  const { kind, side, words } = kindOf(fact);
  const said = texts.flatMap((text) => saidIn(text));
  const textStems = said.filter(({ number }) => number === null).map(({ word }) => stem(word));
  const isDenial = fact.value === false || /^(?:no|false|none|0)$/i.test(texts[0] ?? "");
  const isFlag = typeof fact.value === "boolean" || /^(?:yes|no|true|false|none)$/i.test(texts[0] ?? "");
  const stems = new Set(isFlag ? [] : textStems);
  const relations =
    kind === "award" && /finalist|shortlist|nomin|runner|commend/i.test(texts.join(" "))
      ? "named recognised recognition finalist"
      : RELATIONS[kind];
  for (const word of `${words
    .split("_")
    .filter((word) => !COLUMN_WORDS.has(word))
    .join(" ")} ${relations ?? ""} ${alsoSaid(kind, texts)}`.split(" "))
    if (word) stems.add(stem(word));
  return {
    key: fact.key,
    kind,
    side,
    stems,
    textStems,
    range: rangeOf(fact.value, said),
    count: texts.length,
    figures: figuresOf(said),
    dates: texts.flatMap((text) => readDates(tokenise(text), text)),
    isDenial,
    demoted: kind === "title" ? said.map(({ word }) => word).filter((word) => DEMOTING.test(word)) : [],
  };
}

/** The words of a text without the clauses that deny something: "we do no renovations" supports nothing about renovations. */
function saidIn(text: string): Token[] {
  return text.split(/(?<=[.!?;,])\s+|\n/).flatMap((clause) => {
    const tokens = tokenise(clause);
    return tokens.some(({ word }) => DENYING.test(word)) ? [] : tokens;
  });
}

function alsoSaid(kind: FactKind, texts: readonly string[]): string {
  const text = ` ${texts
    .join(" , ")
    .toLowerCase()
    .replace(/[^a-z\d]+/g, " ")} `;
  if (kind === "industry")
    return [
      ...texts.map((one) => INDUSTRY_WORDS[toIndustry(one) ?? "b2b_general"]),
      ...TRADE_WORDS.flatMap(([named, also]) => (named.test(text) ? [also] : [])),
    ].join(" ");
  if (kind === "title") {
    const { family, subordinate } = parseTitle(texts.join(", "));
    const leads =
      (["principal", "c_suite"].includes(family) || /\bprincipal \W*$/.test(text)) && !subordinate
        ? "run runs running lead leads leading manage managing head heading helm charge top boss"
        : "";
    const some =
      ["director", "senior_manager", "manager", "vice_president"].includes(family) && !subordinate
        ? "lead leads leading manage manages managing head heads heading charge oversee look run runs running"
        : "";
    const owns = /\b(?:owner|founder|proprietor|cofounder)\b/.test(text) ? "own owns owned owning" : "";
    const founded = /\b(?:founder|cofounder)\b/.test(text) ? "founded founding founder started built set established" : "";
    const pairs = SYNONYMS.flatMap((pair) => (pair.some((one) => text.includes(` ${one} `)) ? pair : []));
    return [leads, some, owns, founded, ...pairs].join(" ");
  }
  return "";
}

function rangeOf(value: ClaimFact["value"], said: readonly Token[]): KnownFact["range"] {
  if (typeof value === "number") return { min: value, max: value };
  if (typeof value !== "string") return null;
  const numbers = said.flatMap(({ number }) => number ?? []);
  const [first, second] = numbers;
  const rest = said.filter(
    ({ number, word }) =>
      number === null &&
      !HEADS.has(word) &&
      !/^(?:to|and|between|over|under|than|more|less|about|approximately|around|\+|years?)$/.test(word),
  );
  if (first === undefined || numbers.length > 2 || rest.length > 1) return null;
  if (second !== undefined) return { min: Math.min(first, second), max: Math.max(first, second) };
  const has = (pattern: RegExp) => said.some(({ word }) => pattern.test(word));
  if (has(/^(?:\+|over|more|plus)$/)) return { min: first, max: Number.POSITIVE_INFINITY };
  if (has(/^(?:under|less|fewer)$/)) return { min: 0, max: first };
  return { min: first, max: first };
}

function figuresOf(said: readonly Token[]): KnownFact["figures"] {
  return said.flatMap(({ number }, at) => {
    if (number === null) return [];
    const around = said.slice(Math.max(0, at - 4), at + 5).filter((token) => token.number === null);
    return [{ value: number, around: new Set(around.map(({ word }) => stem(word))) }];
  });
}
