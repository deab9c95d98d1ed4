import { RadioCard, RadioGroup } from "@/components/ui/radio-group";
import type { CampaignSplit } from "@/lib/domain/campaign-plan";
import { formatCountOf } from "@/lib/ui/format-number";

type SplitChoiceProps = { split: CampaignSplit; isSplit: boolean; onChange: (isSplit: boolean) => void; mayChoose: boolean };

/** Several industries: one campaign over all of them, or one for each with its share of the leads. */
export function SplitChoice({ split, isSplit, onChange, mayChoose }: SplitChoiceProps) {
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-medium">Industries</legend>
      <RadioGroup
        aria-label="Industries"
        value={isSplit ? "split" : "one"}
        onValueChange={(value) => onChange(value === "split")}
        disabled={!mayChoose}
      >
        <RadioCard value="one" title="One campaign for all" description="The same messages for every industry of your audience." />
        <RadioCard
          value="split"
          title={`A campaign for each: ${formatCountOf(split.campaigns.length, "campaign")}`}
          description={
            <>
              <span className="block">{split.recommendation}.</span>
              <span className="mt-1.5 grid gap-1">
                {split.campaigns.map(({ industry, leadAllocation, leads }) => (
                  <span key={industry} className="flex flex-wrap justify-between gap-x-3">
                    <span className="text-foreground first-letter:uppercase">{industry.replaceAll("_", " ")}</span>
                    <span className="tabular-nums">
                      {leadAllocation} % of new leads{leads > 0 ? `, ${formatCountOf(leads, "lead")} now` : ""}
                    </span>
                  </span>
                ))}
              </span>
            </>
          }
        />
      </RadioGroup>
    </fieldset>
  );
}
