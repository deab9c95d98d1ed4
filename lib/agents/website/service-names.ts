import "server-only";
import { isPlace } from "@/lib/agents/website/is-place";
import { isPlaceholder } from "@/lib/agents/website/placeholder-text";
import type { ServiceCategory } from "@/lib/domain/site-facts";

/** Words by which agencies call what they sell, most telling category first: "Shopify web design" is e-commerce before it is web. */
const CATEGORIES: readonly (readonly [ServiceCategory, RegExp])[] = [
  [
    "seo",
    /\bseo\b|search engine optimi[sz]ation|link[- ]building|organic search|local search|keyword research|answer engine|generative engine|\bgeo\b|\baeo\b/i,
  ],
  [
    "paid_media",
    /\b(?:ppc|sem|cpc)\b|pay[- ]per[- ]click|google (?:ads|shopping)|adwords|paid (?:search|social|media|amplification|ads?|advertising|acquisition)|(?:facebook|meta|linkedin|tiktok|instagram|display|bing|microsoft|amazon|youtube|digital|online|social|native|search) (?:ads?\b|advertising)|programmatic|remarketing|retargeting|performance (?:marketing|media)|search (?:engine )?marketing|media buying|biddable/i,
  ],
  [
    "email_marketing",
    /\be-?mail (?:marketing|campaigns?|design|newsletters?|strategy|flows?|copy\w*|automation)|\b(?:edm|klaviyo|mailchimp|newsletters?|lifecycle marketing|retention marketing)\b|sms marketing|\bsms\b|\bemail flows?\b|^flows$|list growth|email (?:&|and) sms|^e-?mails?$/i,
  ],
  [
    "marketing_automation",
    /marketing automation|\bcrm\b|hubspot|salesforce|marketo|pardot|activecampaign|marketing operations|martech|revops|revenue operations|workflow automation|\bai (?:agents?|automation)|automation/i,
  ],
  [
    "conversion",
    /\bcro\b|conversion(?: rate)? optimi[sz]ation|landing pages?|a\/b test|split test|experimentation|funnels?\b|user testing/i,
  ],
  ["ecommerce", /e-?commerce|re-?platform\w*|shopify|woocommerce|magento|bigcommerce|online stores?|marketplace management|\bamazon\b/i],
  [
    "social_media",
    /social media|\bsocials?\b(?! (?:impact|enterprise|change))|community management|influencer|\bcreators?\b|\bugc\b|tiktok|instagram (?:management|marketing)|facebook (?:management|marketing)/i,
  ],
  [
    "public_relations",
    /\bpr\b|public relations|media relations|publicity|crisis (?:comm\w*|management)|government relations|public affairs|issues management|reputation management|stakeholder (?:engagement|relations|management)|lobbying|advocacy|corporate comm\w*|communications?\b|thought leadership|media training/i,
  ],
  [
    "video_photo",
    /\bvideo(?:s|graphy)?\b|photograph\w*|film(?:s|ing|making)?\b|animations?|motion (?:graphics|design)|drone|podcasts?|tvc\b|photo ?shoots?|content production|post[- ]production/i,
  ],
  [
    "content",
    /\bcontent\b|copy ?writ\w+|blog(?:ging| writing| posts)|storytelling|editorial|ghost ?writ\w+|white ?papers?|e-?books?|product (?:pages|descriptions|copy)|annual reports?|brand journalism|\bcopy\b/i,
  ],
  [
    "lead_generation",
    /lead gen\w*|demand gen\w*|appointment setting|outbound|cold (?:email|calling|outreach)|account[- ]based|\babm\b|sales (?:enablement|development|outreach|funnels?)|prospecting|outreach|telemarketing|customer acquisition/i,
  ],
  [
    "analytics",
    /analytics|data (?:strategy|visuali[sz]ation|analysis|science|engineering|tracking)|reporting|attribution|measurement|tracking|tag manager|dashboards?|market research|\bresearch\b|customer insights?|\binsights\b|business intelligence|marketing mix/i,
  ],
  [
    "branding",
    /\bbrand(?:s|ing)?\b|logo design|visual identity|naming|rebrand\w*|identity (?:design|systems?)|packaging|positioning|tone of voice/i,
  ],
  [
    "web",
    /\bweb ?sites?\b|\bweb (?:design|development|dev|applications?|apps?|hosting|maintenance|builds?)\b|\bweb\b|wordpress|webflow|squarespace|wix\b|drupal|hosting|front[- ]?end|landing page design|site (?:speed|care|maintenance)|theme (?:development|design)/i,
  ],
  [
    "software",
    /software|\bapps?\b|\bapplications?\b|app development|mobile development|product (?:design|development)|\bsaas\b|integrations?\b|\bapi\b|artificial intelligence|machine learning|chatbots?|digital products?|custom development|cloud|it support|cyber ?security|managed (?:it|services)/i,
  ],
  [
    "design",
    /\bdesign\b|graphic\w*|\bui\b|\bux\b|user experience|illustration|print (?:design|collateral)|art direction|creative|infographics?|signage|pitch decks?|presentations?/i,
  ],
  [
    "events",
    /\bevents?\b|activations?|experiential|trade ?shows?|conferences?|sponsorships?|exhibitions?|product launches|gala|festivals?/i,
  ],
  [
    "traditional_media",
    /\b(?:tv|radio|television|outdoor|out[- ]of[- ]home|ooh|billboards?|print|press|cinema|media (?:planning|strategy|booking)|direct mail|letterbox|catalogues?)\b/i,
  ],
  ["recruitment", /recruit\w*|executive search|talent|staffing|employer brand\w*/i],
  ["training", /training|workshops?|coaching|mentoring|courses?|masterclass|academy|upskilling/i],
  [
    "strategy",
    /strateg\w+|consult\w+|fractional cmo|\bcmo\b|audits?|go[- ]to[- ]market|growth (?:marketing|hacking|advisory)|marketing (?:plans?|planning|advisory|management)|advisory|digital transformation|digital marketing|inbound marketing|full[- ]service marketing|advertising|campaigns?|marketing\b|customer journey|roadmap/i,
  ],
];

/** What kind of service a name means; "other" for a name nobody else uses. */
export function serviceCategory(name: string): ServiceCategory {
  return CATEGORIES.find(([, pattern]) => pattern.test(name))?.[0] ?? "other";
}

const NOT_A_SERVICE =
  /^(?:home|about(?: us)?|contact(?: us)?|services?|our services|all services|what we do|solutions?|capabilit\w+|expertise|work|our work|portfolio|case stud\w+|blog|news|insights?|team|our team|careers?|pricing|faqs?|frequently asked.*|ready to .*|clients?|our clients|testimonials?|reviews?|results|process|our process|how it works|approach|our approach|why (?:us|choose.*)|get (?:started|in touch|a quote).*|book .*|learn more|read more|find out more|discover more|view (?:all|more|service).*|see (?:all|more).*|explore.*|more|next|previous|menu|search|log ?in|privacy.*|terms.*|start(?:ing)? (?:a|your) .*|let'?s (?:talk|chat|work).*|free .*(?:audit|consultation|quote|guide)|download.*|subscribe.*|industries.*|sectors.*|resources|overview|introduction|related .*|other services|our story|who we (?:are|help|work with|serve)|values?|our values|awards?|partners?|support|locations?|\d(?!d\b|60\b).*|what'?s included.*|what you get|benefits?|features|the (?:process|result|challenge|solution|brief).*|deliverables)$/i;
const PROCESS_STEP =
  /^(?:(?:step |phase |stage )?\d+[.:)]?\s*)?(?:discover(?:y)?|define|plan(?:ning)?|design|develop|deliver|launch|build|test(?:ing)?|grow|scale|optimi[sz]e|refine|measure|learn|listen|explore|create|execute|implement|review|report|analy[sz]e|ideate|research|strategi[sz]e|kick-?off|onboarding|iterate|maintain|execution|launch (?:&|and) grow)$/i;
const SENTENCE =
  /\b20\d\d\b|\b(?:trends|tips|guide to|ways to|reasons)\b|[.!?:]\s|[!?]$|\b(?:you|your|we|our|us|i|my|they|is|are|was|were|will|can|that|why|how|what|when|who|let's|don't|it's)\b/i;

/** True for a few words that can stand as the name of a service. */
export function canBeService(name: string): boolean {
  const words = name.split(/\s+/).length;
  return (
    name.length >= 2 &&
    name.length <= 70 &&
    words <= 8 &&
    /\p{L}/u.test(name) &&
    !NOT_A_SERVICE.test(name) &&
    !SENTENCE.test(name) &&
    !isPlaceholder(name) &&
    !name.split(/\s*[/,]\s*/).some(isPlace) &&
    !/^["“‘]|[.…]$/.test(name)
  );
}

export function isProcessStep(name: string): boolean {
  return PROCESS_STEP.test(name);
}

/** How a thing is done or what comes with it: what stands beneath a service, and is none by itself. */
const DETAIL =
  /(?:^|[\s-])(?:first|optimi[sz]ed|driven|friendly|ready|based|focused|fast|loading|included|reports?|reporting|support|set-?up|review|meetings?|calls?)$|^(?:custom|unlimited|free|dedicated|monthly|weekly|daily|fast|ongoing|regular|advanced|24\/7)\b|^\S+$/i;

/** True for a point that describes a service rather than being one, where it stands in a service's own box. */
export function isDetail(name: string): boolean {
  return DETAIL.test(name);
}

/** A service's name without numbering, arrows and what only leads on. */
export function tidyService(text: string): string {
  const tidy = withoutSigns(text);
  // "SEO Geelong" is SEO, sold in Geelong.
  const words = tidy.split(" ");
  const at = [2, 1].find((count) => words.length > count && isPlace(words.slice(-count).join(" ")));
  const rest =
    at === undefined
      ? tidy
      : words
          .slice(0, -at)
          .join(" ")
          .replace(/\s+in$/i, "");
  return serviceCategory(rest) === "other" ? tidy : rest;
}

function withoutSigns(text: string): string {
  return text
    .replace(/^\s*(?:\d{1,2}\s*[.)/–—-]?\s+|[•·→»✓✔–—-]+\s*)/, "")
    .replace(/\s*(?:→|»|›|>|\+|↗|\||…|:)+\s*$/, "")
    .replace(/^(?:our\s+)?(.{3,}?)\s+services?$/i, "$1")
    .trim();
}
