import "server-only";
import type { DiscoveryResults } from "@/lib/domain/icp-findings";
import type { EnrichedPortfolio } from "@/lib/engines/discovery/enrich-portfolio";

/** What a step found, in a line of the progress list. */
export function describeFound(results: DiscoveryResults, step: keyof DiscoveryResults): string {
  switch (step) {
    case "extract_services":
      return counted(results.extract_services?.data.services.length ?? 0, "service", "services");
    case "extract_value_prop":
      return results.extract_value_prop?.data.valueProposition ? "Found in your own words" : "Not said in one sentence";
    case "extract_portfolio":
      return counted(results.extract_portfolio?.data.companies.length ?? 0, "client", "clients");
    case "enrich_portfolio":
      return counted(results.enrich_portfolio?.data.length ?? 0, "client", "clients");
    case "classify_industries":
      return counted(results.classify_industries?.data.industries.length ?? 0, "industry", "industries");
    case "estimate_company_size": {
      const teamSize = results.estimate_company_size?.data.teamSize;
      return teamSize ? counted(teamSize, "person", "people") : "Not said";
    }
    case "derive_icp":
      return `Judged by ${counted(results.derive_icp?.data.sampleSize ?? 0, "client", "clients")}`;
    case "suggest_als_weights":
      return "Five weights, with a reason for each";
  }
}

export function describePages(count: number): string {
  return counted(count, "page", "pages");
}

export function describePortfolio({ clients, lookedUp, withoutDomain, leftOut }: EnrichedPortfolio): string {
  const out = leftOut.length > 0 ? `, ${leftOut.length} left out as you said` : "";
  if (clients.length === 0) return `No clients to look up${out}`;
  const rest = withoutDomain > 0 ? `, ${withoutDomain} without a known website` : "";
  return `${lookedUp} of ${counted(clients.length, "client", "clients")} known${rest}${out}`;
}

function counted(count: number, one: string, many: string): string {
  return `${count === 0 ? "No" : count} ${count === 1 ? one : many}`;
}
