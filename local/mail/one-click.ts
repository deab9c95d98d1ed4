import type { ParsedMail } from "mailparser";

const TIMEOUT_MS = 15_000;

/** The HTTP address of a List-Unsubscribe field that allows one click (RFC 8058), if there is one. */
export function unsubscribeUrl(mail: Pick<ParsedMail, "headerLines">): string | undefined {
  const field = (key: string) => mail.headerLines.find((header) => header.key === key)?.line.replace(/\r?\n[ \t]+/g, " ") ?? "";
  if (!/List-Unsubscribe=One-Click/i.test(field("list-unsubscribe-post"))) return undefined;
  return /<(https?:\/\/[^>\s]+)>/i.exec(field("list-unsubscribe"))?.[1];
}

/** The POST a mail program makes when its reader presses "unsubscribe": no cookies, no redirects. Answers the status. */
export async function postUnsubscribe(url: string): Promise<number> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.arrayBuffer();
  return response.status;
}
