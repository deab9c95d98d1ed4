import "server-only";
import type { UnsubscribeTarget } from "@/lib/engines/suppression/unsubscribe-by-token";

// Plain HTML of our own: these pages are for people who want to hear from nobody, so they carry no script, cookie, font or tracker.

const STYLE = `
:root { color-scheme: light dark; --ink: #17171c; --quiet: #5c5c68; --paper: #fcfcfc; --card: #fff; --line: #e4e4ea; --press: #4b3fd0; }
@media (prefers-color-scheme: dark) { :root { --ink: #f1f1f4; --quiet: #a9a9b6; --paper: #0c0c10; --card: #15151b; --line: #2c2c36; --press: #6559ee; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-items: center; padding: 1rem; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 26rem; padding: 1.75rem; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0 0 .5rem; font-size: 1.25rem; line-height: 1.3; text-wrap: balance; }
p { margin: 0 0 1rem; color: var(--quiet); overflow-wrap: anywhere; }
p:last-child { margin: 0; }
strong { color: var(--ink); font-weight: 600; }
button { width: 100%; padding: .7rem 1rem; border: 0; border-radius: 8px; background: var(--press); color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
button:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--press); outline-offset: 3px; }
`;

type Shown = Pick<UnsubscribeTarget, "maskedEmail" | "senderName" | "isOptedOut">;

/** The one question, with one button. */
export function questionPage({ maskedEmail, senderName, isOptedOut }: Shown, nonce: string): string {
  if (isOptedOut) return confirmationPage({ maskedEmail, senderName }, nonce);
  return page(
    "Unsubscribe",
    nonce,
    `<h1>Stop messages from ${escapeHtml(senderName)}?</h1>
<p>Nothing more will be sent to <strong>${escapeHtml(maskedEmail)}</strong>, by any route. It takes effect at once.</p>
<form method="post"><button type="submit" name="confirm" value="yes">Unsubscribe</button></form>`,
  );
}

export function confirmationPage({ maskedEmail, senderName }: Pick<Shown, "maskedEmail" | "senderName">, nonce: string): string {
  return page(
    "Unsubscribed",
    nonce,
    `<h1 role="status">You are unsubscribed</h1>
<p><strong>${escapeHtml(maskedEmail)}</strong> will not hear from ${escapeHtml(senderName)} again. There is nothing else to do; you can close this page.</p>`,
  );
}

export function notFoundPage(nonce: string): string {
  return page(
    "Link not recognised",
    nonce,
    `<h1>This link is not complete</h1>
<p>Some mail programs cut long links in two. Copy the whole address out of the message, or answer the message with the word “unsubscribe”: that works just as well.</p>`,
  );
}

function page(title: string, nonce: string, content: string): string {
  return `<!doctype html>
<html lang="en-AU">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style nonce="${escapeHtml(nonce)}">${STYLE}</style>
</head>
<body><main>
${content}
</main></body>
</html>
`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
