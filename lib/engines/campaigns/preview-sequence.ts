import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { findCampaign, findPreviewSender, listPreviewLeads, type PreviewLead } from "@/lib/db/queries/campaigns";
import { MERGE_FIELDS, type SequencePreviewInput } from "@/lib/domain/campaign-requests";
import { lintNeverSay, lintTemplateNeverSay } from "@/lib/engines/content/lint-never-say";
import { renderingSeed, renderTouch } from "@/lib/engines/content/render-touch";
import { unsupportedClaims } from "@/lib/engines/grounding/unsupported-claims";
import { openingFor } from "@/lib/engines/research/opening-line";
import { NotFoundError } from "@/lib/errors";

export type PreviewedStep = { subject: string; body: string; problems: string[] };

/** Steps as they would reach one lead. */
export type LeadPreview = { leadId: string; name: string; company: string | null; isSparsest: boolean; steps: PreviewedStep[] };

export type SequencePreview = {
  leads: LeadPreview[];
  /** Per step, what would stop it for somebody of whom only the address is known. */
  problemsWithoutData: string[][];
};

const NOBODY_KNOWN: Omit<PreviewLead, "email" | "isSparsest"> = {
  id: "nobody",
  firstName: null,
  lastName: null,
  title: null,
  company: null,
  city: null,
  organizationIndustry: null,
  domain: null,
  leadState: null,
  country: null,
  linkedinUrl: null,
  organizationEmployeeCount: null,
  organizationFoundedYear: null,
  organizationIsHiring: null,
  organizationLatestFundingDate: null,
  organizationDescription: null,
  employmentStartDate: null,
  source: "import",
  enrichedFields: {},
  custom: {},
  openingLine: null,
  openingAt: null,
};

/**
 * Renders steps that are being written for a handful of the client's leads, with the same code that will send them. Changes nothing.
 * @throws NotFoundError when the client has no such campaign
 */
export async function previewSequence(ctx: Ctx, { campaignId, steps }: SequencePreviewInput): Promise<SequencePreview> {
  requireRole(ctx, "viewer");
  const { clientId } = ctx;
  const found = await ctx.tx(async (db) => ({
    campaign: await findCampaign(db, { clientId, campaignId }),
    leads: await listPreviewLeads(db, { clientId }),
    senderName: await findPreviewSender(db, { clientId, campaignId }),
  }));
  const { campaign, leads, senderName } = found;
  if (!campaign) throw new NotFoundError("There is no such campaign in this workspace");

  const client = { name: campaign.clientName, offer: campaign.offer ?? campaign.defaultOffer };
  // Before a mailbox is connected, a name stands in for the sender's, so that only what the text lacks is reported.
  const sender = { name: senderName ?? "Sender Name" };
  const render = (lead: Omit<PreviewLead, "email" | "isSparsest">) => {
    let threadSubject: string | null = null;
    return steps.map((step, index): PreviewedStep => {
      const stepNumber = index + 1;
      const seed = renderingSeed({ leadId: lead.id, stepNumber });
      const opening = openingFor(step, lead, { now: ctx.now, neverSay: campaign.neverSay });
      const { subject, body, problems } = renderTouch({ stepNumber, ...step }, { lead, client, sender, threadSubject, seed, opening });
      if (step.channel === "email") threadSubject ??= subject;
      // A text with gaps is not worth a second opinion.
      if (problems.length > 0) return { subject, body, problems };
      const unsupported = unsupportedClaims({
        template: { subject: step.subjectTemplate, body: step.bodyTemplate },
        text: { subject, body },
        lead,
        agency: { ...campaign, offer: client.offer },
        senderName: sender.name,
        opening,
        hasWritten: stepNumber > 1,
        now: ctx.now,
      });
      return {
        subject,
        body,
        problems: [
          ...lintNeverSay({ subject, body }, campaign.neverSay),
          ...unsupported.map((claim) => `no stored fact says so: ${claim}`),
        ],
      };
    });
  };
  return {
    leads: leads.map((lead) => ({
      leadId: lead.id,
      name: [lead.firstName, lead.lastName].filter(Boolean).join(" ") || lead.email,
      company: lead.company,
      isSparsest: lead.isSparsest,
      steps: render(lead),
    })),
    problemsWithoutData: render(NOBODY_KNOWN).map(({ problems }, index) => [
      ...new Set([...problems, ...neverSaidAnywhere(steps[index], campaign.neverSay), ...strangeFields(steps[index], leads)]),
    ]),
  };
}

/** A lead of the preview reads one wording of several; what is never said must stand in none. */
function neverSaidAnywhere(step: SequencePreviewInput["steps"][number] | undefined, phrases: readonly string[]): string[] {
  return step ? lintTemplateNeverSay(step, phrases) : [];
}

/** Fields that are neither ours nor a column of any lead shown: misspelt, as a rule, and hidden by their fallback. */
function strangeFields(step: SequencePreviewInput["steps"][number] | undefined, leads: readonly PreviewLead[]): string[] {
  const known = new Set<string>(MERGE_FIELDS.map(({ name }) => name));
  for (const { custom } of leads) for (const name of Object.keys(custom ?? {})) known.add(name);
  const used = `${step?.subjectTemplate ?? ""} ${step?.bodyTemplate ?? ""}`.matchAll(/\{\{\s*([a-z][a-z0-9_]*)\s*\|/g);
  const strange = new Set([...used].flatMap(([, name]) => (name && !known.has(name) ? name : [])));
  return [...strange].map((name) => `{{${name}}} is no field we know, so its fallback is always used`);
}
