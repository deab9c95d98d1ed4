import "server-only";
import { bare } from "@/lib/agents/website/company-name";
import { quoteOf, standsIn } from "@/lib/agents/website/evidence";
import { isPlaceholder } from "@/lib/agents/website/placeholder-text";
import { above, isBody, type Placed, placed } from "@/lib/agents/website/topics";
import type { SITE_TONES, SitePage, SourcedFact, ValuePropFound } from "@/lib/domain/site-facts";

const WHY_TITLE =
  /\bwhy\b|what (?:makes|sets) us|(?:the|our) .{0,20}(?:difference|advantage|edge|promise|approach|values|philosophy|principles|beliefs)\b|how we(?:'re| are) different|reasons to|what you(?:'ll| will| can)? (?:get|expect)|we(?:'re| are) different|not your (?:average|typical)|what we (?:believe|stand for)|our commitment/i;
const PROMISE =
  /\bguarantee[sd]?\b|no lock-?in|no (?:long[- ]term )?contracts?|money[- ]back|month[- ]to[- ]month|we promise|our promise|or (?:you don'?t pay|it'?s free)|fixed (?:price|fee)s?|no (?:jargon|hidden|surprises|fluff|nonsense|bs)|cancel any ?time|within \d+ (?:hours|days|business days)|transparent (?:pricing|reporting)|you own|always (?:own|know)|senior (?:people|team)/i;
const AUDIENCE = [
  /\b(?:we|agency that|studio that|team that|who|that)\s+(?:help|work with|working with|partner with|serve|support|grow|build (?:\w+ )?for|market|only work with|exist to help)s?\s+(?:(?:with|to)\s+)?((?:[\p{L}\d&'’/-]+,?\s+){1,9}?)(?:to|grow|get|win|find|become|who|that|with|across|in|by|turn|attract|reach|sell|build|stand|make|scale|increase|more|through|fill|generate)\b/giu,
  /\b(?:marketing|design|branding|seo|websites?|web design|advertising|agency|studio|pr|growth|strategy|content|leads|software|campaigns?|creative|communications|ads|videos?|films?|photography|apps?|reels|products|team|partner|practice|social|search|media|email|pr)\s+(?:agency\s+|partners?\s+|studio\s+|services\s+)?(?:made |built |designed )?(?:just |only |exclusively )?for\s+((?:[\p{L}\d&'’/-]+,?\s*){1,7})/giu,
  /\b(?:specialis(?:e|es|ing)|specializ(?:e|es|ing)|focus(?:ed|es)?|expertise|experience)\s+(?:only\s+)?(?:in|on|with)\s+(?:marketing\s+(?:for\s+)?|helping\s+)?((?:[\p{L}\d&'’/-]+,?\s*){1,6}(?:businesses|companies|brands|practices|firms|industr\w+|sectors?|clinics|retailers|startups|manufacturers|builders|organisations))/giu,
  /\b(?:for|with)\s+((?:(?!and\b|the\b|an?\b|to\b|of\b|that\b|your?\b|our\b|us\b)[\p{L}\d&'’/-]+,?\s+(?:and\s+)?){1,6}(?:businesses|companies|brands|practices|firms|clinics|retailers|startups|start-ups|founders|manufacturers|builders|organi[sz]ations|schools|councils|makers|operators|charities|banks|insurers|nonprofits|not-for-profits))\b/giu,
] as const;
const GREETING = /^(?:welcome|hello|hi|hey|home|about|contact|menu|search|subscribe|our (?:work|services|clients|team))\b.{0,20}$/i;
const TITLE_BREAK = /\s+[|–—·•:»]\s+|\s+-\s+/;
/** A title that stands over a part of any site, and promises nothing. */
const TITLE_ONLY =
  /^(?:our |the |my |selected |some of our |latest |recent |all )*(?:services?|experience|expertise|capabilities|solutions|clients?|customers|brands|partners|work|projects|portfolio|case studies|results|testimonials?|reviews|kind words|team|process|approach|contact|blog|news|faqs?|what we (?:do|offer)|how (?:we help|it works)|why (?:choose )?(?:us|\S+)|who we are|what (?:our )?(?:clients|people|they) (?:say|think)|(?:don'?t )?(?:just )?take our word for it|trusted by.{0,30}|meet the team|get in touch|let'?s talk)[.!?:]?$/i;
const OFFER =
  /\b(?:help|grow|build|create|make|turn|drive|deliver|design|agency|studio|marketing|brands?|businesses|customers|leads|sales|results|strategy|websites?|digital|growth|more|better|revenue|people|stories|bookings|patients)\b/i;

/** What a company promises, to whom and why it rather than others: its front page's first words, its taglines, its "why us". */
export function findValueProp(pages: readonly SitePage[], companyName: string | null): ValuePropFound {
  const front = pages[0];
  if (!front)
    return {
      valueProposition: null,
      taglines: [],
      differentiators: [],
      brandPromises: [],
      targetAudienceHints: [],
      tone: null,
      confidence: 0,
    };
  const telling = pages.filter(
    ({ pageType }) =>
      pageType === "home" || pageType === "about" || pageType === "services" || pageType === "other" || pageType === "contact",
  );
  const taglines = settled(findTaglines(front, companyName), pages, 5);
  const valueProposition = settled(proposition(front, taglines, companyName), pages, 1)[0] ?? null;
  const differentiators = settled(telling.flatMap(reasons), pages, 8);
  return {
    valueProposition,
    taglines,
    differentiators,
    brandPromises: settled(telling.flatMap(promises), pages, 6),
    targetAudienceHints: settled(telling.flatMap(audiences), pages, 8),
    tone: valueProposition === null ? null : toneOf(front),
    confidence:
      valueProposition === null
        ? 0
        : Math.round((valueProposition.confidence * 0.8 + Math.min(differentiators.length, 4) * 0.05) * 100) / 100,
  };
}

/** The sentence that says most: what stands under the first heading, the heading itself, or how the page describes itself. */
function proposition(front: SitePage, taglines: readonly SourcedFact[], companyName: string | null): SourcedFact[] {
  const body = placed(front).filter((block) => isBody(block) && block.text !== "" && !isElsewhere(block));
  const first = body.findIndex(({ kind, level }) => kind === "heading" && level <= 2);
  const heading = body[first];
  const isTold = ({ kind, text }: Placed) => (kind === "text" || kind === "heading" || kind === "item") && text.split(" ").length >= 7;
  const following = body.slice(first + 1, first + 6);
  const nextPart = following.findIndex(({ kind, level, section }) => kind === "heading" && level <= 2 && section !== heading?.section);
  const after = (nextPart < 0 ? following : following.slice(0, nextPart)).find(isTold);
  const before =
    first < 0 || heading?.level !== 1 || TITLE_ONLY.test(heading.text) ? body.slice(0, first < 0 ? 12 : first).find(isTold) : undefined;
  const candidates = [
    heading && { text: heading.text, bonus: 0.05 },
    after && { text: after.text, bonus: 0.03 },
    before && { text: before.text, bonus: 0.04 },
    front.metaDescription === null ? undefined : { text: front.metaDescription, bonus: 0 },
    ...taglines.map(({ value }) => ({ text: value, bonus: -0.05 })),
  ].filter((candidate) => candidate !== undefined);
  const telling = candidates.filter(
    ({ text }) => bare(text) !== bare(companyName ?? "") && !TITLE_ONLY.test(text.trim()) && !isPlaceholder(text),
  );
  const rated = telling.map(({ text, bonus }) => ({ text: firstSentences(text), score: worth(text) + bonus }));
  const [best] = rated.toSorted((a, b) => b.score - a.score);
  return best
    ? [{ value: best.text, url: front.url, quote: quoteOf(best.text), confidence: Math.max(0.3, Math.min(0.92, best.score)) }]
    : [];
}

/** A promise names what is done and for whom, in neither two words nor a whole paragraph. */
function worth(text: string): number {
  const words = text.split(" ").length;
  const length = words < 4 ? -0.25 : words <= 32 ? 0.1 : -0.02;
  const isOffer = OFFER.test(text) ? 0.15 : 0;
  const isFor =
    /\bfor\s+(?!you\b|your\b|a\b|the\b|free\b|\d|\w+ (?:months?|years?|weeks?|days?|hours?)\b)\p{L}+|\b(?:we|agency|studio|team)\b.{0,40}\b(?:help|partner|work with|grow|build|turn)/iu.test(
      text,
    )
      ? 0.12
      : 0;
  return 0.5 + length + isOffer + isFor - (GREETING.test(text) ? 0.4 : 0);
}

function firstSentences(text: string): string {
  const sentences = text.split(/(?<=[.!?])\s+(?=\p{Lu})/u);
  let whole = sentences[0] ?? text;
  for (const next of sentences.slice(1)) {
    if (whole.length >= 60 || whole.length + next.length > 220) break;
    whole = text.slice(0, text.indexOf(next) + next.length);
  }
  return whole.slice(0, 500);
}

function findTaglines(front: SitePage, companyName: string | null): SourcedFact[] {
  const body = placed(front).filter(isBody);
  const hero = body
    .filter(({ kind, level }) => kind === "heading" && level <= 2)
    .slice(0, 1)
    .filter(({ text }) => text.split(" ").length >= 3 && text.split(" ").length <= 16);
  const marked = body
    .filter(
      ({ marks, text, kind }) =>
        kind !== "image" &&
        marks.some((mark) => mark === "tagline" || mark === "subtitle") &&
        text.split(" ").length >= 3 &&
        text.split(" ").length <= 20,
    )
    .slice(0, 3);
  const inTitle = front.title
    .split(TITLE_BREAK)
    .filter((part) => part.split(" ").length >= 2 && !(companyName && bare(part) === bare(companyName)));
  return [
    ...hero.map(({ text }) => fact(front, text, text, 0.85)),
    ...marked.map(({ text }) => fact(front, text, text, 0.75)),
    ...inTitle.map((text) => fact(front, text, text, 0.65)),
  ].filter(({ value }) => !GREETING.test(value) && !TITLE_ONLY.test(value) && !isPlaceholder(value));
}

/** The points under a title such as "Why us": headings of cards, or items of a list. */
function reasons(page: SitePage): SourcedFact[] {
  return placed(page).flatMap((block) => {
    const isUnder =
      above(block).some((title) => WHY_TITLE.test(title)) ||
      block.marks.some((mark) => mark === "usp" || mark === "why" || mark === "difference");
    const isPoint = (block.kind === "heading" && block.level >= 2) || block.kind === "item";
    const words = block.text.split(" ").length;
    if (!isBody(block) || !isUnder || !isPoint || words < 2 || words > 30 || WHY_TITLE.test(block.text) || isElsewhere(block)) return [];
    return [fact(page, block.text, block.text, block.kind === "heading" ? 0.8 : 0.72)];
  });
}

function promises(page: SitePage): SourcedFact[] {
  return placed(page).flatMap((block) => {
    if (!isBody(block) || block.kind === "image" || block.kind === "link" || isElsewhere(block) || !PROMISE.test(block.text)) return [];
    const sentence = block.text.split(/(?<=[.!?])\s+/).find((part) => PROMISE.test(part)) ?? block.text;
    return sentence.split(" ").length > 35 ? [] : [fact(page, sentence, sentence, 0.75)];
  });
}

function audiences(page: SitePage): SourcedFact[] {
  const texts = [
    ...placed(page)
      .filter((block) => isBody(block) && block.kind !== "image" && !isElsewhere(block))
      .map(({ text }) => text),
    page.metaDescription ?? "",
    ...(page.pageType === "home" ? page.title.split(TITLE_BREAK) : []),
  ];
  return texts.flatMap((text) =>
    AUDIENCE.flatMap((pattern) =>
      [...text.matchAll(pattern)].flatMap(([, found = ""]) => {
        const value = found
          .replace(/[\s,]+$/, "")
          .replace(/\s+(?:that|who|which)\s.*$|,? and (?:have|has|are|is|we)\b.*$/i, "")
          .replace(/\s+(?:(?:that|who|which)(?:\s+\w+)?|to|and|with|in|across|by|the)$/i, "")
          .trim();
        const isNobody =
          value.length < 4 ||
          /^(?:you|your|us|our|them|their|it|its|a|an|the|this|these|people|clients|businesses|companies|brands|everyone|anyone|free|more|over|years?|results?|growth)$/i.test(
            value,
          ) ||
          /\b(?:you|your|our|us|we|i)\b/i.test(value) ||
          /^\d|^(?:more than|over|maximum|leading|measurable|real|lasting|better|web|mobile|desktop|print|every|all|that|how|what|where|being|doing)\b/i.test(
            value,
          ) ||
          (/^the\b/i.test(value) && !/industr(?:y|ies)|sector|trades?\b/i.test(value));
        return isNobody ? [] : [fact(page, value, quoteOf(text, value), 0.7)];
      }),
    ),
  );
}

function isElsewhere(block: Placed | SitePage["blocks"][number]): boolean {
  const { marks, kind, text } = block;
  return (
    ("topics" in block && block.topics.some((title) => ELSEWHERE_TITLE.test(title))) ||
    kind === "quote" ||
    /^["“]/.test(text) ||
    marks.some(
      (mark) =>
        mark === "testimonial" ||
        mark === "review" ||
        mark === "faq" ||
        mark === "cookie" ||
        mark === "blog" ||
        mark === "post" ||
        mark === "team",
    )
  );
}

const ELSEWHERE_TITLE =
  /trusted by|(?:our|some|happy|selected) clients|worked with|frequently asked|\bfaqs?\b|testimonials?|what (?:our )?(?:clients|customers|people|they) (?:say|think)|kind words/i;

function toneOf({ text }: SitePage): (typeof SITE_TONES)[number] {
  const words = Math.max(1, text.split(/\s+/).length);
  const rate = (pattern: RegExp) => ((text.match(pattern)?.length ?? 0) / words) * 1000;
  const scores: [(typeof SITE_TONES)[number], number][] = [
    [
      "playful",
      rate(/\b(?:fun|love|magic|awesome|cheeky|weird|party|coffee|nerds?|geeks?|yep|nope|heck|y'all|pizza|dogs?)\b|[😀-🙏🎉🚀]/giu) * 1.4,
    ],
    [
      "bold",
      rate(
        /\b(?:bold|fearless|dominate|crush|unstoppable|disrupt\w*|rebels?|brave|unapologetic\w*|challenge|ambitious|fierce|no bs|fluff|bullshit)\b/gi,
      ) * 1.6,
    ],
    [
      "technical",
      rate(
        /\b(?:data|api|platform|integrations?|attribution|algorithm\w*|stack|engineering|analytics|technical|automation|infrastructure|cloud)\b/gi,
      ) * 0.6,
    ],
    ["friendly", rate(/\b(?:friendly|team up|together|family|local|chat|hello|happy|we'll|you'll|we're|let's|you're|don't)\b/gi) * 0.5],
    ["professional", 6],
  ];
  return scores.toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? "professional";
}

function fact({ url }: SitePage, value: string, quote: string, confidence: number): SourcedFact {
  return { value: value.slice(0, 500), url, quote: quoteOf(quote, value), confidence };
}

/** Each fact once, and none that its page does not bear out. */
function settled(facts: readonly SourcedFact[], pages: readonly SitePage[], most: number): SourcedFact[] {
  const borne = facts.filter((found) => pages.some((page) => page.url === found.url && standsIn(found.quote, page)));
  return [...new Map(borne.toReversed().map((found) => [bare(found.value), found])).values()].reverse().slice(0, most);
}
