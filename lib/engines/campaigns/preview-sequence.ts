import "server-only";
import { type Ctx, requireRole } from "@/lib/context";
import { findCampaign, findPreviewSender, listPreviewLeads, type PreviewLead } from "@/lib/db/queries/campaigns";
import { MERGE_FIELDS, type SequencePreviewInput } from "@/lib/domain/campaign-requests";
import { renderTouch } from "@/lib/engines/content/render-touch";
import { NotFoundError } from "@/lib/errors";

export type PreviewedStep = { subject: string; body: string; problems: string[] };

/** Steps as they would reach one lead. */
export type LeadPreview = { leadId: string; name: string; company: string | null; isSparsest: boolean; steps: PreviewedStep[] };

export type SequencePreview = {
  leads: LeadPreview[];
  /** Per step, what would stop it for somebody of whom only the address is known. */
  problemsWithoutData: string[][];
};

const NOBODY_KNOWN = { firstName: null, lastName: null, title: null, company: null, city: null, organizationIndustry: null, custom: {} };

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
  const render = (lead: Omit<PreviewLead, "id" | "email" | "isSparsest">) => {
    let threadSubject: string | null = null;
    return steps.map((step, index): PreviewedStep => {
      const { subject, body, problems } = renderTouch({ stepNumber: index + 1, ...step }, { lead, client, sender, threadSubject });
      if (step.channel === "email") threadSubject ??= subject;
      return { subject, body, problems };
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
    problemsWithoutData: render(NOBODY_KNOWN).map(({ problems }, index) => [...problems, ...strangeFields(steps[index], leads)]),
  };
}

/** Fields that are neither ours nor a column of any lead shown: misspelt, as a rule, and hidden by their fallback. */
function strangeFields(step: SequencePreviewInput["steps"][number] | undefined, leads: readonly PreviewLead[]): string[] {
  const known = new Set<string>(MERGE_FIELDS.map(({ name }) => name));
  for (const { custom } of leads) for (const name of Object.keys(custom ?? {})) known.add(name);
  const used = `${step?.subjectTemplate ?? ""} ${step?.bodyTemplate ?? ""}`.matchAll(/\{\{\s*([a-z][a-z0-9_]*)\s*\|/g);
  const strange = new Set([...used].flatMap(([, name]) => (name && !known.has(name) ? name : [])));
  return [...strange].map((name) => `{{${name}}} is no field we know, so its fallback is always used`);
}
