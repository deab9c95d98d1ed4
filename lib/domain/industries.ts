import { remember } from "@/lib/domain/remember";

/** The product's one industry vocabulary: ICPs, leads, patterns and priors all compare these slugs. */
export const INDUSTRIES = [
  "technology",
  "saas",
  "ecommerce",
  "retail",
  "healthcare",
  "finance",
  "real_estate",
  "professional_services",
  "manufacturing",
  "construction",
  "hospitality",
  "education",
  "nonprofit",
  "legal",
  "automotive",
  "food_beverage",
  "media_entertainment",
  "travel",
  "energy",
  "agriculture",
  "logistics",
  "government",
  "b2b_general",
  "b2c_general",
] as const;
export type Industry = (typeof INDUSTRIES)[number];

/** Whom an agency sells to when its ICP names no industry (domain.md 2.3), in our slugs. */
export const DEFAULT_ICP_INDUSTRIES: readonly Industry[] = [
  "technology",
  "saas",
  "finance",
  "professional_services",
  "healthcare",
  "real_estate",
  "construction",
  "manufacturing",
];

/**
 * What providers and people write, per slug. Provider lists follow LinkedIn's industry names (Apollo and Hunter both use them);
 * each phrase is compared as whole words, so "retail" is found in "Online retail stores" but "art" not in "smart".
 */
const PHRASES: Record<Industry, string> = {
  saas: "saas, software as a service, cloud software, subscription software",
  ecommerce: "ecommerce, e commerce, online retail, online shopping, online store, internet retail, online marketplace, dropshipping",
  technology: `technology, technologies, software, computer software, software development, computer and network security, computer networking,
    computer hardware, computer games, information technology, information technology and services, it services, internet, it consulting,
    semiconductors, telecommunications, wireless, cyber security, cybersecurity, artificial intelligence, nanotechnology, data infrastructure,
    technology information and internet, electrical and electronic manufacturing, information services`,
  finance: `finance, financial services, fintech, banking, bank, insurance, investment banking, investment management, capital markets,
    venture capital, private equity, venture capital and private equity, accounting, accountancy, credit unions, mortgage, mortgage broking,
    superannuation, wealth management, financial planning`,
  real_estate: "real estate, commercial real estate, property, property management, leasing real estate, realty, property development",
  legal: "legal, law, law practice, legal services, law firm, solicitors, alternative dispute resolution, judiciary",
  healthcare: `healthcare, health care, hospital and health care, hospital, hospitals, medical, medical practice, medical practices,
    medical devices, mental health care, mental health, pharmaceuticals, biotechnology, alternative medicine, health wellness and fitness,
    wellness and fitness services, dental, dentistry, veterinary, physiotherapy, aged care, individual and family services, health and wellness,
    fitness, gym, nursing homes, wellness`,
  construction: `construction, civil engineering, building materials, architecture and planning, architecture, building construction, builders,
    glass ceramics and concrete, specialty trade contractors, plumbing, electrical contractors, roofing, joinery, carpentry, landscaping,
    home building, trades, engineering and construction`,
  manufacturing: `manufacturing, machinery, mechanical or industrial engineering, industrial automation, industrial machinery, plastics,
    packaging and containers, chemicals, textiles, furniture, paper and forest products, printing, aviation and aerospace, defense and space,
    shipbuilding, consumer electronics, sporting goods, railroad manufacture, mining and metals, engineering`,
  automotive:
    "automotive, motor vehicle, motor vehicles, car dealership, vehicle repair, auto repair, car dealers, motor vehicle manufacturing",
  hospitality:
    "hospitality, hotels, hotel, restaurants, restaurant, cafe, cafes, gambling and casinos, event venues, accommodation, catering, bars",
  food_beverage: `food and beverage, food and beverages, food beverage, food production, wine and spirits, dairy, beverages, breweries, brewery,
    food and beverage services, food and beverage manufacturing, supermarkets, bakery, tobacco`,
  travel:
    "travel, tourism, leisure travel and tourism, airlines aviation, airlines, recreational facilities and services, tour operators, cruise lines",
  media_entertainment: `media, entertainment, media production, broadcast media, online media, publishing, newspapers, music, film,
    motion pictures and film, performing arts, animation, writing and editing, photography, sports, spectator sports, fine art, libraries,
    museums and institutions, media and entertainment, arts and crafts, gaming, news`,
  education: `education, education management, higher education, primary secondary education, primary and secondary education, e learning,
    elearning, professional training and coaching, schools, university, training, tutoring, childcare, early childhood education, research`,
  nonprofit: `nonprofit, non profit, not for profit, nonprofit organization management, non profit organization management, philanthropy,
    fund raising, fundraising, religious institutions, civic and social organization, charity, charities, ngo`,
  government: `government, government administration, government relations, public policy, public safety, public sector, international affairs,
    law enforcement, military, legislative office, political organization, executive office, local government, council`,
  energy:
    "energy, oil and energy, oil and gas, renewables and environment, renewables, renewable energy, solar, utilities, environmental services, power",
  agriculture: "agriculture, farming, ranching, fishery, agribusiness, horticulture, viticulture, forestry, agtech",
  logistics: `logistics, logistics and supply chain, transportation, transport, transportation trucking railroad, trucking, freight, maritime,
    package freight delivery, warehousing, supply chain, import and export, couriers, shipping`,
  retail: `retail, apparel and fashion, fashion, luxury goods and jewelry, consumer goods, cosmetics, furniture retail, department stores,
    retail apparel, jewellery, toys, homewares, shops`,
  professional_services: `professional services, marketing, advertising, marketing and advertising, marketing services, advertising services,
    public relations, public relations and communications, management consulting, consulting, business consulting, staffing and recruiting,
    recruitment, human resources, human resources services, design, graphic design, design services, market research, outsourcing,
    outsourcing offshoring, translation and localization, events services, security and investigations, facilities services,
    executive search, program development, think tanks, digital agency, agency`,
  b2b_general: "b2b, b2b general, b2b services, business services, business supplies and equipment, wholesale, business to business",
  b2c_general: "b2c, b2c general, consumer services, consumers, business to consumer, personal services, cosmetic services",
};

/** Pairs whose buyers and problems overlap enough that an agency's case study in one carries to the other: half marks. */
const ADJACENT: readonly (readonly [Industry, Industry])[] = [
  ["technology", "saas"],
  ["ecommerce", "retail"],
  ["ecommerce", "saas"],
  ["finance", "real_estate"],
  ["finance", "professional_services"],
  ["legal", "professional_services"],
  ["technology", "professional_services"],
  ["real_estate", "construction"],
  ["hospitality", "food_beverage"],
  ["hospitality", "travel"],
  ["retail", "food_beverage"],
  ["retail", "b2c_general"],
  ["ecommerce", "b2c_general"],
  ["professional_services", "b2b_general"],
  ["technology", "b2b_general"],
  ["manufacturing", "automotive"],
  ["manufacturing", "logistics"],
  ["manufacturing", "construction"],
  ["agriculture", "food_beverage"],
  ["education", "nonprofit"],
  ["government", "nonprofit"],
];

const adjacentKeys = new Set(ADJACENT.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));

/** True for two different industries that earn half marks for each other. */
export function areAdjacentIndustries(a: Industry, b: Industry): boolean {
  return adjacentKeys.has(`${a} ${b}`);
}

const slugOfPhrase = new Map<string, Industry>();
for (const slug of INDUSTRIES) {
  slugOfPhrase.set(normalise(slug), slug);
  for (const phrase of PHRASES[slug].split(",")) slugOfPhrase.set(normalise(phrase), slug);
}
const longestFirst = [...slugOfPhrase.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));

/**
 * Our slug for an industry as a provider or a person writes it; null when nothing in it is known.
 * An exact phrase wins, then the longest phrase found inside it as whole words.
 */
export const toIndustry = remember((text: string): Industry | null => {
  const wanted = normalise(text);
  if (!wanted) return null;
  const exact = slugOfPhrase.get(wanted);
  if (exact) return exact;
  const inside = longestFirst.find((phrase) => ` ${wanted} `.includes(` ${phrase} `));
  return inside === undefined ? null : (slugOfPhrase.get(inside) ?? null);
});

function normalise(text: string): string {
  return text
    .toLowerCase()
    .replace(/&/g, " and ")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}
