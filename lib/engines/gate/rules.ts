import "server-only";
import { capacityRules } from "@/lib/engines/gate/capacity-rules";
import { consentRules } from "@/lib/engines/gate/consent-rules";
import { contentRules } from "@/lib/engines/gate/content-rules";
import { countryRules } from "@/lib/engines/gate/country-rules";
import { emailRules } from "@/lib/engines/gate/email-rules";
import { leadRules } from "@/lib/engines/gate/lead-rules";
import { letterRules } from "@/lib/engines/gate/letter-rules";
import { linkedinRules } from "@/lib/engines/gate/linkedin-rules";
import { phoneRules } from "@/lib/engines/gate/phone-rules";
import { pressureRules } from "@/lib/engines/gate/pressure-rules";
import type { GateRule } from "@/lib/engines/gate/rule";
import { switchRules } from "@/lib/engines/gate/switch-rules";
import { timeRules } from "@/lib/engines/gate/time-rules";

/**
 * Every rule, in the order in which a person would want to hear of it. The first finding of the worst verdict is the reason given;
 * among deferrals the one that lasts longest.
 */
export const GATE_RULES: readonly GateRule[] = [
  ...switchRules,
  ...leadRules,
  ...countryRules,
  ...consentRules,
  ...emailRules,
  ...phoneRules,
  ...linkedinRules,
  ...letterRules,
  ...contentRules,
  ...timeRules,
  ...pressureRules,
  ...capacityRules,
];
