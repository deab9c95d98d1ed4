import "server-only";
import { findNeverSaid, quotePhrases } from "@/lib/domain/never-say";

const FIELD = /\{\{\s*[a-z][a-z0-9_]*\s*(\|)?/g;

/** What a finished text says although the agency never says it, naming the phrase and where; empty when it says nothing of the kind. */
export function lintNeverSay({ subject, body }: { subject: string | null; body: string }, phrases: readonly string[]): string[] {
  // A thread's subject was read when it was new.
  const inSubject = /^re:/i.test(subject ?? "") ? [] : findNeverSaid(subject ?? "", phrases);
  const inBody = findNeverSaid(body, phrases);
  return [
    ...(inSubject.length > 0 ? [`the subject says ${quotePhrases(inSubject)}, which you never say`] : []),
    ...(inBody.length > 0 ? [`the text says ${quotePhrases(inBody)}, which you never say`] : []),
  ];
}

/** The same of a template: every wording it offers and every fallback counts, the names of its fields do not. */
export function lintTemplateNeverSay(
  { subjectTemplate, bodyTemplate }: { subjectTemplate: string | null; bodyTemplate: string },
  phrases: readonly string[],
): string[] {
  return lintNeverSay({ subject: subjectTemplate?.replace(FIELD, "|") ?? null, body: bodyTemplate.replace(FIELD, "|") }, phrases);
}
