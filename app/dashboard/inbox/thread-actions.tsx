"use client";

import { Mail } from "lucide-react";
import { useTransition } from "react";
import { markHandledAction } from "@/app/dashboard/inbox/actions";
import { MeetingDialog } from "@/app/dashboard/leads/[id]/meeting-dialog";
import { releaseLeadsAction } from "@/app/dashboard/leads/actions";
import { SuppressDialog } from "@/app/dashboard/leads/lead-dialogs";
import { runChangeOrToast } from "@/app/dashboard/leads/run-change";
import { Kbd } from "@/components/feedback/kbd";
import { Button } from "@/components/ui/button";

type ThreadActionsProps = {
  threadId: string;
  leadId: string | null;
  /** Something of it still waits for a person. */
  isOpen: boolean;
  isHeld: boolean;
  leadZone: string;
  today: string;
  mailto: string | null;
  mailbox: string | null;
};

export function ThreadActions({ threadId, leadId, isOpen, isHeld, leadZone, today, mailto, mailbox }: ThreadActionsProps) {
  const [isPending, startChange] = useTransition();
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        {isOpen ? (
          <Button
            isPending={isPending}
            onClick={() =>
              startChange(async () => {
                await runChangeOrToast(markHandledAction({ threadId }), "Marked as handled");
              })
            }
          >
            Mark handled
            <Kbd keys="e" className="max-lg:hidden" />
          </Button>
        ) : null}
        {leadId ? (
          <>
            <MeetingDialog leadId={leadId} leadZone={leadZone} today={today} trigger={<Button variant="outline">Book meeting</Button>} />
            {isHeld ? (
              <Button
                variant="outline"
                disabled={isPending}
                onClick={() =>
                  startChange(async () => {
                    await runChangeOrToast(releaseLeadsAction({ leadIds: [leadId] }), "Released");
                  })
                }
              >
                Release hold
              </Button>
            ) : null}
            <SuppressDialog selection={{ leadIds: [leadId] }} count={1} trigger={<Button variant="outline">Suppress</Button>} />
          </>
        ) : null}
        {mailto ? (
          <Button asChild variant="outline">
            <a href={mailto}>
              <Mail />
              Answer by e-mail
            </a>
          </Button>
        ) : null}
      </div>
      {mailto && mailbox ? <p className="text-xs text-muted-foreground">Answer from {mailbox}, so that they see one thread.</p> : null}
    </div>
  );
}
