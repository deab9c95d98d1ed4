import { z } from "zod";

// What is known of a company from its own website. Everything here was written by strangers, and none of it holds an e-mail address:
// an address found on a page is nobody's consent to be written to (AU-08).

export const confidence = z.number().min(0).max(1);

/** Where something stands: `quote` occurs literally in the words or in an attribute of the page at `url`. */
export const siteSource = z.object({ url: z.string().min(1).max(2000), quote: z.string().min(1).max(400) });
export type SiteSource = z.infer<typeof siteSource>;

/** One thing a page says, where it says so, and how sure we are that we read it right. */
export const sourcedFact = siteSource.extend({ value: z.string().min(1).max(500), confidence });
export type SourcedFact = z.infer<typeof sourcedFact>;

export const PAGE_TYPES = [
  "home",
  "about",
  "services",
  "portfolio",
  "case_studies",
  "contact",
  "blog",
  "team",
  "careers",
  "other",
] as const;
export type PageType = (typeof PAGE_TYPES)[number];

export const PAGE_AREAS = ["header", "nav", "main", "footer"] as const;
export type PageArea = (typeof PAGE_AREAS)[number];

/**
 * One piece of a page in reading order: a heading, a paragraph, an item of a list, a link, an image, a quotation. `marks` are the
 * telling words among the names of the boxes around it.
 */
export const pageBlock = z.object({
  kind: z.enum(["heading", "text", "item", "link", "image", "quote"]),
  /** 1 to 6 for a heading, else 0. */
  level: z.number().int().min(0).max(6),
  /** What a reader reads; of an image, its alternative text. */
  text: z.string().max(2000),
  /** Where it leads, in full; null when it is no link. */
  href: z.string().max(2000).nullable(),
  /** An image's file as the page names it. */
  src: z.string().max(500).nullable(),
  area: z.enum(PAGE_AREAS),
  /** Boxes that repeat beside each other (cards, slides, items) and hold this piece, outermost first. */
  groups: z.array(z.number().int().min(0)).max(8),
  /** The part of the page it stands in. */
  section: z.number().int().min(0),
  marks: z.array(z.string().max(40)).max(12),
});
export type PageBlock = z.infer<typeof pageBlock>;

export const SOCIAL_NETWORKS = ["linkedin", "facebook", "instagram", "x", "youtube", "tiktok", "pinterest"] as const;
export type SocialNetwork = (typeof SOCIAL_NETWORKS)[number];

/** What a page says, in short. */
export const pageContent = z.object({
  url: z.string().max(2000),
  title: z.string().max(500),
  pageType: z.enum(PAGE_TYPES),
  headings: z.array(z.object({ level: z.number().int().min(1).max(6), text: z.string().max(500) })).max(200),
  contentSummary: z.string().max(500),
  keyPoints: z.array(z.string().max(300)).max(20),
  imagesDescribed: z.array(z.string().max(300)).max(100),
  ctas: z.array(z.string().max(100)).max(20),
  hasTestimonials: z.boolean(),
  hasCaseStudies: z.boolean(),
  hasClientLogos: z.boolean(),
  socialLinks: z.partialRecord(z.enum(SOCIAL_NETWORKS), z.string().max(500)),
});

/** A page as it was read: its content, and all that may be quoted from it. */
export const sitePage = pageContent.extend({
  metaDescription: z.string().max(1000).nullable(),
  /** ISO 639-1, as the page reads or declares; null when neither tells. */
  language: z.string().max(12).nullable(),
  /** All visible words, a line a block. */
  text: z.string().max(40_000),
  /** Words that stand in attributes and structured data: descriptions, alternative texts, file names, JSON-LD. */
  attributes: z.array(z.string().max(1000)).max(400),
  blocks: z.array(pageBlock).max(1500),
  /** What its structured data says of services, reviews and offices; absent where it says nothing. */
  described: z
    .object({
      places: z
        .array(z.object({ city: z.string().max(200), street: z.string().max(200).nullable() }))
        .max(10)
        .optional(),
      offers: z.array(z.string().max(200)).max(40),
      reviews: z
        .array(z.object({ text: z.string().max(1000), person: z.string().max(200).nullable(), company: z.string().max(200) }))
        .max(20),
    })
    .optional(),
});
export type SitePage = z.infer<typeof sitePage>;

/** A site as it was read, whichever way its pages came. */
export const parsedSite = z.object({
  domain: z.string().max(253),
  companyName: sourcedFact.nullable(),
  language: z.string().max(12).nullable(),
  navigation: z.array(z.object({ text: z.string().max(200), href: z.string().max(2000) })).max(80),
  socialLinks: z.partialRecord(z.enum(SOCIAL_NETWORKS), z.string().max(500)),
  /** Telephone numbers and street addresses as written; never an e-mail address. */
  contactInfo: z.object({ phones: z.array(sourcedFact).max(10), addresses: z.array(sourcedFact).max(10) }),
  pages: z.array(sitePage).max(20),
});
export type ParsedSite = z.infer<typeof parsedSite>;

export const SERVICE_CATEGORIES = [
  "seo",
  "paid_media",
  "social_media",
  "content",
  "email_marketing",
  "web",
  "software",
  "branding",
  "design",
  "video_photo",
  "public_relations",
  "analytics",
  "strategy",
  "lead_generation",
  "marketing_automation",
  "ecommerce",
  "events",
  "traditional_media",
  "conversion",
  "recruitment",
  "training",
  "other",
] as const;
export type ServiceCategory = (typeof SERVICE_CATEGORIES)[number];

/** Something the company offers; `value` is its name in the company's words. */
export const siteService = sourcedFact.extend({
  description: z.string().max(500).nullable(),
  category: z.enum(SERVICE_CATEGORIES),
});
export type SiteService = z.infer<typeof siteService>;

export const servicesFound = z.object({
  services: z.array(siteService).max(40),
  primaryCategories: z.array(z.enum(SERVICE_CATEGORIES)).max(3),
  /** full_service: four or more categories; specialist: one; otherwise focused. Null when no service was found. */
  serviceFocus: z.enum(["specialist", "focused", "full_service"]).nullable(),
  sourcePages: z.array(z.string().max(2000)).max(20),
  confidence,
});
export type ServicesFound = z.infer<typeof servicesFound>;

export const SITE_TONES = ["professional", "friendly", "bold", "technical", "playful"] as const;

export const valuePropFound = z.object({
  valueProposition: sourcedFact.nullable(),
  taglines: z.array(sourcedFact).max(8),
  differentiators: z.array(sourcedFact).max(12),
  brandPromises: z.array(sourcedFact).max(8),
  targetAudienceHints: z.array(sourcedFact).max(12),
  tone: z.enum(SITE_TONES).nullable(),
  confidence,
});
export type ValuePropFound = z.infer<typeof valuePropFound>;

/** How a company comes to be named as a client, strongest first. */
export const PORTFOLIO_SOURCES = ["case_study", "testimonial", "logo", "client_list"] as const;
export type PortfolioSource = (typeof PORTFOLIO_SOURCES)[number];

export const portfolioCompany = z.object({
  name: z.string().min(1).max(200),
  /** Only where the site links to it. */
  domain: z.string().max(253).nullable(),
  /** The strongest of its evidence. */
  source: z.enum(PORTFOLIO_SOURCES),
  evidence: z
    .array(siteSource.extend({ source: z.enum(PORTFOLIO_SOURCES) }))
    .min(1)
    .max(12),
  /** What the site says of its trade ("Industry: Healthcare"), in the site's words. */
  industryHint: sourcedFact.nullable(),
  testimonial: z
    .object({ person: z.string().max(200).nullable(), title: z.string().max(200).nullable(), text: z.string().max(1000) })
    .nullable(),
  caseStudySummary: z.string().max(500).nullable(),
  resultsMentioned: z.array(sourcedFact).max(8),
  confidence,
});
export type PortfolioCompany = z.infer<typeof portfolioCompany>;

export const portfolioFound = z.object({
  companies: z.array(portfolioCompany).max(100),
  /** "200+ clients", as a number in `value`. */
  totalClientsClaimed: sourcedFact.nullable(),
  /** Named with the most evidence. */
  notableBrands: z.array(z.string().max(200)).max(10),
  /** What the site says of its clients' trades, in its own words. */
  industriesRepresented: z.array(sourcedFact).max(24),
  sourceDistribution: z.record(z.enum(PORTFOLIO_SOURCES), z.number().int().min(0)),
  confidence,
});
export type PortfolioFound = z.infer<typeof portfolioFound>;
