import "server-only";
import type { Industry } from "@/lib/domain/industries";

const list = (text: string): readonly string[] => text.split(",").map((entry) => entry.trim().replace(/\s+/g, " "));

/** Products that people also write without a capital. What is no word of its own is a name wherever it stands. */
export const TOOLS: ReadonlySet<string> = new Set(
  list(`hubspot, salesforce, xero, myob, quickbooks, shopify, wordpress, woocommerce, wix, squarespace, webflow, mailchimp, klaviyo, activecampaign,
    marketo, pardot, pipedrive, zoho, freshsales, freshdesk, zendesk, asana, trello, jira, confluence, clickup, airtable,
    servicem8, simpro, tradify, aroflo, procore, buildertrend, buildxact, cosential, tanda, keap, infusionsoft,
    magento, bigcommerce, drupal, joomla, netsuite, sharepoint, onedrive, dropbox, mixpanel, hotjar, semrush,
    ahrefs, moz, canva, figma, hootsuite, calendly, typeform, surveymonkey, twilio, sendgrid, braintree, paypal, afterpay,
    lightspeed, cin7, maropost, zapier, n8n, tableau, powerbi, snowflake, databricks, aws, azure,
    gcp, kubernetes, terraform, laravel, python, kotlin, chatgpt, openai, copilot, linktree,
    cloudflare, fastly, vercel, netlify, heroku, mongodb, postgres, mysql, workday, bamboohr, docusign, pandadoc,
    gohighlevel, highlevel, actionstep, cliniko, nookal, halaxy, mindbody, glofox, opentable, sevenrooms,
    doordash, ubereats, deliveroo, menulog, airbnb, tripadvisor, jobadder, bullhorn, autocad, revit, archicad, sketchup, bluebeam,
    outlook, gmail, ga4, gtm, tiktok, snapchat, pinterest, whatsapp`),
);

/** Platforms a sender may speak of as a place to advertise or to meet, without saying that the reader uses them. */
export const PLATFORMS: ReadonlySet<string> = new Set(
  list("google, linkedin, facebook, instagram, youtube, meta, bing, zoom, youtube, maps, gmail, outlook, tiktok, pinterest, whatsapp"),
);

/** Places, as people write them without a capital. */
export const PLACES: ReadonlySet<string> = new Set(
  list(`sydney, melbourne, brisbane, perth, adelaide, hobart, darwin, canberra, newcastle, wollongong, geelong, ballarat, bendigo, cairns, townsville,
    toowoomba, launceston, parramatta, penrith, bondi, fremantle, mackay, rockhampton, gladstone, wagga, albury, bundaberg, noosa,
    queensland, tasmania, nsw, qld, tas, australia, auckland, wellington, christchurch, zealand, london, manchester, dublin, paris, berlin,
    singapore, tokyo, dubai, mumbai, delhi, shanghai, beijing, boston, chicago, seattle, denver, dallas, toronto, vancouver, california, texas,
    america, usa, uk, england, scotland, ireland, europe, china, india, japan, canada, germany, france, indonesia, bali, malaysia, vietnam,
    philippines, manila, chatswood, frankston, dandenong, footscray, fitzroy, ipswich, redcliffe, caboolture,
    joondalup, mandurah, bunbury, geraldton, kalgoorlie, mildura, shepparton, dubbo, tamworth, armidale, gosford`),
);

/** State by name and by its code; a lead's city tells its state where it is a capital. */
export const STATE_NAMES: Readonly<Record<string, readonly string[]>> = {
  nsw: ["new south wales"],
  vic: ["victoria", "victorian"],
  qld: ["queensland", "queenslander"],
  sa: ["south australia", "south australian"],
  wa: ["western australia", "west australia"],
  tas: ["tasmania", "tasmanian"],
  act: ["australian capital territory"],
  nt: ["northern territory"],
};
export const STATE_OF_CAPITAL: Readonly<Record<string, string>> = {
  sydney: "nsw",
  melbourne: "vic",
  brisbane: "qld",
  adelaide: "sa",
  perth: "wa",
  hobart: "tas",
  canberra: "act",
  darwin: "nt",
};
/** What people of a city call themselves or it. */
export const DEMONYMS: Readonly<Record<string, string>> = {
  sydney: "sydneysider",
  melbourne: "melburnian",
  brisbane: "brissie",
  adelaide: "adelaidean",
};

/** Words true of every business of an industry; what is narrower needs the provider's own words. */
export const INDUSTRY_WORDS: Readonly<Record<Industry, string>> = {
  technology: "technology tech it digital software",
  saas: "saas software subscription subscriptions cloud tech technology",
  ecommerce: "ecommerce commerce online store shop retail retailer retailers",
  retail: "retail retailer retailers retailing shop shops store stores",
  healthcare: "practice health healthcare medical care patients",
  finance: "practice accounting finance financial finances",
  real_estate: "property properties estate real",
  professional_services: "practice professional services service consulting consultancy advisory",
  manufacturing: "manufacturing manufacturer manufacturers manufacture make makers production factory",
  construction: "construction constructing builder builders building build builds homebuilder trade trades",
  hospitality: "hospitality hosting venue venues guests",
  education: "education educational educator educators teaching learning students",
  nonprofit: "nonprofit profit charity charitable",
  legal: "practice legal law lawyers",
  automotive: "automotive auto vehicles vehicle car cars motor",
  food_beverage: "food beverage beverages drink drinks",
  media_entertainment: "media entertainment",
  travel: "travel tourism travellers",
  energy: "energy power",
  agriculture: "agriculture agricultural farming farm farms agribusiness",
  logistics: "logistics transport freight supply chain",
  government: "government public sector",
  b2b_general: "business services",
  b2c_general: "consumer consumers services",
};

/** What a trade calls itself, its places and whom it serves, where the provider names the trade. */
export const TRADE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/ fitness /, "gym gyms club studio members training"],
  [/ (?:dental|dentistry) /, "dentist dentists clinic patients"],
  [/ (?:veterinary|vets?) /, "vet vets veterinary clinic animals pets"],
  [/ (?:health|healthcare|medical|physio\w*) /, "clinic clinics"],
  [/ aged care /, "home homes residents families"],
  [/ (?:law|legal) /, "firm lawyer lawyers solicitor solicitors matters"],
  [/ (?:accounting|accountancy|accountants?) /, "firm accountant accountants"],
  [/ (?:freight|transport|logistics|trucking) /, "freight haulage trucking carrier carriers moving"],
  [/ (?:school|schools|education) /, "students parents families"],
  [/ (?:charity|nonprofit|non profit|philanthrop\w*) /, "charity charities donors cause"],
  [/ (?:brewer\w*|beer) /, "brewery breweries brewer brewers beer brewing"],
  [/ (?:wine|winer\w*) /, "winery wineries wine winemaker winemakers"],
  [/ (?:hotel|hotels|accommodation) /, "hotel hotels guests rooms"],
  [/ (?:restaurant|restaurants|cafe|cafes) /, "restaurant restaurants cafe cafes diners"],
  [/ (?:plumbing|plumbers?) /, "plumber plumbers plumbing"],
  [/ (?:electrical|electricians?) /, "electrician electricians electrical"],
  [/ (?:architecture|architects?) /, "architect architects practice architecture"],
  [/ (?:automotive|motor|car|cars) /, "dealer dealers dealership dealerships yard"],
  [/ (?:staffing|recruiting|recruitment) /, "recruitment recruiter recruiters agency placing placements candidates"],
  [
    / (?:retail|retailer|ecommerce|e commerce|food|beverage|beverages|manufactur\w*|wholesale|consumer goods|automotive|motor|car|cars) /,
    "sell sells selling",
  ],
  [/ (?:saas|software) /, "product products app apps"],
  [/ (?:real estate|property) /, "agency agent agents agents' listings"],
];
