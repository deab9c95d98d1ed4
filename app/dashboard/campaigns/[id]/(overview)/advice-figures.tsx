import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { ChannelMetrics } from "@/lib/domain/campaign-advice";
import { CHANNEL_LABELS } from "@/lib/domain/outreach";
import { formatCount, formatRate } from "@/lib/ui/format-number";

/** What the advice rests on, channel by channel: each rate with what it is made of, and answers of people only. */
export function AdviceFigures({ channels }: { channels: readonly ChannelMetrics[] }) {
  return (
    <details className="border-t px-4 py-2">
      <summary className="w-fit cursor-pointer text-xs font-medium text-link">By channel</summary>
      <div className="mt-2">
        <Table aria-label="Figures by channel">
          <TableHeader>
            <tr>
              <TableHead>Channel</TableHead>
              <TableHead className="text-right">People contacted</TableHead>
              <TableHead className="text-right">Messages delivered</TableHead>
              <TableHead className="text-right">Replied to it</TableHead>
              <TableHead className="text-right">Interested</TableHead>
              <TableHead className="text-right">Opted out</TableHead>
              <TableHead className="text-right">Meetings</TableHead>
            </tr>
          </TableHeader>
          <TableBody>
            {channels.map(({ channel, planned, contacted, handedOver, bounced, replied, positive, optedOut, meetings }) => (
              <TableRow key={channel}>
                <TableCell className="font-medium">{CHANNEL_LABELS[channel]}</TableCell>
                <TableCell className="text-right whitespace-nowrap">{formatRate(contacted, planned)}</TableCell>
                <TableCell className="text-right whitespace-nowrap">{formatRate(handedOver - bounced, handedOver)}</TableCell>
                <TableCell className="text-right whitespace-nowrap">{formatRate(replied, contacted)}</TableCell>
                <TableCell className="text-right whitespace-nowrap">{formatRate(positive, contacted)}</TableCell>
                <TableCell className="text-right whitespace-nowrap">{formatRate(optedOut, contacted)}</TableCell>
                <TableCell className="text-right">{formatCount(meetings)}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </div>
    </details>
  );
}
