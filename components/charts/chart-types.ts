import { formatMicroDollars } from "@/lib/ui/format-money";
import { formatCount, formatPercent } from "@/lib/ui/format-number";

/** One measured line or group of bars; `key` names the field of the rows that holds its numbers. */
export type ChartSeries = { key: string; label: string };

/** How numbers are worded; a name and not a function, so that server components can ask for a chart. */
export type ChartUnit = "count" | "percent" | "microDollars";

export type ChartProps = {
  /** What the chart shows: "Replies per day". */
  label: string;
  kind: "line" | "area" | "bar";
  /** One row per point of the x axis, in order. */
  rows: readonly Record<string, string | number>[];
  /** Field of the rows with the text of the x axis, already formatted ("14 Dec"). */
  xKey: string;
  xLabel: string;
  series: readonly ChartSeries[];
  unit?: ChartUnit;
  isStacked?: boolean;
  /** Pixels. */
  height?: number;
};

export function formatChartValue(value: string | number | undefined, unit: ChartUnit = "count"): string {
  if (typeof value !== "number") return value ?? "–";
  if (unit === "percent") return formatPercent(value);
  return unit === "microDollars" ? formatMicroDollars(value) : formatCount(value);
}
