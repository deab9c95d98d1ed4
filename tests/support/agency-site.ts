import { expect } from "vitest";
import { findServices } from "@/lib/agents/website/find-services";
import { parseSite } from "@/lib/agents/website/parse-site";
import { findPortfolio } from "@/lib/agents/website/portfolio/find-portfolio";

/** Markup as builders and themes write it; what is found is exactly what is listed, where it is listed at all. */
export type AgencySite = { name: string; pages: Record<string, string>; services?: string[]; clients?: string[] };

/** A page of the agency that these sites are about. */
export function agencyPage(body: string, title = "Vantage Digital | Marketing agency", head = ""): string {
  return `<!doctype html><html lang="en"><head><title>${title}</title>${head}</head><body>${body}<footer>© 2026 Vantage Digital</footer></body></html>`;
}

/** Reads a site and holds what is found against what is listed. */
export function expectExactly({ pages, services, clients = [] }: AgencySite): void {
  const site = parseSite(Object.entries(pages).map(([path, html]) => ({ url: `https://vantage.example${path}`, html })));
  const name = site.companyName?.value ?? null;
  expect(name).toBe("Vantage Digital");
  const portfolio = findPortfolio(site.pages, name);
  expect(byName(portfolio.companies.map((company) => company.name))).toEqual(byName(clients));
  if (services) expect(byName(findServices(site.pages, name).services.map(({ value }) => value))).toEqual(byName(services));
}

const byName = (names: readonly string[]) => names.toSorted((a, b) => a.localeCompare(b));
