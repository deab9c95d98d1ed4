"use client";

import { type ReactNode, useTransition } from "react";
import { setAnswersByItselfAction, setRemindsProspectsAction } from "@/app/dashboard/inbox/actions";
import { runChangeOrToast } from "@/app/dashboard/leads/run-change";
import { Switch } from "@/components/ui/switch";

type AnswersSwitchesProps = { answersByItself: boolean; remindsProspects: boolean; mayChange: boolean };

/** What goes out in conversations without a person: answers on autopilot, and reminders of meetings. */
export function AnswersSwitches({ answersByItself, remindsProspects, mayChange }: AnswersSwitchesProps) {
  return (
    <div className="grid gap-2">
      <ChangeSwitch
        id="answers-by-itself"
        isOn={answersByItself}
        mayChange={mayChange}
        change={setAnswersByItselfAction}
        done={{ on: "Answers on autopilot go out by themselves", off: "Answers on autopilot wait for you" }}
      >
        Autopilot answers by itself
      </ChangeSwitch>
      <ChangeSwitch
        id="reminds-prospects"
        isOn={remindsProspects}
        mayChange={mayChange}
        change={setRemindsProspectsAction}
        done={{ on: "Prospects are reminded a day and an hour before", off: "Prospects are not reminded" }}
        hint="Leave it off where Cal.com or Calendly remind them already"
      >
        Remind prospects of meetings
      </ChangeSwitch>
    </div>
  );
}

type ChangeSwitchProps = {
  id: string;
  isOn: boolean;
  mayChange: boolean;
  change: typeof setAnswersByItselfAction;
  done: { on: string; off: string };
  hint?: string;
  children: ReactNode;
};

function ChangeSwitch({ id, isOn, mayChange, change, done, hint, children }: ChangeSwitchProps) {
  const [isPending, startChange] = useTransition();
  return (
    <div className="flex items-start gap-2 text-sm">
      <Switch
        id={id}
        checked={isOn}
        disabled={!mayChange || isPending}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onCheckedChange={(next) =>
          startChange(async () => {
            await runChangeOrToast(change({ isOn: next }), next ? done.on : done.off);
          })
        }
      />
      <div className="grid">
        <label htmlFor={id}>{children}</label>
        {hint ? (
          <p id={`${id}-hint`} className="text-xs text-muted-foreground">
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
