"use client";

import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { replayDeliveryAction } from "@/app/dashboard/settings/webhooks/actions";
import { RelativeTime } from "@/components/feedback/relative-time";
import { StatusBadge } from "@/components/feedback/status-badge";
import { Button } from "@/components/ui/button";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { WebhookDeliveryRow } from "@/lib/db/queries/webhooks";
import { formatShortTime } from "@/lib/ui/format-time";

type DeliveryTableProps = { rows: readonly WebhookDeliveryRow[]; now: Date; timeZone: string; mayReplay: boolean };

/** What was sent, how it was answered, and a way to send it again. */
export function DeliveryTable({ rows, mayReplay, ...time }: DeliveryTableProps) {
  return (
    <Table>
      <TableHeader>
        <tr>
          <TableHead>Event</TableHead>
          <TableHead>Status</TableHead>
          <TableHead className="text-right">Attempts</TableHead>
          <TableHead className="text-right">Duration</TableHead>
          <TableHead>Happened</TableHead>
          <TableHead className="text-right">Actions</TableHead>
        </tr>
      </TableHeader>
      <TableBody>
        {rows.map((row) => (
          <DeliveryRow key={row.id} row={row} mayReplay={mayReplay} {...time} />
        ))}
      </TableBody>
    </Table>
  );
}

type DeliveryRowProps = Omit<DeliveryTableProps, "rows"> & { row: WebhookDeliveryRow };

function DeliveryRow({ row, now, timeZone, mayReplay }: DeliveryRowProps) {
  const replay = useAction(replayDeliveryAction, {
    onSuccess: () => toast.success("It is sent again."),
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  return (
    <TableRow>
      <TableCell className="align-top">
        <details>
          <summary className="cursor-pointer font-mono text-xs">{row.eventType}</summary>
          <dl className="mt-2 grid gap-2 text-xs">
            <Part label="Webhook id" text={row.id} />
            <Part label="Sent" text={row.payload} />
            {row.responseStatus === null ? null : <Part label={`Answered ${row.responseStatus}`} text={row.responseBody || "(nothing)"} />}
          </dl>
        </details>
      </TableCell>
      <TableCell className="align-top">
        <StatusBadge status={row.status} />
        {row.problem ? <p className="mt-1 text-xs text-pretty text-muted-foreground">{row.problem}</p> : null}
        {row.status === "pending" && row.nextAttemptAt && row.attempts > 0 ? (
          <p className="mt-1 text-xs text-muted-foreground">Again at {formatShortTime(row.nextAttemptAt, now, timeZone)}</p>
        ) : null}
      </TableCell>
      <TableCell className="text-right align-top">
        {row.attempts}
        {row.round > 1 ? <p className="text-xs whitespace-nowrap text-muted-foreground">replay {row.round - 1}</p> : null}
      </TableCell>
      <TableCell className="text-right align-top whitespace-nowrap">{row.durationMs === null ? "–" : `${row.durationMs} ms`}</TableCell>
      <TableCell className="align-top whitespace-nowrap">
        <RelativeTime at={row.createdAt} now={now} timeZone={timeZone} className="text-muted-foreground" />
      </TableCell>
      <TableCell className="text-right align-top">
        {mayReplay && row.status !== "pending" ? (
          <Button variant="ghost" size="sm" isPending={replay.isExecuting} onClick={() => replay.execute({ deliveryId: row.id })}>
            Replay
          </Button>
        ) : null}
      </TableCell>
    </TableRow>
  );
}

function Part({ label, text }: { label: string; text: string }) {
  return (
    <div className="grid gap-0.5">
      <dt className="text-muted-foreground">{label}</dt>
      <dd className="max-h-48 max-w-md min-w-56 overflow-y-auto rounded-sm bg-muted px-2 py-1.5 font-mono break-all whitespace-pre-wrap">
        {text}
      </dd>
    </div>
  );
}
