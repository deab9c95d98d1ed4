import type { Organisation } from "@/lib/db/queries/settings";
import { formatAbn } from "@/lib/domain/abn";
import type { OrganisationInput } from "@/lib/domain/organisation";

/** What is stored of an organisation as its forms show it; how it sounds is a matter of its own. */
export function organisationValues(organisation: Organisation): OrganisationInput {
  return {
    name: organisation.name,
    legalName: organisation.legalName ?? "",
    abn: organisation.abn ? formatAbn(organisation.abn) : "",
    postalAddress: organisation.postalAddress ?? "",
    contactEmail: organisation.contactEmail ?? "",
    bookingUrl: organisation.bookingUrl ?? "",
    websiteUrl: organisation.websiteUrl ?? "",
    timezone: organisation.timezone,
    defaultOffer: organisation.defaultOffer ?? "",
  };
}
