"use client";

import { useTransition } from "react";
import { setAnswersByItselfAction } from "@/app/dashboard/inbox/actions";
import { runChangeOrToast } from "@/app/dashboard/leads/run-change";
import { Switch } from "@/components/ui/switch";

/** Whether answers on autopilot go out by themselves. What binds, is unsure or is a complaint waits for a person either way. */
export function AnswersSwitch({ isOn, mayChange }: { isOn: boolean; mayChange: boolean }) {
  const [isPending, startChange] = useTransition();
  return (
    <div className="flex items-center gap-2 text-sm">
      <Switch
        id="answers-by-itself"
        checked={isOn}
        disabled={!mayChange || isPending}
        onCheckedChange={(next) =>
          startChange(async () => {
            await runChangeOrToast(
              setAnswersByItselfAction({ isOn: next }),
              next ? "Answers on autopilot go out by themselves" : "Answers on autopilot wait for you",
            );
          })
        }
      />
      <label htmlFor="answers-by-itself">Autopilot answers by itself</label>
    </div>
  );
}
