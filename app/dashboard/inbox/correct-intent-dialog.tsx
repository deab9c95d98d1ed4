"use client";

import { type ReactNode, useState } from "react";
import { correctIntentAction } from "@/app/dashboard/inbox/actions";
import { INTENT_TEXTS } from "@/app/dashboard/inbox/inbox-words";
import { FormDialog } from "@/app/dashboard/leads/form-dialog";
import { runChange } from "@/app/dashboard/leads/run-change";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { NativeSelect } from "@/components/ui/native-select";
import { REPLY_INTENTS, type ReplyIntent } from "@/lib/domain/replies";

type CorrectIntentDialogProps = { trigger: ReactNode; messageId: string; intent: ReplyIntent | null };

/** Says what a message means in place of the rules; both readings are kept. */
export function CorrectIntentDialog({ trigger, messageId, intent }: CorrectIntentDialogProps) {
  const [chosen, setChosen] = useState<ReplyIntent>(intent ?? "question");
  return (
    <FormDialog
      trigger={trigger}
      title="What does this message mean?"
      description="Your reading takes the place of the rules’. Both are kept, so that the rules can learn from it."
      submitLabel="Correct"
      variant={chosen === "unsubscribe" ? "danger" : "primary"}
      onSubmit={() => runChange(correctIntentAction({ messageId, intent: chosen }), `Now read as: ${INTENT_TEXTS[chosen].label}`)}
    >
      <Field label="It means">
        {(control) => (
          <NativeSelect
            {...control}
            value={chosen}
            onChange={(event) => setChosen(REPLY_INTENTS.find((known) => known === event.target.value) ?? chosen)}
          >
            {REPLY_INTENTS.map((option) => (
              <option key={option} value={option}>
                {INTENT_TEXTS[option].label}
              </option>
            ))}
          </NativeSelect>
        )}
      </Field>
      {chosen === "unsubscribe" ? (
        <Alert tone="warning" title="This suppresses them at once">
          On every channel, and nobody can take it back here.
        </Alert>
      ) : null}
      {intent === "unsubscribe" && chosen !== "unsubscribe" ? (
        <Alert tone="info" title="The suppression stays">
          Who once opted out is written to again only with fresh consent, which an owner records.
        </Alert>
      ) : null}
    </FormDialog>
  );
}
