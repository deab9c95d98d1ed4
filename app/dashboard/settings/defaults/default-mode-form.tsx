"use client";

import { useAction } from "next-safe-action/hooks";
import { useState } from "react";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { setDefaultModeAction } from "@/app/dashboard/settings/actions";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import { RadioCard, RadioGroup } from "@/components/ui/radio-group";
import { PERMISSION_MODES, type PermissionMode } from "@/lib/domain/outreach";
import { PERMISSION_MODE_TEXTS } from "@/lib/domain/permission-mode-texts";

export function DefaultModeForm({ mode, mayEdit }: { mode: PermissionMode; mayEdit: boolean }) {
  const [chosen, setChosen] = useState<PermissionMode>(mode);
  const save = useAction(setDefaultModeAction, {
    onSuccess: () => toast.success("Saved. It holds from the next message on."),
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  return (
    <Card>
      <CardHeader>
        <CardTitle>Default mode</CardTitle>
        <CardDescription>
          Holds wherever a campaign or a lead has no mode of its own. Opt-outs are honoured at once in every mode.
        </CardDescription>
      </CardHeader>
      <CardContent className="grid gap-3">
        <ReadOnlyNotice mayEdit={mayEdit} minimum="admin" />
        <RadioGroup
          aria-label="Default mode"
          value={chosen}
          onValueChange={(value) => setChosen(value as PermissionMode)}
          disabled={!mayEdit}
        >
          {PERMISSION_MODES.map((value) => (
            <RadioCard
              key={value}
              value={value}
              title={PERMISSION_MODE_TEXTS[value].label}
              description={PERMISSION_MODE_TEXTS[value].consequence}
            />
          ))}
        </RadioGroup>
      </CardContent>
      <CardFooter className="justify-end">
        <Button
          isPending={save.isExecuting}
          disabled={!mayEdit || chosen === mode}
          onClick={() => save.execute({ defaultPermissionMode: chosen })}
        >
          Save
        </Button>
      </CardFooter>
    </Card>
  );
}
