"use client";

import { useAction } from "next-safe-action/hooks";
import { useState } from "react";
import { actionErrorText } from "@/app/dashboard/action-error";
import { requestDiscoveryAction } from "@/app/dashboard/settings/audience/actions";
import { IndustryChoice } from "@/app/dashboard/settings/audience/industry-choice";
import { LinesInput } from "@/app/dashboard/settings/audience/lines-input";
import { readTypedClients } from "@/app/dashboard/settings/audience/typed-clients";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import { ClientForm } from "@/components/ui/client-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { requestDiscoveryInput } from "@/lib/domain/discovery";
import type { Industry } from "@/lib/domain/industries";

/** Tells about the agency by hand, where its website cannot be read or says too little. The rest is worked out as from a website. */
export function ByHandForm({ mayEdit }: { mayEdit: boolean }) {
  const [services, setServices] = useState<string[]>([]);
  const [valueProposition, setValueProposition] = useState("");
  const [clients, setClients] = useState<string[]>([]);
  const [industries, setIndustries] = useState<Industry[]>([]);
  const [teamSize, setTeamSize] = useState("");
  const [problem, setProblem] = useState<{ field: string; message: string }>();
  const request = useAction(requestDiscoveryAction, {
    onError: (failure) => setProblem({ field: "", message: actionErrorText(failure) }),
  });
  const problemOf = (field: string) => (problem?.field === field ? problem.message : undefined);

  const submit = () => {
    const input = {
      source: "by_hand" as const,
      services,
      valueProposition,
      clients: readTypedClients(clients),
      industries,
      teamSize: teamSize === "" ? null : Number(teamSize),
    };
    const [issue] = requestDiscoveryInput.safeParse(input).error?.issues ?? [];
    setProblem(issue && { field: String(issue.path[0] ?? ""), message: issue.message });
    if (!issue) request.execute(input);
  };

  return (
    <ClientForm
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Card>
        <CardHeader>
          <CardTitle>Tell us by hand</CardTitle>
          <CardDescription>
            Two minutes. From your services and a few clients we work out whom you sell to; you check every card.
          </CardDescription>
        </CardHeader>
        <CardContent className="grid items-start gap-4 sm:grid-cols-2">
          {problemOf("") ? (
            <Alert tone="danger" className="sm:col-span-2">
              {problemOf("")}
            </Alert>
          ) : null}
          <Field label="What you offer" hint="One service a line" error={problemOf("services")}>
            {(control) => <LinesInput {...control} lines={services} onLines={setServices} placeholder={"SEO\nGoogle Ads\nWeb design"} />}
          </Field>
          <Field label="Clients you have" isOptional hint="One a line; with their website we can look them up" error={problemOf("clients")}>
            {(control) => (
              <LinesInput
                {...control}
                lines={clients}
                onLines={setClients}
                placeholder={"Coastal Dental, coastaldental.com.au\nHarbour Legal"}
              />
            )}
          </Field>
          <Field label="Why clients choose you" isOptional error={problemOf("valueProposition")} className="sm:col-span-2">
            {(control) => (
              <Textarea
                {...control}
                className="min-h-16"
                value={valueProposition}
                onChange={(event) => setValueProposition(event.target.value)}
              />
            )}
          </Field>
          <div className="sm:col-span-2">
            <IndustryChoice legend="Industries you work for" chosen={industries} onChosen={setIndustries} isDisabled={!mayEdit} />
          </div>
          <Field label="People in your team" isOptional error={problemOf("teamSize")}>
            {(control) => (
              <Input {...control} type="number" min={1} value={teamSize} onChange={(event) => setTeamSize(event.target.value)} />
            )}
          </Field>
        </CardContent>
        <CardFooter className="justify-end">
          <Button type="submit" isPending={request.isExecuting} disabled={!mayEdit}>
            Work it out
          </Button>
        </CardFooter>
      </Card>
    </ClientForm>
  );
}
