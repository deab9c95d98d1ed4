import "server-only";
import { INDUSTRIES, type Industry } from "@/lib/domain/industries";

/** Companies that logo walls show and whose names tell nothing to who does not know them. */
const BRANDS: Partial<Record<Industry, string>> = {
  technology:
    "telstra, optus, vodafone, tpg, nbn, apple, google, microsoft, ibm, intel, cisco, dell, hp, lenovo, samsung, sony, oracle, nvidia, nokia, ericsson, amazon web services, aws",
  saas: "xero, canva, atlassian, myob, employment hero, safetyculture, culture amp, salesforce, hubspot, adobe, slack, zoom, dropbox, zendesk, airtasker, servicem8, simpro, shopify, squarespace, wix",
  ecommerce:
    "amazon, ebay, kogan, the iconic, temple & webster, temple and webster, redbubble, etsy, adore beauty, appliances online, asos, showpo, birdsnest, booktopia, who gives a crap",
  retail: `coles, woolworths, aldi, iga, kmart, target, big w, myer, david jones, harvey norman, jb hi-fi, officeworks, bunnings, bunnings warehouse, mitre 10, ikea, aesop, country road, cotton on, rebel,
    dymocks, petbarn, pet barn, adairs, lovisa, pandora, michael hill, mecca, sephora, nike, adidas, puma, new balance, lorna jane, sportsgirl, zara, uniqlo, h&m, costco, chemist warehouse, priceline`,
  healthcare:
    "bupa, medibank, csl, cochlear, resmed, ramsay, ramsay health care, healius, sonic healthcare, f45, f45 training, fernwood, goodlife, fitness first, pfizer, novartis, roche, johnson & johnson, gsk, specsavers, bayer, philips",
  finance: `westpac, anz, nab, commbank, commonwealth bank, macquarie, macquarie group, ing, hsbc, bendigo bank, suncorp, st george, ubank, afterpay, zip, zip co, tyro, tyro payments, stripe, paypal, visa, mastercard,
    american express, amex, nrma, aami, allianz, qbe, iag, amp, australiansuper, hostplus, sunsuper, cbus, hesta, budget direct, youi`,
  real_estate:
    "ray white, lj hooker, mcgrath, belle property, realestate.com.au, rea group, lendlease, mirvac, stockland, dexus, goodman, charter hall, frasers property, meriton, cbre, jll, colliers, knight frank, savills, barry plant, raine & horne, harcourts",
  legal:
    "maurice blackburn, slater and gordon, slater & gordon, allens, clayton utz, minterellison, corrs chambers westgarth, king & wood mallesons, herbert smith freehills, ashurst, gadens, lander & rogers",
  professional_services:
    "deloitte, pwc, kpmg, ey, accenture, mckinsey, bcg, bain, grant thornton, bdo, rsm, adecco, randstad, hays, seek, michael page, worley, aecom, ghd",
  construction:
    "metricon, simonds, henley, porter davis, john holland, cpb, multiplex, hickory, probuild, boral, csr, reece, jim's mowing, hire a hubby, james hardie, dulux",
  manufacturing:
    "visy, orora, amcor, bluescope, 3m, siemens, bosch, dyson, breville, fisher & paykel, unilever, procter & gamble, p&g, abb, caterpillar, honeywell, lg, electrolux, sunbeam",
  automotive:
    "toyota, mazda, ford, holden, hyundai, kia, bmw, mercedes-benz, mercedes, audi, volkswagen, volvo, tesla, byd, honda, nissan, subaru, mitsubishi, porsche, jeep, isuzu, lexus, suzuki, carsales, repco, supercheap auto, bob jane, beaurepaires, mycar",
  hospitality:
    "mcdonald's, mcdonalds, hungry jack's, kfc, subway, domino's, dominos, nando's, guzman y gomez, grill'd, starbucks, gloria jean's, hilton, marriott, accor, ihg, hyatt, crown, crown resorts, the star, quest, merivale, schnitz, zambrero, oporto, pizza hut",
  food_beverage:
    "boost juice, coca-cola, coca cola, pepsi, pepsico, nestle, nestlé, kellogg's, arnott's, cadbury, mondelez, bega, devondale, saputo, carlton & united breweries, treasury wine estates, penfolds, yellow tail, four pillars, four pillars gin, stone & wood, ferrero, red bull, heineken, vegemite, sanitarium, danone, fonterra",
  media_entertainment:
    "netflix, foxtel, kayo, abc, sbs, channel 9, network 10, news corp, the guardian, spotify, disney, warner bros, sydney opera house, afl, nrl, cricket australia, tennis australia, melbourne cricket club, mcg, sydney swans, village cinemas, hoyts, event cinemas, ticketek, live nation",
  travel:
    "qantas, virgin australia, jetstar, flight centre, webjet, expedia, booking.com, airbnb, tourism australia, destination nsw, visit victoria, contiki, intrepid, helloworld, carnival, p&o, emirates, singapore airlines, air new zealand, wotif, luxury escapes",
  energy:
    "agl, origin, energyaustralia, red energy, alinta, caltex, ampol, bp, shell, santos, woodside, bhp, rio tinto, fortescue, chevron, ausgrid, transgrid, jemena, powershop",
  education:
    "kumon, unsw, uts, rmit, deakin, monash, griffith, anu, qut, la trobe, swinburne, tafe nsw, open colleges, camp australia, g8, torrens, navitas, general assembly, goodstart",
  nonprofit:
    "rspca, cancer council, beyond blue, the smith family, smith family, salvation army, the salvation army, salvos, world vision, red cross, australian red cross, unicef, wwf, greenpeace, oxfam, lifeline, headspace, movember, fred hollows foundation, mission australia, vinnies, st vincent de paul, black dog institute, r u ok, wilderness society, amnesty international, starlight, ronald mcdonald house",
  government:
    "austrade, service nsw, services australia, ato, csiro, nsw health, transport for nsw, vicroads, worksafe, safe work australia, acma, accc, bom",
  agriculture: "elders, nutrien, graincorp, john deere, syngenta, incitec pivot, costa group",
  logistics:
    "australia post, auspost, toll, toll group, linfox, startrack, sendle, dhl, fedex, ups, tnt, uber, ola, didi, qube, mainfreight, aramex, couriers please",
};

const industryOf = new Map(
  INDUSTRIES.flatMap((industry) =>
    (BRANDS[industry] ?? "").split(",").flatMap((brand) => (keyOf(brand) ? [[keyOf(brand), industry] as const] : [])),
  ),
);

/** The industry of a company that everybody knows; null for all others. */
export function industryOfBrand(name: string): Industry | null {
  return (
    industryOf.get(keyOf(name)) ?? industryOf.get(keyOf(name.replace(/\b(?:australia|group|limited|ltd|pty|inc|au|nz)\b\.?/gi, ""))) ?? null
  );
}

function keyOf(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9&]+/g, "");
}
