import "server-only";
import { quoteOf } from "@/lib/agents/website/evidence";
import { isPlaceholder } from "@/lib/agents/website/placeholder-text";
import { canBeClient, nameInAlt, nameInFile } from "@/lib/agents/website/portfolio/client-name";
import { type Mention, TESTIMONIAL_TITLE } from "@/lib/agents/website/portfolio/mention";
import { readAttribution } from "@/lib/agents/website/portfolio/read-attribution";
import { above, isBody, type Placed, placed } from "@/lib/agents/website/topics";
import type { SitePage } from "@/lib/domain/site-facts";

const SHORTEST_PRAISE = 6;
const LONGEST_NAME = 14;
const REACH = 5;
/** Five stars and nothing else: the box they stand in is a review. */
const STARS = /^[★☆⭐✭\s]{3,}$/u;

/** Clients by what they say of the agency: praise with somebody's name and company beside it. */
export function findTestimonials(page: SitePage, ownName: string | null): Mention[] {
  const blocks = placed(page);
  const rated = new Set(blocks.flatMap(({ text, groups }) => (STARS.test(text) ? (groups.at(-1) ?? []) : [])));
  const praise = blocks.flatMap((block, index) => (isPraise(block, page, rated) ? [index] : []));
  return [...reviewed(page, ownName), ...praised(page, { blocks, praise, ownName })];
}

/** Reviews that the page describes to searchers, with the company that wrote them. */
function reviewed({ described, url }: SitePage, ownName: string | null): Mention[] {
  return (described?.reviews ?? []).flatMap(({ text, person, company }) => {
    const evidence = { url, quote: quoteOf(company) };
    return canBeClient(company, ownName)
      ? [{ name: company, source: "testimonial", confidence: 0.85, evidence, testimonial: { person, title: null, text } }]
      : [];
  });
}

type Praised = { blocks: readonly Placed[]; praise: readonly number[]; ownName: string | null };

function praised(page: SitePage, { blocks, praise, ownName }: Praised): Mention[] {
  return praise.flatMap((index, order) => {
    const said = blocks[index];
    if (!said) return [];
    const near = besides(blocks, index, { before: praise[order - 1] ?? -1, after: praise[order + 1] ?? blocks.length });
    const inside = dashed(said.text);
    const lines = inside === null ? near.filter(({ kind }) => kind !== "image") : [{ text: inside } as Placed];
    if (lines.length === 0 && !near.some(({ kind }) => kind === "image")) return [];
    const read = readAttribution(lines.map(({ text }) => text));
    if (read.person !== null && isPlaceholder(read.person)) return [];
    const named = near.find(
      ({ marks, kind, text }) =>
        kind !== "image" && marks.slice(0, 3).includes("company") && text.split(" ").length <= 6 && readAttribution([text]).title === null,
    )?.text;
    const logo = near.flatMap((block) =>
      block.kind === "image" && isLogo(block) ? [{ block, name: nameInAlt(block.text) ?? nameInFile(block.src ?? "") }] : [],
    )[0];
    const company = named ?? read.company ?? logo?.name ?? null;
    if (company === null || !canBeClient(company, ownName)) return [];
    const source = lines.find(({ text }) => text.includes(company)) ?? (logo && { text: logo.block.text || (logo.block.src ?? "") });
    if (!source) return [];
    const text = (inside === null ? said.text : said.text.slice(0, said.text.length - inside.length).replace(/[\s–—-]+$/, ""))
      .replace(/^["“”']+|["“”']+$/g, "")
      .slice(0, 1000);
    const confidence = read.title !== null || named !== undefined ? 0.88 : read.company === null ? 0.7 : 0.74;
    return [
      {
        name: company,
        source: "testimonial" as const,
        confidence,
        evidence: { url: page.url, quote: quoteOf(source.text, company) },
        testimonial: { person: read.person, title: read.title, text },
      },
    ];
  });
}

/** A sentence or more in a quotation, in a box for testimonials, or under such a title. */
function isPraise(block: Placed, { pageType }: SitePage, rated: ReadonlySet<number>): boolean {
  if (!isBody(block) || block.kind === "image" || block.kind === "link" || block.text.split(" ").length < SHORTEST_PRAISE) return false;
  if (block.marks.some((mark) => mark === "faq" || mark === "blog" || mark === "post" || mark === "team")) return false;
  if (isSignature(block.text) || /^[–—~-]\s*\p{Lu}/u.test(block.text)) return false;
  if (block.marks.slice(0, 2).some((mark) => mark === "author" || mark === "name" || mark === "position" || mark === "person"))
    return false;
  const isBox = block.marks.includes("testimonial") || block.marks.includes("review") || block.kind === "quote";
  // In such a box a heading is what was said when it is a sentence, and who said it when it is not.
  const isName = block.kind === "heading" && !/[.!?…]["”’']?$|^["“]/.test(block.text) && block.text.split(" ").length < 12;
  if (isBox && !isName && !TESTIMONIAL_TITLE.test(block.text)) return true;
  if (block.kind === "text" && /[.!?…]["”’]?$/.test(block.text) && block.groups.some((group) => rated.has(group))) return true;
  if (block.kind === "heading" && block.level <= 2) return false;
  if (/^["“]/.test(block.text) && block.text.split(" ").length >= 8) return true;
  return (
    above(block).some((title) => TESTIMONIAL_TITLE.test(title)) &&
    block.text.split(" ").length >= 8 &&
    (block.groups.length > 0 || pageType === "portfolio")
  );
}

/** The short lines and images that stand in one box with what was said; without a box, those that follow it. */
function besides(blocks: readonly Placed[], index: number, { before, after }: { before: number; after: number }): Placed[] {
  const said = blocks[index];
  if (!said) return [];
  const isShort = (block: Placed) =>
    block.kind === "image" ||
    (!(TESTIMONIAL_TITLE.test(block.text) && !/[,|·–—-]/.test(block.text)) &&
      block.text.split(" ").length <= LONGEST_NAME &&
      !/[.!?]["”]?$/.test(block.text.replace(/\b(?:Pty|Ltd|Inc|Co|Dr|Mr|Ms)\./g, "")));
  for (const group of said.groups.toReversed()) {
    const box = blocks.filter((block) => block !== said && block.groups.includes(group));
    // A box that holds another praise is the whole slider.
    const others = [before, after].some((other) => blocks[other]?.groups.includes(group));
    const lines = box.filter(isShort).filter(({ kind }) => kind !== "link" || box.length <= 4);
    if (!others && lines.some(({ kind }) => kind !== "image")) return lines;
  }
  const following: Placed[] = [];
  for (const block of blocks.slice(index + 1, Math.min(after, index + 1 + REACH))) {
    if (!isBody(block) || block.section !== said.section || (block.kind === "heading" && block.level <= 2) || !isShort(block)) break;
    following.push(block);
  }
  const above = blocks[index - 1];
  const isNamedAbove = above?.kind === "heading" && above.level > 2 && isShort(above) && above.marks.includes("testimonial");
  return following.length === 0 && above && isNamedAbove ? [above] : following;
}

/** A line that names somebody and their position, however long the position is. */
function isSignature(text: string): boolean {
  return (
    text.split(" ").length <= LONGEST_NAME &&
    !/[.!?…]["”’']?(?:\s|$)/.test(text.replace(/\b(?:Dr|Mr|Ms|Mrs|Pty|Ltd|Inc|St)\./g, "")) &&
    readAttribution([text]).title !== null &&
    /[,|–—-]|\bat\b/.test(text)
  );
}

/** "… changed our business." — Jane Doe, CEO, Acme: the name at the end of the same paragraph. */
function dashed(text: string): string | null {
  return /[.!?…]["”’']?\s*[–—~-]{1,2}\s*(\p{Lu}[^.!?]{4,100})$/u.exec(text)?.[1] ?? null;
}

function isLogo({ text, src, marks }: Placed): boolean {
  return /logo/i.test(`${text} ${src ?? ""}`) || marks.includes("logo");
}
