import "server-only";
import { isNameLike } from "@/lib/domain/is-name-like";
import type { Channel } from "@/lib/domain/outreach";
import { contentHash } from "@/lib/engines/content/content-hash";
import { lintTouch } from "@/lib/engines/content/lint-touch";
import { type MergeFields, renderTemplate } from "@/lib/engines/content/render-template";
import { spin } from "@/lib/engines/content/spintax";

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

export type RenderedTouch = {
  subject: string;
  body: string;
  hash: string;
  problems: string[];
  /** Which wording was taken where the step offers several: "1/0.2" for subject and body; "" where it offers one. */
  variant: string;
};

type Step = { channel: Channel; stepNumber: number; purpose: string; subjectTemplate: string | null; bodyTemplate: string };
type RenderContext = {
  lead: RenderableLead;
  client: { name: string; offer: string | null };
  sender: { name: string } | null;
  threadSubject: string | null;
  /** Decides between wordings; the same for a lead and step wherever it is rendered. */
  seed: string;
  /** What research found to begin with (`openingFor`). */
  opening?: string | null;
};

/**
 * The text of one touch for one lead, without the identity and opt-out block (composeEmail adds that, outside every template).
 * A follow-up by e-mail takes the thread's first subject; the other channels have none. An opening line with which the text would not
 * do stays out of it.
 */
export function renderTouch(step: Step, context: RenderContext): RenderedTouch {
  const rendered = render(step, context);
  return context.opening && rendered.problems.length > 0 ? render(step, { ...context, opening: null }) : rendered;
}

function render(step: Step, context: RenderContext): RenderedTouch {
  const fields = mergeFields(context);
  // Wordings are chosen before names are filled in: what a name says is never read as a choice.
  const spunBody = spin(step.bodyTemplate, `${context.seed}:body`);
  const spunSubject = step.subjectTemplate === null ? null : spin(step.subjectTemplate, `${context.seed}:subject`);
  const body = renderTemplate(spunBody.text, fields);
  const own = spunSubject === null ? null : renderTemplate(spunSubject.text, fields);
  const isEmail = step.channel === "email";
  const subject = !isEmail ? "" : context.threadSubject ? `Re: ${context.threadSubject.replace(/^re:\s*/i, "")}` : (own?.text ?? "");
  const subjectProblems = context.threadSubject || !isEmail ? [] : (own?.problems ?? []);
  const unfilled = [...subjectProblems, ...body.problems];
  return {
    subject,
    body: body.text,
    hash: contentHash({ subject, body: body.text }),
    variant: spunBody.choices || spunSubject?.choices ? `${spunSubject?.choices ?? ""}/${spunBody.choices}` : "",
    // A text with gaps is not worth a second opinion: the gaps are what has to be mended.
    problems:
      unfilled.length > 0
        ? unfilled
        : lintTouch({ ...step, subject, body: body.text, stepNumber: context.threadSubject ? step.stepNumber : 1 }),
  };
}

/** What decides a lead's wording of a step, in a preview as at the hand-over. */
export function renderingSeed({ leadId, stepNumber }: { leadId: string; stepNumber: number }): string {
  return `${leadId}:${stepNumber}`;
}

/** What is no name stands nowhere: the fallback does, and without one the step is held. */
const nameOf = (text: string | null) => (text !== null && isNameLike(text) ? text : null);

function mergeFields({ lead, client, sender, opening }: RenderContext): MergeFields {
  const custom = typeof lead.custom === "object" && lead.custom !== null ? (lead.custom as Record<string, unknown>) : {};
  const extra = Object.fromEntries(Object.entries(custom).map(([key, value]) => [key, typeof value === "string" ? value : null]));
  return {
    ...extra,
    first_name: nameOf(lead.firstName),
    last_name: nameOf(lead.lastName),
    title: lead.title,
    company: nameOf(lead.company),
    city: nameOf(lead.city),
    industry: nameOf(lead.organizationIndustry),
    agency: client.name,
    offer: client.offer,
    opening,
    sender_name: sender?.name,
    sender_first_name: sender?.name.split(" ")[0],
  };
}
