import "server-only";
import { industryOfBrand } from "@/lib/agents/icp/known-brands";
import { INDUSTRIES, type Industry, toIndustry } from "@/lib/domain/industries";

/**
 * Words that tell a trade in running text: who is served ("dentists", "law firms") rather than what a data provider calls an industry. What
 * agencies say of themselves (marketing, design, media, software, strategy) is left out on purpose.
 */
const IN_TEXT: Record<Industry, string> = {
  technology:
    "tech companies, technology companies, tech firms, it companies, it services, managed service providers, msps, cybersecurity, telcos",
  saas: "saas, software companies, software as a service, software vendors, software startups, b2b software, app developers",
  ecommerce:
    "ecommerce, e-commerce, ecommerce brands, online stores, online shops, online retailers, dtc brands, d2c brands, direct-to-consumer, shopify stores, shopify brands, shopify merchants",
  retail:
    "retailers, retail, retail brands, fashion brands, fashion, jewellers, jewelry, apparel, beauty brands, cosmetics, homewares, furniture stores, boutiques",
  healthcare: `healthcare, health care, dentists, dental, dental practices, dental clinics, doctors, medical, medical practices, medical clinics, clinics, hospitals,
    physiotherapists, physiotherapy, physios, chiropractors, psychologists, allied health, aged care, ndis, vets, veterinary, pharmacies, medical specialists,
    cosmetic clinics, health-tech, healthtech, health tech, med-tech, medtech, telehealth, gyms, fitness studios, wellness, optometrists`,
  finance: `banks, financial services, finance, fintech, fintechs, financial advisers, financial advisors, financial planners, accountants, accounting firms,
    bookkeepers, mortgage brokers, lenders, insurers, insurance, insurance brokers, wealth managers, credit unions, superannuation`,
  real_estate: `real estate, real estate agents, realtors, property developers, property development, property managers, property management, estate agents, buyers agents,
    property investors, commercial property`,
  professional_services: `professional services, consultancies, consulting firms, management consultants, recruiters, recruitment agencies, recruitment firms,
    staffing firms, surveyors, hr consultants, business coaches`,
  manufacturing:
    "manufacturers, manufacturing, industrial companies, factories, engineering firms, engineering companies, fabricators, fabrication, machinery, packaging companies",
  construction: `construction, builders, home builders, building companies, tradies, trades, tradespeople, plumbers, plumbing, electricians, roofers, roofing, landscapers,
    landscaping, renovators, renovation, contractors, architects, civil contractors, concreters, joiners, cabinet makers, kitchen and bathroom, pool builders, painters`,
  hospitality: "hospitality, hotels, restaurants, cafes, cafés, bars, pubs, caterers, resorts, motels, event venues, wedding venues",
  education: `education, schools, universities, colleges, rtos, training providers, registered training organisations, childcare, childcare centres, early learning,
    kindergartens, tutors, tutoring, edtech, e-learning providers`,
  nonprofit:
    "nonprofits, non-profits, not-for-profits, not-for-profit, not for profit, charities, charity, ngos, social enterprises, churches",
  legal: "law firms, lawyers, solicitors, barristers, legal practices, legal services, legal industry, legal sector, conveyancers",
  automotive:
    "automotive, car dealers, car dealerships, dealerships, mechanics, auto repair, auto electricians, smash repairers, tyre shops, car brands, motorcycle dealers",
  food_beverage:
    "food and beverage, food & beverage, fmcg, food brands, wineries, breweries, distilleries, bakeries, coffee roasters, food producers, drinks brands, beverage brands",
  media_entertainment:
    "publishers, broadcasters, musicians, galleries, museums, theatres, film studios, record labels, sports clubs, festivals, entertainment companies",
  travel: "travel, tourism, tourism operators, tour operators, travel agents, travel agencies, airlines, cruise operators, holiday parks",
  energy:
    "energy, solar, solar installers, solar companies, renewables, renewable energy, utilities, energy retailers, oil and gas, cleantech, ev charging",
  agriculture: "agriculture, farmers, farms, growers, agribusiness, agribusinesses, agtech, viticulture, horticulture, livestock",
  logistics:
    "logistics, freight, freight forwarders, transport companies, trucking, couriers, warehousing, 3pl, supply chain, removalists, shipping companies",
  government:
    "government, councils, local councils, local government, public sector, government departments, government agencies, state government",
  b2b_general: "b2b companies, b2b businesses, b2b brands, b2b firms, business-to-business",
  b2c_general: "b2c companies, b2c brands, consumer brands, business-to-consumer",
};

/** Words of company names: the last of "Hallmark Homes", the first of "City of Yarra". */
const IN_NAME: Record<Industry, string> = {
  technology: "technologies, technology, tech, systems, networks, cyber, robotics, semiconductors, telecom",
  saas: "software, saas, cloud, app, apps, platform",
  ecommerce: "online, ecommerce, marketplace",
  retail:
    "fashion, boutique, jewellers, jewellery, apparel, clothing, furniture, homewares, outdoors, cosmetics, skincare, beauty, store, stores, supplies, florist, flowers, toys, bikes, cycles",
  healthcare: `dental, dentistry, dentist, orthodontics, clinic, clinics, medical, health, healthcare, hospital, hospitals, physio, physiotherapy, chiropractic, psychology, pharmacy,
    chemist, vet, vets, veterinary, pathology, radiology, wellness, fitness, gym, yoga, pilates, nursing, optical, eyewear, dermatology, surgery, dental care, aged care, health care, home care, skin care, eye care, disability, orthopaedics, ultrasound, pharma, biotech, rehab, podiatry`,
  finance: `bank, banking, finance, financial, wealth, capital, lending, loans, mortgage, mortgages, insurance, super, credit, accounting, accountants, advisers, advisors, investments, fintech,
    bookkeeping, tax, funds`,
  real_estate: "realty, property, properties, estate, estates, residential, apartments, developments, living, retirement",
  professional_services:
    "consulting, consultants, consultancy, recruitment, recruiting, staffing, talent, advisory, surveying, partners, associates, coaching, events, cleaning, security, facilities",
  manufacturing:
    "manufacturing, engineering, industries, industrial, fabrication, steel, machinery, plastics, packaging, tools, equipment, components, metals, timber, chemicals, precision",
  construction: `homes, constructions, construction, builders, building, builds, build, plumbing, plumbers, electrical, electricians, roofing, concrete, landscapes, landscaping, joinery, cabinets,
    kitchens, bathrooms, renovations, carpentry, painting, architects, architecture, civil, scaffolding, pools, fencing, glazing, tiling, flooring, contractors, demolition, excavations, mowing, lawn care, lawns, gardens, tree services, tree loppers, arborists, building products, concreting, drafting, infrastructure`,
  hospitality:
    "hotel, hotels, restaurant, restaurants, cafe, café, bar, bistro, kitchen, catering, resort, resorts, pub, tavern, grill, motel, dining, inn, brasserie, pizzeria",
  education:
    "university, college, school, schools, academy, institute, tafe, kindergarten, learning, education, tutoring, training, childcare, montessori, grammar",
  nonprofit: "foundation, charity, charitable, mission, rescue, church, red cross, relief, appeal, shelter, welfare",
  legal: "law, lawyers, legal, solicitors, barristers, conveyancing, attorneys",
  automotive:
    "motors, automotive, auto, autos, tyres, tyrepower, cars, motorcycles, mechanical repairs, smash repairs, vehicles, caravans, 4x4, toyota, mazda, ford, hyundai, holden",
  food_beverage:
    "foods, food, wines, wine, winery, estate wines, brewing, brewery, brewers, beer, distillery, distilling, spirits, bakery, bakehouse, coffee, roasters, dairy, tea, chocolate, chocolates, chocolatier, confectionery, cheese, gin, whisky, rum, kombucha, burgers, meats, beverages, snacks, seafood, juice",
  media_entertainment:
    "films, film, productions, records, publishing, magazine, radio, theatre, gallery, museum, festival, music, entertainment, ballet, orchestra, fc, rugby, netball, racing",
  travel:
    "travel, tours, tourism, cruises, airlines, airways, holidays, adventures, expeditions, voyages, sailing, ferry, ferries, cabins, holiday park, retreats",
  energy: "solar, energy, power, gas, renewables, electricity, petroleum, oil, utilities, hydrogen",
  agriculture:
    "farm, farms, farming, agri, agriculture, grain, grains, orchards, orchard, pastoral, nursery, nurseries, livestock, seeds, growers, ag",
  logistics:
    "logistics, freight, transport, couriers, courier, haulage, shipping, removals, removalists, warehousing, storage, distribution, trucking, rail",
  government: "council, shire, department of, city of, government, authority, ministry of, transport for",
  b2b_general: "",
  b2c_general: "",
};

/** Domain endings that tell the trade by themselves. */
const DOMAIN_ENDINGS: readonly [RegExp, Industry][] = [
  [/\.gov(\.[a-z]{2})?$/, "government"],
  [/\.edu(\.[a-z]{2})?$/, "education"],
  [/\.(law|legal)$/, "legal"],
  [/\.(dental|clinic|health)$/, "healthcare"],
  [/\.(build|builders|construction)$/, "construction"],
];

export type Mention = { industry: Industry; words: string };

/** Every trade that a text names as somebody served, once each, in the order of their last mention. */
export function industriesInText(text: string): Mention[] {
  return mentions(text, textPattern);
}

const LONGEST_PART = 4;
const FOOD = /\b(?:food|drinks?|wines?|beer|coffee)\b/i;

/** The trades in a list of those served: "technology, energy and property businesses". A part that names none is passed over. */
export function industriesServed(list: string): Industry[] {
  const found = list.split(/\s*(?:,|;|\/|\band\b|&|\bor\b)\s*/i).flatMap((part) => {
    const told = industriesInText(part).map(({ industry }) => industry);
    if (told.length > 0 || part.split(/\s+/).length > LONGEST_PART) return told;
    const stated = toIndustry(part);
    // "Marketing teams" are whom one talks to, not a trade.
    return stated && stated !== "professional_services" ? stated : FOOD.test(part) ? "food_beverage" : [];
  });
  return [...new Set(found)];
}

/** The trade that a company is known for, or that its name or domain tells; null when it tells none. The last telling word wins: "Coast Solar Homes" builds. */
export function industryOfName(name: string, domain: string | null): Mention | null {
  const brand = industryOfBrand(name);
  if (brand) return { industry: brand, words: name };
  const ending = DOMAIN_ENDINGS.find(([pattern]) => domain !== null && pattern.test(domain));
  if (ending) return { industry: ending[1], words: domain ?? name };
  return mentions(name, namePattern).at(-1) ?? null;
}

type Vocabulary = { pattern: RegExp; industryOf: ReadonlyMap<string, Industry> };

const textPattern = vocabulary(IN_TEXT);
const namePattern = vocabulary(IN_NAME);

function vocabulary(words: Record<Industry, string>): Vocabulary {
  const industryOf = new Map<string, Industry>();
  for (const industry of INDUSTRIES)
    for (const phrase of words[industry].split(",").map(simple)) if (phrase && !industryOf.has(phrase)) industryOf.set(phrase, industry);
  const longestFirst = [...industryOf.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return { pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.map(escaped).join("|")})(?![\\p{L}\\p{N}])`, "gu"), industryOf };
}

function mentions(text: string, { pattern, industryOf }: Vocabulary): Mention[] {
  const found = new Map<Industry, Mention>();
  for (const [words] of simple(text).matchAll(pattern)) {
    const industry = industryOf.get(words);
    if (!industry) continue;
    found.delete(industry);
    found.set(industry, { industry, words });
  }
  return [...found.values()];
}

function simple(text: string): string {
  return text.toLowerCase().replace(/[’‘]/g, "'").replace(/\s+/g, " ").trim();
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
