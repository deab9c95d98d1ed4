"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { foreseeMovesAction } from "@/app/dashboard/campaigns/actions";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogFooter, DialogHeader, DialogTitle } from "@/components/ui/dialog";
import { RadioCard, RadioGroup } from "@/components/ui/radio-group";
import { Skeleton } from "@/components/ui/skeleton";
import type { SequenceInput } from "@/lib/domain/campaign-requests";
import type { VersionMoves } from "@/lib/domain/campaigns";
import type { ForeseenMoves } from "@/lib/engines/campaigns/foresee-moves";
import { formatCountOf } from "@/lib/ui/format-number";

type MoveDialogProps = {
  /** What is about to be saved; null: nothing is, and the dialog is closed. */
  input: SequenceInput | null;
  nextVersion: number;
  isSaving: boolean;
  onSave: (moves: VersionMoves) => void;
  onClose: () => void;
};

/** Before a version is saved while leads are in the middle of another: who would go over, who stays, and what is left out for whom. */
export function MoveDialog({ input, nextVersion, isSaving, onSave, onClose }: MoveDialogProps) {
  const [moves, setMoves] = useState<VersionMoves>("new_only");
  const { data, isError, isFetching, refetch } = useQuery({
    queryKey: ["moves", input],
    queryFn: () => foresee(input),
    enabled: input !== null,
    staleTime: 0,
    retry: false,
  });
  return (
    <Dialog open={input !== null} onOpenChange={(isOpen) => (isOpen || isSaving ? undefined : onClose())}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>Save version {nextVersion}: for whom?</DialogTitle>
          <DialogDescription>
            Leads are in the middle of this sequence. Whatever you choose, nobody gets a step twice or out of order.
          </DialogDescription>
        </DialogHeader>
        {isError ? (
          <Alert
            tone="danger"
            title="Who would go over cannot be worked out just now"
            action={
              <Button variant="outline" size="sm" onClick={() => refetch()}>
                Try again
              </Button>
            }
          >
            Nothing was saved.
          </Alert>
        ) : data && !isFetching ? (
          <>
            <RadioGroup aria-label="For whom" value={moves} onValueChange={(value) => setMoves(value as VersionMoves)}>
              <RadioCard
                value="new_only"
                title="New leads only"
                description={`${formatCountOf(data.inFlight, "lead")} on their way finish the version they are in.`}
              />
              <RadioCard value="in_flight" title="Leads on their way as well" description={describeMoves(data)} />
            </RadioGroup>
            {moves === "in_flight" ? <LeftOutSteps foreseen={data} /> : null}
          </>
        ) : (
          <div className="grid gap-2" role="status">
            <span className="sr-only">Counting who would go over</span>
            <Skeleton className="h-16 rounded-lg" />
            <Skeleton className="h-16 rounded-lg" />
          </div>
        )}
        <DialogFooter>
          <Button variant="outline" disabled={isSaving} onClick={onClose}>
            Back to the steps
          </Button>
          <Button isPending={isSaving} disabled={!data || isFetching || isError} onClick={() => onSave(moves)}>
            Save version {nextVersion}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

function describeMoves({ move, finish, stay }: ForeseenMoves): string {
  const parts = [`${formatCountOf(move, "lead")} go over and go on with the first step they have not had.`];
  if (finish > 0) parts.push(`${formatCountOf(finish, "lead")} of these have nothing left to get and are done.`);
  if (stay > 0) parts.push(`${formatCountOf(stay, "lead")} stay: nothing they have had is in it, so they would begin again.`);
  return parts.join(" ");
}

function LeftOutSteps({ foreseen: { wouldRepeat, leftOut } }: { foreseen: ForeseenMoves }) {
  if (leftOut.length === 0) return <p className="text-xs text-muted-foreground">No step has to be left out for anybody.</p>;
  return (
    <Alert tone="warning" title={`${formatCountOf(wouldRepeat, "lead")} would meet a step twice or out of order`}>
      <ul className="grid list-disc gap-0.5 pl-4">
        {leftOut.map(({ step, why, leads }) => (
          <li key={`${step} ${why}`}>
            Step {step + 1} {why === "passed" ? "comes before what they have had" : "says what they have had already"}: left out for{" "}
            {formatCountOf(leads, "lead")}
          </li>
        ))}
      </ul>
    </Alert>
  );
}

async function foresee(input: SequenceInput | null): Promise<ForeseenMoves> {
  const result = input && (await foreseeMovesAction(input));
  if (!result?.data) throw new Error(result?.serverError ?? "who would go over was not answered");
  return result.data;
}
