import { z } from "zod";
import { CARD_NAMES, CARD_VALUES, type CardName, cardEdits, type IcpCard, type IcpProfile } from "@/lib/domain/icp";
import { INDUSTRIES } from "@/lib/domain/industries";
import { siteAddress } from "@/lib/domain/site-reading";

/** The steps of a discovery in their order, one skill each. */
export const DISCOVERY_STEPS = [
  "fetch_website",
  "parse_website",
  "extract_services",
  "extract_value_prop",
  "extract_portfolio",
  "enrich_portfolio",
  "classify_industries",
  "estimate_company_size",
  "derive_icp",
  "suggest_als_weights",
] as const;
export type DiscoveryStep = (typeof DISCOVERY_STEPS)[number];

/** What each step does, as the progress list says it. */
export const STEP_LABELS: Record<DiscoveryStep, string> = {
  fetch_website: "Visit your website",
  parse_website: "Read its pages",
  extract_services: "Find what you offer",
  extract_value_prop: "Find why clients choose you",
  extract_portfolio: "Find your clients",
  enrich_portfolio: "Look your clients up",
  classify_industries: "Work out their industries",
  estimate_company_size: "Estimate the size of your team",
  derive_icp: "Derive whom you sell to",
  suggest_als_weights: "Suggest how to score leads",
};

/**
 * `ready` waits for a person; `confirmed` is in force. `failed` says why and what to do next; `cancelled` was called off, `superseded` gave way
 * to a later one.
 */
export const DISCOVERY_STATUSES = ["queued", "running", "ready", "confirmed", "failed", "cancelled", "superseded"] as const;
export type DiscoveryStatus = (typeof DISCOVERY_STATUSES)[number];

/** How one step stands. */
export const stepProgress = z.object({
  step: z.enum(DISCOVERY_STEPS),
  status: z.enum(["waiting", "running", "done", "skipped", "failed"]),
  /** Which one made the result; null for steps without a model and for those not done. */
  by: z.enum(["baseline", "model"]).nullable(),
  /** What came of it, in a line: "7 services". */
  found: z.string().nullable(),
  at: z.iso.datetime().nullable(),
});
export type StepProgress = z.infer<typeof stepProgress>;

/** What a person does about a discovery that ended without a profile. */
export const NEXT_BEST_STEPS = ["check_address", "try_again", "type_it_in"] as const;

/** Why a discovery could not go on, in words for the person, and what to do now. */
export const discoveryFailure = z.object({
  step: z.enum(DISCOVERY_STEPS),
  code: z.string(),
  message: z.string(),
  next: z.enum(NEXT_BEST_STEPS),
  nextText: z.string(),
});
export type DiscoveryFailure = z.infer<typeof discoveryFailure>;

/** A client of the agency as its website or a person names it. */
const typedClient = z.object({
  name: z.string().trim().min(1, "Enter the name of the client").max(200),
  domain: z
    .string()
    .trim()
    .toLowerCase()
    .max(253)
    .regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, "Enter a domain such as client.com.au")
    .nullable()
    .default(null),
});

/** What a person types when the website cannot be read. */
const byHand = z.object({
  services: CARD_VALUES.services.min(1, "Enter at least one service"),
  valueProposition: CARD_VALUES.value_proposition.default(""),
  clients: z.array(typedClient).max(30, "Use at most 30 clients").default([]),
  industries: z.array(z.enum(INDUSTRIES)).max(INDUSTRIES.length).default([]),
  teamSize: z.int().min(1).max(100_000).nullable().default(null),
});
export type ByHand = z.infer<typeof byHand>;

/** Starts a discovery: from a website, or from what a person typed. */
export const requestDiscoveryInput = z.discriminatedUnion("source", [
  z.object({ source: z.literal("website"), websiteUrl: siteAddress }),
  z.object({ source: z.literal("by_hand"), ...byHand.shape }),
]);
export type RequestDiscoveryInput = z.input<typeof requestDiscoveryInput>;

const discoveryId = z.uuid("This is not the id of a discovery");
/** The version of the draft that the person saw: an edit of another one is refused. Absent: whatever is there. */
const draftVersion = z.int().min(0).optional();
const oneCard = { discoveryId, card: z.enum(CARD_NAMES as [CardName, ...CardName[]]), draftVersion };

/** `value` is checked against the card's own schema (`CARD_VALUES`). */
export const editCardInput = z.object({ ...oneCard, value: z.unknown() });
export type EditCardInput = z.input<typeof editCardInput>;
export const confirmCardInput = z.object({ ...oneCard, isConfirmed: z.boolean().default(true) });
export type ConfirmCardInput = z.input<typeof confirmCardInput>;
/** Takes what the discovery found over what stood in the card. */
export const takeProposalInput = z.object(oneCard);
export type TakeProposalInput = z.input<typeof takeProposalInput>;
export const cancelDiscoveryInput = z.object({ discoveryId });

/** `cards`: which of the cards are confirmed with this; the profile comes into force only when all of them are. */
export const confirmIcpInput = z.object({
  discoveryId,
  draftVersion,
  edits: cardEdits.default({}),
  cards: z.union([z.literal("all"), z.array(z.enum(CARD_NAMES as [CardName, ...CardName[]]))]).default("all"),
});
export type ConfirmIcpInput = z.input<typeof confirmIcpInput>;

/** Changes the profile in force, without a discovery. */
export const editIcpInput = z.object({
  edits: cardEdits.refine((edits) => Object.keys(edits).length > 0, "Change at least one card"),
  /** The version in force that the person saw. Absent: whatever is in force. */
  version: z.int().min(0).optional(),
});
export type EditIcpInput = z.input<typeof editIcpInput>;

/** A client of the agency, as found and as looked up. */
export type PortfolioRow = {
  id: string;
  name: string;
  domain: string | null;
  industry: string | null;
  size: string | null;
  location: string | null;
  source: string;
  sourceUrl: string | null;
  quote: string;
  confidence: number;
  isEnriched: boolean;
};

/** How a discovery stands, with what is known so far. */
export type DiscoveryProgress = {
  id: string;
  status: DiscoveryStatus;
  source: "website" | "by_hand";
  websiteUrl: string | null;
  steps: StepProgress[];
  /** 0 to 100. */
  percent: number;
  /** Lines that are true but end nothing: pages that could not be read, another language. */
  warnings: string[];
  /** Of the cards that are known already, in the order of the steps. */
  partial: { [Name in CardName]?: Pick<IcpCard<Name>, "value" | "confidence" | "by" | "reason" | "evidence"> };
  portfolio: PortfolioRow[];
  failure: DiscoveryFailure | null;
  draftVersion: number;
  requestedAt: string;
  finishedAt: string | null;
};

/**
 * How a card of a discovery stands to the one in force. `new`: nothing was there; `same`; `changed`: nobody had edited what was there;
 * `kept`: a person had, so theirs stays until they take the other.
 */
export type CardDiff = {
  [Name in CardName]: {
    card: Name;
    state: "new" | "same" | "changed" | "kept";
    current: IcpCard<Name> | null;
    proposed: IcpCard<Name>;
    /** For lists: entries that only one of the two has. */
    added: string[];
    removed: string[];
  };
}[CardName];

/** A discovery that has ended well: what it found, what the person made of it, and how that differs from what is in force. */
export type DiscoveryResult = DiscoveryProgress & { proposal: IcpProfile; draft: IcpProfile; diff: CardDiff[] };

/** The profile in force. `version` 0 and no profile: nothing was ever confirmed. */
export type CurrentIcp = { version: number; confirmedAt: string | null; profile: IcpProfile | null };

/** A kept version of the profile. */
export type IcpVersionRow = {
  id: string;
  version: number;
  kind: "proposed" | "confirmed";
  source: "website" | "by_hand" | "settings" | "api";
  createdAt: string;
  createdByName: string | null;
  changedCards: CardName[];
};
