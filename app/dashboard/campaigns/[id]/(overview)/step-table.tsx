import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { StepNumbers } from "@/lib/db/queries/campaigns";
import { formatCount, formatRate } from "@/lib/ui/format-number";

type StepTableProps = {
  numbers: readonly StepNumbers[];
  steps: readonly { stepNumber: number; delayDays: number; subjectTemplate: string | null; purpose: string }[];
};

/** Each step with what became of it, over all versions of the sequence. */
export function StepTable({ numbers, steps }: StepTableProps) {
  const byNumber = new Map(numbers.map((row) => [row.stepNumber, row]));
  const all = [...new Set([...steps.map(({ stepNumber }) => stepNumber), ...byNumber.keys()])].sort((a, b) => a - b);
  let day = 0;
  return (
    <section aria-label="Steps">
      <Table>
        <TableHeader>
          <tr>
            <TableHead>Step</TableHead>
            <TableHead>Day</TableHead>
            <TableHead className="text-right">Waiting</TableHead>
            <TableHead className="text-right">Sent</TableHead>
            <TableHead className="text-right">Replied to it</TableHead>
            <TableHead className="text-right">Meetings</TableHead>
            <TableHead className="text-right">Not sent</TableHead>
          </tr>
        </TableHeader>
        <TableBody>
          {all.map((stepNumber) => {
            const step = steps.find((candidate) => candidate.stepNumber === stepNumber);
            const row = byNumber.get(stepNumber);
            day += step?.delayDays ?? 0;
            return (
              <TableRow key={stepNumber}>
                <TableCell className="min-w-40">
                  <span className="font-medium">{stepNumber}</span>{" "}
                  {step ? (
                    (step.subjectTemplate ?? step.purpose.replaceAll("_", " "))
                  ) : (
                    <span className="text-muted-foreground">of an earlier version</span>
                  )}
                </TableCell>
                <TableCell>{step ? day + 1 : "–"}</TableCell>
                <TableCell className="text-right">{formatCount(row?.waiting ?? 0)}</TableCell>
                <TableCell className="text-right">{formatCount(row?.sent ?? 0)}</TableCell>
                <TableCell className="text-right whitespace-nowrap">{formatRate(row?.replied ?? 0, row?.sent ?? 0)}</TableCell>
                <TableCell className="text-right">{formatCount(row?.meetings ?? 0)}</TableCell>
                <TableCell className="text-right">{formatCount(row?.notSent ?? 0)}</TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </section>
  );
}
