import { StatCard } from "@/components/feedback/stat-card";
import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { ImportQuote } from "@/lib/domain/enrichment-quote";
import { formatMicroDollars } from "@/lib/ui/format-money";
import { formatCount, formatCountOf } from "@/lib/ui/format-number";

/** What looking the leads up comes to, before anything is bought. */
export function QuoteCard({ quote }: { quote: ImportQuote }) {
  const { leads, toClay, fewestCredits, mostCredits, lowMicroAud, ceilingMicroAud, creditsLeft } = quote;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Quote</CardTitle>
        <CardDescription>
          New leads are looked up with the data providers. A lead that can be used takes one credit; a miss takes none. By starting the
          import you confirm the ceiling: nothing more is bought once it is reached.
        </CardDescription>
      </CardHeader>
      <CardContent className="grid gap-4">
        <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
          <StatCard
            label="Leads"
            value={formatCount(leads)}
            detail={toClay > 0 ? `up to ${formatCount(toClay)} of them through Clay` : null}
          />
          <StatCard
            label="Credits"
            value={`${formatCount(fewestCredits)} to ${formatCount(mostCredits)}`}
            detail={`${formatCount(creditsLeft)} left this month`}
          />
          <StatCard label="Data providers" value={`${formatMicroDollars(lowMicroAud)} to ${formatMicroDollars(ceilingMicroAud)}`} />
          <StatCard label="Ceiling" value={formatMicroDollars(ceilingMicroAud)} detail="for this import" />
        </div>
        {creditsLeft < mostCredits ? (
          <Alert tone="warning" title={`The pool has ${formatCountOf(creditsLeft, "credit")} left`}>
            Leads beyond that come in and wait; they are looked up when the pool renews.
          </Alert>
        ) : null}
      </CardContent>
    </Card>
  );
}
