"use client";

import { ChevronDown, X } from "lucide-react";
import { parseAsInteger, useQueryStates } from "nuqs";
import { useTransition } from "react";
import type { CampaignChoice } from "@/app/dashboard/leads/lead-dialogs";
import { leadFilterParsers } from "@/app/dashboard/leads/lead-params";
import { ASKED_FOR, STATUS_LABELS } from "@/app/dashboard/leads/lead-words";
import { TIER_LABELS } from "@/components/feedback/tier-chip";
import { Button } from "@/components/ui/button";
import { DropdownMenu, DropdownMenuCheckboxItem, DropdownMenuContent, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { NativeSelect } from "@/components/ui/native-select";
import { GATE_WORDS } from "@/lib/domain/gate-words";
import { AUSTRALIAN_STATES, LEAD_STATUSES } from "@/lib/domain/leads";
import { TIERS } from "@/lib/domain/scoring";

type LeadFiltersProps = { campaigns: readonly CampaignChoice[] };

/** Filters of the lead table, kept in the URL; a change goes back to the first page. */
export function LeadFilters({ campaigns }: LeadFiltersProps) {
  const [isPending, startTransition] = useTransition();
  const [filters, setFilters] = useQueryStates(
    { ...leadFilterParsers, page: parseAsInteger },
    { shallow: false, scroll: false, history: "replace", startTransition },
  );
  const set = (change: Partial<typeof filters>) => void setFilters({ ...change, page: null });
  const { status, tier, state, campaign, consent, blocked } = filters;
  const isFiltered = [status, tier, state].some((chosen) => chosen.length > 0) || campaign !== "" || consent !== null || blocked !== "";

  return (
    <div className="flex flex-wrap items-center gap-2" aria-busy={isPending}>
      <ChoiceFilter
        label="Status"
        options={LEAD_STATUSES}
        names={STATUS_LABELS}
        chosen={status}
        onChange={(next) => set({ status: next })}
      />
      <ChoiceFilter label="Tier" options={TIERS} names={TIER_LABELS} chosen={tier} onChange={(next) => set({ tier: next })} />
      <ChoiceFilter label="State" options={AUSTRALIAN_STATES} chosen={state} onChange={(next) => set({ state: next })} />
      <NativeSelect aria-label="Campaign" className="w-32" value={campaign} onChange={(event) => set({ campaign: event.target.value })}>
        <option value="">Campaign</option>
        {campaigns.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </NativeSelect>
      <NativeSelect
        aria-label="Consent"
        className="w-28"
        value={consent ?? ""}
        onChange={(event) => set({ consent: event.target.value === "yes" || event.target.value === "no" ? event.target.value : null })}
      >
        <option value="">Consent</option>
        <option value="yes">With consent</option>
        <option value="no">No consent</option>
      </NativeSelect>
      <NativeSelect aria-label="Blocked by" className="w-32" value={blocked} onChange={(event) => set({ blocked: event.target.value })}>
        <option value="">Blocked by</option>
        {ASKED_FOR.map((code) => (
          <option key={code} value={code}>
            {GATE_WORDS[code]?.waits}
          </option>
        ))}
      </NativeSelect>
      {isFiltered ? (
        <Button variant="ghost" onClick={() => set({ status: [], tier: [], state: [], campaign: "", consent: null, blocked: "" })}>
          <X />
          Clear
        </Button>
      ) : null}
    </div>
  );
}

type ChoiceFilterProps<Choice extends string> = {
  label: string;
  options: readonly Choice[];
  names?: Record<Choice, string>;
  chosen: readonly Choice[];
  onChange: (chosen: Choice[]) => void;
};

function ChoiceFilter<Choice extends string>({ label, options, names, chosen, onChange }: ChoiceFilterProps<Choice>) {
  const nameOf = (option: Choice) => names?.[option] ?? option;
  const [only] = chosen;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="outline">
          {label}
          {only === undefined ? null : <span className="text-link">{chosen.length === 1 ? nameOf(only) : chosen.length}</span>}
          <ChevronDown className="text-muted-foreground" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        {options.map((option) => (
          <DropdownMenuCheckboxItem
            key={option}
            checked={chosen.includes(option)}
            onCheckedChange={(isChosen) => onChange(options.filter((other) => (other === option ? isChosen : chosen.includes(other))))}
            onSelect={(event) => event.preventDefault()}
          >
            {nameOf(option)}
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
