import { ChannelIcon } from "@/components/feedback/channel-icon";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { LeadConnection, LeadLetter } from "@/lib/db/queries/lead-channels";
import type { LeadDetail, listConsentBases } from "@/lib/db/queries/lead-detail";
import { CONSENT_BASIS_LABELS, type ConsentBasisName } from "@/lib/domain/consent-basis";
import { letterAddress } from "@/lib/domain/letter-address";
import { CHANNEL_LABELS, CHANNELS, type Channel } from "@/lib/domain/outreach";
import { formatDate } from "@/lib/ui/format-time";

type ChannelCardProps = {
  lead: LeadDetail;
  consents: Awaited<ReturnType<typeof listConsentBases>>;
  connection: LeadConnection | undefined;
  letters: readonly LeadLetter[];
  timeZone: string;
};

/** Each channel at a glance: whether there is a way to reach them, on what basis, and how LinkedIn stands. */
export function ChannelCard({ lead, consents, connection, letters, timeZone }: ChannelCardProps) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Channels</CardTitle>
      </CardHeader>
      <CardContent>
        <ul className="grid gap-2">
          {CHANNELS.map((channel) => {
            const consent = consents.find((basis) => basis.channel === channel && basis.revokedAt === null);
            const isReturned = channel === "mail" && hasComeBack(lead, letters);
            const isReachable = reaches(lead, channel) && !isReturned;
            return (
              <li key={channel} className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-2">
                <ChannelIcon channel={channel} className="mt-0.5" />
                <span className="min-w-0">
                  {CHANNEL_LABELS[channel]}
                  <span className="block text-xs text-muted-foreground">
                    {[
                      isReachable ? null : isReturned ? "a letter to their address came back" : "no way to reach them",
                      consent ? CONSENT_BASIS_LABELS[consent.basis as ConsentBasisName].label : "no basis recorded",
                      channel === "linkedin" && connection ? describeConnection(connection, timeZone) : null,
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </span>
                </span>
                {consent ? <Badge tone={isReachable ? "success" : "neutral"}>Consent</Badge> : null}
              </li>
            );
          })}
        </ul>
      </CardContent>
    </Card>
  );
}

function reaches(lead: LeadDetail, channel: Channel): boolean {
  switch (channel) {
    case "email":
      return lead.emailStatus !== "invalid";
    case "linkedin":
      return lead.linkedinUrl !== null;
    case "sms":
    case "voice":
      return lead.phone !== null;
    case "mail":
      return lead.postcode !== null && lead.city !== null;
  }
}

/** From the address they have now; one that was corrected since is as good as any. */
function hasComeBack({ addressLine1, city, state, postcode }: LeadDetail, letters: readonly LeadLetter[]): boolean {
  const address = letterAddress({ line1: addressLine1 ?? "", city: city ?? "", state: state ?? "", postcode: postcode ?? "" });
  return letters.some(({ deliveryState, toAddress }) => deliveryState === "returned" && toAddress === address);
}

function describeConnection({ state, invitedAt, acceptedAt, withdrawnAt, seatLabel }: LeadConnection, timeZone: string): string {
  if (state === "accepted" && acceptedAt) return `connected to ${seatLabel} since ${formatDate(acceptedAt, timeZone)}`;
  if (state === "withdrawn" && withdrawnAt) return `the invitation of ${seatLabel} was withdrawn ${formatDate(withdrawnAt, timeZone)}`;
  return `invited by ${seatLabel} ${formatDate(invitedAt, timeZone)}, not answered yet`;
}
