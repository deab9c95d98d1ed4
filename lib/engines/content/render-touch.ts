import "server-only";
import type { Channel } from "@/lib/domain/outreach";
import { contentHash } from "@/lib/engines/content/content-hash";
import { lintTouch } from "@/lib/engines/content/lint-touch";
import { type MergeFields, renderTemplate } from "@/lib/engines/content/render-template";

/** A lead as templates may speak of it. */
export type RenderableLead = {
  firstName: string | null;
  lastName: string | null;
  title: string | null;
  company: string | null;
  city: string | null;
  organizationIndustry: string | null;
  custom: unknown;
};

export type RenderedTouch = { subject: string; body: string; hash: string; problems: string[] };

/**
 * The text of one touch for one lead, without the identity and opt-out block (composeEmail adds that, outside every template).
 * A follow-up by e-mail takes the thread's first subject; the other channels have none.
 */
export function renderTouch(
  step: { channel: Channel; stepNumber: number; purpose: string; subjectTemplate: string | null; bodyTemplate: string },
  context: {
    lead: RenderableLead;
    client: { name: string; offer: string | null };
    sender: { name: string } | null;
    threadSubject: string | null;
  },
): RenderedTouch {
  const fields = mergeFields(context);
  const body = renderTemplate(step.bodyTemplate, fields);
  const own = step.subjectTemplate === null ? null : renderTemplate(step.subjectTemplate, fields);
  const isEmail = step.channel === "email";
  const subject = !isEmail ? "" : context.threadSubject ? `Re: ${context.threadSubject.replace(/^re:\s*/i, "")}` : (own?.text ?? "");
  const subjectProblems = context.threadSubject || !isEmail ? [] : (own?.problems ?? []);
  const unfilled = [...subjectProblems, ...body.problems];
  return {
    subject,
    body: body.text,
    hash: contentHash({ subject, body: body.text }),
    // A text with gaps is not worth a second opinion: the gaps are what has to be mended.
    problems:
      unfilled.length > 0
        ? unfilled
        : lintTouch({ ...step, subject, body: body.text, stepNumber: context.threadSubject ? step.stepNumber : 1 }),
  };
}

function mergeFields({ lead, client, sender }: Parameters<typeof renderTouch>[1]): MergeFields {
  const custom = typeof lead.custom === "object" && lead.custom !== null ? (lead.custom as Record<string, unknown>) : {};
  const extra = Object.fromEntries(Object.entries(custom).map(([key, value]) => [key, typeof value === "string" ? value : null]));
  return {
    ...extra,
    first_name: lead.firstName,
    last_name: lead.lastName,
    title: lead.title,
    company: lead.company,
    city: lead.city,
    industry: lead.organizationIndustry,
    agency: client.name,
    offer: client.offer,
    sender_name: sender?.name,
    sender_first_name: sender?.name.split(" ")[0],
  };
}
