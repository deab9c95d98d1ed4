import "server-only";
import { z } from "zod";
import { FENCE_RULE, fenced } from "@/lib/agents/fenced";
import { defineSkill } from "@/lib/agents/skill";
import { namesIt } from "@/lib/agents/website/evidence";
import { isSaid } from "@/lib/agents/website/is-said";
import { parseSite } from "@/lib/agents/website/parse-site";
import { isClean, settledFact } from "@/lib/agents/website/settle-facts";
import { QUOTE_RULE, sitePrompt } from "@/lib/agents/website/site-prompt";
import { PAGE_TYPES, type ParsedSite, pageContent, sourcedFact } from "@/lib/domain/site-facts";

const input = z.object({ pages: z.array(z.object({ url: z.url(), html: z.string() })).max(20) });
export type ParseWebsiteInput = z.infer<typeof input>;

const output = z.object({
  companyName: sourcedFact.nullable(),
  navigation: z.array(z.string().max(200)).max(80),
  pages: z.array(pageContent).max(20),
});
export type ParseWebsiteOutput = z.infer<typeof output>;

/** What each page of a website says, in short. */
export const parseWebsite = defineSkill<ParseWebsiteInput, ParseWebsiteOutput>({
  name: "parse_website",
  description:
    "Reads a website's HTML into pages with their kind, headings, summary and key points, and finds what the company calls itself.",
  input,
  output,
  baseline: ({ pages }) => shortened(parseSite(pages)),
  model: {
    version: 1,
    tier: "fast",
    system: [
      "You read the website of an agency. Say what the agency calls itself, and for each page what kind of page it is",
      `(${PAGE_TYPES.join(", ")}), a summary of at most 500 letters and its key points, in the page's own words where you can.`,
      "Repeat the URL, title, headings, images, calls to action, flags and links as they are given to you.",
      QUOTE_RULE,
      FENCE_RULE,
    ].join("\n"),
    prompt: ({ pages }, baseline) =>
      `${sitePrompt(parseSite(pages).pages)}\nRules alone read the pages as: ${fenced(
        "kinds of pages",
        JSON.stringify(baseline.pages.map(({ url, pageType }) => ({ url, pageType }))),
      )}`,
    maxOutputTokens: 4096,
    temperature: 0.3,
  },
  settle: (answer, { pages }, baseline) => {
    const site = parseSite(pages);
    const companyName = settledFact(answer.companyName, site.pages);
    return {
      companyName: companyName && namesIt(companyName.quote, companyName.value) ? companyName : baseline.companyName,
      navigation: baseline.navigation,
      // What a page holds was read from it; what it amounts to may be said better.
      pages: baseline.pages.map((page) => {
        const said = answer.pages.find(({ url }) => url === page.url);
        const read = site.pages.find(({ url }) => url === page.url);
        if (!said || !read || !isClean(said)) return page;
        const isBorneOut = (text: string) => text.trim() !== "" && isSaid(text, read);
        const keyPoints = said.keyPoints.filter(isBorneOut);
        return {
          ...page,
          pageType: said.pageType,
          contentSummary: isBorneOut(said.contentSummary) ? said.contentSummary : page.contentSummary,
          keyPoints: keyPoints.length > 0 ? keyPoints : page.keyPoints,
        };
      }),
    };
  },
});

/** A parsed site with what the skill found of it in place of what the rules alone said. */
export function withReading(site: ParsedSite, { companyName, pages }: ParseWebsiteOutput): ParsedSite {
  const read = new Map(pages.map((page) => [page.url, page]));
  return { ...site, companyName, pages: site.pages.map((page) => ({ ...page, ...read.get(page.url) })) };
}

function shortened({ companyName, navigation, pages }: ParsedSite): ParseWebsiteOutput {
  return { companyName, navigation: navigation.map(({ text }) => text), pages: pages.map((page) => pageContent.parse(page)) };
}
