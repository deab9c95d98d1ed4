import type { ReactNode } from "react";
import { KeyValueList } from "@/components/feedback/key-value-list";
import { Card, CardContent, CardFooter, CardHeader, CardTitle } from "@/components/ui/card";
import type { LeadDetail } from "@/lib/db/queries/lead-detail";
import { formatCount, formatPercent } from "@/lib/ui/format-number";
import { formatDate, formatShortTime, zoneCity } from "@/lib/ui/format-time";

type LeadProfileProps = { lead: LeadDetail; leadZone: string; now: Date; timeZone: string };

const EMAIL_STATUS_TEXTS: Readonly<Record<string, string>> = {
  verified: "verified",
  guessed: "guessed, not verified",
  catch_all: "the server accepts any address",
  invalid: "does not exist",
  unknown: "could not be verified",
};

/** Who they are, and where the facts come from. */
export function LeadProfile({ lead, leadZone, now, timeZone }: LeadProfileProps) {
  const place = [lead.city, lead.state, lead.postcode, lead.country].filter(Boolean).join(", ");
  const staff = lead.organizationEmployeeCount;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Profile</CardTitle>
      </CardHeader>
      <CardContent>
        <KeyValueList
          className="grid-cols-[6rem_1fr]"
          items={[
            { label: "Email", value: <Sourced value={<Address email={lead.email} />} source={emailSource(lead, timeZone)} /> },
            {
              label: "Phone",
              value: lead.phone ? <Sourced value={lead.phone} source={lead.phoneVerified ? "verified" : "not verified"} /> : null,
            },
            { label: "LinkedIn", value: lead.linkedinUrl ? <OutsideLink href={lead.linkedinUrl} /> : null },
            { label: "Title", value: lead.title },
            { label: "Seniority", value: lead.seniority && (SENIORITY_NAMES[lead.seniority] ?? sentence(lead.seniority)) },
            { label: "In role since", value: lead.employmentStartDate && formatDay(lead.employmentStartDate) },
            { label: "Where", value: place ? <Sourced value={place} source={`clock of ${zoneCity(leadZone)}`} /> : zoneCity(leadZone) },
            { label: "Company", value: lead.company },
            { label: "Website", value: lead.websiteUrl ? <OutsideLink href={lead.websiteUrl} /> : lead.domain },
            { label: "Industry", value: lead.organizationIndustry && sentence(lead.organizationIndustry) },
            { label: "Staff", value: staff === null ? null : formatCount(staff) },
            { label: "Founded", value: lead.organizationFoundedYear },
            { label: "Hiring", value: lead.organizationIsHiring === null ? null : lead.organizationIsHiring ? "Yes" : "No" },
            { label: "Funded", value: lead.organizationLatestFundingDate && formatDay(lead.organizationLatestFundingDate) },
            { label: "Last contacted", value: lead.lastContactedAt && formatShortTime(lead.lastContactedAt, now, timeZone) },
            { label: "Last replied", value: lead.lastRepliedAt && formatShortTime(lead.lastRepliedAt, now, timeZone) },
          ]}
        />
      </CardContent>
      <CardFooter className="text-xs text-muted-foreground">
        <p>
          {provenance(lead, timeZone)} Added by {lead.source.replaceAll("_", " ")} on {formatDate(lead.createdAt, timeZone)}.
        </p>
      </CardFooter>
    </Card>
  );
}

function provenance(lead: LeadDetail, timeZone: string): string {
  if (lead.enrichmentError) return `Enrichment failed: ${lead.enrichmentError}.`;
  if (!lead.enrichmentSource) return "Not enriched: every fact is as it was entered.";
  const confidence = lead.enrichmentConfidence === null ? "" : `, confidence ${formatPercent(lead.enrichmentConfidence, 0)}`;
  const when = lead.enrichedAt ? ` on ${formatDate(lead.enrichedAt, timeZone)}` : "";
  return `What was missing came from ${sourceNames(lead.enrichmentSource)}${confidence}${when}.`;
}

const SOURCE_NAMES: Readonly<Record<string, string>> = {
  apollo: "Apollo",
  hunter: "Hunter",
  hunter_finder: "Hunter's finder",
  apify: "Apify",
  clay: "Clay",
  import: "the imported file",
  cache: "an earlier look-up",
};

/** "apollo+hunter" as it is read: "Apollo, Hunter". */
function sourceNames(source: string): string {
  return source
    .split("+")
    .map((name) => SOURCE_NAMES[name] ?? name.replaceAll("_", " "))
    .join(", ");
}

const SENIORITY_NAMES: Readonly<Record<string, string>> = { c_suite: "C-suite", vp: "VP" };

function sentence(stored: string): string {
  const words = stored.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function emailSource(lead: LeadDetail, timeZone: string): string {
  const status = EMAIL_STATUS_TEXTS[lead.emailStatus ?? ""] ?? "not verified yet";
  return lead.emailVerifiedAt ? `${status}, ${formatDate(lead.emailVerifiedAt, timeZone)}` : status;
}

/** A day stored without a time ("2026-05-25") reads the same on every clock. */
function formatDay(day: string): string {
  return formatDate(new Date(`${day}T00:00:00Z`), "UTC");
}

/** An address that is too long for its line breaks before the domain. */
function Address({ email }: { email: string }) {
  const at = email.lastIndexOf("@");
  return (
    <>
      {email.slice(0, at)}
      <wbr />
      {email.slice(at)}
    </>
  );
}

function Sourced({ value, source }: { value: ReactNode; source: string }) {
  return (
    <span className="grid">
      <span className="wrap-anywhere">{value}</span>
      <span className="text-xs text-muted-foreground">{source}</span>
    </span>
  );
}

/** The address comes from outside: only the web's own schemes become a link. */
function OutsideLink({ href }: { href: string }) {
  const url = URL.parse(href);
  if (url?.protocol !== "https:" && url?.protocol !== "http:") return <span className="wrap-anywhere">{href}</span>;
  return (
    <a href={url.href} target="_blank" rel="noopener noreferrer nofollow" className="wrap-anywhere text-link hover:underline">
      {`${url.host}${url.pathname === "/" ? "" : url.pathname}`}
    </a>
  );
}
