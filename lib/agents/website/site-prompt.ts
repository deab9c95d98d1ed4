import "server-only";
import { fenced } from "@/lib/agents/fenced";
import type { SitePage } from "@/lib/domain/site-facts";

const MOST_LETTERS = 48_000;
const LEAST_A_PAGE = 1_500;

/** Pages as a model reads them: each with its address, in one fence, the telling ones first and none of them endless. */
export function sitePrompt(pages: readonly SitePage[]): string {
  const room = Math.max(LEAST_A_PAGE, Math.floor(MOST_LETTERS / Math.max(1, pages.length)));
  const texts = pages.map(({ url, title, pageType, metaDescription, text, imagesDescribed }) =>
    [
      `URL: ${url} (${pageType})`,
      `Title: ${title}`,
      `Description: ${metaDescription ?? ""}`,
      text.slice(0, room),
      `Images: ${imagesDescribed.join("; ").slice(0, 1500)}`,
    ].join("\n"),
  );
  return fenced("website of an agency", texts.join("\n\n---\n\n"));
}

/** Stands in the system prompt of every skill that reads pages. */
export const QUOTE_RULE =
  "Every fact carries the URL of the page it stands on and a quote of at most 240 letters copied from that page exactly, letter for letter; what you cannot quote you leave out. Never give an e-mail address.";
