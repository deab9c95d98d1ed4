import "server-only";
import { bare } from "@/lib/agents/website/company-name";
import { isPlace } from "@/lib/agents/website/is-place";
import { isPlaceholder } from "@/lib/agents/website/placeholder-text";

/** Words that name no company by themselves, nor together. */
const GENERIC = new Set(
  `logo logos client clients customer customers brand brands partner partners image images img photo picture icon icons placeholder default banner
  hero header footer background bg slide slider carousel thumb thumbnail screenshot mockup desktop mobile website site web page home project projects
  work portfolio case study studies casestudy testimonial testimonials review reviews team about contact services service our the a an of for and by with in
  saas b2b b2c startup startups firm firms retailer retailers agency store stores shop shops company companies business businesses group white black dark light color colour grey gray mono monochrome transparent rgb cmyk final new old copy
  edit version retina small large medium big horizontal vertical stacked landscape portrait square primary secondary reversed reverse inverted inverse
  svg png jpg jpeg webp gif vector full hires high low res resized scaled cropped crop optimised optimized compressed untitled asset artboard frame
  layer group1 download file view read more see all next previous prev back learn discover explore visit live launch design development branding
  marketing digital creative strategy seo social media content video photography advertising campaign ecommerce email app apps software
  branding packaging print ui ux identity production film events pr featured latest recent selected story stories success results result
  overview introduction challenge solution outcome approach brief process objective objectives background summary conclusion key deliverables
  industry sector location year date scope role category tags tag share related other menu close open play pause google facebook instagram linkedin
  happy satisfied great amazing best top local national global australian star stars rating quote avatar author person man woman people
  increase growth traffic leads sales revenue conversion conversions organic paid search rankings roi roas engagement followers awareness
  retail healthcare finance education technology hospitality construction manufacturing property legal automotive tourism travel nonprofit government
  health food beverage fashion beauty fitness sport sports entertainment professional industrial energy
  ceo founder director manager owner marketing operations head managing general sydney melbourne brisbane perth adelaide hobart darwin canberra
  ppc campaigns websites ads engine optimisation optimization creation management planning copywriting influencer automation consulting training audit audits crm
  lead generation hosting maintenance support analytics reporting research packaging motion graphic graphics illustration art direction user experience interface
  mobile storytelling
  australia nsw vic qld wa sa tas nt act new zealand testimonials faq faqs yes no thanks hello hi step one two three four phase v1 v2 v3`
    .split(/\s+/)
    .filter(Boolean),
);
/** Platforms, publishers and bodies whose badges agencies show beside their clients. */
const BADGES =
  /\b(?:google(?: partners?| ads?| analytics| premier)?|meta(?: business)?(?: partner)?|facebook|instagram|linkedin|tik ?tok|youtube|pinterest|snapchat|bing|microsoft (?:ads|advertising|partner)|shopify(?: plus| partners?| experts?)?|wordpress|woocommerce|webflow|squarespace|wix|hubspot|klaviyo|mailchimp|activecampaign|salesforce partner|sem ?rush|ahrefs|chat ?gpt|open ?ai|gemini|perplexity|claude|copilot|anthropic|moz|clutch|g2|trustpilot|sortlist|design ?rush|upcity|good ?firms|the manifest|aws partner|stripe|paypal|visa|mastercard|afterpay|zapier|hotjar|iso ?\d+|b corp(?:oration)?|webby|awwwards|css design|good design award|telstra business awards?|finalist|winner|award\w*|certified|certification|accredit\w*|badge|verified|member of|partner badge|premier partner|bbb)\b/i;
const ENDING = /[\s,]+(?:pty\.?(?:\s+ltd\.?)?|p\/l|ltd\.?|limited|inc\.?|llc|plc|gmbh|co\.?\s+ltd)\s*$/i;

/** What cameras, screens and browsers call their files. */
const CAMERA =
  /^(?:screen ?shot|screen ?capture|img|dsc[nf]?|pxl|image|download|unnamed|untitled|whatsapp image|frame|artboard|group|asset)[\s_-]*[\d(]/i;

/** What somebody is, where a theme asks for a company. */
const OCCUPATION =
  /^(?:(?:small |local |happy |verified |startup |company )?(?:business )?(?:entrepreneur|blogger|freelancer|influencer|customer|client|student|developer|designer|photographer|engineer|teacher|artist|writer|homeowner|business ?(?:man|woman|person)|shop ?keeper|store owner|consultant|doctor|lawyer|(?:co-?)?founder|(?:co-?)?owner))s?$|^(?:c[efmot]o|director|manager|founder|owner|president)\b/i;

/** True for what can be a company's name: a few words, not all of them everyday words, and none of a sentence. */
export function canBeClient(name: string, ownName: string | null): boolean {
  const words = name.split(/\s+/);
  if (name.length < 2 || name.length > 60 || words.length > 6) return false;
  if (
    !/[\p{Lu}\p{N}]/u.test(name) ||
    !/\p{L}/u.test(name) ||
    /^(?:how|why|what|when|where|who|we|our|your|the|a|an|i|it|this|these|helping|growing|building|from|by)$/i.test(name)
  )
    return false;
  if (
    /(?<!\b(?:Dr|St|Mr|Mrs|Ms|Mt|Bros|Prof|DR|ST|MR|MRS|MS|MT))[.!?]\s|[!?"“”:;]|https?:|www\.|^\d+[%x+]?$|^\W+$/.test(name) ||
    /^[\d\s.,$%+x-]+\s*\w{0,3}$/i.test(name)
  )
    return false;
  if (
    /\b(?:our|your|we|us|you|my|is|are|was|were|be|has|have|this|that|will|can|with|increase[ds]?|grew|growth in|read|view|click|learn|more)\b/i.test(
      name,
    ) &&
    words.length > 2
  )
    return false;
  const parts = name.split(/[\s_-]+/);
  const isOfState = parts.length === 2 && /^(?:SA|WA|NSW|QLD|VIC|TAS|NT|ACT)$/.test(parts[0] ?? "") && !isPlace(parts[1] ?? "");
  if (!isOfState && parts.every((word) => GENERIC.has(word.toLowerCase().replace(/[^a-z0-9]/g, "")) || /^[\W\d]*$/.test(word)))
    return false;
  if (CAMERA.test(name)) return false;
  if (isPlaceholder(name) || OCCUPATION.test(name)) return false;
  const key = bare(name);
  const own = ownName === null ? "" : bare(ownName);
  return key.length >= 2 && !(own.length > 2 && (key === own || (key.startsWith(own) && key.length < own.length + 12)));
}

export function isBadge(name: string): boolean {
  return BADGES.test(name);
}

/** A name as it is shown: without quotes, numbering and the form of the company. */
export function tidyName(text: string): string {
  return text
    .replace(/[™®©]/g, "")
    .replace(/\s+/g, " ")
    .replace(/^[\s"“'‘|,–—:•·@-]+|[\s"”'’|,–—:;•·-]+$/g, "")
    .replace(/[.](?=$)/, "")
    .replace(ENDING, "")
    .replace(/^the (?=\p{Lu})/u, "")
    .trim();
}

/** Two spellings of one company: letters and digits alone, without the form of the company and "the". */
export function nameKey(name: string): string {
  return bare(
    tidyName(name)
      .replace(/^the\s+/i, "")
      .replace(/\.(?:com|net|org|co|io)(?:\.au|\.nz)?$/i, ""),
  );
}

/** The company an alternative text names: "Acme logo", "Logo of Acme", "Acme Pty Ltd – client". Null for a description of a picture. */
export function nameInAlt(alt: string): string | null {
  const [, of] = /^(?:the )?(?:client |company |brand )?logo (?:of|for|from)\s+(.+)$/i.exec(alt) ?? [];
  const rest = (of ?? alt)
    .replace(/\.(?:svg|png|jpe?g|webp|gif|avif)\s*$/i, "")
    .replace(/\s*\((?:[^)]*\b)?(?:white|black|colou?r|mono|reversed?|dark|light|logo)\b[^)]*\)\s*$/i, "")
    .replace(/['’]s\s+(?:\w+\s+)?logo\b/i, "")
    .replace(/\b(?:client |company |brand |customer )?(?:logo(?:type|mark)?s?|wordmark|brandmark)\b/gi, " ")
    .replace(/\b(?:in )?(?:white|black|colou?r|grey|gray|mono(?:chrome)?|transparent|svg|png|icon)\b\s*$/i, " ")
    .replace(/^(?:our )?(?:client|customer|brand)\s*[:–—-]?\s+/i, "")
    .replace(/^(?:screen ?shot of|case study\s*[:–—-])\s+(?:the )?/i, "")
    .replace(
      /\s+(?:new )?(?:web ?site|home ?page|branding|packaging|mock-?up|hero image|project)(?: (?:design|preview|screenshot|mock-?up|on \w+(?: \w+)?))?$/i,
      "",
    )
    .replace(/\s*[-–—|:(]\s*(?:client|customer|partner|brand|image|\d+)\)?\s*$/i, "")
    .trim();
  const isFile = /^[\w@.+-]+$/.test(rest.trim()) && /[_+]|^\p{Ll}[^\p{Lu}]*-|-.*-/u.test(rest);
  const name = isFile ? nameInFile(rest.trim()) : tidyName(rest);
  return name && name.split(" ").length <= 6 ? name : null;
}

/** The company a logo's file names: `/img/acme-co-logo@2x.png` is Acme Co. Null when nothing but everyday words is left. */
export function nameInFile(src: string): string | null {
  const file = decoded(src.split(/[?#]/)[0]?.split("/").at(-1) ?? "").replace(/\.(?:svg|png|jpe?g|webp|gif|avif)$/i, "");
  if (CAMERA.test(file)) return null;
  const words = file
    .replace(/^(?:white|black|dark|light|colou?r)[-_ ]+(?=logo[-_ ])/i, "")
    .replace(/@\d+x$|[-_.]?\d{2,4}x\d{2,4}$|-scaled$|-e\d{10,}$/gi, "")
    .replace(/^(?:[0-9a-f]{16,}[_-])+/i, "")
    .replace(/^(?:\d{1,4}[-_])+/, "")
    .replace(/([a-z])([A-Z])/g, (_, left: string, right: string) => (/[_\s-]/.test(file) ? left + right : `${left} ${right}`))
    .split(/[\s_.+-]+/)
    .filter((word) => word !== "" && !/^(?:\d+|[1-4]c|pms)$/i.test(word) && !/^[0-9a-f]{8,}$/i.test(word) && !/^(?:v|x)\d+$/i.test(word))
    .filter((word) => !/^logo\d*$/i.test(word))
    .map((word) => word.replace(/^logo(?=[a-z]{3})|(?<=.{3})logo$/i, ""));
  const kept = words.filter((word, index) => !isAboutTheFile(word, words, index));
  if (kept.length === 0 || kept.length > 5 || kept.every((word) => GENERIC.has(word.toLowerCase()))) return null;
  return kept
    .map((word) =>
      /[A-Z]/.test(word)
        ? word
        : word.length <= 3 &&
            !/^(?:the|and|of|for|co|by|my|to|on|in|la|le|el|de|pet|bar|eat|sea|sun|sky|red|big|art|fit|zen|oak)$/.test(word)
          ? word.toUpperCase()
          : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(" ");
}

const OF_FILES = new Set(
  `logo logos client clients customer brand partner img image icon white black dark light color colour grey gray mono monochrome transparent rgb cmyk
  final new copy edit version retina small large horizontal vertical stacked landscape portrait square primary reversed reverse inverted inverse svg png
  jpg jpeg webp vector full hires res resized scaled cropped crop optimised optimized untitled asset artboard web site website footer header wordmark logotype`.split(
    /\s+/,
  ),
);

function isAboutTheFile(word: string, words: readonly string[], index: number): boolean {
  const lower = word.toLowerCase();
  if (!OF_FILES.has(lower)) return false;
  // "White Swan" and "New Leaf" begin with such a word; file names end with them.
  const isFirst = index === 0 && words.length > 1 && /^(?:white|black|new|light|dark|grey|gray|primary|square|full)$/.test(lower);
  return !(isFirst && !OF_FILES.has((words[1] ?? "").toLowerCase()));
}

/** A part of an address as it reads. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // written wrongly, and still a file
  }
}
