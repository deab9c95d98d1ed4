import "server-only";
import type { Channel } from "@/lib/domain/outreach";
import type { GateFacts } from "@/lib/engines/gate/facts";
import { type GateRule, stop } from "@/lib/engines/gate/rule";

/** What one country's law leaves open, from a date on; whatever is not listed is closed (SU-15). */
type CountryPack = {
  country: string;
  effectiveFrom: Date;
  channels: readonly Channel[];
  /** Why a message may still not go; null: nothing more to show. */
  needs(facts: GateFacts): string | null;
};

const PACKS: readonly CountryPack[] = [
  {
    country: "AU",
    effectiveFrom: new Date("2003-12-12T00:00:00Z"), // Spam Act 2003
    channels: ["email", "linkedin", "voice", "sms", "mail"],
    needs: () => null, // the consent and calling rules say what it needs
  },
  {
    country: "US",
    effectiveFrom: new Date("2004-01-01T00:00:00Z"), // CAN-SPAM; calls and texts fall under the TCPA and stay closed
    channels: ["email"],
    needs: ({ client }) => (client.postalAddress ? null : "CAN-SPAM wants a postal address in every message"),
  },
];

/** Which countries' people may be reached at all. Several candidates: the strictest counts. */
export const countryRules: readonly GateRule[] = [
  {
    code: "country_not_open",
    source: ["SU-15"],
    fix: "/dashboard/leads",
    // Nothing known points abroad: held to the Australian rules, which want consent first.
    check: (facts, at) => {
      for (const country of facts.lead.countries) {
        const pack = PACKS.filter((one) => one.country === country && one.effectiveFrom <= at).at(-1);
        if (!pack?.channels.includes(facts.touch.channel))
          return stop(`No rules for ${country} on this channel yet, so nothing is sent there`);
        const missing = pack.needs(facts);
        if (missing) return stop(missing);
      }
      return null;
    },
  },
];
