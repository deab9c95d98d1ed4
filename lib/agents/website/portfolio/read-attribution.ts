import "server-only";
import { isPlace } from "@/lib/agents/website/is-place";
import { tidyName } from "@/lib/agents/website/portfolio/client-name";

/** Who said something: a person, what they are, and for whom. */
export type Attribution = { person: string | null; title: string | null; company: string | null };

const ROLE =
  /\b(?:c[efmoti]o|cmo|cpo|gm|vp|svp|evp|md|founders?|co-?founder|owners?|co-?owner|director|manager|managing|head|lead|leader|president|chair(?:man|woman|person)?|principal|partner|officer|coordinator|co-ordinator|specialist|executive|supervisor|administrator|consultant|editor|producer|practice|proprietor|secretary|treasurer|dean|marketing|operations|communications|sales|product|digital|brand|growth|ecommerce|e-commerce|strategist|analyst|engineer|architect|dentist|surgeon|physio\w*|solicitor|accountant|chef|winemaker|publican|licensee|superintendent|minister|mayor|business development)\b/i;
const NOISE =
  /^(?:google|facebook|clutch|verified|g2|trustpilot)?\s*(?:review(?:er)?s?(?: by .*| from .*)?|client|customer|\d(?:\.\d)?(?:\/5)?(?: stars?)?|★+|5 ?star.*|read (?:more|the case study|full).*|view .*|see .*|\d+ (?:days?|weeks?|months?|years?) ago|via \w+|\d{4})$/i;
const COMPANY_WORD =
  /\b(?:pty|ltd|inc|llc|co|group|company|australia|holdings|partners|studio|clinic|dental|law|legal|lawyers|homes|property|realty|builders|constructions?|foods|wines?|brewing|brewery|hotels?|resorts?|school|college|university|council|foundation|institute|association|bank|finance|financial|capital|insurance|health|medical|physio|fitness|gym|motors|logistics|transport|freight|energy|solar|software|systems|technologies|tech|labs|digital|media|solutions|services|industries|manufacturing|engineering|supplies|equipment|furniture|interiors|landscapes|nursery|farms?|coffee|cafe|bakery|restaurant|hospital|care|vets?|veterinary|pharmacy|travel|tours|church|club|&|and)\b/i;

/**
 * Reads "Jane Doe, Marketing Director, Acme", "CEO at Acme", or the same on lines of its own. A lone name of a person names no company.
 * @param lines as they stand beneath (or above) what was said
 */
export function readAttribution(lines: readonly string[]): Attribution {
  const parts = lines.flatMap(partsOf).filter((part) => part !== "" && !NOISE.test(part) && !isPlace(part));
  const result: Attribution = { person: null, title: null, company: null };
  const names: { name: string; isAfterRole: boolean }[] = [];
  for (const part of parts) {
    const [, role, at] = /^(.*?)\s*(?:\s+at\s+(?:the\s+)?|\s+@\s*|^@\s*|\s+for\s+)([\p{Lu}\d].*)$/u.exec(part) ?? [];
    const [, founded, what] =
      /^((?:co-?)?(?:founders?|owners?|directors?|ceo|principal|president|head|proprietor)(?:\s*(?:&|and)\s*(?:ceo|owner|director|founder))?)\s+of\s+([\p{Lu}\d].*)$/iu.exec(
        part,
      ) ?? [];
    const [, who, where] = /^(.{2,40}?)\s+from\s+(\p{Lu}.*)$/u.exec(part) ?? [];
    if (who && where && looksLikePerson(who) && !ROLE.test(who)) {
      result.person ??= who;
      if (!isPlace(where)) result.company ??= tidyName(where);
    } else if (at !== undefined && (role === "" || ROLE.test(role ?? ""))) {
      result.title ??= role || null;
      result.company ??= tidyName(at);
    } else if (founded && what && !ROLE.test(what)) {
      result.title ??= founded;
      result.company ??= tidyName(what);
    } else if (ROLE.test(part) && !(COMPANY_WORD.test(part) && result.title !== null) && part.split(" ").length <= 8) {
      const [, title, after] =
        /^((?:[\w&/-]+\s+)*?(?:manager|director|ceo|cmo|coo|cto|founder|owner|lead|officer|coordinator|head))\s+((?!of\b|and\b|&|at\b)[\p{Lu}].*)$/u.exec(
          part,
        ) ?? [];
      if (title && after && !ROLE.test(after)) {
        result.title ??= title;
        result.company ??= tidyName(after);
      } else if (result.title === null) result.title = part;
      else names.push({ name: part, isAfterRole: true });
    } else names.push({ name: tidyName(part), isAfterRole: result.title !== null });
  }
  const [first, second] = names;
  if (first && second) {
    result.person = first.name;
    result.company ??= second.name;
  } else if (first) {
    const isCompany = first.isAfterRole || (!looksLikePerson(first.name) && result.company === null);
    if (isCompany && result.company === null) result.company = first.name;
    else result.person = first.name;
  }
  if (result.company !== null && result.person === null && result.title === null && looksLikePerson(result.company))
    return { person: result.company, title: null, company: null };
  return result;
}

function partsOf(line: string): string[] {
  return line
    .replace(/^[\s"“”–—~•-]+/, "")
    .split(/\s*(?:,|\||\/|·|•|\s[–—-]\s|–|—|\n|\(|\)|;)\s*/)
    .map((part) => part.trim())
    .filter((part) => part.length > 1 && !/^(?:pty|ltd|pty\.? ltd\.?|inc\.?|llc|phd|mba|jr|sr)$/i.test(part));
}

/** Two or three plain words with capitals, or a first name and an initial. */
export function looksLikePerson(name: string): boolean {
  if (COMPANY_WORD.test(name)) return false;
  return (
    /^(?:(?:dr|mr|mrs|ms|prof)\.?\s+)?\p{Lu}[\p{L}'’-]+(?:\s+\p{Lu}[\p{L}'’.-]*){1,2}$/u.test(name) ||
    /^\p{Lu}\p{Ll}+(?:\s+\p{Lu}\.?)?$/u.test(name)
  );
}
