import "server-only";
import type { CheerioAPI } from "cheerio";
import { evidenceIn } from "@/lib/agents/website/evidence";
import { isPlace } from "@/lib/agents/website/is-place";
import { metaOf } from "@/lib/agents/website/parse-page";
import { COMPANY_KIND, type Described, isA, textOf } from "@/lib/agents/website/structured-data";
import { withoutAddresses } from "@/lib/agents/website/without-addresses";
import type { SitePage, SourcedFact } from "@/lib/domain/site-facts";

const TITLE_BREAK = /\s+[|–—·•:»]\s+|\s+-\s+/;
const PLAIN_TITLE =
  /^(?:home(?:page)?|welcome|about(?: us)?|contact(?: us)?|(?:our )?(?:services|work|clients|portfolio|projects|team|results|expertise)|case studies|reviews|testimonials|pricing|blog|news|index|official (?:site|website))$/i;

type Vote = { name: string; weight: number };

/**
 * What the company calls itself: its own description, the site's name, what its titles have in common, its copyright line and its domain
 * vote; the fact says how many agreed. Null when nothing names it.
 */
export function companyName(
  front: SitePage,
  page: CheerioAPI,
  things: readonly Described[],
  otherTitles: readonly string[],
): SourcedFact | null {
  const host = bare(new URL(front.url).hostname.replace(/^www\./, "").split(".")[0] ?? "");
  const votes: Vote[] = [
    ...things
      .filter((thing) => isA(thing, COMPANY_KIND))
      .slice(0, 1)
      .map((thing) => ({ name: textOf(thing, "name") ?? "", weight: 4 })),
    ...things
      .filter((thing) => isA(thing, /^WebSite$/))
      .slice(0, 1)
      .map((thing) => ({ name: textOf(thing, "name") ?? "", weight: 2 })),
    { name: metaOf(page, "og:site_name") ?? "", weight: 3 },
    { name: metaOf(page, "application-name") ?? "", weight: 1 },
    ...front.title.split(TITLE_BREAK).map((name) => ({ name, weight: 1 + 2 * sharedBy(name, otherTitles) })),
    { name: copyright(front.text), weight: 2 },
    ...front.blocks
      .filter(
        ({ kind, area, text, marks }) =>
          (area === "header" || area === "nav") &&
          text !== "" &&
          ((kind === "image" && !/\b(?:partner|certified|award|badge|client)\b/i.test(text)) ||
            marks.some((mark) => mark === "brand" || mark === "logo")),
      )
      .slice(0, 2)
      .map(({ text }) => ({ name: text.replace(/\b(?:logo|home ?page|white|dark)\b/gi, ""), weight: 2 })),
  ];
  const tally = new Map<string, { name: string; weight: number }>();
  for (const { name, weight } of votes) {
    const clean = tidy(name);
    const key = bare(clean);
    if (key.length < 2 || clean.length > 60 || PLAIN_TITLE.test(clean) || isPlace(clean)) continue;
    const isHost = key === host || (key.length > 3 && (host.startsWith(key) || key.startsWith(host)));
    const known = tally.get(key) ?? { name: clean, weight: isHost ? 3 : 0 };
    tally.set(key, { name: known.name, weight: known.weight + weight });
  }
  const [best] = [...tally.values()].toSorted((a, b) => b.weight - a.weight || a.name.length - b.name.length);
  const source = best && evidenceIn(front, best.name);
  return best && source ? { value: best.name, ...source, confidence: Math.min(0.98, 0.4 + best.weight * 0.07) } : null;
}

function tidy(name: string): string {
  return withoutAddresses(name)
    .replace(/\s+/g, " ")
    .replace(/\.(?:svg|png|jpe?g|webp|gif|avif)$/i, "")
    .replace(/^about (?=\p{Lu})/iu, "")
    .replace(/^[\s|–—-]+|[\s|–—.,-]+$/g, "")
    .trim();
}

function copyright(text: string): string {
  const line = text.split("\n").find((candidate) => /(?:©|\(c\)|copyright)/i.test(candidate)) ?? "";
  const [, after = ""] = /(?:©|\(c\)|copyright)(?:\s|©|\(c\)|copyright|\d{4}|[-–—,])*(?:by\s+)?(.*)/i.exec(line) ?? [];
  const [name = ""] = after.split(
    /\s*(?:[|•·]|\s[-–—]\s|\ball rights|\bABN\b|\bACN\b|\.(?:\s|$)|\d{4}|\bpty\b|\bltd\b|\binc\b|\bllc\b|,)\s*/i,
  );
  return name;
}

function sharedBy(name: string, titles: readonly string[]): number {
  const inOthers = titles.filter((title) => title.split(TITLE_BREAK).some((part) => bare(part) === bare(name))).length;
  return titles.length === 0 ? 0 : inOthers / titles.length;
}

/** Names compare by their letters and digits alone. */
export function bare(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/&/g, "and")
    .replace(/[^\p{L}\p{N}]+/gu, "");
}
