"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, LoaderCircle, RotateCw } from "lucide-react";
import type { ReactNode } from "react";
import { verifyMailboxAction } from "@/app/dashboard/settings/actions";
import { ChannelIcon } from "@/components/feedback/channel-icon";
import { Button } from "@/components/ui/button";
import type { SenderRow } from "@/lib/db/queries/senders";
import type { MailboxRow } from "@/lib/db/queries/settings";

/** A connected mailbox, tried while one looks: its server is asked whether it still lets us in. */
export function MailboxRowView({ mailbox, mayCheck }: { mailbox: MailboxRow; mayCheck: boolean }) {
  const check = useQuery({
    queryKey: ["mailbox-check", mailbox.id],
    queryFn: async () => {
      const { data, serverError } = await verifyMailboxAction({ mailboxId: mailbox.id });
      return data ?? { isReady: false, detail: serverError ?? "It could not be tried just now" };
    },
    enabled: mayCheck,
    retry: false,
    refetchOnWindowFocus: false,
  });
  return (
    <Row
      icon={<ChannelIcon channel="email" />}
      label={mailbox.label}
      detail={check.data && !check.data.isReady ? check.data.detail : mailbox.senderName}
    >
      {check.isFetching ? (
        <Verdict icon={<LoaderCircle className="animate-spin text-muted-foreground" />}>Trying</Verdict>
      ) : check.data?.isReady ? (
        <Verdict icon={<CircleCheck className="text-success" />}>Verified</Verdict>
      ) : check.data ? (
        <>
          <Verdict icon={<CircleAlert className="text-warning" />}>Not verified</Verdict>
          <Button variant="ghost" size="icon-sm" aria-label={`Try ${mailbox.label} again`} onClick={() => check.refetch()}>
            <RotateCw />
          </Button>
        </>
      ) : null}
    </Row>
  );
}

/** A seat, number or return address: whether its provider knows it. */
export function SenderRowView({ sender }: { sender: SenderRow }) {
  const { channel, label, senderName, connectedAt, pausedReason } = sender;
  return (
    <Row icon={<ChannelIcon channel={channel} />} label={label} detail={connectedAt ? senderName : (pausedReason ?? senderName)}>
      {connectedAt ? (
        <Verdict icon={<CircleCheck className="text-success" />}>Verified</Verdict>
      ) : pausedReason ? (
        <Verdict icon={<CircleAlert className="text-warning" />}>Not verified</Verdict>
      ) : (
        <Verdict icon={<LoaderCircle className="animate-spin text-muted-foreground" />}>Connecting</Verdict>
      )}
    </Row>
  );
}

function Row({ icon, label, detail, children }: { icon: ReactNode; label: string; detail: string | null; children: ReactNode }) {
  return (
    <li className="flex items-center gap-3 border-b px-4 py-2.5 last:border-b-0">
      {icon}
      <div className="min-w-0 flex-1">
        <p className="font-medium break-all">{label}</p>
        {detail ? <p className="text-xs text-pretty break-words text-muted-foreground">{detail}</p> : null}
      </div>
      <div className="flex shrink-0 items-center gap-1">{children}</div>
    </li>
  );
}

function Verdict({ icon, children }: { icon: ReactNode; children: string }) {
  return (
    <p role="status" className="flex items-center gap-1.5 text-xs font-medium [&_svg]:size-4">
      {icon}
      {children}
    </p>
  );
}
