import { z } from "zod";
import type { PortfolioRow } from "@/lib/domain/discovery";

/**
 * How a company that an agency's website names stands to the agency. A `client` is kept out of outreach and speaks for whom the agency sells to; a
 * `past_client` speaks for it and may be written to; `not_client` was found by mistake and does neither.
 */
export const CLIENT_STANDINGS = ["client", "past_client", "not_client"] as const;
export type ClientStanding = (typeof CLIENT_STANDINGS)[number];

export const STANDING_LABELS: Readonly<Record<ClientStanding, string>> = {
  client: "Client",
  past_client: "Past client",
  not_client: "Not our client",
};

/**
 * Whether anybody at the company can be written to. `kept_out` as a client; `listed`: for another reason, which stays whatever is said here;
 * `at_confirm`: kept out from the next confirmation of the audience; `no_domain`: nobody there can be recognised; `shared_host`: the domain is
 * shared with strangers, so it says nothing of who works there.
 */
export const OUTREACH_STATES = ["kept_out", "listed", "at_confirm", "no_domain", "shared_host", "open"] as const;
export type OutreachState = (typeof OUTREACH_STATES)[number];

/** A company found on the agency's website, with where it stands. */
export type OwnClientRow = PortfolioRow & {
  standing: ClientStanding;
  /** A person typed the domain. */
  isDomainTyped: boolean;
  /** The latest reading of the website saw it. */
  isStillShown: boolean;
  outreach: OutreachState;
  /** Why it is kept out, in words; null where it is not. */
  reason: string | null;
};

const portfolioId = z.uuid("This is not the id of a company");

export const setStandingInput = z.object({ portfolioId, standing: z.enum(CLIENT_STANDINGS) });
export type SetStandingInput = z.infer<typeof setStandingInput>;

export const setClientDomainInput = z.object({
  portfolioId,
  domain: z.string().trim().toLowerCase().min(1, "Enter a domain such as client.com.au").max(253),
});
export type SetClientDomainInput = z.infer<typeof setClientDomainInput>;
