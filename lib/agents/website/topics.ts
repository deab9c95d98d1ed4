import "server-only";
import type { PageBlock, SitePage } from "@/lib/domain/site-facts";

/** A block with what it stands under: headings from the outermost in, and the short line that introduces it ("Trusted by"). */
export type Placed = PageBlock & { topics: readonly string[]; lead: string | null };

type Title = { level: number; text: string; groups: readonly number[] };

const SHORT_WORDS = 9;
const LABEL_WORDS = 5;
/** Short lines that are titles in all but name. */
const LABEL =
  /^(?:our |selected |some |latest |recent |featured |previous |past |the )*(?:clients?\b|customers\b|brands\b|trusted by|work\b|projects\b|portfolio|case stud|services|expertise|capabilit|disciplines|what (?:we|i) \w+$|testimonials|reviews\b|kind words|industries|sectors|partners|as (?:seen|featured)|people we|team\b|in good company)|\b(?:worked|work|working|partnered) with$|\btrust(?:ed)? (?:us|by)\b/i;

/**
 * Places every block of a page under its headings. A new part of the page forgets them, unless the part before held nothing but its title:
 * page builders set a title in a row of its own.
 */
export function placed(page: SitePage): Placed[] {
  const stack: Title[] = [];
  let section = -1;
  let wasBody = false;
  let lead: string | null = null;
  let leadGroups: readonly number[] = [];
  return page.blocks.map((block, index) => {
    if (!leadGroups.every((group) => block.groups.includes(group))) {
      lead = null;
      leadGroups = [];
    }
    if (block.section !== section) {
      if (wasBody) stack.length = 0;
      if (wasBody) lead = null;
      section = block.section;
      wasBody = false;
    }
    const isTitle = block.kind === "heading";
    if (isTitle) {
      while (closes(block, stack.at(-1))) stack.pop();
    }
    const topics = stack.map(({ text }) => text);
    const result = { ...block, topics, lead };
    if (isTitle) {
      if (block.level >= 3 && stack.length > 0) wasBody = true;
      stack.push({ level: block.level, text: block.text, groups: block.groups });
      lead = null;
    } else if (block.kind === "image" || block.kind === "item" || block.kind === "quote") wasBody = true;
    else if (block.kind === "text") {
      const words = block.text.split(" ").length;
      const isLine = words <= SHORT_WORDS && block.groups.length === 0 && !/[.!?]$/.test(block.text);
      const isNew = isLabel(block, page.blocks[index - 1], page.blocks[index + 1]);
      const isWorded = LABEL.test(block.text);
      const mayFollow = lead === null || !LABEL.test(lead);
      // A label stands over all that follows it: the first name beneath "Our clients" is no label of the second.
      if (isNew || (isLine && (words > LABEL_WORDS ? mayFollow || isWorded : mayFollow && !isWorded))) {
        lead = block.text;
        leadGroups = isNew ? block.groups : [];
      } else if (words > 25) wasBody = true;
    }
    return result;
  });
}

/** A short line that is worded like a title and begins what follows it; one of a row of short lines is no title. */
function isLabel({ text, groups }: PageBlock, before: PageBlock | undefined, after: PageBlock | undefined): boolean {
  if (text.split(" ").length > LABEL_WORDS || /[.!?]$/.test(text) || !LABEL.test(text)) return false;
  const isInRow = before?.kind === "text" && before.text.split(" ").length <= LABEL_WORDS && before.groups.join() === groups.join();
  return !isInRow && after !== undefined && groups.every((group) => after.groups.includes(group));
}

/** A heading ends one of its own level or below, unless it stands in a card beneath it: builders give both the same level. */
function closes(block: PageBlock, title: Title | undefined): boolean {
  if (!title || title.level < block.level) return false;
  const isInCard = block.groups.length > title.groups.length && title.groups.every((group, index) => block.groups[index] === group);
  return !isInCard;
}

/** Everything said above a block: its headings and the line that introduces it. */
export function above({ topics, lead }: Placed): string[] {
  return lead === null ? [...topics] : [...topics, lead];
}

/** True for what stands in the page itself, not in its menu or at its foot. */
export function isBody({ area }: PageBlock): boolean {
  return area === "main" || area === "header";
}
