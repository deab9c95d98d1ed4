/** Words the made-up world is built from. Companies live under `.example`, so no real person or domain can be met. */

export const FIRST_NAMES =
  "Ava Noah Tahlia Rhys Freya Marnie Grace Odette Jack Charlotte Oliver Amelia Leo Isla William Mia Henry Zara Lachlan Ruby Angus Matilda Hamish Chloe Banjo Imogen Declan Priya Arjun Mei Linh Sanjay Yuki Nikos Elena Mateo Aisha Omar Tane Aroha Kiri Callum Bridie Fergus Saoirse Lucia Giulia Marco Darcy Willow".split(
    " ",
  );

export const LAST_NAMES =
  "Tran Kelso Hollis Singh Rossi Pryce Oakes Carmody Abbott Nguyen Smith Jones Williams Brown Wilson Taylor Patel Sharma Chen Wang Papadopoulos Murphy Kelly OBrien Ryan Walker White Harris Martin Thompson Campbell Mitchell Stewart Fraser Whitlock Marsh Haddad Kovac Novak Weber Santos Ferreira Tanaka Ngata Parata Fisher Doyle Quinn Byrne Lawson".split(
    " ",
  );

export const COMPANY_FIRST =
  "Wattle Coolabah Ironbark Tideway Ridgeline Gully Bluegum Banksia Kookaburra Southern Harbour Saltbush Redgum Mallee Boronia Stringybark Waratah Lorikeet Brolga Currawong Pelican Jacaranda Grevillea Bottlebrush Billabong Outback Coastal Hinterland Escarpment Tableland Riverina Gippsland Kimberley Pilbara Nullarbor Tasman Coral Sandstone Granite Basalt".split(
    " ",
  );

/** The second word of a company's name tells its industry; industries are spelt as Apollo spells them. */
export const COMPANY_SECOND: readonly (readonly [string, string])[] = [
  ["Digital", "marketing & advertising"],
  ["Media", "media production"],
  ["Software", "computer software"],
  ["Systems", "information technology & services"],
  ["Analytics", "computer software"],
  ["Health", "hospital & health care"],
  ["Dental", "medical practice"],
  ["Fitness", "health, wellness & fitness"],
  ["Legal", "law practice"],
  ["Advisory", "management consulting"],
  ["Accounting", "accounting"],
  ["Finance", "financial services"],
  ["Property", "real estate"],
  ["Builders", "construction"],
  ["Joinery", "construction"],
  ["Plumbing", "construction"],
  ["Roofing", "construction"],
  ["Engineering", "mechanical or industrial engineering"],
  ["Manufacturing", "machinery"],
  ["Logistics", "logistics & supply chain"],
  ["Freight", "transportation/trucking/railroad"],
  ["Energy", "renewables & environment"],
  ["Motors", "automotive"],
  ["Foods", "food & beverages"],
  ["Brewing", "wine & spirits"],
  ["Hospitality", "hospitality"],
  ["Travel", "leisure, travel & tourism"],
  ["Education", "education management"],
  ["Training", "professional training & coaching"],
  ["Farming", "farming"],
  ["Retail", "retail"],
  ["Store", "internet"],
];

export const TITLES: readonly (readonly [{ title: string; seniority: string; department: string }, number])[] = [
  [{ title: "Founder", seniority: "founder", department: "c_suite" }, 9],
  [{ title: "Owner", seniority: "owner", department: "c_suite" }, 7],
  [{ title: "Founder & CEO", seniority: "founder", department: "c_suite" }, 6],
  [{ title: "Chief Executive Officer", seniority: "c_suite", department: "c_suite" }, 6],
  [{ title: "Managing Director", seniority: "c_suite", department: "c_suite" }, 10],
  [{ title: "Partner", seniority: "partner", department: "c_suite" }, 4],
  [{ title: "Chief Marketing Officer", seniority: "c_suite", department: "c_suite" }, 5],
  [{ title: "Chief Operating Officer", seniority: "c_suite", department: "c_suite" }, 4],
  [{ title: "VP Marketing", seniority: "vp", department: "master_marketing" }, 3],
  [{ title: "Head of Growth", seniority: "head", department: "master_marketing" }, 5],
  [{ title: "Head of Marketing", seniority: "head", department: "master_marketing" }, 6],
  [{ title: "Marketing Director", seniority: "director", department: "master_marketing" }, 6],
  [{ title: "Sales Director", seniority: "director", department: "master_sales" }, 4],
  [{ title: "Senior Marketing Manager", seniority: "manager", department: "master_marketing" }, 3],
  [{ title: "Marketing Manager", seniority: "manager", department: "master_marketing" }, 9],
  [{ title: "General Manager", seniority: "manager", department: "master_operations" }, 5],
  [{ title: "Business Development Manager", seniority: "manager", department: "master_sales" }, 4],
  [{ title: "Marketing Coordinator", seniority: "entry", department: "master_marketing" }, 3],
  [{ title: "Executive Assistant", seniority: "entry", department: "master_operations" }, 1],
];

export const AUSTRALIAN_CITIES: readonly (readonly [{ city: string; state: string; postcode: string }, number])[] = [
  [{ city: "Sydney", state: "New South Wales", postcode: "2000" }, 32],
  [{ city: "Melbourne", state: "Victoria", postcode: "3000" }, 30],
  [{ city: "Brisbane", state: "Queensland", postcode: "4000" }, 17],
  [{ city: "Perth", state: "Western Australia", postcode: "6000" }, 11],
  [{ city: "Adelaide", state: "South Australia", postcode: "5000" }, 7],
  [{ city: "Hobart", state: "Tasmania", postcode: "7000" }, 2],
  [{ city: "Canberra", state: "Australian Capital Territory", postcode: "2600" }, 3],
];

export const OTHER_CITIES: Readonly<Record<string, { city: string; state: string | null; postcode: string }>> = {
  "New Zealand": { city: "Auckland", state: null, postcode: "1010" },
  "United Kingdom": { city: "London", state: "England", postcode: "EC1A 1BB" },
  "United States": { city: "Austin", state: "Texas", postcode: "78701" },
  Singapore: { city: "Singapore", state: null, postcode: "018956" },
};

export const TECHNOLOGIES = [
  "WordPress.org",
  "HubSpot",
  "Google Analytics",
  "Shopify",
  "Xero",
  "Mailchimp",
  "Salesforce",
  "Google Tag Manager",
  "Cloudflare",
];
