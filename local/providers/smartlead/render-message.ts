import { convert } from "html-to-text";
import type { LeadRecord } from "@/local/providers/smartlead/book";

/** Fills `{{field}}` from the lead and picks the first of `{one|two}`, as Smartlead's templates work; an unknown field is empty. */
export function renderTemplate(template: string, lead: LeadRecord): string {
  const own: Record<string, string> = { first_name: lead.firstName, last_name: lead.lastName, email: lead.email };
  const filled = template.replace(/\{\{\s*(\w+)\s*\}\}/g, (_whole, name: string) => lead.customFields[name] ?? own[name] ?? "");
  return filled.replace(/\{([^{}|]*)\|[^{}]*\}/g, "$1");
}

/** What is sent when a campaign sends plain text. */
export function toPlainText(html: string): string {
  return convert(html, { wordwrap: false, selectors: [{ selector: "a", options: { ignoreHref: true } }] });
}
