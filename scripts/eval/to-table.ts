import type { Score } from "@/scripts/eval/score";

const MICRO = 1_000_000;

/** Scores as lines for a person, columns in line. What no model was asked about shows a dash. */
export function toTable(scores: readonly Score[]): string {
  const rows = [
    ["skill", "set", "n", "measure", "baseline", "model", "cost"],
    ...scores.map(({ skill, set, n, measure, baseline, model, isCount, costMicroAud }) => {
      const shown = (value: number | null) => (value === null ? "-" : isCount ? String(value) : value.toFixed(3));
      return [
        skill,
        set,
        String(n),
        measure,
        shown(baseline),
        shown(model),
        costMicroAud === null ? "" : `A$${(costMicroAud / MICRO).toFixed(4)}`,
      ];
    }),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const isNumber = (column: number) => column === 2 || column >= 4;
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  return rows.map(line).join("\n");
}
