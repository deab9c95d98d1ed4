import { CircleCheck, TriangleAlert } from "lucide-react";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { SequencePreview } from "@/lib/engines/campaigns/preview-sequence";
import { formatCountOf } from "@/lib/ui/format-number";

type SequenceChecksProps = { preview: SequencePreview; stepCount: number; onShow: (step: number) => void };

/** What stands against sending, step by step: for the leads of the preview, and for somebody of whom only the address is known. */
export function SequenceChecks({ preview, stepCount, onShow }: SequenceChecksProps) {
  const { leads, problemsWithoutData } = preview;
  const found = Array.from({ length: stepCount }, (_, step) => {
    const stopped = leads.filter((lead) => (lead.steps[step]?.problems ?? []).length > 0);
    const problems = [...new Set([...stopped.flatMap((lead) => lead.steps[step]?.problems ?? []), ...(problemsWithoutData[step] ?? [])])];
    return { step, stopped: stopped.length, problems };
  }).filter(({ problems }) => problems.length > 0);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Checks</CardTitle>
        <span role="status" className="text-xs text-muted-foreground">
          {found.length === 0 ? "Nothing found" : formatCountOf(found.length, "step")}
        </span>
      </CardHeader>
      <CardContent>
        {found.length === 0 ? (
          <p className="flex items-start gap-2 text-pretty">
            <CircleCheck className="mt-0.5 size-4 shrink-0 text-success" aria-hidden />
            {leads.length === 0
              ? "Every step reads well for somebody of whom only the address is known."
              : `Every step reads well for ${formatCountOf(leads.length, "real lead")}, the one with the least data among them, and where only the address is known.`}
          </p>
        ) : (
          <ul className="grid gap-3">
            {found.map(({ step, stopped, problems }) => (
              <li key={step} className="flex items-start gap-2">
                <TriangleAlert className="mt-0.5 size-4 shrink-0 text-warning" aria-hidden />
                <div className="grid min-w-0 flex-1 gap-0.5">
                  <button type="button" className="w-fit font-medium text-link hover:underline" onClick={() => onShow(step)}>
                    Step {step + 1}
                    {stopped > 0 ? `: ${stopped} of ${formatCountOf(leads.length, "lead")} would not get it` : ""}
                  </button>
                  <ul className="text-xs text-muted-foreground">
                    {problems.map((problem) => (
                      <li key={problem}>{problem}</li>
                    ))}
                  </ul>
                </div>
              </li>
            ))}
          </ul>
        )}
      </CardContent>
    </Card>
  );
}
