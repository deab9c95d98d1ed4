import { CircleCheck, CircleDashed } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { Card, CardHeader, CardTitle } from "@/components/ui/card";
import type { AgreementRow } from "@/lib/db/queries/agreements";
import { AGREEMENT_KINDS, AGREEMENTS } from "@/lib/domain/agreements";
import { formatDate } from "@/lib/ui/format-time";

/** What the agency agreed to, by whom, when and to which wording; and what nobody has agreed to yet. */
export function AgreementsCard({ agreements, timeZone }: { agreements: readonly AgreementRow[]; timeZone: string }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Agreements</CardTitle>
        <Button asChild variant="outline" size="sm">
          <Link href="/onboarding/consent">Read and agree</Link>
        </Button>
      </CardHeader>
      <ul>
        {AGREEMENT_KINDS.map((kind) => {
          const { title, version } = AGREEMENTS[kind];
          const given = agreements.find((one) => one.kind === kind && one.textVersion === version);
          return (
            <li key={kind} className="flex items-start gap-3 border-b px-4 py-2.5 last:border-b-0 [&>svg]:mt-0.5 [&>svg]:size-4">
              {given ? (
                <CircleCheck className="shrink-0 text-success" aria-label="Agreed" />
              ) : (
                <CircleDashed className="shrink-0 text-muted-foreground" aria-label="Not agreed" />
              )}
              <div className="min-w-0">
                <p>{title}</p>
                <p className="text-xs text-muted-foreground">
                  {given
                    ? `${given.fullName ?? given.email ?? "An owner"} agreed on ${formatDate(given.createdAt, timeZone)} to version ${version}.`
                    : "Nobody has agreed to this yet."}
                </p>
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
