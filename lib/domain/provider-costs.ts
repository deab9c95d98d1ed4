/**
 * Unit costs of the data providers in integer micro-dollars AUD (1,000,000 = A$1).
 * US prices convert at the planning rate of the cost model, not at the day's rate, so that a month's report adds up.
 */

/** A$ per US$, from the cost model (domain.md 7.2). */
export const AUD_PER_USD = 1.55;

/** Blueprint, provider costs, January 2026: A$0.023 an e-mail, for verification, finder and each ten addresses of a domain search. */
export const HUNTER_CREDIT_MICRO_AUD = 23_000;

/** Provider contract: US$0.01 for domain_rank_overview; the price actually charged comes back with each answer and wins. */
export const DATAFORSEO_RANK_OVERVIEW_MICRO_AUD = usdToMicroAud(0.01);

/** Provider contract: US$0.02 for a backlinks summary; the price actually charged wins here too. */
export const DATAFORSEO_BACKLINKS_MICRO_AUD = usdToMicroAud(0.02);

/**
 * Not in the blueprint. Public price list (May 2026): US$79 a month billed yearly, with 4,000 credits a month, so US$0.01975 a credit.
 * Credits bought on top cost about ten times that; a client that runs out shows up in the credit count, not here.
 */
export const APOLLO_CREDIT_MICRO_AUD = usdToMicroAud(79 / 4000);

/** Blueprint, provider costs, January 2026: A$0.0009 an e-mail. */
export const RESEND_EMAIL_MICRO_AUD = 900;

/** Micro-dollars AUD for a US$ amount, rounded to the nearest. */
export function usdToMicroAud(usd: number): number {
  return Math.round(usd * AUD_PER_USD * 1_000_000);
}

/** Blueprint, provider costs: A$0.35 a minute of call, all in. The price Vapi reports with a call wins. */
export const VAPI_MINUTE_MICRO_AUD = 350_000;

/** Blueprint, provider costs: A$0.08 an Australian text, for each segment; the price Twilio sets later wins. */
export const TWILIO_SMS_SEGMENT_MICRO_AUD = 80_000;

/** Twilio's public price list: US$0.008 a line type look-up. */
export const TWILIO_LINE_TYPE_LOOKUP_MICRO_AUD = usdToMicroAud(0.008);

/** Provider contract: subscription type D of the Do Not Call Register, A$5,058 for 1,000,000 washes. */
export const DNCR_WASH_MICRO_AUD = 5_058;

/** Blueprint, provider costs: A$122 a HeyReach seat a month; an invitation or message costs nothing by itself. */
export const HEYREACH_SEAT_MONTH_MICRO_AUD = 122_000_000;

/** Public price of the profile actor: US$10 for 1,000 LinkedIn profiles; what the run reports as used wins. */
export const APIFY_LINKEDIN_PROFILE_MICRO_AUD = usdToMicroAud(0.01);

/** Blueprint, provider costs: A$0.59 a letter; the price ClickSend gives with a letter wins. */
export const CLICKSEND_LETTER_MICRO_AUD = 590_000;

/** Blueprint, provider costs: A$0.039 to A$0.077 a Clay credit, by plan. The dearer one, so that no budget is overrun. */
export const CLAY_CREDIT_MICRO_AUD = 77_000;

/** Public price of the map actor: US$4 for 1,000 places. */
export const APIFY_PLACE_MICRO_AUD = usdToMicroAud(0.004);
