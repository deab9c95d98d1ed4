import "server-only";
import { certainty, type Derived, frequencies, nothing, providerSays } from "@/lib/agents/icp/derived";
import { toAustralianState } from "@/lib/domain/australian-place";
import { countryName, countryOfDomain, toCountryCode } from "@/lib/domain/countries";
import { toEvidence } from "@/lib/domain/icp";
import type { KnownClient } from "@/lib/domain/icp-findings";
import type { SourcedFact } from "@/lib/domain/site-facts";

/** Below this many clients a state among others may be chance. */
const ENOUGH_FOR_STATES = 4;
const WORTH_NAMING = 0.15;

type Placed = { client: KnownClient; country: string; state: string | null };

/** Where an agency's clients are: looked up, else what their domains and the agency's own offices tell. */
export function derivePlaces(
  clients: readonly KnownClient[],
  { offices, domain }: { offices: readonly SourcedFact[]; domain: string | null },
): Derived<string> {
  const placed = clients.flatMap((client) => place(client) ?? []);
  if (placed.length > 0) return fromClients(placed);
  const byDomain = clients.flatMap(({ name, domain: own }) => {
    const country = own ? countryOfDomain(own) : null;
    return country ? [{ name, country, own }] : [];
  });
  if (byDomain.length > 0) {
    const [top] = frequencies(byDomain.map(({ country }) => country));
    if (top)
      return {
        values: [countryName(top.value)],
        confidence: Math.min(0.6, certainty(top.count, byDomain.length)),
        reason: `${top.count} of ${byDomain.length} clients have a domain of ${countryName(top.value)}.`,
        evidence: byDomain.map(({ name, own }) => ({ source: "website" as const, url: null, quote: `${name}: ${own}` })).slice(0, 12),
      };
  }
  const office = offices.find(({ value }) => toCountryCode(value) !== null);
  const home = (office && toCountryCode(office.value)) ?? (domain ? countryOfDomain(domain) : null);
  if (!home) return nothing("Nothing tells where your clients are.");
  return {
    values: [countryName(home)],
    confidence: 0.25,
    reason: office
      ? "Your own office is there; where your clients are is not known."
      : "Your own domain is from there; where your clients are is not known.",
    evidence: office ? [toEvidence(office)] : [],
  };
}

function fromClients(placed: readonly Placed[]): Derived<string> {
  const countries = frequencies(placed.map(({ country }) => country)).filter(({ count }) => count / placed.length >= WORTH_NAMING);
  const values = countries.flatMap(({ value }) => {
    const here = placed.filter(({ country }) => country === value);
    return value === "AU" ? (statesOf(here) ?? ["Australia"]) : [countryName(value)];
  });
  const inside = placed.filter(({ country, state }) => values.includes(countryName(country)) || (state !== null && values.includes(state)));
  return {
    values,
    confidence: certainty(inside.length, placed.length),
    reason: `${inside.length} of the ${placed.length} clients that could be looked up are there.`,
    evidence: placed
      .map(({ client }) => providerSays(`${client.name}: ${[client.city, client.state, client.country].filter(Boolean).join(", ")}`))
      .slice(0, 12),
  };
}

/** One or two states where nearly all are; otherwise the whole country is the honest answer. */
function statesOf(placed: readonly Placed[]): string[] | null {
  const states = frequencies(placed.flatMap(({ state }) => state ?? []));
  const top = states.slice(0, 2).filter(({ count }) => count / placed.length >= 2 * WORTH_NAMING);
  const held = top.reduce((sum, { count }) => sum + count, 0);
  return placed.length >= ENOUGH_FOR_STATES && held / placed.length >= 0.8 ? top.map(({ value }) => value) : null;
}

function place(client: KnownClient): Placed | null {
  const state = toAustralianState(client.state ?? "");
  const country = toCountryCode(client.country) ?? (state ? "AU" : null);
  return country ? { client, country, state } : null;
}
