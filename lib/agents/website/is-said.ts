import "server-only";
import type { SitePage } from "@/lib/domain/site-facts";

const SHORTEST = 3;

/** True when a page's own words make up a text: each of its words stands on the page, though perhaps in another order or form. */
export function isSaid(text: string, { text: words, attributes, title }: Pick<SitePage, "text" | "attributes" | "title">): boolean {
  const known = stemsOf([title, words, ...attributes].join(" "));
  return [...stemsOf(text)].every((stem) => known.has(stem));
}

/** Figures whole; of a word what its forms have in common. */
function stemsOf(text: string): Set<string> {
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(
    words.filter((word) => word.length >= SHORTEST || /\d/.test(word)).map((word) => (/\d/.test(word) ? word : word.slice(0, 5))),
  );
}
