"use client";

import { useAction } from "next-safe-action/hooks";
import { useState } from "react";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { editIcpAction } from "@/app/dashboard/settings/audience/actions";
import { IcpCardView } from "@/app/dashboard/settings/audience/icp-card";
import { useCardKeys } from "@/app/dashboard/settings/audience/use-card-keys";
import { CARD_LABELS, CARD_NAMES, type CardName, type IcpProfile } from "@/lib/domain/icp";

type IcpInForceProps = { profile: IcpProfile; version: number; mayEdit: boolean };

/** The profile in force. Saving a card makes a new version, and leads are scored anew. */
export function IcpInForce({ profile, version, mayEdit }: IcpInForceProps) {
  const [editing, setEditing] = useState<CardName | null>(null);
  // What one's own change made of it is known before the page is rendered anew.
  const [ownVersion, setOwnVersion] = useState(0);
  const edit = useAction(editIcpAction, {
    onSuccess: ({ data }) => {
      setOwnVersion(data?.version ?? 0);
      toast.success(editing ? `${CARD_LABELS[editing]}: saved. Leads are being scored against it.` : "Saved.");
      setEditing(null);
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  useCardKeys(CARD_NAMES, { isEnabled: mayEdit && editing === null, onEdit: setEditing });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {CARD_NAMES.map((name) => (
        <IcpCardView
          key={name}
          name={name}
          card={profile.cards[name]}
          isEditing={editing === name}
          edit={
            mayEdit
              ? {
                  isPending: edit.isExecuting,
                  onOpen: () => setEditing(name),
                  onClose: () => setEditing(null),
                  onSave: (value) => edit.execute({ edits: { [name]: value }, version: Math.max(version, ownVersion) }),
                }
              : null
          }
        />
      ))}
    </div>
  );
}
