import { z } from "zod";
import { parseAbn } from "@/lib/domain/abn";
import { LONGEST_SAMPLE } from "@/lib/domain/agency-voice";
import { PERMISSION_MODES } from "@/lib/domain/outreach";
import { isTimeZone } from "@/lib/domain/time-zones";

const text = (maximum: number) => z.string().trim().max(maximum, `Use at most ${maximum} characters`);

/** An address of the web, completed with https:// when only the host was typed; empty stays empty. */
const webAddress = text(300)
  .transform((value) => (value === "" || /^https?:\/\//i.test(value) ? value : `https://${value}`))
  .refine((value) => value === "" || isWebAddress(value), "Enter an address such as youragency.com.au, or leave this empty");

/** Who the messages come from; legal name and contact address go into every one of them (Spam Act 2003 s 17). */
export const organisationInput = z.object({
  name: text(200).min(1, "Enter the name of your agency"),
  legalName: text(200).min(1, "Enter the name your business is registered under"),
  abn: text(20).refine((value) => value === "" || parseAbn(value) !== null, "The check digits do not match: compare it with the register"),
  postalAddress: text(300),
  contactEmail: text(254)
    .toLowerCase()
    .pipe(z.union([z.literal(""), z.email("Enter a full email address")])),
  bookingUrl: webAddress,
  websiteUrl: webAddress,
  timezone: z.string().refine(isTimeZone, "Choose a time zone from the list"),
  defaultOffer: text(300),
  /** A message of their own that shows how they write; absent: what is stored stays. */
  toneSample: text(LONGEST_SAMPLE).optional(),
});
export type OrganisationInput = z.input<typeof organisationInput>;

export const defaultModeInput = z.object({ defaultPermissionMode: z.enum(PERMISSION_MODES) });

/** Identifies the wording below; change both together, so that each consent names what it was given to. */
export const DATA_SHARING_TEXT_VERSION = "2026-11";
export const DATA_SHARING_TEXT = [
  "We may include the outcomes of your campaigns in statistics that are computed across many agencies, to find out which kinds of",
  "leads, wording and times lead to meetings. Names, addresses and message texts never leave your workspace, and nothing is computed",
  "from fewer than ten agencies. You can withdraw at any time; what is computed afterwards leaves you out.",
].join(" ");
export const dataSharingInput = z.object({ isShared: z.boolean() });

function isWebAddress(value: string): boolean {
  const url = URL.parse(value);
  return (
    url !== null && /^https?:$/.test(url.protocol) && url.username === "" && (/\.[a-z]{2,}$/i.test(url.hostname) || isThisMachine(url))
  );
}

/** A booking page of the local stack. */
function isThisMachine({ hostname }: URL): boolean {
  return hostname === "127.0.0.1" || hostname === "localhost";
}
