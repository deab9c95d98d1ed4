import "server-only";
import { bare } from "@/lib/agents/website/company-name";
import { quoteOf, standsIn } from "@/lib/agents/website/evidence";
import { canBeService, isDetail, isProcessStep, serviceCategory, tidyService } from "@/lib/agents/website/service-names";
import { type FoundService as Found, servicesInProse } from "@/lib/agents/website/services-in-prose";
import { above, isBody, type Placed, placed } from "@/lib/agents/website/topics";
import type { ServiceCategory, ServicesFound, SitePage, SiteService } from "@/lib/domain/site-facts";

const TITLE =
  /^(?:(?:our|core|key|all|explore our|view our|featured|full|digital|marketing|creative|main|the|agency) ){0,3}(?:services?|solutions?|capabilities|offerings?|expertise|specialt(?:y|ies)|specialisms?|disciplines)\b|\bservices(?: include:?)?$|what (?:we|i) (?:do|offer|deliver|make|run|shoot|build|create|design|produce)\b|how (?:can (?:we|i)|(?:we|i) can|we|i) help|what we'?re (?:good|great) at|ways? (?:we|to) (?:can )?(?:help|work)|our (?:craft|skills|toolkit|areas)|we (?:do|offer|specialise|specialize)\b|areas? of (?:expertise|practice)|we can help (?:you )?with/i;
const OTHER_TITLE =
  /clients?|brands|work(?! with us)|portfolio|case|project|testimonial|reviews?|say|team|people|process|approach|how it works|faq|question|blog|news|insight|article|resource|award|partner|why|industr|sector|who we (?:help|work)|price|pricing|package|plans?\b|values?|results|story|career|contact|touch|numbers|stats/i;
const SURELY_OTHER = /\b(?:latest|blog|news|insights|articles?|resources|case stud(?:y|ies)|testimonials?|reviews|faqs?|process)\b/i;
const OTHER_MARKS = new Set(
  "testimonial team member client logo brand process step faq blog post news insight article award badge pricing price stat counter result breadcrumb newsletter form portfolio project case casestudy work cookie author industry sector".split(
    " ",
  ),
);
const SERVICE_PATH = /\/(?:our-)?(?:services?|solutions?|what-we-do|capabilities|expertise|offerings?)\/([^/?#]+)\/?(?:[?#]|$)/i;

/** What a company offers, by its menu, its pages of services, its cards and lists under such titles, its JSON-LD and its prose. */
export function findServices(pages: readonly SitePage[], companyName: string | null): ServicesFound {
  const found = pages
    .filter(({ pageType }) => pageType !== "blog" && pageType !== "case_studies")
    .flatMap((page) => [...linked(page), ...inMenu(page), ...described(page), ...ownPage(page), ...titled(page), ...servicesInProse(page)]);
  const byName = new Map<string, SiteService & { seen: number }>();
  for (const { name, ...rest } of found) {
    const value = tidyService(name);
    const key = keyOf(value);
    const page = pages.find(({ url }) => url === rest.url);
    if (!canBeService(value) || key === "" || (companyName && key === keyOf(companyName)) || !page || !standsIn(rest.quote, page)) continue;
    const known = byName.get(key);
    if (!known) {
      byName.set(key, { value, ...rest, description: rest.description, category: serviceCategory(value), seen: 1 });
      continue;
    }
    const isBetter = rest.confidence > known.confidence;
    const confidence = Math.min(0.97, Math.max(rest.confidence, known.confidence) + 0.03);
    byName.set(key, {
      ...known,
      ...(isBetter && { url: rest.url, quote: rest.quote }),
      description: known.description ?? rest.description,
      confidence,
      seen: known.seen + 1,
    });
  }
  const services = withoutParents([...byName.values()])
    .toSorted((a, b) => b.confidence - a.confidence || b.seen - a.seen)
    .slice(0, 25)
    .map(({ seen: _, ...service }) => ({ ...service, confidence: Math.round(service.confidence * 100) / 100 }));
  return servicesSummary(services);
}

/** What a list of services amounts to as a whole. */
export function servicesSummary(services: SiteService[]): ServicesFound {
  const sourcePages = [...new Set(services.map(({ url }) => url))].slice(0, 20);
  return { services, ...focusOf(services), sourcePages, confidence: overall(services) };
}

/** Links to pages of services, from menus and cards alike. */
function linked({ blocks, url }: SitePage): Found[] {
  return blocks.flatMap(({ href, text, kind, area }) => {
    const slug = href === null ? undefined : SERVICE_PATH.exec(href)?.[1];
    if (!slug || text === "" || kind === "image" || kind === "text") return [];
    const isNamed = bare(text).includes(bare(slug).slice(0, 6)) || serviceCategory(text) !== "other";
    return canBeService(tidyService(text))
      ? [{ name: text, url, quote: quoteOf(text), description: null, confidence: isNamed ? (area === "nav" ? 0.9 : 0.88) : 0.6 }]
      : [];
  });
}

const MENU_TITLE = /^(?:our )?(?:services|what we do|solutions|capabilities|expertise|how we help|offerings?)$/i;

/** What hangs beneath "Services" in a menu, and menu entries whose own address says the same. */
function inMenu({ blocks, url }: SitePage): Found[] {
  const entries = blocks.filter(({ area, kind }) => (area === "nav" || area === "header") && kind !== "image");
  const beneath = entries.flatMap((title) => {
    const group = title.groups.at(-1);
    if (!MENU_TITLE.test(tidyService(title.text)) || group === undefined) return [];
    const own = entries.filter(
      (entry) => entry.text !== title.text && entry.groups.includes(group) && canBeService(tidyService(entry.text)),
    );
    return own.filter(({ text }) => serviceCategory(text) !== "other").length >= 2 ? own : [];
  });
  const telling = entries.filter(({ text, href }) => {
    const path = href === null ? "" : bare(new URL(href).pathname);
    return serviceCategory(text) !== "other" && path.includes(bare(text));
  });
  const found = (text: string, confidence: number) => ({ name: text, url, quote: quoteOf(text), description: null, confidence });
  return [
    ...beneath.map(({ text }) => found(text, serviceCategory(text) === "other" ? 0.62 : 0.86)),
    ...telling.map(({ text }) => found(text, 0.7)),
  ];
}

/** What a page tells searchers that it offers. */
function described({ described: told, url }: SitePage): Found[] {
  return (told?.offers ?? []).map((name) => ({ name, url, quote: quoteOf(name), description: null, confidence: 0.85 }));
}

/** A page of its own tells what it sells in its first heading. */
function ownPage(page: SitePage): Found[] {
  const slug = SERVICE_PATH.exec(page.url)?.[1];
  const heading =
    page.blocks.find(({ kind, level, area }) => kind === "heading" && level === 1 && area !== "footer")?.text ?? page.headings[0]?.text;
  if (!slug || !heading || serviceCategory(heading) === "other") return [];
  const description =
    page.blocks.find(({ kind, text, area }) => kind === "text" && area === "main" && text.split(" ").length >= 8)?.text ??
    page.metaDescription;
  return [{ name: heading, url: page.url, quote: quoteOf(heading), description: description?.slice(0, 500) ?? null, confidence: 0.92 }];
}

/** Cards, headings and items under a title such as "What we do", and on a page of services under its own headings. */
function titled(page: SitePage): Found[] {
  const blocks = placed(page);
  const isServicesPage = page.pageType === "services";
  const found = blocks.flatMap((block, index) => {
    if (!isBody(block) || (block.kind !== "heading" && block.kind !== "item" && block.kind !== "link" && block.kind !== "text")) return [];
    const under = placeOf(block, isServicesPage);
    const isService = block.marks.includes("service") || block.marks.includes("offering") || block.marks.includes("capability");
    if (under === "other" || block.marks.some((mark) => OTHER_MARKS.has(mark))) return [];
    if (under === null && !isService && !isServiceRow(blocks, index) && !isServiceList(blocks, index)) return [];
    if (under === "services" && !OTHER_TITLE.test(block.topics.at(-1) ?? "")) {
      const line = inLine(block);
      if (line.length > 0)
        return line.map((name) => ({ name, url: page.url, quote: quoteOf(block.text, name), description: null, confidence: 0.76 }));
    }
    const [name = "", ...rest] = block.kind === "item" || block.kind === "text" ? splitItem(block.text) : [block.text];
    const tidy = tidyService(name);
    const isKnown = serviceCategory(tidy) !== "other";
    // Plain words are names only beside others of their kind; a link may be a button.
    const isInRow = block.kind === "text" && isTextRow(blocks, index);
    if (
      block.kind === "text" &&
      !isInRow &&
      !(block.marks.includes("title") || (block.groups.length > 0 && isKnown && tidy.split(" ").length <= 5))
    )
      return [];
    if (block.kind === "link" && !isKnown) return [];
    if ((block.kind === "heading" && block.level === 1) || isGroupTitle(blocks, block)) return [];
    if (!isKnown && (isProcessStep(tidy) || !(isInRow || isCard(blocks, index)))) return [];
    if (isKnown && isProcessStep(tidy) && !isService) return [];
    if (block.kind === "item" && isDetail(tidy) && isInService(block)) return [];
    const next = blocks[index + 1];
    const description = rest[0] ?? (next && next.kind === "text" && next.text.split(" ").length >= 5 ? next.text : null);
    const confidence = (isKnown ? 0.82 : 0.55) + (block.kind === "heading" ? 0.04 : 0) + (isService && isKnown ? 0.04 : 0);
    return [{ name, url: page.url, quote: quoteOf(block.text, name), description: description?.slice(0, 500) ?? null, confidence }];
  });
  return found;
}

const DETAILS_TITLE = /^(?:what(?:'|’)?s included|included|includes|what you get|deliverables|features?|benefits|highlights)\b/i;

/** True beneath the name of a service, or beneath what such a service comes with. */
function isInService(block: Placed): boolean {
  const title = block.topics.at(-1) ?? "";
  return DETAILS_TITLE.test(title) || (!TITLE.test(title) && serviceCategory(title) !== "other");
}

/** Whether a block stands under a title about services, under one about something else, or under neither. */
function placeOf(block: Placed, isServicesPage: boolean): "services" | "other" | null {
  const titles = above(block);
  for (const title of titles.toReversed()) {
    if (TITLE.test(title) && title.split(" ").length <= 10) return "services";
    if (SURELY_OTHER.test(title) || (OTHER_TITLE.test(title) && serviceCategory(title) === "other")) return "other";
  }
  return isServicesPage ? "services" : null;
}

/** "Brand" above "Naming" and "Visual identity" sorts services and is none. */
function isGroupTitle(blocks: readonly Placed[], title: Placed): boolean {
  if (!/^(?:brand|campaigns?|digital|creative|performance|growth|production|experience|marketing)$/i.test(title.text)) return false;
  const group = title.marks.includes("title") ? title.groups.at(-1) : undefined;
  const beneath = blocks.filter(
    (block) =>
      block !== title &&
      block.kind !== "heading" &&
      block.kind !== "image" &&
      (block.topics.at(-1) === title.text || (group !== undefined && block.groups.includes(group))) &&
      block.text.split(" ").length <= 5 &&
      serviceCategory(block.text) !== "other",
  );
  return beneath.length >= 2;
}

/** A heading that has a sister of its own level under the same title, as cards have. */
function isCard(blocks: readonly Placed[], index: number): boolean {
  const block = blocks[index];
  if (!block) return false;
  const sisters = blocks.filter(
    (other) => other !== block && other.kind === block.kind && other.level === block.level && other.topics.join() === block.topics.join(),
  );
  return sisters.length >= 2 && sisters.some(({ text }) => serviceCategory(text) !== "other");
}

/** A list of three or more, nearly all of which are what agencies call their services, whatever stands over it. */
function isServiceList(blocks: readonly Placed[], index: number): boolean {
  const block = blocks[index];
  if (block?.kind !== "item" || (block.topics.length < 2 && block.lead === null)) return false;
  const list = blocks.filter(
    (other) => other.kind === "item" && other.section === block.section && other.topics.join() === block.topics.join(),
  );
  const known = list.filter(({ text }) => text.split(" ").length <= 5 && canBeService(text) && serviceCategory(text) !== "other");
  return list.length >= 3 && known.length / list.length >= 0.75;
}

/** Short lines beneath each other under a title of services, most of which are what agencies call theirs. */
function isTextRow(blocks: readonly Placed[], index: number): boolean {
  const block = blocks[index];
  if (!block || block.text.split(" ").length > 5) return false;
  const row = blocks.filter(
    (other) => other.kind === "text" && other.section === block.section && other.topics.join() === block.topics.join(),
  );
  const short = row.filter(({ text }) => text.split(" ").length <= 5);
  const known = short.filter(({ text }) => serviceCategory(text) !== "other");
  return short.length >= 3 && short.length >= row.length - 2 && known.length / short.length >= 0.6;
}

/** A line that is a list: "Brand platforms / Campaigns / CRM", most of it what agencies call their services. */
function inLine({ kind, text }: Placed): string[] {
  if ((kind !== "text" && kind !== "item") || /[.!?]$/.test(text) || splitItem(text).length > 1) return [];
  const parts = text.split(/\s+[/|•·]\s+|,\s+/).map(tidyService);
  const known = parts.filter((part) => canBeService(part) && serviceCategory(part) !== "other");
  return parts.length >= 3 && known.length / parts.length >= 0.6 && parts.every((part) => part.split(" ").length <= 5)
    ? parts.filter(canBeService)
    : [];
}

/** Cards without a title over them: three or more headings side by side, nearly all of which are what agencies call their services. */
function isServiceRow(blocks: readonly Placed[], index: number): boolean {
  const block = blocks[index];
  if (block?.kind !== "heading" || block.level < 2 || block.groups.length === 0) return false;
  const isSister = (other: Placed) => other.kind === "heading" && other.level === block.level && other.section === block.section;
  const row = blocks.filter((other) => isSister(other) && other.topics.join() === block.topics.join());
  const known = row.filter(({ text }) => text.split(" ").length <= 5 && serviceCategory(text) !== "other");
  return row.length >= 3 && known.length / row.length >= 0.6;
}

/** "SEO – we get you found" is a name and what is said of it. */
function splitItem(text: string): string[] {
  const [, name, rest] = /^(.{2,60}?)\s*(?::|\s[–—-]\s)\s*(.+)$/.exec(text) ?? [];
  return name && rest ? [name, rest] : [text];
}

/** "Digital marketing services" above six of its parts is a title, not a seventh service; a name inside a longer one of the same kind goes. */
function withoutParents<Service extends SiteService>(services: readonly Service[]): Service[] {
  return services.filter(({ value, confidence }) => {
    const isWeak = confidence < 0.7;
    return !(
      isWeak &&
      services.some((other) => other.value !== value && other.confidence > confidence && keyOf(other.value).includes(keyOf(value)))
    );
  });
}

function focusOf(services: readonly SiteService[]): Pick<ServicesFound, "primaryCategories" | "serviceFocus"> {
  const counts = new Map<ServiceCategory, number>();
  for (const { category, confidence } of services) if (category !== "other") counts.set(category, (counts.get(category) ?? 0) + confidence);
  const primaryCategories = [...counts].toSorted(([, a], [, b]) => b - a).map(([category]) => category);
  const focus = primaryCategories.length >= 4 ? "full_service" : primaryCategories.length <= 1 ? "specialist" : "focused";
  return { primaryCategories: primaryCategories.slice(0, 3), serviceFocus: services.length === 0 ? null : focus };
}

function overall(services: readonly SiteService[]): number {
  const best = services.slice(0, 5);
  return best.length === 0 ? 0 : Math.round((best.reduce((sum, { confidence }) => sum + confidence, 0) / best.length) * 100) / 100;
}

function keyOf(name: string): string {
  return bare(name.replace(/\b(?:services?|solutions?|agency|management|the|our)\b/gi, "")) || bare(name);
}
