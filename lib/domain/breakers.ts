import { z } from "zod";
import { CHANNELS } from "@/lib/domain/outreach";
import { reasonInput } from "@/lib/domain/reasons";

/** Circuit breakers: what trips them stands in lib/engines/breakers. Whom one covers is its scope. */
export const BREAKERS = {
  mailbox_bounces: { scope: "resource", label: "hard bounces of a mailbox" },
  domain_bounces: { scope: "parent", label: "hard bounces of a domain" },
  campaign_bounces: { scope: "campaign", label: "hard bounces of a campaign" },
  domain_complaints: { scope: "parent", label: "complaints about a domain" },
  client_complaints: { scope: "client", label: "complaints about the workspace" },
  domain_rejects: { scope: "parent", label: "policy or authentication rejections of a domain" },
  campaign_unsubscribes: { scope: "campaign", label: "unsubscribes of a campaign" },
  campaign_complaints: { scope: "campaign", label: "angry answers to a campaign" },
  domain_placement: { scope: "parent", label: "where a domain's mail lands" },
  seat_acceptance: { scope: "resource", label: "accepted invitations of a LinkedIn seat" },
} as const;
export type Breaker = keyof typeof BREAKERS;

/** After a named person released a breaker it stays half open this long, at this share of the cap (OP-50). */
export const HALF_OPEN_DAYS = 2;
export const HALF_OPEN_SHARE = 0.25;

export const breakerReleaseInput = z.object({ tripId: z.uuid(), reason: reasonInput });
export const companyReleaseInput = z.object({ holdId: z.uuid(), reason: reasonInput });
/** In the last placement test fewer of the seeds than this found the message in the inbox: the domain's cap is halved (OP-55). */
export const GOOD_PLACEMENT = 0.85;
/** Fewer than this twice running: the domain stops. */
export const POOR_PLACEMENT = 0.7;

export const placementInput = z
  .object({
    domain: z.string().trim().toLowerCase().min(1, "Name the sending domain"),
    seeds: z.number("How many seed mailboxes were written to?").int().min(1, "At least one seed mailbox").max(1000),
    inInbox: z.number("In how many did it lie in the inbox?").int().min(0),
  })
  .refine(({ seeds, inInbox }) => inInbox <= seeds, { error: "There cannot be more in the inbox than were sent", path: ["inInbox"] });

/** A channel to stop or to take up again. */
export const channelSwitchInput = z.object({ channel: z.enum(CHANNELS), reason: reasonInput });
