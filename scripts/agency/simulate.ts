import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { fileClock } from "@/lib/clock";
import { connect, systemTransaction } from "@/lib/db/client";
import type { SequenceStepInput } from "@/lib/domain/campaigns";
import { CREDIT_MONTH_DAYS } from "@/lib/domain/capacity";
import { DEFAULT_SEQUENCE, defaultSequence } from "@/lib/domain/default-sequence";
import { CHANNELS } from "@/lib/domain/outreach";
import { MONTHLY_LEADS } from "@/lib/engines/billing/renew-credits";
import { simulateCampaign } from "@/lib/engines/simulation/simulate-campaign";
import { type SimulationReport, simulateTier } from "@/lib/engines/simulation/simulate-tier";
import { InvalidError, NotFoundError } from "@/lib/errors";
import { LOCAL_KEYS } from "@/local/stack-config";
import { readStackFile } from "../stack-file";

/** A Monday at eight in Sydney with no public holiday in the two weeks after it: asked twice, it answers the same. */
const DEFAULT_START = "2026-03-15T21:00:00Z";
/** Days between e-mails when only their number is given, then every week. */
const EMAIL_GAPS = [0, 4, 5];
const LATER_GAP = 7;

const options = z.object({
  tier: z.enum(["ignition", "velocity", "dominance"]).default("ignition"),
  leads: z.coerce.number().int().min(1).max(10_000).optional(),
  days: z.coerce.number().int().min(1).max(180).default(CREDIT_MONTH_DAYS),
  emails: z.coerce.number().int().min(1).max(8).optional(),
  channels: z.enum(["email", "all"]).default("email"),
  mode: z.enum(["autopilot", "co_pilot"]).default("autopilot"),
  from: z.coerce.date().default(new Date(DEFAULT_START)),
  ramping: z.boolean().default(false),
  campaign: z.uuid().optional(),
  json: z.boolean().default(false),
});
type Options = z.infer<typeof options>;

/**
 * Prints how a campaign would go on a copy of the state with a moved clock: of a plan's own equipment, or a campaign of the local stack.
 * @throws z.ZodError on an option out of range; NotFoundError when the stack has no such campaign
 */
export async function simulateCommand(args: string[], { root, out }: { root: string; out: NodeJS.WritableStream }): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      tier: { type: "string" },
      leads: { type: "string" },
      days: { type: "string" },
      emails: { type: "string" },
      channels: { type: "string" },
      mode: { type: "string" },
      from: { type: "string" },
      ramping: { type: "boolean" },
      campaign: { type: "string" },
      json: { type: "boolean" },
      "data-dir": { type: "string", default: join(root, ".local") },
    },
  });
  const { "data-dir": dataDir, ...given } = values;
  const wanted = options.parse(given);
  if (wanted.emails !== undefined && wanted.channels === "all")
    throw new InvalidError("Give --emails or --channels all, not both", "emails");
  const report = wanted.campaign ? await ofCampaign(wanted.campaign, wanted.days, dataDir) : ofTier(wanted);
  out.write(wanted.json ? `${JSON.stringify(report)}\n` : `${summary(report)}\n`);
}

function ofTier({ tier, leads, days, emails, channels, mode, from, ramping }: Options): SimulationReport {
  const steps = channels === "all" ? defaultSequence(CHANNELS) : emails === undefined ? DEFAULT_SEQUENCE : emailSequence(emails);
  return simulateTier({ tier, leads: leads ?? MONTHLY_LEADS[tier], days, steps, mode, startAt: from, isPrewarmed: !ramping });
}

function emailSequence(count: number): SequenceStepInput[] {
  const [intro, followUp] = DEFAULT_SEQUENCE;
  if (!intro || !followUp) throw new Error("the default sequence has two e-mails at least");
  return Array.from({ length: count }, (_, at) => ({ ...(at === 0 ? intro : followUp), delayDays: EMAIL_GAPS[at] ?? LATER_GAP }));
}

async function ofCampaign(campaignId: string, days: number, dataDir: string): Promise<SimulationReport> {
  const config = readStackFile(dataDir);
  const db = connect(config.databaseUrl, { maximum: 2 });
  try {
    const campaign = await db.selectFrom("campaigns").select("clientId").where("id", "=", campaignId).executeTakeFirst();
    if (!campaign) throw new NotFoundError(`There is no campaign ${campaignId}`);
    const now = fileClock(config.clockUrl).now();
    return await simulateCampaign(
      { clientId: campaign.clientId, actor: { kind: "system" }, now, tx: (work) => systemTransaction(db, { now }, work) },
      { campaignId, days },
      { pepper: process.env.SUPPRESSION_PEPPER ?? LOCAL_KEYS.suppressionPepper },
    );
  } finally {
    await db.destroy();
  }
}

function summary({ leads, fit, finish, bottleneck, cost, approvals, days }: SimulationReport): string {
  return [
    `${leads.reached} of ${leads.all} leads reached within ${days} days, ${leads.finished} through the whole sequence.`,
    finish.at
      ? `The last message leaves on day ${finish.day} (${finish.at}).`
      : `${finish.touchesLeft} messages are still to go after that.`,
    fit.misfit ? `It does not fit the credit month. ${fit.misfit}.` : "It fits the credit month.",
    ...(bottleneck ? [`Fullest: ${bottleneck.cap} (${bottleneck.label}), ${bottleneck.used} of ${bottleneck.room}.`] : []),
    `Cost: A$${cost.expectedAud} of A$${cost.plannedAud} planned. Approvals: ${approvals.all}, at most ${approvals.mostADay} a day.`,
  ].join("\n");
}
