import "server-only";
import { quoteOf } from "@/lib/agents/website/evidence";
import { isPlace } from "@/lib/agents/website/is-place";
import { canBeClient, isBadge, tidyName } from "@/lib/agents/website/portfolio/client-name";
import { findResults } from "@/lib/agents/website/portfolio/find-results";
import { CLIENT_TITLE, type Mention, NOT_CLIENTS_TITLE, TESTIMONIAL_TITLE, WORK_TITLE } from "@/lib/agents/website/portfolio/mention";
import { looksLikePerson } from "@/lib/agents/website/portfolio/read-attribution";
import { serviceCategory } from "@/lib/agents/website/service-names";
import { above, isBody, type Placed, placed } from "@/lib/agents/website/topics";
import { toIndustry } from "@/lib/domain/industries";
import type { SitePage, SourcedFact } from "@/lib/domain/site-facts";

const WORDS_FOR_CLIENTS =
  "(?:clients?|customers?|brands?|companies|businesses|organi[sz]ations|names|teams|people|partners|retailers|builders|firms|practices|start-?ups|operators|groups|makers|producers|institutions|charities|venues|employers|manufacturers)";
/** How prose comes to a list of clients; what follows is the list. */
const LEADS: readonly RegExp[] = [
  new RegExp(
    String.raw`\b${WORDS_FOR_CLIENTS}\b[^.!?:]{0,40}?\b(?:includ(?:e|es|ing)|such as|like|range from|span|from|are)\s*:?\s+`,
    "giu",
  ),
  /\b(?:trusted|chosen|loved|used|relied on|hired) by\s+(?:the likes of\s+|[^.,]{0,30}?(?:like|such as|including)\s+)?/giu,
  /\b(?:work(?:ed|ing)?|partner(?:ed|ing)?|collaborat(?:ed|ing)|team(?:ed|ing) up) (?:closely |alongside |proudly )?(?:with|for|alongside)\s+(?:[^.,]{0,50}?(?:like|such as|including|from)\s+)?/giu,
  /\b(?:we(?:'ve| have)|our team has) (?:also )?(?:helped|supported|grown|built (?:sites|brands|campaigns) for|created (?:\S+ ){0,3}for|delivered (?:\S+ ){0,4}for|run (?:\S+ ){0,3}for|done (?:\S+ ){0,3}for)\s+(?:[^.,]{0,40}?(?:like|such as|including)\s+)?/giu,
  /\b(?:previous|past|current|recent|long-?standing|notable|selected) clients?\s*(?:include|are|have included)?\s*:?\s+/giu,
  /\b(?:agency|team|studio|people|engines?|campaigns?|brands?|work|websites?|growth)\s+behind\s+(?:[^.,]{0,30}?(?:like|such as|including)\s+)?/giu,
  /\b(?:the likes of|campaigns? for|projects? for|work for)\s+/giu,
];

/** Clients as prose and plain lists name them. */
export function findClientLists(page: SitePage, ownName: string | null): Mention[] {
  if (page.pageType === "blog") return [];
  const blocks = placed(page).filter(isBody);
  return [...listed(blocks, page, ownName), ...tabled(blocks, page, ownName), ...inProse(blocks, page, ownName)];
}

/** Three or more names beside each other under a title about clients. */
function listed(blocks: readonly Placed[], { url }: SitePage, ownName: string | null): Mention[] {
  const partsOf = namesOnLine(blocks);
  const praised = new Set(
    blocks.flatMap(({ kind, text, groups }) => (kind === "quote" || /^["“]/.test(text) ? (groups.at(-1) ?? []) : [])),
  );
  const names = blocks.flatMap((block) => {
    const titles = above(block);
    const nearest = titles
      .toReversed()
      .find((title) => CLIENT_TITLE.test(title) || NOT_CLIENTS_TITLE.test(title) || TESTIMONIAL_TITLE.test(title));
    const isTitled =
      nearest !== undefined &&
      CLIENT_TITLE.test(nearest) &&
      !TESTIMONIAL_TITLE.test(nearest) &&
      (!NOT_CLIENTS_TITLE.test(nearest) || /\bour clients\b/i.test(nearest));
    const isMarked =
      block.marks.some((mark) => mark === "client" || mark === "customer") &&
      (block.marks.some((mark) => mark === "logo" || mark === "name" || mark === "marquee" || mark === "brand") ||
        (block.kind === "item" && block.marks.slice(0, 2).includes("client")));
    if (
      (!isTitled && !isMarked) ||
      block.kind === "quote" ||
      block.groups.some((group) => praised.has(group)) ||
      block.kind === "image" ||
      (nearest !== undefined && WORK_TITLE.test(nearest) && !isMarked) ||
      block.marks.some((mark) =>
        [
          "testimonial",
          "tag",
          "category",
          "eyebrow",
          "kicker",
          "industry",
          "sector",
          "review",
          "author",
          "team",
          "button",
          "btn",
          "cta",
          "stat",
          "counter",
          "result",
          "number",
        ].includes(mark),
      )
    )
      return [];
    const isName =
      block.kind === "item" || block.kind === "link" || block.kind === "text" || (block.kind === "heading" && block.level >= 3);
    const parts = partsOf(block).map(tidyName);
    return isName && parts.every((part) => part === "" || isListable(part, ownName))
      ? parts.filter(Boolean).map((name) => ({ name, block, place: `${block.section} ${nearest}` }))
      : [];
  });
  const walls = Map.groupBy(names, ({ place }) => place);
  return [...walls.values()]
    .filter((wall) => wall.length >= 3)
    .flatMap((wall) =>
      wall.map(({ name, block }) => ({
        name,
        source: "client_list" as const,
        confidence: 0.75,
        evidence: { url, quote: quoteOf(block.text, name) },
        domain: null,
        industry: tradeAbove(block, url),
      })),
    );
}

/** The trade that a list of clients is sorted under: "Property" beneath "Our clients". */
function tradeAbove({ topics }: Placed, url: string): SourcedFact | null {
  const trade = topics.at(-1) ?? "";
  const isTrade = topics.length > 0 && trade.split(" ").length <= 5 && !CLIENT_TITLE.test(trade) && toIndustry(trade) !== null;
  return isTrade ? { value: trade, url, quote: quoteOf(trade), confidence: 0.75 } : null;
}

/**
 * How the lines of a list are divided. A comma divides names, unless most lines beside each other have just one: then a place or a trade
 * follows it ("Acme, Perth").
 */
function namesOnLine(blocks: readonly Placed[]): (block: Placed) => string[] {
  const lines = Map.groupBy(blocks, ({ section, kind, topics }) => `${section} ${kind} ${topics.join(" > ")}`);
  return (block) => {
    const beside = lines.get(`${block.section} ${block.kind} ${block.topics.join(" > ")}`) ?? [];
    const withOne = beside.filter(({ text }) => text.split(", ").length === 2).length;
    const hasPlaces = beside.length >= 3 && withOne / beside.length > 0.6;
    const named = hasPlaces ? block.text.replace(/, [^,]*$/, "") : block.text;
    // "Acme — a maker of anvils"
    const text = named.replace(/\s+[–—-]\s+(?:an? |the )?\p{Ll}.*$/u, "");
    return text.split(/\s*[•·|]\s*|\s+\/\s+|\s{2,}|,\s+/);
  };
}

/** Rows beneath a column headed "Client": its cells name them, the others say what was done and what came of it. */
function tabled(blocks: readonly Placed[], page: SitePage, ownName: string | null): Mention[] {
  const head = blocks.findIndex(({ text, kind }) => kind === "text" && /^(?:client|customer|company)s?$/i.test(text));
  const heading = blocks[head];
  if (!heading) return [];
  const isHead = ({ kind, text, groups }: Placed) =>
    kind === "text" && groups.join() === heading.groups.join() && text.split(" ").length <= 3;
  const column = head - (blocks.slice(0, head).findLastIndex((block) => !isHead(block)) + 1);
  const width = column + blocks.slice(head).findIndex((block) => !isHead(block));
  const rows = Map.groupBy(blocks.slice(head + 1), ({ groups }) => groups.at(-1) ?? -1);
  const under = [...rows].filter(
    ([row, cells]) => row !== -1 && row !== heading.groups.at(-1) && cells.length >= 2 && cells.length <= width + 1,
  );
  return under.flatMap(([, cells]) => {
    const cell = cells[column];
    const rest = cells.filter((other) => other !== cell);
    const name = tidyName(cell?.text ?? "");
    if (cell?.kind !== "text" || !isListable(name, ownName)) return [];
    return [
      {
        name,
        source: "case_study" as const,
        confidence: 0.8,
        evidence: { url: page.url, quote: quoteOf(cell.text, name) },
        domain: null,
        summary: rest.find(({ text }) => /\p{L}{3}/u.test(text))?.text ?? null,
        results: findResults(page, cells),
      },
    ];
  });
}

/** Trades begin with such a word; companies begin with a word of their own. */
const TRADE =
  /^(?:health|healthcare|real|professional|financial|finance|legal|law|retail|food|hospitality|hotels?|restaurants?|construction|trades?|builders|building|education|schools|universities|technology|tech|saas|software|e-?commerce|manufactur\w+|automotive|travel|tourism|property|government|not|non|nonprofits?|charit\w+|energy|mining|agriculture|logistics|transport\w*|sports?|fitness|beauty|fashion|home|medical|dental|dentists?|allied|aged|child\w*|media|entertainment|consumer|b2b|b2c|start-?ups?|small|insurance|banking|accounting|accountants?|lawyers|wellness|arts|events|industrial|engineering|renewables?|solar|utilities|telco\w*|telecommunications|pharma\w*|recruitment|local|national)\b/i;

const BESIDE_TRADE =
  /^(?:and|&|of|for|the|brands?|services?|companies|businesses|firms?|practices?|sector|industry|industries|estate|profits?|care|products?|goods|markets?|providers?|agents?|professionals?|organi[sz]ations?|agencies|improvement|beverage|drinks?|storage|trades|leisure|public|bodies|bars?|cafes?|stores?|owners?|operators?)$/i;

function isListable(name: string, ownName: string | null): boolean {
  const words = name.split(" ");
  const isTrade = TRADE.test(name) && toIndustry(name) !== null && words.every((word) => TRADE.test(word) || BESIDE_TRADE.test(word));
  const isProper =
    words.every((word) => /^[\p{Lu}\d&+]/u.test(word) || /^(?:of|and|the|de|la|for|on|by|at|in)$/.test(word)) && !/^an? /i.test(name);
  return (
    isProper &&
    canBeClient(name, ownName) &&
    words.length <= 6 &&
    !isTrade &&
    !(serviceCategory(name) !== "other" && /\b(?:marketing|seo|ppc|advertising|campaigns?|websites?)\b/i.test(name))
  );
}

/** Where somebody worked before is nobody's client. */
const FORMER =
  /\b(?:founder|co-founder|formerly|previously|career|before (?:starting|founding|joining)|cut (?:his|her|their) teeth|ex-\p{Lu})/iu;

function inProse(blocks: readonly Placed[], { url, pageType, metaDescription, blocks: all }: SitePage, ownName: string | null): Mention[] {
  if (pageType === "case_studies" || all.length === 0) return [];
  const texts = [
    ...blocks
      .filter(({ kind, marks }) => kind === "text" || kind === "item" || (kind === "heading" && !marks.includes("testimonial")))
      .map(({ text }) => text),
    metaDescription ?? "",
  ];
  return texts
    .filter((text) => !FORMER.test(text))
    .flatMap((text) =>
      LEADS.flatMap((lead) =>
        [...text.matchAll(lead)].flatMap((match) => {
          const list = text.slice(match.index + match[0].length);
          const names = namesIn(list, ownName);
          // One name after "worked with" may be a person or a tool; a list is clients.
          return names.length < 2
            ? []
            : names.map((name) => ({
                name,
                source: "client_list" as const,
                confidence: 0.78,
                evidence: { url, quote: quoteOf(text, name) },
                domain: null,
              }));
        }),
      ),
    );
}

const PROPER =
  /^(?:the\s+)?[\p{Lu}\d](?:[\p{L}\p{N}'’+-]|\.(?=[\p{L}\p{N}]))*(?:\s+(?:(?:of|the|&|de|la|for|on|by|and(?=\s+(?:Sons?|Co|Company|Daughters?|Brothers|Associates|Partners|Family)\b))\s+)?[\p{Lu}\d&](?:[\p{L}\p{N}'’&+-]|\.(?=[\p{L}\p{N}]))*){0,4}/u;
const BETWEEN =
  /^\s*(?:\([^)]{0,60}\)\s*)?(?:,\s*(?:and|&|or|as well as|plus)?|;|and|&|or|as well as|through to|to|plus|\/|·|•)\s+(?:(?:more recently|even|also|national brands? like|local \w+ like|household names like|global \w+ like)\s+)?/i;

/** Proper names one after another, up to the first words that are none. */
function namesIn(list: string, ownName: string | null): string[] {
  const names: string[] = [];
  let rest = list.replace(/^[\s:–—-]+/, "");
  while (rest !== "" && names.length < 20) {
    const [raw = ""] = PROPER.exec(rest) ?? [];
    if (raw === "") break;
    const isLast = BETWEEN.exec(rest.slice(raw.length)) === null;
    // "Acme, Beta & Gamma" ends a list; "Paddock & Vine, Acme" begins one.
    const split = isLast && names.length > 0 && !/\band\b/.test(list.slice(0, 400)) ? raw.split(/\s+&\s+/) : [raw];
    for (const part of split) {
      const name = tidyName(part.replace(/\.(?=$|\s)/, ""));
      if (
        canBeClient(name, ownName) &&
        !isBadge(name) &&
        !(
          looksLikePerson(name) &&
          /^(?:sydney|melbourne|brisbane|perth|adelaide|australia|new zealand|tasmania|queensland|victoria)/i.test(name)
        ) &&
        !isPlace(name) &&
        !NO_CLIENT.test(name)
      )
        names.push(name);
    }
    rest = rest.slice(raw.length);
    const [gap = ""] = BETWEEN.exec(rest) ?? [];
    if (gap === "") break;
    rest = rest.slice(gap.length);
  }
  return names;
}

/** Platforms, months, titles and markets that stand in lists like companies do. */
const NO_CLIENT =
  /^(?:the (?:us|uk|usa|world)|google|facebook|meta|instagram|linkedin|tiktok|youtubers?|podcasters?|january|february|march|april|may|june|july|august|september|october|november|december|monday|friday|ceos?|cmos?|fortune 500|asx|asx ?200|smes?|smbs?|ngos?|series [a-f]|ipo|pre-?seed|seed|exit|b2b|b2c|d2c|dtc|saas|ai)(?: (?:brands|businesses|companies|startups|teams))?$/i;
