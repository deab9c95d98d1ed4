import "server-only";
import type { Component, ScoreReason } from "@/lib/domain/scoring";

type Entry = { points: number; maximum: number; reason: string; field: string | null; unknown?: boolean };

/** A receipt line; `unknown` defaults to false. */
export function line(component: Component, { points, maximum, reason, field, unknown = false }: Entry): ScoreReason {
  return { component, points, maximum, reason, source_field: field, unknown };
}
