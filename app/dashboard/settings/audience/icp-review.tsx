"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useAction } from "next-safe-action/hooks";
import { useState } from "react";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { confirmCardAction, confirmIcpAction, editCardAction, takeProposalAction } from "@/app/dashboard/settings/audience/actions";
import { CardDiffView } from "@/app/dashboard/settings/audience/card-diff";
import { IcpCardView } from "@/app/dashboard/settings/audience/icp-card";
import { useCardKeys } from "@/app/dashboard/settings/audience/use-card-keys";
import { Kbd } from "@/components/feedback/kbd";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import type { CardDiff, DiscoveryResult } from "@/lib/domain/discovery";
import { CARD_NAMES, type CardName } from "@/lib/domain/icp";

type IcpReviewProps = {
  result: DiscoveryResult;
  mayEdit: boolean;
  /** Where it goes on once the profile is in force. */
  nextHref: Route;
};

/**
 * What a discovery proposes, card by card, for a person to edit and confirm. Against an earlier profile each card shows what changed, those
 * that changed first. Nothing is in force until it is confirmed.
 */
export function IcpReview({ result, mayEdit, nextHref }: IcpReviewProps) {
  const router = useRouter();
  const [editing, setEditing] = useState<CardName | null>(null);
  const { id: discoveryId, draft, diff } = result;
  // What one's own change made of it is known before the page is rendered anew.
  const [ownVersion, setOwnVersion] = useState(0);
  const draftVersion = Math.max(result.draftVersion, ownVersion);
  const onChanged = ({ data }: { data?: { draftVersion: number } }) => setOwnVersion(data?.draftVersion ?? 0);
  const onError = (failure: Parameters<typeof actionErrorText>[0]) => toast.error(actionErrorText(failure));
  const edit = useAction(editCardAction, {
    onSuccess: (changed) => {
      onChanged(changed);
      setEditing(null);
    },
    onError,
  });
  const confirmCard = useAction(confirmCardAction, { onSuccess: onChanged, onError });
  const take = useAction(takeProposalAction, { onSuccess: onChanged, onError });
  const confirmAll = useAction(confirmIcpAction, {
    onSuccess: () => {
      toast.success("Confirmed. Your leads are scored against it from now on.");
      router.push(nextHref);
    },
    onError,
  });

  const names = inOrder(diff);
  const confirmed = names.filter((name) => draft.cards[name].isConfirmed).length;
  const toggle = (card: CardName, isConfirmed: boolean) => confirmCard.execute({ discoveryId, card, isConfirmed });
  useCardKeys(names, {
    isEnabled: mayEdit && editing === null,
    onEdit: setEditing,
    onConfirm: (card) => toggle(card, !draft.cards[card].isConfirmed),
  });

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {names.map((name) => {
        const card = draft.cards[name];
        const difference = diff.find((one) => one.card === name && (one.state === "changed" || one.state === "kept"));
        const stands = difference ? standing(difference, card.value) : "other";
        return (
          <IcpCardView
            key={name}
            name={name}
            card={card}
            isEditing={editing === name}
            edit={
              mayEdit
                ? {
                    isPending: edit.isExecuting,
                    onOpen: () => setEditing(name),
                    onClose: () => setEditing(null),
                    onSave: (value) => edit.execute({ discoveryId, card: name, value, draftVersion }),
                  }
                : null
            }
            confirm={
              mayEdit
                ? {
                    isPending: confirmCard.isExecuting && confirmCard.input?.card === name,
                    onToggle: (isConfirmed) => toggle(name, isConfirmed),
                  }
                : undefined
            }
            isValueShown={stands !== "other"}
          >
            {difference && editing !== name ? (
              <CardDiffView
                diff={difference}
                stands={stands}
                isPending={take.isExecuting || edit.isExecuting}
                onKeep={mayEdit ? () => edit.execute({ discoveryId, card: name, value: difference.current?.value, draftVersion }) : null}
                onTake={mayEdit ? () => take.execute({ discoveryId, card: name, draftVersion }) : null}
              />
            ) : null}
          </IcpCardView>
        );
      })}
      <div className="sticky bottom-0 z-10 -mx-1 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t bg-background px-1 py-3">
        <div className="grid min-w-48 flex-1 gap-1.5">
          <p role="status" className="text-xs text-muted-foreground">
            {confirmed} of {names.length} confirmed
            <span className="hidden lg:inline">
              {" · "}
              <Kbd keys="j" /> <Kbd keys="k" /> to move, <Kbd keys="c" /> to confirm, <Kbd keys="e" /> to edit
            </span>
          </p>
          <Progress label="Cards confirmed" value={confirmed} max={names.length} tone="success" />
        </div>
        <Button
          isPending={confirmAll.isExecuting}
          disabled={!mayEdit || editing !== null}
          onClick={() => confirmAll.execute({ discoveryId, draftVersion, cards: "all" })}
        >
          {confirmed === names.length ? "Put it in force" : "Confirm everything and go on"}
        </Button>
      </div>
    </div>
  );
}

/** Cards that differ from what is in force come first; otherwise as the cards are. */
function inOrder(diff: readonly CardDiff[]): CardName[] {
  const differs = (name: CardName) => diff.some(({ card, state }) => card === name && (state === "changed" || state === "kept"));
  return [...CARD_NAMES.filter(differs), ...CARD_NAMES.filter((name) => !differs(name))];
}

function standing({ current, proposed }: CardDiff, value: unknown): "current" | "proposed" | "other" {
  const text = JSON.stringify(value);
  if (current && JSON.stringify(current.value) === text) return "current";
  return JSON.stringify(proposed.value) === text ? "proposed" : "other";
}
