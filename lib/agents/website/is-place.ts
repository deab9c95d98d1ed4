import "server-only";

const PLACES =
  "sydney|melbourne|brisbane|perth|adelaide|hobart|darwin|canberra|gold coast|sunshine coast|central coast|newcastle|geelong|wollongong|ballarat|bendigo|cairns|townsville|toowoomba|launceston|mackay|rockhampton|albury|wodonga|byron bay|noosa|fremantle|parramatta|mornington peninsula|australia|new zealand|auckland|wellington|christchurch|hamilton|dunedin|queenstown|london|manchester|birmingham|leeds|bristol|edinburgh|glasgow|dublin|new york|los angeles|san francisco|chicago|austin|boston|seattle|toronto|vancouver|singapore|hong kong|dubai|abu dhabi|berlin|amsterdam|paris|mumbai|bangalore|manila|seoul|tokyo|asia|europe|asia pacific|apac|africa|america|united kingdom|united states|uk|usa|us|nsw|vic|qld|wa|sa|tas|nt|act|queensland|victoria|tasmania|new south wales|western australia|south australia|northern territory";
const PLACE = new RegExp(
  `^(?:(?:greater|inner|regional|north(?:ern)?|south(?:ern)?|east(?:ern)?|west(?:ern)?) )?(?:${PLACES})(?:(?:\\s*[,/&]\\s*|\\s+)(?:${PLACES}))*$`,
  "i",
);

/** True for the name of a place where people and companies are, and nothing else: "Gold Coast, QLD". */
export function isPlace(text: string): boolean {
  return PLACE.test(text.trim());
}
