"use client";

import { useAction } from "next-safe-action/hooks";
import { type ReactNode, useState } from "react";
import { findLeadsAction, matchMessageAction } from "@/app/dashboard/inbox/actions";
import { FormDialog } from "@/app/dashboard/leads/form-dialog";
import { text } from "@/app/dashboard/leads/lead-dialogs";
import { runChange } from "@/app/dashboard/leads/run-change";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

type MatchDialogProps = { trigger: ReactNode; messageId: string; suggestion: string };

/** Finds the lead a message is from. What the message asks for is then done at once. */
export function MatchDialog({ trigger, messageId, suggestion }: MatchDialogProps) {
  const [search, setSearch] = useState(suggestion);
  const lookup = useAction(findLeadsAction);
  const found = lookup.result.data;
  return (
    <FormDialog
      trigger={trigger}
      title="Which lead wrote this?"
      description="Their sequence stops if this is an answer, and an opt-out suppresses them at once."
      submitLabel="Match"
      onSubmit={async (form) => {
        const leadId = text(form, "leadId");
        if (!leadId) return "Choose a lead first";
        return runChange(matchMessageAction({ messageId, leadId }), "Matched: what they asked for is done");
      }}
    >
      <Field label="Name, company or address">
        {(control) => (
          <span className="flex gap-2">
            <Input
              {...control}
              value={search}
              autoComplete="off"
              onChange={(event) => setSearch(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== "Enter") return;
                event.preventDefault();
                lookup.execute({ search });
              }}
            />
            <Button
              variant="outline"
              isPending={lookup.isExecuting}
              disabled={search.trim().length < 2}
              onClick={() => lookup.execute({ search })}
            >
              Find
            </Button>
          </span>
        )}
      </Field>
      {found?.length === 0 ? <p className="text-muted-foreground">No lead matches. Try part of the company’s name.</p> : null}
      {found && found.length > 0 ? (
        <fieldset className="grid max-h-64 gap-1 overflow-y-auto">
          <legend className="sr-only">Leads found</legend>
          {found.map((lead) => (
            <label key={lead.id} className="flex items-start gap-2.5 rounded-md px-2 py-1.5 hover:bg-accent has-checked:bg-accent">
              <input type="radio" name="leadId" value={lead.id} className="mt-1 accent-primary" />
              <span className="grid min-w-0">
                <span className="font-medium">{lead.name}</span>
                <span className="truncate text-xs text-muted-foreground">{[lead.company, lead.email].filter(Boolean).join(" · ")}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ) : null}
    </FormDialog>
  );
}
