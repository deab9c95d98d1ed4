import { type ReactNode, useId } from "react";
import { COMPONENT_LABELS } from "@/app/dashboard/leads/lead-words";
import { industryLabel } from "@/app/dashboard/settings/audience/industry-label";
import { WEIGHT_MEANINGS } from "@/app/dashboard/settings/audience/weight-meanings";
import { Badge } from "@/components/ui/badge";
import type { CardName, CardValue, CardValues } from "@/lib/domain/icp";
import { COMPONENTS } from "@/lib/domain/scoring";
import { formatCountOf } from "@/lib/ui/format-number";

type Renderers = { [Name in CardName]: (value: CardValues[Name]) => ReactNode };

const chips = (values: readonly string[]) => (values.length === 0 ? <Nothing /> : <Chips values={values} />);
const lines = (values: readonly string[]) => (values.length === 0 ? <Nothing /> : <Lines values={values} />);

const RENDERERS: Renderers = {
  services: chips,
  value_proposition: (value) => (value === "" ? <Nothing /> : <p className="text-pretty">{value}</p>),
  agency: (value) => {
    const known = [
      ...(value.teamSize === null ? [] : [`A team of ${value.teamSize}`]),
      ...(value.yearsInBusiness === null ? [] : [`${formatCountOf(value.yearsInBusiness, "year")} in business`]),
      ...(value.offices.length === 0 ? [] : [value.offices.join(", ")]),
    ];
    return known.length === 0 ? <Nothing /> : <p>{known.join(" · ")}</p>;
  },
  industries: (values) => chips(values.map(industryLabel)),
  company_sizes: chips,
  revenue_ranges: chips,
  locations: chips,
  technologies: chips,
  signals: lines,
  titles: chips,
  pain_points: lines,
  weights: (value) => <WeightBars weights={value} />,
};

/** What a card of the profile holds, as people read it. */
export function CardValueView<Name extends CardName>({ card, value }: { card: Name; value: CardValue<Name> }) {
  // Each renderer takes its own card's value; the pair is right by the caller's types.
  return (RENDERERS[card] as (given: CardValue<Name>) => ReactNode)(value);
}

function Nothing() {
  return <p className="text-muted-foreground">Nothing yet.</p>;
}

function Chips({ values }: { values: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-1.5">
      {values.map((value) => (
        <li key={value} className="max-w-full">
          <Badge tone="outline" className="max-w-full shrink whitespace-normal">
            {value}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

function Lines({ values }: { values: readonly string[] }) {
  return (
    <ul className="grid gap-1">
      {values.map((value) => (
        <li key={value} className="flex gap-2">
          <span aria-hidden className="mt-2 size-1 shrink-0 rounded-full bg-muted-foreground" />
          <span className="min-w-0 text-pretty">{value}</span>
        </li>
      ))}
    </ul>
  );
}

function WeightBars({ weights }: { weights: CardValues["weights"] }) {
  const id = useId();
  return (
    <dl className="grid gap-2 sm:max-w-md">
      {COMPONENTS.map((component) => (
        <div key={component} className="grid grid-cols-[1fr_auto] items-baseline gap-x-3 gap-y-1">
          <dt id={`${id}-${component}`}>
            {COMPONENT_LABELS[component]}
            <span className="block text-xs text-muted-foreground">{WEIGHT_MEANINGS[component]}</span>
          </dt>
          <dd className="font-medium">{weights[component]}</dd>
          <span aria-hidden className="col-span-2 h-1 overflow-hidden rounded-full bg-muted">
            <span className="block h-full rounded-full bg-primary" style={{ width: `${Math.min(100, weights[component])}%` }} />
          </span>
        </div>
      ))}
    </dl>
  );
}
