import { ExternalLink } from "lucide-react";
import { industryLabel } from "@/app/dashboard/settings/audience/industry-label";
import { Badge } from "@/components/ui/badge";
import { Card, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { PortfolioRow } from "@/lib/domain/discovery";
import { formatCountOf, formatPercent } from "@/lib/ui/format-number";

/** The clients an agency shows, where it names each, and what was looked up of them. */
export function PortfolioList({ portfolio }: { portfolio: readonly PortfolioRow[] }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle>Clients you show</CardTitle>
        <p className="text-muted-foreground">{formatCountOf(portfolio.length, "client")}</p>
        <CardDescription>Whom you work for already says most about whom you sell to.</CardDescription>
      </CardHeader>
      <ul>
        {portfolio.map((company) => (
          <li key={company.id} className="grid gap-x-4 gap-y-0.5 border-b px-4 py-2.5 last:border-b-0 sm:grid-cols-[minmax(0,1fr)_auto]">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-2">
                <span className="font-medium">{company.name}</span>
                {company.isEnriched ? null : <Badge>Not looked up</Badge>}
              </p>
              <p className="text-xs text-muted-foreground">{factsOf(company)}</p>
              {company.quote === "" ? null : <q className="text-xs text-pretty break-words text-muted-foreground">{company.quote}</q>}
            </div>
            <div className="flex items-center gap-3 text-xs text-muted-foreground">
              <span>{formatPercent(company.confidence, 0)} sure</span>
              {company.sourceUrl ? (
                <a
                  href={company.sourceUrl}
                  target="_blank"
                  rel="noreferrer nofollow"
                  className="inline-flex items-center gap-1 text-link hover:underline"
                >
                  {SOURCES[company.source] ?? "Source"}
                  <ExternalLink className="size-3" aria-label="opens in a new tab" />
                </a>
              ) : (
                <span>{SOURCES[company.source] ?? ""}</span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const SOURCES: Readonly<Record<string, string>> = {
  case_study: "Case study",
  testimonial: "Testimonial",
  logo: "Logo",
  client_list: "Client list",
  person: "You",
};

function factsOf({ industry, size, location, domain }: PortfolioRow): string {
  return [industry ? industryLabel(industry) : null, size, location, domain].filter(Boolean).join(" · ") || "Nothing more is known of it.";
}
