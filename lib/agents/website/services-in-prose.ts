import "server-only";
import { quoteOf } from "@/lib/agents/website/evidence";
import { canBeService, serviceCategory } from "@/lib/agents/website/service-names";
import { isBody } from "@/lib/agents/website/topics";
import type { SitePage } from "@/lib/domain/site-facts";

/** One place where a site names a service. */
export type FoundService = { name: string; url: string; quote: string; description: string | null; confidence: number };

const IN_PROSE =
  /\b(?:services (?:include|including|range from|such as|span|cover)|(?:we|they) (?:offer|provide|specialise in|specialize in|deliver|do)|speciali[sz](?:e|es|ing) in|experts? in|agency (?:offering|providing)|help(?:s|ing)? (?:\S+ ){1,6}(?:with|through)|our expertise (?:in|spans|covers)|from)\s+([^.!?\n]{8,200})/gi;

/** Tools by themselves: what a site was moved from, what a page is found in. */
const PLATFORM =
  /^(?:magento|woocommerce|shopify(?: plus)?|hubspot|salesforce|klaviyo|mailchimp|wordpress|webflow|squarespace|wix|google|meta|facebook|instagram|tiktok|linkedin|amazon|youtube)$/i;

/** Enumerations in prose; only what agencies are known to call their services. */
export function servicesInProse(page: SitePage): FoundService[] {
  const lines = [
    ...page.blocks
      .filter((block) => isBody(block) && (block.kind === "text" || block.kind === "heading" || block.kind === "item"))
      .map(({ text }) => text),
    page.metaDescription ?? "",
  ];
  return lines.flatMap((line) =>
    [...line.matchAll(IN_PROSE)].flatMap(([, list = ""]) => {
      const parts = listed(list.replace(/^[^,:]{0,40}:\s*/, "")).map((part) =>
        part
          .replace(/^(?:the|a|an|full|tailored|expert|great|better|both)\s+/i, "")
          .replace(/\s+(?:from|in|across|with|by|at|through|that|which|so|while)\s.*$/i, "")
          .trim(),
      );
      const named = parts.filter(
        (part) =>
          part.split(" ").length <= (parts.length > 2 && !/\bfor\b/.test(part) ? 6 : 4) &&
          !/^(?:turning|helping|making|getting|bringing|taking|giving|letting)\b/i.test(part) &&
          canBeService(part) &&
          serviceCategory(part) !== "other" &&
          !PLATFORM.test(part) &&
          !/^(?:marketing|design|content|brands?|creative|growth|strateg\w+|insights?|research)$/i.test(part),
      );
      return named.length < 2
        ? []
        : named.map((name) => ({ name: capital(name), url: page.url, quote: quoteOf(line, name), description: null, confidence: 0.6 }));
    }),
  );
}

/** The members of an enumeration. With commas between them an ampersand belongs to a name ("Audit & strategy"); the last "and" parts two. */
function listed(text: string): string[] {
  const parts = text.split(/\s*[,;]\s*/);
  if (parts.length < 3) return text.split(/\s*(?:,|;|&|\band\b|\bor\b|\bto\b|\bthrough to\b|\bplus\b)\s*/i);
  const last = parts.at(-1) ?? "";
  const ends = /^(?:and|or|plus)\s/i.test(last)
    ? [last.replace(/^(?:and|or|plus)\s+/i, "")]
    : last.split(/\s+(?:and|or|plus|through to|to)\s+/i);
  return [...parts.slice(0, -1), ...ends];
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
