"use client";

import { CircleCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useAction } from "next-safe-action/hooks";
import { type ReactNode, useId, useState } from "react";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { giveAgreementsAction, setDataSharingAction } from "@/app/dashboard/settings/actions";
import { ReadOnlyNotice } from "@/app/dashboard/settings/read-only-notice";
import { Button } from "@/components/ui/button";
import { Card, CardFooter } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { ClientForm } from "@/components/ui/client-form";
import { AGREEMENT_KINDS, AGREEMENTS, type AgreementKind } from "@/lib/domain/agreements";
import { DATA_SHARING_TEXT } from "@/lib/domain/organisation";

type ConsentFormProps = {
  /** What was agreed to before, with by whom and when. */
  given: readonly { kind: AgreementKind; text: string }[];
  isDataShared: boolean;
  mayDecide: boolean;
};

/** What the agency agrees to. Everything starts unticked, and going on without a tick agrees to nothing. */
export function ConsentForm({ given, isDataShared, mayDecide }: ConsentFormProps) {
  const router = useRouter();
  const [ticked, setTicked] = useState<AgreementKind[]>([]);
  const [isSharing, setIsSharing] = useState(false);
  const agree = useAction(giveAgreementsAction);
  const share = useAction(setDataSharingAction);
  const submit = async () => {
    const results = [
      ...(ticked.length > 0 ? [await agree.executeAsync({ kinds: ticked })] : []),
      ...(isSharing ? [await share.executeAsync({ isShared: true })] : []),
    ];
    const failed = results.find(({ serverError, validationErrors }) => serverError || validationErrors);
    if (failed) toast.error(actionErrorText({ error: failed }));
    else router.push("/onboarding/done");
  };
  return (
    <ClientForm
      noValidate
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <ReadOnlyNotice mayEdit={mayDecide} minimum="owner" />
      <Card>
        <ul>
          {AGREEMENT_KINDS.map((kind) => (
            <Consent
              key={kind}
              title={AGREEMENTS[kind].title}
              text={AGREEMENTS[kind].text}
              note={AGREEMENTS[kind].without}
              given={given.find((one) => one.kind === kind)?.text}
              isTicked={ticked.includes(kind)}
              isDisabled={!mayDecide}
              onTick={(isTicked) => setTicked(isTicked ? [...ticked, kind] : ticked.filter((other) => other !== kind))}
            />
          ))}
          <Consent
            title="Learn across agencies"
            text={DATA_SHARING_TEXT}
            note="Your choice; everything works without it."
            given={isDataShared ? "On; it can be turned off in the settings" : undefined}
            isTicked={isSharing}
            isDisabled={!mayDecide}
            onTick={setIsSharing}
          />
        </ul>
        <CardFooter className="justify-end">
          <Button
            type="submit"
            isPending={agree.isExecuting || share.isExecuting}
            disabled={!mayDecide || (ticked.length === 0 && !isSharing)}
          >
            Agree to what is ticked
          </Button>
        </CardFooter>
      </Card>
    </ClientForm>
  );
}

type ConsentProps = {
  title: string;
  text: string;
  note: ReactNode;
  given: string | undefined;
  isTicked: boolean;
  isDisabled: boolean;
  onTick: (isTicked: boolean) => void;
};

function Consent({ title, text, note, given, isTicked, isDisabled, onTick }: ConsentProps) {
  const id = useId();
  return (
    <li className="flex items-start gap-3 border-b px-4 py-3 last:border-b-0">
      {given === undefined ? (
        <Checkbox
          id={id}
          className="mt-0.5"
          aria-describedby={`${id}-text`}
          checked={isTicked}
          disabled={isDisabled}
          onCheckedChange={(isChecked) => onTick(isChecked === true)}
        />
      ) : (
        <CircleCheck className="mt-0.5 size-4 shrink-0 text-success" aria-label="Agreed" />
      )}
      <div className="grid gap-0.5">
        {given === undefined ? (
          <label htmlFor={id} className="font-medium">
            {title}
          </label>
        ) : (
          <p className="font-medium">{title}</p>
        )}
        <p id={`${id}-text`} className="text-pretty text-muted-foreground">
          {text}
        </p>
        <p className="text-xs text-muted-foreground">{given ?? note}</p>
      </div>
    </li>
  );
}
