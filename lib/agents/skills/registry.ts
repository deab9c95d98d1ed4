import "server-only";
import type { Skill } from "@/lib/agents/skill";
import { adviseCampaign } from "@/lib/agents/skills/advise-campaign";
import { buildSequence } from "@/lib/agents/skills/build-sequence";
import { classifyIndustries } from "@/lib/agents/skills/classify-industries";
import { classifyReply } from "@/lib/agents/skills/classify-reply";
import { deriveIcp } from "@/lib/agents/skills/derive-icp";
import { estimateCompanySize } from "@/lib/agents/skills/estimate-company-size";
import { extractEntities } from "@/lib/agents/skills/extract-entities";
import { extractPortfolio } from "@/lib/agents/skills/extract-portfolio";
import { extractServices } from "@/lib/agents/skills/extract-services";
import { extractValueProp } from "@/lib/agents/skills/extract-value-prop";
import { generateMessaging } from "@/lib/agents/skills/generate-messaging";
import { parseWebsite } from "@/lib/agents/skills/parse-website";
import { researchIndustry } from "@/lib/agents/skills/research-industry";
import { researchPerson } from "@/lib/agents/skills/research-person";
import { splitCampaign } from "@/lib/agents/skills/split-campaign";
import { suggestAlsWeights } from "@/lib/agents/skills/suggest-als-weights";
import { writeReply } from "@/lib/agents/skills/write-reply";

/** Every skill. One line each, in the order in which a workspace first meets them. */
export const SKILLS: readonly Skill<unknown, unknown>[] = [
  parseWebsite,
  extractServices,
  extractValueProp,
  extractPortfolio,
  classifyIndustries,
  estimateCompanySize,
  deriveIcp,
  suggestAlsWeights,
  splitCampaign,
  buildSequence,
  researchIndustry,
  researchPerson,
  generateMessaging,
  classifyReply,
  extractEntities,
  writeReply,
  adviseCampaign,
];
