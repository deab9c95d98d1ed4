import "server-only";
import type { IcpEvidence } from "@/lib/domain/icp";

/** A conclusion with what it rests on. */
export type Derived<Value> = { values: Value[]; confidence: number; reason: string; evidence: IcpEvidence[] };

/** This many agree or differ already, before the first client is counted: three of three is a hint, thirty of thirty a pattern. */
const DOUBT = 4;
const MOST = 0.95;

/** How sure `agreeing` of `sample` clients make us; 0 without any. */
export function certainty(agreeing: number, sample: number): number {
  return sample === 0 ? 0 : Math.min(MOST, Math.round((agreeing / (sample + DOUBT)) * 100) / 100);
}

export function nothing(reason: string): Derived<never> {
  return { values: [], confidence: 0, reason, evidence: [] };
}

/** What a data provider says of a client. */
export function providerSays(quote: string): IcpEvidence {
  return { source: "provider", url: null, quote: quote.slice(0, 500) };
}

/** How often each value occurs, most frequent first, ties by name. */
export function frequencies<Value extends string>(values: readonly Value[]): { value: Value; count: number }[] {
  return [...Map.groupBy(values, (value) => value)]
    .map(([value, own]) => ({ value, count: own.length }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}
