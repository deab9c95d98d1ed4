import "server-only";
import { quoteOf } from "@/lib/agents/website/evidence";
import { canBeClient, tidyName } from "@/lib/agents/website/portfolio/client-name";
import { type Mention, NOT_CLIENTS_TITLE, WORK_TITLE } from "@/lib/agents/website/portfolio/mention";
import { serviceCategory } from "@/lib/agents/website/service-names";
import { above, isBody, type Placed, placed } from "@/lib/agents/website/topics";
import type { SitePage } from "@/lib/domain/site-facts";

const FEWEST_ROWS = 3;
const LONGEST = 6;
const YEAR = /^(?:19|20)\d\d(?:\s*[–-]\s*(?:\d{2,4}|now|ongoing))?$/i;

/** Work as an index: rows of a name, what was done, and perhaps when, beneath a title such as "Selected work". */
export function findWorkRows(page: SitePage, ownName: string | null): Mention[] {
  const blocks = placed(page).filter(isBody);
  const rows = Map.groupBy(
    blocks.filter((block) => block.groups.length > 0 && isUnderWork(block)),
    ({ groups }) => groups.at(-1),
  );
  const named = [...rows.values()].flatMap((cells) => nameOf(cells, ownName) ?? []);
  if (named.length < FEWEST_ROWS) return [];
  return named.map(({ name, block, done }) => ({
    name,
    source: "case_study" as const,
    confidence: 0.72,
    evidence: { url: page.url, quote: quoteOf(block.text, name) },
    domain: null,
    summary: done || null,
  }));
}

function nameOf(cells: readonly Placed[], ownName: string | null): { name: string; block: Placed; done: string } | null {
  const words = cells.filter(({ kind }) => kind !== "image");
  const [block, ...rest] = words;
  const isCaption = block !== undefined && rest.length === 0 && words.length < cells.length && isNameLike(block.text);
  if (isCaption && canBeClient(tidyName(block.text), ownName)) return { name: tidyName(block.text), block, done: "" };
  if (
    !block ||
    rest.length === 0 ||
    rest.length > 3 ||
    words.some(({ text, kind }) => kind === "heading" || text.split(" ").length > LONGEST)
  )
    return null;
  const done = rest.find(({ text }) => serviceCategory(text) !== "other")?.text;
  const name = tidyName(block.text);
  if (done === undefined && !rest.some(({ text }) => YEAR.test(text))) return null;
  return YEAR.test(name) || !canBeClient(name, ownName) ? null : { name, block, done: done ?? rest.map(({ text }) => text).join(", ") };
}

/** Each word with a capital or a figure, as names beneath pictures have. */
function isNameLike(text: string): boolean {
  return text.split(" ").length <= 4 && text.split(" ").every((word) => /^[\p{Lu}\d&]|^(?:of|and|the|de|la)$/u.test(word));
}

function isUnderWork(block: Placed): boolean {
  const nearest = above(block).at(-1) ?? "";
  return WORK_TITLE.test(nearest) && !NOT_CLIENTS_TITLE.test(nearest);
}
