import "server-only";

export type Jurisdiction = { country: string; reason: string };

const COUNTRIES: readonly (readonly [string, RegExp])[] = [
  ["NZ", /\b(?:new zealand|nz|aotearoa|auckland|wellington|christchurch|hamilton nz|queenstown)\b/],
  ["GB", /\b(?:united kingdom|uk|england|scotland|wales|britain|london|manchester|edinburgh|glasgow)\b/],
  ["US", /\b(?:united states|usa|u\.s\.|america|california|new york|texas|florida|chicago|los angeles|seattle|boston)\b/],
  ["CA", /\b(?:canada|toronto|vancouver|montreal|casl)\b/],
  ["DE", /\b(?:germany|deutschland|berlin|munich|m[üu]nchen|hamburg|dsgvo|uwg)\b/],
  ["FR", /\b(?:france|paris|lyon|cnil)\b/],
  ["IE", /\b(?:ireland|dublin)\b/],
  ["SG", /\b(?:singapore)\b/],
  ["IN", /\b(?:india|mumbai|delhi|bangalore|bengaluru)\b/],
  ["NL", /\b(?:netherlands|holland|amsterdam)\b/],
  ["IT", /\b(?:italy|italia|milan|milano|rome|roma)\b/],
  ["ES", /\b(?:spain|madrid|barcelona)\b/],
  ["JP", /\b(?:japan|tokyo)\b/],
  ["HK", /\b(?:hong kong)\b/],
];

const LIVES_THERE =
  /\b(?:(?:we|i|our (?:office|business|company|hq|head office|team)|the (?:business|company)) (?:\w+ ){0,3}?(?:are|am|is|live|moved|relocated|based|operate|trade|reside|sit|work)(?: \w+){0,3} (?:in|to|from|out of)|(?:based|located|living|registered|headquartered|incorporated|relocated|moved|resident|residing) (?:\w+ ){0,2}(?:in|to)|(?:i am|we are) (?:a |an )?(?:\w+ )?(?:in|from|citizen of|resident of)|under (?:the )?)\b/;

/** The foreign country a writer says they are in, from the sentence that says so. */
export function statedJurisdiction(sentences: readonly string[]): Jurisdiction | undefined {
  for (const sentence of sentences) {
    if (
      !LIVES_THERE.test(sentence) ||
      /\?$/.test(sentence) ||
      /\b(?:holidays?|on leave|travel\w*|trip|conference|back (?:on|in)|return)\b/.test(sentence)
    )
      continue;
    const found = COUNTRIES.find(([, pattern]) => pattern.test(sentence));
    if (found) return { country: found[0], reason: `says they are in ${found[0]}` };
  }
  return undefined;
}
