import "server-only";

/** `{{first_name}}` or, with a fallback for people we know little of, `{{first_name|there}}`. */
const FIELD = /\{\{\s*([a-z][a-z0-9_]*)\s*(?:\|\s*([^{}]*?)\s*)?\}\}/g;

export type MergeFields = Readonly<Record<string, string | null | undefined>>;

export type Rendered = { text: string /** Why it may not be sent as it is; empty when it may. */; problems: string[] };

/** Whole sentences, which a text may go without: behind their bar there may be nothing. */
const OPTIONAL: ReadonlySet<string> = new Set(["opening"]);
const LEFT_OUT = /([ \t]*)\{\{\s*([a-z][a-z0-9_]*)\s*\|\s*\}\}([ \t]*)/g;

/**
 * Fills a template's merge fields. A field without a value and without a fallback is a problem, never an empty space:
 * a message that says "Hi ," goes to nobody. Only a sentence that may be left out (`{{opening|}}`) leaves neither a space nor an empty line.
 */
export function renderTemplate(template: string, fields: MergeFields): Rendered {
  const problems: string[] = [];
  const text = withoutLeftOut(template, fields).replace(FIELD, (_match, name: string, fallback: string | undefined) => {
    const value = Object.hasOwn(fields, name) ? fields[name]?.trim() : undefined;
    if (value) return value;
    if (fallback) return fallback;
    problems.push(`{{${name}}} has no value and no fallback`);
    return `{{${name}}}`;
  });
  return { text, problems };
}

/** The template without its optional sentences that have no value, and without the lines that stood for nothing else. */
function withoutLeftOut(template: string, fields: MergeFields): string {
  const isLeftOut = (name: string) => OPTIONAL.has(name) && !fields[name]?.trim();
  const kept: string[] = [];
  let isGap = false;
  for (const line of template.split("\n")) {
    const isBlank = line.trim() === "";
    // Of the empty lines around what was left out, one stays.
    if (isGap && isBlank && (kept.length === 0 || kept.at(-1)?.trim() === "")) continue;
    const left = line.replace(LEFT_OUT, (whole: string, before: string, name: string, after: string, at: number) => {
      if (!isLeftOut(name)) return whole;
      const isAtEdge = at === 0 || at + whole.length === line.length;
      return isAtEdge ? "" : before || after;
    });
    isGap = !isBlank && left.trim() === "";
    if (!isGap) kept.push(left);
  }
  if (isGap) while (kept.at(-1)?.trim() === "") kept.pop();
  return kept.join("\n");
}
