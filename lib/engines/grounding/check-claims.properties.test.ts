import fc from "fast-check";
import { expect, test } from "vitest";
import type { ClaimFact } from "@/lib/domain/claim-facts";
import { checkClaims } from "@/lib/engines/grounding/check-claims";

const NOW = new Date("2026-11-23T01:00:00Z");
const fact = (key: string, value: ClaimFact["value"], confidence = 0.9): ClaimFact => ({
  key,
  value,
  source: "apollo",
  fetchedAt: null,
  confidence,
});
const FACTS: readonly ClaimFact[] = [
  fact("first_name", "Lee"),
  fact("title", "Managing Director"),
  fact("company", "Harbourline Builders Pty Ltd"),
  fact("employee_count", 48),
  fact("industry", "construction"),
  fact("city", "Brisbane"),
  fact("state", "QLD"),
  fact("founded_year", 2009),
  fact("employment_start_date", "2019-03-01"),
  fact("is_hiring", true),
  fact("technologies", ["HubSpot", "WordPress"]),
  fact("recent_news", "Harbourline opened a display home in Ascot on 3 November 2026"),
  fact("latest_funding_date", "2026-08-14"),
  fact("agency.name", "Brightwater Digital"),
];
const SENTENCES = [
  "You have about 50 people.",
  "Harbourline has been trading for 17 years.",
  "You are the Managing Director of Harbourline.",
  "I saw that Harbourline is hiring.",
  "You use HubSpot.",
  "Your site runs on WordPress.",
  "Harbourline is a builder in Brisbane.",
  "You have been Managing Director since 2019.",
  "You opened a display home in Ascot this month.",
  "You raised a round in August.",
  "Congratulations on the Series B.",
  "You have 90 people.",
  "Your colleague Sam mentioned you.",
  "Many builders find that enquiries come in waves.",
  "Would a short call be worth your time?",
];
const isSupported = (text: string, facts: readonly ClaimFact[]) => checkClaims(text, facts, { now: NOW }).unsupported.length === 0;

test("a further fact never takes support away", () => {
  const someFacts = fc.subarray([...FACTS]);
  fc.assert(
    fc.property(fc.constantFrom(...SENTENCES), someFacts, someFacts, (text, known, further) => {
      const more = [...known, ...further.filter((one) => !known.includes(one))];
      return !isSupported(text, known) || isSupported(text, more);
    }),
    { numRuns: 300 },
  );
});

const KNOWN_NUMBERS = new Set([1, 3, 14, 17, 48, 2009, 2019, 2026]);
const CLAIMED = [
  "You have # people.",
  "You have # offices.",
  "A team of # is hard to lead.",
  "You raised $# last year.",
  "You have traded for # years.",
  "With # staff, you are busy.",
  "Harbourline built # homes.",
  "You grew by #%.",
  "How do your # people cope?",
];

test("a figure about the reader that no fact gives is refused, in whatever digits", () => {
  const written = [
    (value: number) => String(value),
    (value: number) => value.toLocaleString("en-AU"),
    arabic,
    (value: number) => String(value).split("").join("\u200b"),
  ];
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 99_999 }), fc.constantFrom(...CLAIMED), fc.constantFrom(...written), (value, claim, write) => {
      fc.pre(!KNOWN_NUMBERS.has(value));
      return !isSupported(claim.replace("#", write(value)), FACTS);
    }),
    { numRuns: 300 },
  );
});

test("a name that no fact gives is refused, wherever it stands", () => {
  const name = fc.stringMatching(/^[A-Z][bcdfghjklmnp][aeiou][rstvwxz]{2}[aeiou]k$/);
  const places = [
    "You work with #.",
    "# is one of your suppliers.",
    "Your # account could do more.",
    "I saw that # chose you.",
    "Hi #, a short note.",
    "You moved from # to Harbourline.",
    "We heard about you from #.",
  ];
  fc.assert(
    fc.property(name, fc.constantFrom(...places), (unknown, place) => !isSupported(place.replace("#", unknown), FACTS)),
    { numRuns: 200 },
  );
});

test("letters of other scripts that look like ours change nothing", () => {
  const disguised = (text: string) => text.replace(/[aeop]/g, (letter) => ({ a: "а", e: "е", o: "о", p: "р" })[letter] ?? letter);
  for (const text of SENTENCES) expect([text, isSupported(disguised(text), FACTS)]).toEqual([text, isSupported(text, FACTS)]);
  expect(isSupported("У вас 90 сотрудников.", FACTS)).toBe(false);
});

test("the same question gets the same answer, and any text gets one", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      expect(checkClaims(text, FACTS, { now: NOW })).toEqual(checkClaims(text, FACTS, { now: NOW }));
    }),
    { numRuns: 100 },
  );
});

test("a guess is no fact", () => {
  expect(isSupported("You have 48 people.", [fact("employee_count", 48, 0.2)])).toBe(false);
});

function arabic(value: number): string {
  return String(value).replace(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit)));
}
