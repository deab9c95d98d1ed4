import "server-only";
import type { CampaignFinding, FindingCode, Severity, SuggestedChange } from "@/lib/domain/campaign-advice";
import type { Channel } from "@/lib/domain/outreach";
import { shareBounds } from "@/lib/engines/advice/share-bounds";

/** So many of so many, and where: of the whole campaign, of a step, of a channel. */
export type Sample = { count: number; of: number; step?: number; channel?: Channel };

/** A share that should not pass a line. */
export type ShareRule = {
  code: FindingCode;
  /** With fewer than this nothing is concluded. */
  floor: number;
  /** Which side of the lines is bad. */
  bad: "over" | "under";
  /** The lines, the gravest first; `atLeast`: so many must have been seen as well. */
  lines: readonly { severity: Exclude<Severity, "note">; share: number; atLeast?: number }[];
  /** Says nothing while it is not sure. */
  isQuiet?: boolean;
  /** "people", "e-mails": what is counted, for "of the 50 … it takes". */
  unit: string;
  what(sample: Sample): string;
  /** What it means where it is sure. */
  meaning: Readonly<Partial<Record<Severity, string>>>;
  change(sample: Sample, severity: Severity): SuggestedChange | null;
};

/**
 * Holds one sample to a rule's lines. A line counts as passed only where all that the share may really be lies beyond it; what has passed it
 * by its bare figure alone is a note that says so, and below the floor the note says how many are missing.
 * @returns undefined where there is nothing to say
 */
export function judgeShare(rule: ShareRule, sample: Sample): CampaignFinding | undefined {
  const { count, of } = sample;
  const isBad = (share: number, line: number) => (rule.bad === "over" ? share > line : share < line);
  const least = rule.lines.at(-1);
  if (!least || of === 0) return undefined;
  const { low, high } = shareBounds(count, of);
  if (of >= rule.floor) {
    const passed = rule.lines.find(
      ({ share, atLeast = 0 }) => isBad(rule.bad === "over" ? low : high, share) && (rule.bad === "under" || count >= atLeast),
    );
    if (passed) {
      const bound = rule.bad === "over" ? `at least ${percent(low)}` : `at most ${percent(high)}`;
      const sure = `Surely ${rule.bad} ${percent(passed.share)}: ${bound}.`;
      return finding(rule, sample, passed.severity, [sure, rule.meaning[passed.severity]].filter(Boolean).join(" "));
    }
  }
  if (rule.isQuiet || !isBad(count / of, least.share)) return undefined;
  // Nobody can be far below a line before enough are there; too many of something is worth a word at once.
  if (of < rule.floor) {
    return rule.bad === "under"
      ? undefined
      : finding(rule, sample, "note", `Too few to tell: ${of} of the ${rule.floor} ${rule.unit} it takes.`);
  }
  const range = `anything from ${percent(low)} to ${percent(high)}`;
  return finding(
    rule,
    sample,
    "note",
    `${rule.bad === "over" ? "Over" : "Under"} ${percent(least.share)} so far, but it may be chance: ${range} fits what was seen.`,
  );
}

function finding(rule: ShareRule, sample: Sample, severity: Severity, why: string): CampaignFinding {
  const { count, of, step = null, channel = null } = sample;
  return {
    code: rule.code,
    severity,
    step,
    channel,
    figures: { count, of, floor: rule.floor },
    what: rule.what(sample),
    why,
    suggestedChange: severity === "note" ? null : rule.change(sample, severity),
  };
}

/** `0.0523` is "5.2%", `0.0005` is "0.05%". */
export function percent(share: number): string {
  const value = share * 100;
  return `${Number(value.toFixed(value < 1 ? 2 : 1))}%`;
}
