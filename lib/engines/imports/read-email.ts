import "server-only";
import { canonicalEmail } from "@/lib/engines/suppression/canonical-identity";

const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const HOST_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** RFC 5321 4.5.3.1. */
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;

export type ReadEmail = { email: string; reason?: never } | { email?: never; reason: string };

/** The address of a cell in canonical form ("mailto:" and "Jane <jane@…>" are understood), or why there is none. */
export function readEmail(cell: string): ReadEmail {
  const written = cell.replace(/^mailto:/i, "").trim();
  if (written === "") return { reason: "The e-mail address is missing" };
  const address = /<([^<>]+)>$/.exec(written)?.[1] ?? written;
  if ((address.match(/@/g)?.length ?? 0) > 1) return { reason: `“${shorten(cell)}” holds more than one @: keep one address in the cell` };
  const email = canonicalEmail(address);
  return email && isWellFormed(email) ? { email } : { reason: `“${shorten(cell)}” is not an e-mail address` };
}

function isWellFormed(email: string): boolean {
  const at = email.lastIndexOf("@");
  const local = email.slice(0, at);
  const labels = email.slice(at + 1).split(".");
  const isHost =
    labels.length > 1 && labels.every((label) => HOST_LABEL.test(label)) && /^(?:[a-z]{2,}|xn--[a-z0-9-]+)$/.test(labels.at(-1) ?? "");
  return local.length <= MAX_LOCAL && email.length <= MAX_ADDRESS && LOCAL_PART.test(local) && isHost;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
