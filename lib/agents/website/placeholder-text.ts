import "server-only";

const THING =
  "(?:company|client|customer|brand|business|partner|project|portfolio|case study|logo|service|feature|product|item|card|title|heading|headline|sub-?title|section|slide|image|photo|picture|member|person|author|position|job title|name|address|agency)s?";
const WHICH = "(?:your|another|sample|example|test|dummy|demo|placeholder|insert|enter|add)";
const MARK = "(?:name|title|logo|text|here|goes here|heading|one|two|three|four|five|six|#?\\d{1,2}|[a-f])";

/** What themes are shipped with and nobody replaced: "Company Name", "Service Title 2", "Your Logo Here", Latin filler. */
const PLACEHOLDERS = [
  new RegExp(`^(?:${WHICH} )?(?:our |my |the )?${THING}(?: ${MARK})+$`, "i"),
  new RegExp(`^(?:${WHICH}) ${THING}(?: ${THING})?$`, "i"),
  new RegExp(`^(?:${THING}) ${THING}$`, "i"),
  /^(?:abc|xyz|foo|bar) (?:company|corp(?:oration)?|inc|ltd|co|agency|pty ltd)\.?$/i,
  /^(?:john|jane) (?:doe|q\.? public)$/i,
  /\blorem\b|\bipsum\b|\bdolor sit\b|consectetur|adipiscing/i,
  /^(?:(?:lorem|ipsum|dolor|sit|amet|nemo|enim|sed|ut|perspiciatis|magni|dolores|quia|voluptas|dele|cardo|divera|don|explicabo|veniam|minim|ad|officia|quis|eiusmod|tempor)(?: |$)){2,}$/i,
  /^(?:title|name|heading|headline|text|label|button|untitled|placeholder|tbc|tbd|xxx+)$/i,
];

/** Marketplaces of themes, whose own logos stand where a client's would. */
const STOCK =
  /^(?:envato(?: ?market)?|theme ?forest|code ?canyon|graphic ?river|audio ?jungle|photo ?dune|video ?hive|3d ?ocean|active ?den)$/i;

/** True for words that came with a theme and say nothing of the company. */
export function isPlaceholder(text: string): boolean {
  const words = text
    .replace(/[[\](){}<>"“”]/g, " ")
    .replace(/[-_#:]+/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  return PLACEHOLDERS.some((pattern) => pattern.test(words));
}

/** True for the name of a theme marketplace: the wall it stands in shows the theme's sample logos. */
export function isStockLogo(name: string): boolean {
  return STOCK.test(name.trim());
}
