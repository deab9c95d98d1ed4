import { type Html, html } from "@/local/http/html";
import type { HttpAnswer } from "@/local/http/http-answer";

const STYLE = `
:root { color-scheme: light dark; --text: #1d1d1f; --dim: #6b6b70; --line: #e2e2e6; --back: #fbfbfc; --card: #fff; --accent: #1b6e53; }
@media (prefers-color-scheme: dark) { :root { --text: #e8e8ea; --dim: #9a9aa2; --line: #2e2e33; --back: #161618; --card: #1d1d20; --accent: #7fd1b3; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 68rem; padding: 1.5rem 1rem 4rem; font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
a { color: var(--accent); text-decoration: none; } a:hover, a:focus-visible { text-decoration: underline; }
h1 { font-size: 1.25rem; margin: .5rem 0 1rem; overflow-wrap: anywhere; } h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
nav { color: var(--dim); } .dim { color: var(--dim); } .bad { color: #c0392b; }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); }
th, td { text-align: left; padding: .4rem .7rem; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; color: var(--dim); } td.number, th.number { text-align: right; white-space: nowrap; }
input, select, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .4rem .7rem; }
input, select { width: min(24rem, 100%); } button { cursor: pointer; } button:hover { border-color: var(--accent); }
.notice { border: 1px solid var(--accent); border-radius: 6px; padding: .5rem .8rem; }
`;

const POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** A whole page of the market. */
export function page(title: string, body: Html, { status = 200 }: { status?: number } = {}): HttpAnswer {
  const document = html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} · Market</title></head>
<body>
<nav aria-label="Site"><a href="/">The market</a></nav>
<main><h1>${title}</h1>
${body}</main>
</body>
</html>`;
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY },
    body: document.text.replace("</head>", `<style>${STYLE}</style></head>`),
  };
}

/** A kind of something as it reads on a page. */
export function named(kind: string): string {
  return kind.replaceAll("_", " ");
}

/** To the minute. */
export function timeOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
