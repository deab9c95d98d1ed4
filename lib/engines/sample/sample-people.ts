import "server-only";

/**
 * What is known of a person, best first: `all` down to a guessed address. It is what the score counts, so that the people spread over the tiers.
 */
export type Known = "all" | "much" | "some" | "little" | "bare";

export type SamplePerson = {
  firstName: string;
  lastName: string;
  title: string;
  company: string;
  industry: string;
  employees: number;
  city: string;
  state: string;
  known: Known;
  /** "ros@tidewater-plumbing.example": nothing under .example is anybody's. */
  email: string;
  domain: string;
};

const ROWS = `
Ros Whitlock|Managing Director|Tidewater Plumbing|construction|34|Newcastle|NSW|all
Dev Pillai|Owner|Lanternfish Electrical|construction|22|Brisbane|QLD|all
Marnie Kovac|Founder|Paperbark Dental|hospital & health care|28|Geelong|VIC|all
Hamish Trevorrow|Managing Director|Saltpan Roofing|construction|41|Adelaide|SA|all
Yasmin Farouk|Managing Partner|Stillwater Accounting|accounting|19|Sydney|NSW|all
Callum Brodie|Owner|Ridge and Gable Homes|construction|47|Hobart|TAS|all
Priscilla Tan|Managing Director|Mangrove Physiotherapy|hospital & health care|25|Cairns|QLD|all
Joel Marchetti|Director|Kestrel Joinery|construction|31|Melbourne|VIC|much
Annika Sorensen|Chief Executive Officer|Greyheath Legal|law practice|38|Perth|WA|much
Tobias Quill|General Manager|Ironpost Fencing|construction|29|Toowoomba|QLD|much
Leilani Moana|Practice Owner|Coral Cove Veterinary|veterinary|16|Townsville|QLD|much
Grant Oyelaran|Head of Marketing|Fernbrook Kitchens|construction|44|Wollongong|NSW|much
Beth Carmody|Director|Blue Wren Optometry|hospital & health care|21|Ballarat|VIC|much
Sanjay Raman|Managing Director|Copperline Air|construction|50|Sydney|NSW|much
Fleur Dubois|Partner|Halcyon Conveyancing|law practice|14|Gold Coast|QLD|much
Otis Grange|Owner|Barrel and Beam Carpentry|construction|12|Launceston|TAS|much
Nadia Petrov|Marketing Director|Sunder Solar|renewables & environment|46|Canberra|ACT|much
Euan Macleay|Chief Operating Officer|Redgate Concreting|construction|39|Darwin|NT|much
Imogen Ashby|Senior Marketing Manager|Wattlebird Interiors|design|24|Melbourne|VIC|some
Rafael Cortez|Operations Manager|Stonefruit Landscapes|construction|33|Sydney|NSW|some
Tess Holloway|Marketing Manager|Moorings Podiatry|hospital & health care|18|Fremantle|WA|some
Vikram Desai|Director|Lowland Logistics|logistics & supply chain|88|Melbourne|VIC|some
Clare Donnelly|Office Manager|Heron Hydraulics|construction|27|Bendigo|VIC|some
Piotr Zielinski|Senior Project Manager|Cinder Steelworks|construction|64|Newcastle|NSW|some
Amara Nwosu|Clinic Manager|Larkspur Chiropractic|hospital & health care|11|Sunshine Coast|QLD|some
Dominic Hale|Business Manager|Bramble and Co Bookkeeping|accounting|9|Mornington|VIC|some
Shona Baird|Communications Manager|Pinnacle Pools|construction|42|Perth|WA|some
Theo Lambros|Branch Manager|Anchorline Insurance|insurance|120|Adelaide|SA|some
Keiko Tanabe|Marketing Manager|Silverleaf Skin|cosmetics|23|Sydney|NSW|some
Brodie Fenwick|Site Manager|Clayfield Builders|construction|36|Ipswich|QLD|some
Lucinda Park|Marketing Coordinator|Tallow Timber|building materials|58|Hobart|TAS|little
Gareth Pugh|Team Leader|Overlander Caravans|automotive|71|Dubbo|NSW|little
Zara Idris|Customer Service Manager|Quillpen Stationers|retail|15|Melbourne|VIC|little
Matteo Ricci|Store Manager|Basilico Fine Foods|food & beverages|26|Adelaide|SA|little
Heidi Lang|Account Manager|Northlight Signs|marketing & advertising|8|Brisbane|QLD|little
Wes Turnbull|Warehouse Supervisor|Flintlock Hardware|retail|52|Tamworth|NSW|little
Odette Marsh|Receptionist|Millpond Medical|hospital & health care|17|Bunbury|WA|bare
Ned Sorrell|Intern|Juniper Media|media production|6|Sydney|NSW|bare
Farrah Aziz|Assistant to the Director|Cobalt Freight|logistics & supply chain|210|Melbourne|VIC|bare
Ivo Brandt|Graduate|Harrow Mining Services|mining & metals|640|Kalgoorlie|WA|bare
`;

/** Forty people who do not exist, of companies that do not, those of whom most is known first. */
export const SAMPLE_PEOPLE: readonly SamplePerson[] = ROWS.trim()
  .split("\n")
  .map((row) => {
    const [name = "", title = "", company = "", industry = "", employees = "", city = "", state = "", known = ""] = row.split("|");
    const [firstName = "", lastName = ""] = name.split(" ");
    const domain = `${company.toLowerCase().replaceAll(" ", "-")}.example`;
    const email = `${firstName.toLowerCase()}@${domain}`;
    return {
      firstName,
      lastName,
      title,
      company,
      industry,
      employees: Number(employees),
      city,
      state,
      known: known as Known,
      email,
      domain,
    };
  });
