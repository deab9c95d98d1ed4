import { RecordConsentDialog, RevokeConsentDialog } from "@/app/dashboard/leads/[id]/consent-dialogs";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { listConsentBases } from "@/lib/db/queries/lead-detail";
import { CONSENT_BASIS_LABELS, type ConsentBasisName } from "@/lib/domain/consent-basis";
import { CHANNEL_LABELS } from "@/lib/domain/outreach";
import { cn } from "@/lib/ui/cn";
import { formatDate } from "@/lib/ui/format-time";

type Consent = Awaited<ReturnType<typeof listConsentBases>>[number];

type ConsentLedgerProps = {
  leadId: string;
  leadTitle: string | null;
  consents: readonly Consent[];
  today: string;
  timeZone: string;
  mayChange: boolean;
};

/** Why this person may be contacted, with the evidence, and every basis that held before. */
export function ConsentLedger({ leadId, leadTitle, consents, today, timeZone, mayChange }: ConsentLedgerProps) {
  const hasActive = consents.some((consent) => consent.revokedAt === null);
  return (
    <Card>
      <CardHeader>
        <CardTitle>Consent</CardTitle>
        {mayChange ? (
          <RecordConsentDialog
            leadId={leadId}
            leadTitle={leadTitle}
            today={today}
            trigger={
              <Button variant={hasActive ? "ghost" : "primary"} size="sm">
                {hasActive ? "Record another" : "Record consent"}
              </Button>
            }
          />
        ) : null}
      </CardHeader>
      <CardContent>
        {consents.length === 0 ? (
          <p className="text-muted-foreground">No basis on record, so nothing is sent to them (Spam Act 2003 s 16).</p>
        ) : (
          <ol className="grid gap-4">
            {consents.map((consent) => (
              <ConsentEntry key={consent.id} consent={consent} leadId={leadId} timeZone={timeZone} mayChange={mayChange} />
            ))}
          </ol>
        )}
      </CardContent>
    </Card>
  );
}

type ConsentEntryProps = { consent: Consent; leadId: string; timeZone: string; mayChange: boolean };

function ConsentEntry({ consent, leadId, timeZone, mayChange }: ConsentEntryProps) {
  const isActive = consent.revokedAt === null;
  const by = consent.recordedByName ?? consent.recordedByEmail;
  return (
    <li className={cn("grid gap-1", !isActive && "text-muted-foreground")}>
      <span className="flex flex-wrap items-start justify-between gap-2">
        <span className="min-w-0 flex-1 font-medium">{CONSENT_BASIS_LABELS[consent.basis as ConsentBasisName].label}</span>
        {isActive ? <Badge tone="success">In force</Badge> : <Badge>{consent.revokedReason === "replaced" ? "Replaced" : "Revoked"}</Badge>}
      </span>
      {evidenceLines(consent.evidence).map((line) => (
        <span key={line} className="break-words">
          {line}
        </span>
      ))}
      {consent.sourceUrl ? <span className="text-xs break-all text-muted-foreground">{consent.sourceUrl}</span> : null}
      <span className="text-xs text-muted-foreground">
        {CHANNEL_LABELS[consent.channel]}, captured {formatDate(consent.capturedAt, timeZone)}, by {consent.recordedVia}
        {by ? ` (${by})` : ""}
        {consent.expiresAt ? `, lapses ${formatDate(consent.expiresAt, timeZone)}` : ""}
        {consent.revokedAt && consent.revokedReason !== "replaced"
          ? `, revoked ${formatDate(consent.revokedAt, timeZone)}: ${(consent.revokedReason ?? "").replaceAll("_", " ")}`
          : ""}
      </span>
      {isActive && mayChange ? (
        <RevokeConsentDialog
          leadId={leadId}
          consentId={consent.id}
          trigger={
            <Button variant="link" size="sm" className="w-fit">
              Revoke
            </Button>
          }
        />
      ) : null}
    </li>
  );
}

const EVIDENCE_LABELS: Readonly<Record<string, string>> = { note: "", role: "Role: ", relevance: "Relevant because: " };

function evidenceLines(evidence: unknown): string[] {
  if (typeof evidence !== "object" || evidence === null) return [];
  return Object.entries(evidence).flatMap(([key, value]) =>
    typeof value === "string" && value !== "" ? `${EVIDENCE_LABELS[key] ?? `${key.replaceAll("_", " ")}: `}${value}` : [],
  );
}
