import "server-only";
import { COMPONENT_MAXIMA, type ScoreReason } from "@/lib/domain/scoring";
import { parseTitle, SENIORITY_POINTS, TITLE_FAMILIES } from "@/lib/domain/titles";
import type { ScorableLead } from "@/lib/engines/scoring/lead";
import { line } from "@/lib/engines/scoring/line";

const maximum = COMPONENT_MAXIMA.authority;

/**
 * Can this person decide? At most 25 points (domain.md 2.2). The title decides; the provider's seniority word is asked only when
 * there is a title that says nothing, and never to lift an assistant or an intern.
 */
export function scoreAuthority({ title, seniority }: Pick<ScorableLead, "title" | "seniority">): ScoreReason[] {
  const { family, subordinate } = parseTitle(title);
  const { points, label } = TITLE_FAMILIES[family];
  if (family === "none") return [line("authority", { points: 0, maximum, field: "title", reason: "No job title", unknown: true })];

  const word = seniority
    ?.trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
  const fallback = family === "unknown" && !subordinate && word ? SENIORITY_POINTS[word] : undefined;
  if (fallback !== undefined) {
    const reason = `"${title}" does not say the rank; the data provider says ${word?.replaceAll("_", " ")}`;
    return [line("authority", { points: fallback, maximum, field: "seniority", reason })];
  }
  return [line("authority", { points, maximum, field: "title", reason: `"${title}": ${label}` })];
}
