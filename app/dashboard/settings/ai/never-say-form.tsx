"use client";

import { useAction } from "next-safe-action/hooks";
import { useState } from "react";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { SaveFooter } from "@/app/dashboard/save-footer";
import { setNeverSayAction } from "@/app/dashboard/settings/ai/actions";
import { LinesInput } from "@/app/dashboard/settings/audience/lines-input";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { ClientForm } from "@/components/ui/client-form";
import { Field } from "@/components/ui/field";
import { NEVER_SAY_LIMITS, neverSayInput } from "@/lib/domain/never-say";

/** Phrases that no message may carry, one a line. */
export function NeverSayForm({ phrases, mayEdit }: { phrases: readonly string[]; mayEdit: boolean }) {
  const [lines, setLines] = useState<readonly string[]>(phrases);
  const read = neverSayInput.safeParse({ phrases: lines });
  const save = useAction(setNeverSayAction, {
    onSuccess: () => toast.success("Saved. What waits with one of these in it is held."),
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  const count = read.success ? read.data.phrases.length : lines.length;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Never say</CardTitle>
        <span className="text-xs text-muted-foreground tabular-nums">
          {count} of {NEVER_SAY_LIMITS.phrases}
        </span>
      </CardHeader>
      <ClientForm
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (read.success) save.execute({ phrases: [...lines] });
        }}
      >
        <CardContent>
          <Field
            label="Phrases"
            isOptional
            hint="One a line. Whole words, capitals or not; write each form you mean (guarantee, guaranteed). Nothing that says one of these goes out: not by a sequence, not by a draft, not edited by hand."
            error={read.success ? undefined : read.error.issues[0]?.message}
          >
            {(control) => (
              <LinesInput
                {...control}
                lines={lines}
                onLines={setLines}
                disabled={!mayEdit}
                className="min-h-28"
                placeholder={"guarantee\ncheap\ngame changer"}
              />
            )}
          </Field>
        </CardContent>
        <SaveFooter
          isPending={save.isExecuting}
          isDirty={read.success && read.data.phrases.join("\n") !== phrases.join("\n")}
          mayEdit={mayEdit}
        />
      </ClientForm>
    </Card>
  );
}
