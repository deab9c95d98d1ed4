import "server-only";
import type { CompanySize } from "@/lib/domain/icp";
import type { Industry } from "@/lib/domain/industries";
import type { ServiceCategory } from "@/lib/domain/site-facts";

type Knowledge = { pains: readonly string[]; signals: readonly string[] };

/** What troubles those who buy a service, and what shows that they are about to: rules of the trade, to be confirmed by a person. */
export const SERVICE_KNOWLEDGE: Record<ServiceCategory, Knowledge> = {
  seo: {
    pains: ["People who are ready to buy find competitors on Google first", "Search traffic has been falling and nobody knows why"],
    signals: ["Ranks on the second page for what they sell", "Is rebuilding or moving its website"],
  },
  paid_media: {
    pains: ["Ad spend goes up while enquiries stay the same", "Nobody can say which ads bring customers"],
    signals: ["Runs ads already", "Is hiring for performance marketing"],
  },
  social_media: {
    pains: ["Posting takes time and brings no enquiries"],
    signals: ["Has social channels that went quiet"],
  },
  content: {
    pains: ["There is no time to write what customers ask about"],
    signals: ["Has a blog with nothing new for months"],
  },
  email_marketing: {
    pains: ["Past customers hear nothing and do not come back"],
    signals: ["Collects addresses and sends little"],
  },
  web: {
    pains: ["The website looks dated and does not turn visitors into enquiries"],
    signals: ["Has an old or slow website", "Has changed its name or its offer"],
  },
  software: {
    pains: ["Work is done by hand that software could do", "Systems do not talk to each other"],
    signals: ["Is hiring developers", "Has raised funding in the last 12 months"],
  },
  branding: {
    pains: ["The brand no longer fits what the business has become"],
    signals: ["Has merged, moved or changed its name", "Is entering a new market"],
  },
  design: {
    pains: ["Everything that goes out looks different"],
    signals: ["Is launching a product"],
  },
  video_photo: {
    pains: ["There is nothing good to show of the work they do"],
    signals: ["Is launching a product or opening a site"],
  },
  public_relations: {
    pains: ["The press writes about competitors"],
    signals: ["Has raised funding in the last 12 months", "Is launching a product"],
  },
  analytics: {
    pains: ["Reports do not say what works"],
    signals: ["Is hiring an analyst"],
  },
  strategy: {
    pains: ["Marketing is a list of tasks without a plan"],
    signals: ["Has a new head of marketing"],
  },
  lead_generation: {
    pains: ["New business depends on referrals", "Sales people spend their time looking for leads"],
    signals: ["Is hiring sales people", "Has opened a new office"],
  },
  marketing_automation: {
    pains: ["Enquiries are followed up late or not at all"],
    signals: ["Has bought a CRM", "Is hiring for marketing operations"],
  },
  ecommerce: {
    pains: ["Visitors fill carts and leave", "Growth depends on discounts"],
    signals: ["Runs an online store", "Has opened a new sales channel"],
  },
  events: {
    pains: ["Events cost much and leave few leads"],
    signals: ["Exhibits at trade shows"],
  },
  traditional_media: {
    pains: ["Radio and print are paid for and not measured"],
    signals: ["Advertises on radio, in print or outdoors"],
  },
  conversion: {
    pains: ["Plenty of visitors, few enquiries"],
    signals: ["Pays for traffic"],
  },
  recruitment: {
    pains: ["Good people do not apply"],
    signals: ["Has had the same position open for weeks"],
  },
  training: {
    pains: ["The team does not know how to use the tools it has"],
    signals: ["Has hired a junior marketing team"],
  },
  other: { pains: [], signals: [] },
};

/** Who decides about marketing in a company of that size. */
export const BUYERS_BY_SIZE: Record<CompanySize, readonly string[]> = {
  "1-10": ["Owner", "Founder", "Managing Director"],
  "11-50": ["Managing Director", "CEO", "Marketing Manager"],
  "51-200": ["Head of Marketing", "Marketing Director", "General Manager"],
  "201-500": ["Chief Marketing Officer", "Marketing Director", "Head of Digital"],
  "501-1000": ["Chief Marketing Officer", "Head of Digital", "Head of Marketing"],
  "1001+": ["Chief Marketing Officer", "Head of Digital", "Category Marketing Manager"],
};

/** Titles that decide in some industries and hardly elsewhere. */
export const BUYERS_BY_INDUSTRY: Partial<Record<Industry, readonly string[]>> = {
  ecommerce: ["Head of Ecommerce"],
  retail: ["Head of Ecommerce"],
  saas: ["VP Marketing", "Head of Growth"],
  healthcare: ["Practice Manager", "Practice Owner"],
  legal: ["Managing Partner", "Practice Manager"],
  real_estate: ["Principal"],
  education: ["Director of Marketing and Admissions"],
  hospitality: ["Venue Manager"],
  nonprofit: ["Head of Fundraising"],
  government: ["Communications Manager"],
};

/** Tools nearly everybody uses: they tell no company from another. */
export const UBIQUITOUS_TOOLS: ReadonlySet<string> = new Set([
  ...[
    "google analytics",
    "google tag manager",
    "google font api",
    "google fonts",
    "google maps",
    "gmail",
    "google apps",
    "google workspace",
  ],
  ...[
    "mobile friendly",
    "jquery",
    "bootstrap framework",
    "apache",
    "nginx",
    "cloudflare",
    "cloudflare dns",
    "cloudflare hosting",
    "recaptcha",
  ],
  ...[
    "microsoft office 365",
    "outlook",
    "office365",
    "facebook widget",
    "facebook login (connect)",
    "facebook custom audiences",
    "youtube",
  ],
  ...["typekit", "vimeo", "remote", "android", "ai", "amazon aws", "route 53", "varnish", "php", "html"],
]);
