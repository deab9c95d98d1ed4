"use client";

import dynamic from "next/dynamic";
import { ChartTable } from "@/components/charts/chart-table";
import type { ChartProps } from "@/components/charts/chart-types";
import { Skeleton } from "@/components/ui/skeleton";

const ChartDrawing = dynamic(() => import("@/components/charts/chart-drawing").then((module) => module.ChartDrawing), {
  ssr: false,
  loading: () => <Skeleton className="size-full" />,
});

/**
 * A line, area or bar chart. The drawing appears in the browser only (the library renders nothing on a server);
 * its place has the final height from the start, and the same figures are there as a table for everybody.
 */
export function Chart(props: ChartProps) {
  const { label, height = 240 } = props;
  return (
    <figure className="grid gap-2">
      <div style={{ height }} aria-hidden>
        <ChartDrawing {...props} height={height} />
      </div>
      <figcaption>
        <details className="text-xs text-muted-foreground">
          <summary className="w-fit rounded-sm hover:text-foreground">{label}: show as table</summary>
          <ChartTable {...props} />
        </details>
      </figcaption>
    </figure>
  );
}
