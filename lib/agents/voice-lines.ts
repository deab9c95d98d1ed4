import "server-only";
import { fenced } from "@/lib/agents/fenced";
import type { AgencyVoice } from "@/lib/domain/agency-voice";

/** Enough to hear how somebody writes. */
const SAMPLE_READ = 1500;

/** How the agency sounds and what it never says, as material for a model that writes for it; nothing where nothing is known. */
export function voiceLines({ sample, neverSay }: AgencyVoice): string[] {
  return [
    ...(sample ? [fenced("sample of how the agency writes, for its tone alone", sample.slice(0, SAMPLE_READ))] : []),
    ...(neverSay.length > 0 ? [fenced("phrases the agency never says", neverSay.join("\n"))] : []),
  ];
}
