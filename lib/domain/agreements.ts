import { z } from "zod";

/** What an owner agrees to for the agency, besides data sharing, which can be withdrawn and has its own switch. */
export const AGREEMENT_KINDS = ["outreach_rules", "automated_calls", "linkedin_risk"] as const;
export type AgreementKind = (typeof AGREEMENT_KINDS)[number];

/**
 * The wordings. A changed text gets a new version in the same change, so that each agreement names what it was given to; an agreement to
 * an older version counts as not given.
 */
export const AGREEMENTS: Readonly<Record<AgreementKind, { version: string; title: string; text: string; without: string }>> = {
  outreach_rules: {
    version: "2026-11",
    title: "We follow the rules of outreach",
    text: [
      "I may decide this for the agency. We contact only people whom the Spam Act, the Do Not Call Register Act and the Privacy Act let us",
      "contact, we say where we have an address from when somebody asks, and we never write to anybody again who has opted out.",
    ].join(" "),
    without: "Belongs to the set-up of every agency.",
  },
  automated_calls: {
    version: "2026-11",
    title: "Calls say that they are automated",
    text: [
      "Calls are made by a computer voice, which says so, says for whom it calls, and asks before it keeps a transcript. We want calls to",
      "be made that way in our name.",
    ].join(" "),
    without: "Only needed if you use calls.",
  },
  linkedin_risk: {
    version: "2026-11",
    title: "We know LinkedIn's rules",
    text: [
      "LinkedIn's terms do not allow automation, and it can restrict an account for it. The owner of each seat that we connect has agreed",
      "to that. A seat is paused at the first sign of a restriction.",
    ].join(" "),
    without: "Only needed if you connect LinkedIn seats.",
  },
};

export const agreementsInput = z.object({ kinds: z.array(z.enum(AGREEMENT_KINDS)).max(AGREEMENT_KINDS.length) });
export type AgreementsInput = z.input<typeof agreementsInput>;
