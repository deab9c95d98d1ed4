"use client";

import { useMutation } from "@tanstack/react-query";
import { Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import { AdviceFinding } from "@/app/dashboard/campaigns/[id]/(overview)/advice-finding";
import { Alert } from "@/components/ui/alert";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { CampaignAdvice, ExplainedAdvice, Recommendation } from "@/lib/domain/campaign-advice";
import { formatMicroDollars } from "@/lib/ui/format-money";
import { formatPercent } from "@/lib/ui/format-number";

const RECOMMENDED: Readonly<Record<Recommendation, { label: string; tone: "success" | "warning" | "danger" | "neutral" }>> = {
  activate: { label: "Start it", tone: "success" },
  continue: { label: "Leave it as it is", tone: "neutral" },
  modify: { label: "Change something", tone: "warning" },
  pause: { label: "Pause it", tone: "danger" },
};

type AdviceCardProps = {
  campaignId: string;
  name: string;
  /** As the rules give it. */
  advice: CampaignAdvice;
  /** There is a model, and the person may have it asked. */
  mayExplain: boolean;
  mayEdit: boolean;
  /** What it rests on. */
  figures: ReactNode;
};

/** What the figures suggest, each finding with what it rests on; a person decides. */
export function AdviceCard({ campaignId, name, advice, mayExplain, mayEdit, figures }: AdviceCardProps) {
  const explained = useMutation({ mutationFn: () => explain(campaignId) });
  const { recommendation, reasoning, confidence, findings } = explained.data?.advice ?? advice;
  const isReworded = explained.data?.by === "model";
  const { label, tone } = RECOMMENDED[recommendation];
  return (
    <Card aria-label="Advice">
      <CardHeader>
        <CardTitle className="flex flex-wrap items-center gap-2">
          Advice
          <Badge tone={tone}>{label}</Badge>
        </CardTitle>
        <span className="text-xs text-muted-foreground">
          {isReworded ? "Found by rules, worded by a model" : "By rules"}, {formatPercent(confidence, 0)} sure
        </span>
      </CardHeader>
      <CardContent className="flex flex-wrap items-start justify-between gap-3">
        <p className="min-w-0 flex-1 basis-72 text-pretty">{reasoning}</p>
        {mayExplain && !isReworded ? (
          <Button variant="outline" size="sm" isPending={explained.isPending} onClick={() => explained.mutate()}>
            <Sparkles />
            Explain in plain words
          </Button>
        ) : null}
      </CardContent>
      {findings.length > 0 ? (
        <ul className="border-t">
          {findings.map((finding) => (
            <AdviceFinding
              key={`${finding.code} ${finding.step} ${finding.channel}`}
              campaignId={campaignId}
              name={name}
              finding={finding}
              mayEdit={mayEdit}
            />
          ))}
        </ul>
      ) : null}
      {figures}
      <Told explained={explained.data} error={explained.error} />
    </Card>
  );
}

/** What asking the model came to. */
function Told({ explained, error }: { explained: ExplainedAdvice | undefined; error: Error | null }) {
  if (error)
    return (
      <div className="border-t p-4">
        <Alert tone="danger">{error.message}</Alert>
      </div>
    );
  if (!explained) return null;
  const { by, why, costMicroAud } = explained;
  const parts = [
    by === "model" ? "The figures and what to do are the rules' own." : (NOT_EXPLAINED[why ?? ""] ?? NO_ANSWER),
    costMicroAud === null || costMicroAud === 0 ? "" : `It cost ${formatMicroDollars(costMicroAud)}.`,
  ];
  return (
    <p role="status" className="border-t px-4 py-2 text-xs text-muted-foreground">
      {parts.filter(Boolean).join(" ")}
    </p>
  );
}

const NO_ANSWER = "The model gave no usable answer. The rules' own words stand.";
const NOT_EXPLAINED: Readonly<Record<string, string>> = {
  no_key: "No model is connected. The rules' own words stand.",
  over_budget: "The AI budget is used up for now. The rules' own words stand.",
  timed_out: "The model took too long. The rules' own words stand.",
};

async function explain(campaignId: string): Promise<ExplainedAdvice> {
  const response = await fetch(`/api/campaigns/${campaignId}/advice`, { method: "POST" });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.detail ?? "That did not work. Check your connection and try again.");
  return body;
}
