"use client";

import { RotateCw } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { requestDiscoveryAction } from "@/app/dashboard/settings/audience/actions";
import { WebsiteForm } from "@/app/dashboard/settings/audience/website-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card, CardContent } from "@/components/ui/card";
import { type DiscoveryProgress, STEP_LABELS } from "@/lib/domain/discovery";

type DiscoveryFailureCardProps = {
  progress: DiscoveryProgress;
  /** Where one tells about the agency by hand. */
  byHandHref: Route;
  mayEdit: boolean;
};

/** Why a website could not be read, and what to do now: the best way first, the others beside it. */
export function DiscoveryFailureCard({ progress: { failure, websiteUrl }, byHandHref, mayEdit }: DiscoveryFailureCardProps) {
  const retry = useAction(requestDiscoveryAction, { onError: (failed) => toast.error(actionErrorText(failed)) });
  if (!failure) return null;
  const byHand = (
    <Button asChild variant={failure.next === "type_it_in" ? "primary" : "outline"}>
      <Link href={byHandHref}>Type it in by hand</Link>
    </Button>
  );
  return (
    <Card>
      <CardContent className="grid gap-4">
        <Alert tone="warning" title={failure.message}>
          {failure.nextText}
        </Alert>
        {failure.next === "type_it_in" ? <div>{byHand}</div> : null}
        <WebsiteForm
          initialUrl={websiteUrl ?? ""}
          label="Another address"
          submitLabel={failure.next === "check_address" ? "Read this one" : "Read"}
          mayEdit={mayEdit}
        />
        <div className="flex flex-wrap items-center gap-2 text-muted-foreground">
          {websiteUrl && failure.next !== "check_address" ? (
            <Button
              variant={failure.next === "try_again" ? "primary" : "outline"}
              isPending={retry.isExecuting}
              disabled={!mayEdit}
              onClick={() => retry.execute({ source: "website", websiteUrl })}
            >
              <RotateCw />
              Try the same again
            </Button>
          ) : null}
          {failure.next === "type_it_in" ? null : byHand}
          <span className="text-xs">It stopped at “{STEP_LABELS[failure.step]}”.</span>
        </div>
      </CardContent>
    </Card>
  );
}
