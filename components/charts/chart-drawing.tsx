"use client";

import { Area, Bar, CartesianGrid, ComposedChart, Legend, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { type ChartProps, formatChartValue } from "@/components/charts/chart-types";

const COLOURS = ["var(--chart-1)", "var(--chart-2)", "var(--chart-3)", "var(--chart-4)", "var(--chart-5)"];

/** The drawing itself; use Chart, which adds what readers without it need. */
export function ChartDrawing({ kind, rows, xKey, series, unit, isStacked = false, height = 240 }: ChartProps) {
  const tick = { fill: "var(--muted-foreground)", fontSize: 11 };
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ComposedChart data={[...rows]} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis dataKey={xKey} tick={tick} tickLine={false} axisLine={{ stroke: "var(--border)" }} minTickGap={24} />
        <YAxis tick={tick} tickLine={false} axisLine={false} width={48} tickFormatter={(value) => formatChartValue(value, unit)} />
        <Tooltip
          cursor={{ stroke: "var(--input)", fill: "var(--muted)", fillOpacity: 0.5 }}
          formatter={(value) => formatChartValue(Array.isArray(value) ? value.join("–") : (value as string | number | undefined), unit)}
          contentStyle={{ background: "var(--popover)", border: "1px solid var(--border)", borderRadius: 8, fontSize: 12 }}
          labelStyle={{ color: "var(--muted-foreground)" }}
        />
        {series.length > 1 ? <Legend itemSorter={null} wrapperStyle={{ fontSize: 12 }} iconType="circle" iconSize={8} /> : null}
        {series.map(({ key, label }, position) => {
          const colour = COLOURS[position % COLOURS.length] ?? "var(--chart-1)";
          const shared = { dataKey: key, name: label, stroke: colour, isAnimationActive: false, ...(isStacked ? { stackId: "all" } : {}) };
          if (kind === "bar")
            return <Bar key={key} {...shared} stroke="none" fill={colour} radius={isStacked ? 0 : [3, 3, 0, 0]} maxBarSize={36} />;
          if (kind === "area") return <Area key={key} {...shared} type="monotone" fill={colour} fillOpacity={0.16} strokeWidth={2} />;
          return (
            <Line
              key={key}
              dataKey={key}
              name={label}
              stroke={colour}
              isAnimationActive={false}
              type="monotone"
              strokeWidth={2}
              dot={rows.length <= 31 ? { r: 2 } : false}
            />
          );
        })}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
