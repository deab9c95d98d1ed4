import "server-only";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  // Smartlead reads `{{field}}` and `{a|b}` in what it sends; our text must arrive as it was approved.
  "{": "&#123;",
  "}": "&#125;",
  "|": "&#124;",
};
const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** Our plain text as the HTML Smartlead wants, with nothing in it that its templates would read. */
export function toBodyHtml(text: string): string {
  return text
    .trim()
    .replace(/[&<>"{}|]/g, (character) => ENTITIES[character] ?? character)
    .replace(/\r?\n/g, "<br>");
}

/** Whether what Smartlead sent is our text, whatever it made of its lines and put around it. */
export function holdsText(bodyHtml: string, text: string): boolean {
  const wanted = squeeze(text);
  return wanted !== "" && squeeze(visibleText(bodyHtml)).includes(wanted);
}

function visibleText(html: string): string {
  return html
    .replace(/<(br|\/p|\/div)\b[^>]*>/gi, "\n")
    .replace(/<[^>]*>/g, "")
    .replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (whole, name: string) => {
      if (!name.startsWith("#")) return NAMED[name.toLowerCase()] ?? whole;
      const code = name[1]?.toLowerCase() === "x" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
