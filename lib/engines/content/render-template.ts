import "server-only";

/** `{{first_name}}` or, with a fallback for people we know little of, `{{first_name|there}}`. */
const FIELD = /\{\{\s*([a-z][a-z0-9_]*)\s*(?:\|\s*([^{}]*?)\s*)?\}\}/g;

export type MergeFields = Readonly<Record<string, string | null | undefined>>;

export type Rendered = { text: string /** Why it may not be sent as it is; empty when it may. */; problems: string[] };

/**
 * Fills a template's merge fields. A field without a value and without a fallback is a problem, never an empty space:
 * a message that says "Hi ," goes to nobody.
 */
export function renderTemplate(template: string, fields: MergeFields): Rendered {
  const problems: string[] = [];
  const text = template.replace(FIELD, (_match, name: string, fallback: string | undefined) => {
    const value = Object.hasOwn(fields, name) ? fields[name]?.trim() : undefined;
    if (value) return value;
    if (fallback) return fallback;
    problems.push(`{{${name}}} has no value and no fallback`);
    return `{{${name}}}`;
  });
  return { text, problems };
}
