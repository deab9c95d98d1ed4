"use client";

import { ExternalLink } from "lucide-react";
import { useAction } from "next-safe-action/hooks";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { setStandingAction } from "@/app/dashboard/settings/audience/actions";
import { ClientDomainForm } from "@/app/dashboard/settings/audience/client-domain-form";
import { industryLabel } from "@/app/dashboard/settings/audience/industry-label";
import { Badge } from "@/components/ui/badge";
import { NativeSelect } from "@/components/ui/native-select";
import type { PortfolioRow } from "@/lib/domain/discovery";
import { CLIENT_STANDINGS, type ClientStanding, type OutreachState, type OwnClientRow, STANDING_LABELS } from "@/lib/domain/own-clients";
import { formatCountOf, formatPercent } from "@/lib/ui/format-number";

/** One company of the list, with where it stands: changed at once, and taken back from the message that says so. */
export function PortfolioCompany({ company, mayEdit }: { company: OwnClientRow; mayEdit: boolean }) {
  const put = useAction(setStandingAction, {
    onSuccess: ({ data, input }) => {
      const stopped = data.stoppedLeads > 0 ? ` Stopped for ${formatCountOf(data.stoppedLeads, "lead")}.` : "";
      toast.success(`${data.name}: ${STANDING_LABELS[input.standing].toLowerCase()}.${stopped}`, {
        action: { label: "Undo", onClick: () => put.execute({ portfolioId: input.portfolioId, standing: data.before }) },
      });
    },
    onError: (failure) => toast.error(actionErrorText(failure)),
  });
  const standing = put.isExecuting ? (put.input?.standing ?? company.standing) : company.standing;
  const needsDomain = company.outreach === "no_domain" || company.outreach === "shared_host";
  return (
    <li className="grid gap-x-4 gap-y-1.5 border-b px-4 py-2.5 last:border-b-0 sm:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium">{company.name}</span>
          {company.isEnriched ? null : <Badge>Not looked up</Badge>}
          {company.isStillShown ? null : <Badge>Not seen at the last reading</Badge>}
        </p>
        <p className="text-xs text-muted-foreground">{factsOf(company)}</p>
        {company.quote === "" ? null : <q className="text-xs text-pretty break-words text-muted-foreground">{company.quote}</q>}
        <p className="text-xs break-words">{outreachText(company)}</p>
        {mayEdit && (needsDomain || company.isDomainTyped) ? <ClientDomainForm company={company} /> : null}
      </div>
      <div className="grid content-start gap-1.5 sm:justify-items-end">
        {mayEdit ? (
          <NativeSelect
            className="w-44"
            aria-label={`${company.name} is`}
            value={standing}
            disabled={put.isExecuting}
            onChange={(event) => put.execute({ portfolioId: company.id, standing: event.target.value as ClientStanding })}
          >
            {CLIENT_STANDINGS.map((one) => (
              <option key={one} value={one}>
                {STANDING_LABELS[one]}
              </option>
            ))}
          </NativeSelect>
        ) : (
          <Badge>{STANDING_LABELS[standing]}</Badge>
        )}
        <p className="flex items-center gap-3 text-xs text-muted-foreground">
          <span>{formatPercent(company.confidence, 0)} sure</span>
          <Source company={company} />
        </p>
      </div>
    </li>
  );
}

function Source({ company: { source, sourceUrl } }: { company: OwnClientRow }) {
  if (!sourceUrl) return <span>{SOURCES[source] ?? ""}</span>;
  return (
    <a href={sourceUrl} target="_blank" rel="noreferrer nofollow" className="inline-flex items-center gap-1 text-link hover:underline">
      {SOURCES[source] ?? "Source"}
      <ExternalLink className="size-3" aria-label="opens in a new tab" />
    </a>
  );
}

const SOURCES: Readonly<Record<string, string>> = {
  case_study: "Case study",
  testimonial: "Testimonial",
  logo: "Logo",
  client_list: "Client list",
  person: "You",
};

const OUTREACH: Readonly<Record<OutreachState, string>> = {
  kept_out: "Never written to",
  listed: "Never written to, whatever you say here",
  at_confirm: "Kept out of outreach when you confirm whom you sell to.",
  no_domain: "Not kept out: we do not know its domain, so we cannot tell who works there.",
  shared_host: "Not kept out: its domain is shared with others, so it does not tell who works there.",
  open: "May be written to.",
};

function outreachText({ outreach, reason }: OwnClientRow): string {
  return reason ? `${OUTREACH[outreach]}: ${reason}.` : OUTREACH[outreach];
}

function factsOf({ industry, size, location, domain }: PortfolioRow): string {
  return [industry ? industryLabel(industry) : null, size, location, domain].filter(Boolean).join(" · ") || "Nothing more is known of it.";
}
