import "server-only";
import type { Industry } from "@/lib/domain/industries";

/** `people`: what those of an industry are called, in the plural; `pains`: each completes "Many … find that …". */
export type IndustryPains = { people: string; pains: readonly [string, string, string]; insight: string };

/**
 * What tends to trouble businesses of an industry when they look for customers: common knowledge in our own words, true of many and claimed of
 * nobody. It stands in where no research was made.
 */
export const INDUSTRY_PAINS: Readonly<Record<Industry, IndustryPains>> = {
  technology: {
    people: "technology firms",
    pains: [
      "buyers read for months before they talk to anybody",
      "what they do well is hard to tell in a sentence",
      "referrals come in waves and then stop",
    ],
    insight: "The page that explains one problem plainly usually brings better enquiries than the one that lists every service.",
  },
  saas: {
    people: "software companies",
    pains: ["trials start and nobody comes back", "paid clicks cost more each quarter", "the demo goes well and the decision drifts"],
    insight: "Asking people who left why they came in the first place tends to be worth more than another advertisement.",
  },
  ecommerce: {
    people: "online retailers",
    pains: ["carts are left at the last step", "advertising costs rise faster than orders", "first orders rarely become second ones"],
    insight: "A second order costs a fraction of a first one, so the days after delivery are often the best place to start.",
  },
  retail: {
    people: "retailers",
    pains: [
      "foot traffic varies from week to week",
      "people look online and buy somewhere else",
      "promotions cost margin and bring nobody back",
    ],
    insight: "Opening hours, stock and directions that are right in search often do more than another promotion.",
  },
  healthcare: {
    people: "practices",
    pains: ["gaps in the book are filled too late", "new patients choose whoever answers first", "the phone rings when nobody can take it"],
    insight: "Being easy to book out of hours often matters more to new patients than anything a page says.",
  },
  finance: {
    people: "finance firms",
    pains: ["enquiries arrive that do not fit", "trust takes long to build from a website", "referrals depend on a few partners"],
    insight: "A plain answer to one common question tends to bring people who are ready to talk.",
  },
  real_estate: {
    people: "property businesses",
    pains: ["listings come and go with the season", "portals take a share of every enquiry", "owners compare on fees alone"],
    insight: "Owners often decide long before they call, by what they find about recent sales nearby.",
  },
  professional_services: {
    people: "service firms",
    pains: ["new work depends on who happens to refer", "proposals take days and many go nowhere", "quiet months come without warning"],
    insight: "Knowing which enquiries turned into work, and where those came from, usually changes where the budget goes.",
  },
  manufacturing: {
    people: "manufacturers",
    pains: ["a few large customers decide the year", "buyers ask for prices and go silent", "distributors stand between them and demand"],
    insight: "Buyers who compare suppliers often look for drawings and lead times first, and leave where they find neither.",
  },
  construction: {
    people: "builders",
    pains: [
      "quotes take evenings and many are never answered",
      "good enquiries come in waves",
      "people who only compare prices take most of the time",
    ],
    insight: "Asking two questions before quoting often saves the evenings that go into jobs nobody meant to start.",
  },
  hospitality: {
    people: "venues",
    pains: [
      "quiet nights stay quiet",
      "booking platforms keep a share of every table",
      "regulars are taken for granted until they stop coming",
    ],
    insight: "A message to guests who came once tends to fill a quiet night sooner than a discount to strangers.",
  },
  education: {
    people: "training providers",
    pains: ["enquiries come in before term and stop after it", "people ask and never enrol", "courses look alike from outside"],
    insight: "What earlier students do now is usually what people want to know before they enrol.",
  },
  nonprofit: {
    people: "charities",
    pains: ["donors give once and are not heard of again", "appeals compete for the same weeks", "volunteers are hard to keep"],
    insight: "Telling givers what their gift did often brings the next one.",
  },
  legal: {
    people: "law firms",
    pains: [
      "enquiries arrive that the firm cannot take",
      "people call three firms and choose the first that answers",
      "referrers are not asked often enough",
    ],
    insight: "How fast the first call is returned often decides more matters than how a firm presents itself.",
  },
  automotive: {
    people: "workshops and dealers",
    pains: ["the bays are full one week and empty the next", "people ring around for prices", "service reminders go unread"],
    insight: "A reminder sent at the right kilometre count tends to beat any offer.",
  },
  food_beverage: {
    people: "food and drink makers",
    pains: ["stockists come and go", "people like the product and forget the name", "distributors keep the customer to themselves"],
    insight: "Stockists often decide on how well a product sold next door, so that story is worth telling.",
  },
  media_entertainment: {
    people: "media businesses",
    pains: ["audiences come and do not stay", "advertisers ask for proof", "one platform decides who is seen"],
    insight: "An audience reached directly tends to be worth several that belong to a platform.",
  },
  travel: {
    people: "tour operators",
    pains: [
      "platforms take a share of every booking",
      "the low season lasts longer than planned",
      "people look months ahead and book elsewhere",
    ],
    insight: "People who looked and did not book are often the cheapest guests to win.",
  },
  energy: {
    people: "energy businesses",
    pains: ["enquiries are many and serious ones are few", "rules change and customers wait", "quotes are compared line by line"],
    insight: "Explaining what changes for the customer, and what does not, usually shortens the wait.",
  },
  agriculture: {
    people: "farm businesses",
    pains: ["buyers are few and news travels fast", "the season decides when anybody listens", "suppliers all say the same"],
    insight: "Writing just before a season's decisions are made tends to matter more than how often one writes.",
  },
  logistics: {
    people: "transport firms",
    pains: ["prices are compared by the kilometre", "contracts are renewed without a word", "empty return trips eat the margin"],
    insight: "Shippers often change after one late delivery, and look for whoever answers that day.",
  },
  government: {
    people: "public bodies",
    pains: ["residents do not find what is already there", "messages have to suit everybody", "budgets close before a decision is made"],
    insight: "The questions people type into the search box of a site usually show what to write next.",
  },
  b2b_general: {
    people: "businesses",
    pains: [
      "new enquiries depend on referrals",
      "nobody can say which marketing brought which job",
      "quotes go out and are never answered",
    ],
    insight: "Looking at which enquiries turned into work, and where those came from, usually shows what to stop paying for.",
  },
  b2c_general: {
    people: "businesses",
    pains: [
      "advertising brings visitors who never call",
      "reviews decide before anybody picks up the phone",
      "customers come once and are forgotten",
    ],
    insight: "Those who bought once are often the first people worth writing to.",
  },
};
