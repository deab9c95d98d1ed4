import { type ChartProps, formatChartValue } from "@/components/charts/chart-types";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";

/** The figures of a chart as a table. */
export function ChartTable({ label, rows, xKey, xLabel, series, unit }: ChartProps) {
  return (
    <div className="mt-2">
      <Table>
        <caption className="sr-only">{label}</caption>
        <TableHeader>
          <tr>
            <TableHead>{xLabel}</TableHead>
            {series.map(({ key, label: name }) => (
              <TableHead key={key} className="text-right">
                {name}
              </TableHead>
            ))}
          </tr>
        </TableHeader>
        <TableBody>
          {rows.map((row) => (
            <TableRow key={String(row[xKey])}>
              <TableCell>{row[xKey]}</TableCell>
              {series.map(({ key }) => (
                <TableCell key={key} className="text-right">
                  {formatChartValue(row[key], unit)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </div>
  );
}
