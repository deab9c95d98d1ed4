import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { StepNumbers } from "@/lib/db/queries/campaigns";
import { formatCount, formatRate } from "@/lib/ui/format-number";

type StepTableProps = {
  numbers: readonly StepNumbers[];
  steps: readonly { stepKey: string; delayDays: number; subjectTemplate: string | null; purpose: string }[];
};

/** Each step with what became of it, in every version it stood in; steps that are in force first. */
export function StepTable({ numbers, steps }: StepTableProps) {
  const byKey = new Map(numbers.map((row) => [row.stepKey, row]));
  const current = new Set(steps.map(({ stepKey }) => stepKey));
  let day = 1;
  const inForce = steps.map(({ stepKey, delayDays, subjectTemplate, purpose }, index) => {
    day += delayDays;
    return { stepKey, place: String(index + 1), day: String(day), name: nameOf(subjectTemplate, purpose) };
  });
  const earlier = numbers
    .filter(({ stepKey }) => !current.has(stepKey))
    .map(({ stepKey, subject, purpose }) => ({
      stepKey,
      place: "–",
      day: "–",
      name: `${nameOf(subject, purpose)} (of an earlier version)`,
    }));
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
          {[...inForce, ...earlier].map(({ stepKey, place, day: onDay, name }) => {
            const row = byKey.get(stepKey);
            return (
              <TableRow key={stepKey}>
                <TableCell className="min-w-40">
                  <span className="font-medium">{place}</span> {name}
                </TableCell>
                <TableCell>{onDay}</TableCell>
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

/** Its subject, of several variants the first; without one, what it is for. */
function nameOf(subject: string | null, purpose: string): string {
  return subject === null ? purpose.replaceAll("_", " ") : subject.replace(/(?<!\{)\{(?!\{)([^{}|]*)\|[^{}]*\}/g, "$1");
}
