"use client";

import { Braces } from "lucide-react";
import { toast } from "sonner";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { MERGE_FIELDS } from "@/lib/domain/campaign-requests";

/** What a text may leave open for each lead; a click copies the field with a place for its fallback. */
export function MergeFieldHelp() {
  const copy = async (field: string) => {
    await navigator.clipboard.writeText(field);
    toast.success(`${field} copied`);
  };
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="ghost">
          <Braces />
          Merge fields
        </Button>
      </PopoverTrigger>
      <PopoverContent className="grid max-h-96 w-96 gap-2 overflow-y-auto">
        <p className="text-xs text-pretty text-muted-foreground">
          What stands after the bar is used where the field is unknown: {"{{first_name|there}}"}. A field with neither value nor fallback is
          never sent. Columns of your import that have no place of their own work by their name.
        </p>
        <ul className="grid">
          {MERGE_FIELDS.map(({ name, meaning }) => (
            <li key={name}>
              <button
                type="button"
                className="flex w-full items-baseline justify-between gap-3 rounded-sm px-1.5 py-1 text-left hover:bg-accent"
                onClick={() => copy(`{{${name}|}}`)}
              >
                <code className="font-mono text-xs">{`{{${name}}}`}</code>
                <span className="text-xs text-muted-foreground">{meaning}</span>
              </button>
            </li>
          ))}
        </ul>
      </PopoverContent>
    </Popover>
  );
}
