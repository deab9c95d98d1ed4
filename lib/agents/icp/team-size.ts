import "server-only";
import type { AgencySize } from "@/lib/domain/icp-findings";
import type { PageBlock, PageType, SitePage, SourcedFact } from "@/lib/domain/site-facts";

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  hundred: 100,
};
const N = `(?<n>\\d{1,3}(?:,\\d{3})*|\\d{1,5}|${Object.keys(NUMBER_WORDS).join("|")})(?<plus>\\+)?`;
const PEOPLE =
  "(?:people|specialists|experts|employees|staff(?: members)?|team members|marketers|professionals|strategists|creatives|humans|digital natives|consultants|designers|developers|engineers)";
const ADJECTIVES = "(?:[a-z-]+ ){0,3}";

/** What pages write about their head-count; the number is that of the whole team. */
const STATEMENTS: readonly RegExp[] = [
  new RegExp(`\\bteam of (?:over |more than |about |around |some |nearly |now )?${N}\\b(?! (?:hours|days|weeks|years))`, "iu"),
  new RegExp(
    `(?<![\\d.,])${N}[- ]?(?:person|people|strong|man|member)(?:[- ]strong)? (?:[a-z]+ )?(?:team|agency|crew|studio|company)\\b`,
    "iu",
  ),
  new RegExp(
    `\\b(?:we(?:'re| are)|our team (?:is|has|counts|includes)|we employ|we have|with|employs?|made up of|family of|crew of) (?:a team of |now |over |more than |about |around |a tight-knit )*${N} (?:full-time |in-house |talented |passionate |dedicated |senior )*${ADJECTIVES}${PEOPLE}\\b`,
    "iu",
  ),
  new RegExp(`\\b(?:our|over|more than) ${N} (?:full-time |in-house |talented |passionate |dedicated |senior )*${PEOPLE}\\b`, "iu"),
  new RegExp(
    `(?<![\\d.,$])${N} (?:full-time |in-house |talented |passionate |dedicated |senior |digital |marketing )*(?:specialists|experts|team members|employees|staff|people on (?:the|our) team)\\b`,
    "iu",
  ),
  /\bnumberOfEmployees\b\D{0,40}?(?<n>\d{1,5})/iu,
];
/** "A solo practice": one person. */
const ALONE =
  /\b(?:i'm|i am) (?:a |an )?(?:freelance|solo|independent)\b|\bone[- ]person (?:agency|studio|business|practice)\b|\bsole trader\b/iu;
/** The number is somebody else's, or no head-count. */
const NOT_OURS =
  /\b(?:clients?|customers?|brands|businesses|companies|followers|subscribers|attendees|leads|their|his|her) (?:have |has |with )?[^.]{0,30}$/iu;

const ABOUT_FIRST: readonly PageType[] = ["about", "team", "home", "careers", "contact", "services"];

/** Whoever is named under a portrait: two to four words, each with a capital. */
const PERSON = /^\p{Lu}[\p{L}'’.-]+(?: (?:de|van|von|der|la|le|\p{Lu}[\p{L}'’.-]*)){1,3}$/u;
const ROLE =
  /\b(?:founder|director|manager|lead|head|specialist|strategist|designer|developer|engineer|executive|coordinator|officer|ceo|cto|coo|cmo|producer|editor|copywriter|writer|analyst|consultant|partner|owner|principal|assistant|planner|buyer|creative|intern|marketer|account|seo|photographer|videographer)\b/i;

/** Boxes whose people are somebody else's. */
const PRAISE = /testimonial|review|quote|client|customer/i;

export type HeadCount = { size: number; confidence: number; evidence: SourcedFact[] };

/** What the site says or shows of its team; null when it does neither. */
export function countTeam(pages: readonly SitePage[]): HeadCount | null {
  const ordered = pages.toSorted((a, b) => rank(a) - rank(b));
  const stated = ordered.flatMap((page) => statement(page) ?? [])[0] ?? null;
  const shown = portraits(ordered);
  if (stated) {
    // A page that shows more people than it speaks of has grown since.
    return shown && shown.size > stated.size ? { ...shown, evidence: [...shown.evidence, ...stated.evidence] } : stated;
  }
  if (shown) return shown;
  for (const page of ordered) {
    const line = linesOf(page).find((text) => ALONE.test(text));
    if (line)
      return { size: 1, confidence: 0.6, evidence: [{ value: "1 person", url: page.url, quote: cut(line, ALONE), confidence: 0.6 }] };
  }
  return null;
}

function statement(page: SitePage): HeadCount | null {
  for (const pattern of STATEMENTS) {
    for (const line of linesOf(page)) {
      const match = pattern.exec(line);
      const size = toNumber(match?.groups?.n);
      if (!match || size === null || size < 1 || size > 20_000 || NOT_OURS.test(line.slice(0, match.index))) continue;
      const confidence = page.pageType === "about" || page.pageType === "team" ? 0.85 : 0.7;
      return { size, confidence, evidence: [{ value: `${size} people`, url: page.url, quote: cut(line, pattern), confidence }] };
    }
  }
  return null;
}

/** Counts the people that a team page shows with their roles. */
function portraits(pages: readonly SitePage[]): HeadCount | null {
  for (const page of pages) {
    if (page.pageType !== "team" && page.pageType !== "about") continue;
    const names = new Map<string, string>();
    for (const [at, block] of page.blocks.entries()) {
      if (block.area !== "main" || !PERSON.test(block.text.trim()) || block.marks.some((mark) => PRAISE.test(mark))) continue;
      const near = page.blocks.slice(at + 1, at + 3).filter((other) => isBeside(block, other));
      const role = near.find(({ text }) => text.length < 80 && ROLE.test(text));
      if (role) names.set(block.text.trim(), block.text.trim());
    }
    if (names.size < 2) continue;
    const confidence = page.pageType === "team" ? 0.75 : 0.6;
    const evidence = [...names.values()].slice(0, 4).map((name) => ({ value: name, url: page.url, quote: name, confidence }));
    return { size: names.size, confidence, evidence };
  }
  return null;
}

/** In one card, or on a page that has no cards. */
function isBeside({ groups }: PageBlock, other: PageBlock): boolean {
  return groups.length === 0 || groups.some((group) => other.groups.includes(group));
}

/** The class of an agency by its head-count. */
export function agencySize(people: number): AgencySize {
  if (people <= 1) return "solo";
  if (people <= 5) return "micro";
  if (people <= 20) return "small";
  if (people <= 50) return "medium";
  return people <= 200 ? "large" : "enterprise";
}

/** Words of a page a line at a time: what is seen, then what stands in its attributes. */
export function linesOf({ text, attributes }: SitePage): string[] {
  return [...text.split("\n"), ...attributes].map((line) => line.trim()).filter(Boolean);
}

/** A literal piece of the line, at most 300 characters, around what was found. */
export function cut(line: string, pattern: RegExp): string {
  if (line.length <= 300) return line;
  const at = pattern.exec(line)?.index ?? 0;
  const start = Math.max(0, at - 100);
  return line.slice(start, start + 300).trim();
}

function rank({ pageType }: SitePage): number {
  const at = ABOUT_FIRST.indexOf(pageType);
  return at < 0 ? ABOUT_FIRST.length : at;
}

function toNumber(text: string | undefined): number | null {
  if (text === undefined) return null;
  const word = NUMBER_WORDS[text.toLowerCase()];
  return word ?? Number(text.replaceAll(",", ""));
}
