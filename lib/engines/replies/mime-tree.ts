import "server-only";
import { InvalidError } from "@/lib/errors";

/** compliance EM-06. */
export const MAX_MESSAGE_BYTES = 10 * 1024 * 1024;
export const MAX_NESTING = 20;
const MAX_PARTS = 500;
const MAX_HEADER_CHARS = 256 * 1024;

export type MimePart = {
  /** Unfolded raw header values by lower-case name, in order of appearance. */
  headers: Map<string, string[]>;
  /** Lower case, for example `text/plain`. */
  contentType: string;
  parameters: Record<string, string>;
  disposition: string;
  /** One character a byte (latin1), still transfer-encoded. */
  body: string;
  /** The header block as received, one character a byte. */
  rawHeaders: string;
  children: MimePart[];
};

/**
 * The parts of a message. Bytes in, one character a byte inside, so that nothing is lost before a part's own charset is known.
 * @throws InvalidError for an empty, too large, too deep or too finely cut message
 */
export function readMimeTree(raw: Buffer | string): MimePart {
  const bytes = typeof raw === "string" ? Buffer.from(raw, "utf8") : raw;
  if (bytes.length === 0) throw new InvalidError("The message is empty", "raw");
  if (bytes.length > MAX_MESSAGE_BYTES) throw new InvalidError("The message is larger than 10 MB", "raw");
  return readPart(bytes.toString("latin1").replace(/^(?:\s*\n)+|^From [^\n]*\n/, ""), 0, { parts: 0 });
}

/** First value of a header, without surrounding space. */
export function headerOf(part: MimePart, name: string): string | undefined {
  return part.headers.get(name)?.[0]?.trim();
}

/** Every leaf below a part, in order; parts inside a returned message are not leaves of ours. */
export function leavesOf(part: MimePart): MimePart[] {
  if (part.children.length === 0 || part.contentType === "message/rfc822") return [part];
  return part.children.flatMap(leavesOf);
}

/** Fields of a header-like text (RFC 822 syntax) by lower-case name. */
export function readFields(text: string): Map<string, string[]> {
  const fields = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const line of text.split(/\r?\n/)) {
    if (/^[ \t]/.test(line) && current) {
      current[current.length - 1] = `${current.at(-1) ?? ""} ${line.trim()}`;
      continue;
    }
    const field = /^([!-9;-~]{1,120}?)[ \t]*:(.*)$/.exec(line);
    if (!field) {
      current = undefined;
      continue;
    }
    const name = (field[1] ?? "").toLowerCase();
    current = fields.get(name) ?? [];
    current.push((field[2] ?? "").trim());
    fields.set(name, current);
  }
  return fields;
}

function readPart(text: string, depth: number, count: { parts: number }): MimePart {
  if (depth > MAX_NESTING) throw new InvalidError(`The message nests parts deeper than ${MAX_NESTING}`, "raw");
  count.parts++;
  if (count.parts > MAX_PARTS) throw new InvalidError(`The message has more than ${MAX_PARTS} parts`, "raw");

  const { rawHeaders, body } = splitHeaders(text);
  const headers = readFields(rawHeaders);
  const { value, parameters } = readContentType(headers.get("content-type")?.[0] ?? "");
  const part: MimePart = {
    headers,
    contentType: value || "text/plain",
    parameters,
    disposition: (headers.get("content-disposition")?.[0] ?? "").split(";")[0]?.trim().toLowerCase() ?? "",
    body,
    rawHeaders,
    children: [],
  };

  if (part.contentType.startsWith("multipart/") && parameters.boundary) {
    part.children = splitParts(body, parameters.boundary).map((child) => readPart(child, depth + 1, count));
  } else if (part.contentType === "message/rfc822" && !/base64|quoted/i.test(headers.get("content-transfer-encoding")?.[0] ?? "")) {
    part.children = [readPart(body, depth + 1, count)];
  }
  return part;
}

function splitHeaders(text: string): { rawHeaders: string; body: string } {
  if (/^\r?\n/.test(text)) return { rawHeaders: "", body: text.replace(/^\r?\n/, "") };
  const end = /\r?\n\r?\n/.exec(text);
  const rawHeaders = end ? text.slice(0, end.index) : text;
  if (!/^[!-9;-~]+[ \t]*:/.test(rawHeaders)) return { rawHeaders: "", body: text };
  return { rawHeaders: rawHeaders.slice(0, MAX_HEADER_CHARS), body: end ? text.slice(end.index + end[0].length) : "" };
}

/** Text between the boundary lines; a missing end is the end of the text, a missing start an empty list. */
function splitParts(body: string, boundary: string): string[] {
  const parts: string[] = [];
  let from = -1;
  for (let at = nextBoundary(body, boundary, 0); at; at = nextBoundary(body, boundary, at.after)) {
    if (from >= 0) parts.push(body.slice(from, at.start));
    if (at.isLast) return parts;
    from = at.after;
  }
  if (from >= 0) parts.push(body.slice(from));
  return parts;
}

function nextBoundary(body: string, boundary: string, from: number): { start: number; after: number; isLast: boolean } | undefined {
  const mark = `--${boundary}`;
  for (let at = body.indexOf(mark, from); at >= 0; at = body.indexOf(mark, at + 1)) {
    if (at > 0 && body[at - 1] !== "\n") continue;
    const lineEnd = body.indexOf("\n", at);
    const rest = body.slice(at + mark.length, lineEnd < 0 ? undefined : lineEnd).trimEnd();
    if (rest !== "" && rest !== "--") continue;
    const start = body[at - 2] === "\r" ? at - 2 : Math.max(0, at - 1);
    return { start, after: lineEnd < 0 ? body.length : lineEnd + 1, isLast: rest === "--" };
  }
  return undefined;
}

function readContentType(header: string): { value: string; parameters: Record<string, string> } {
  const semicolon = header.indexOf(";");
  const value = (semicolon < 0 ? header : header.slice(0, semicolon)).trim().toLowerCase();
  const parameters: Record<string, string> = {};
  for (const match of header
    .slice(semicolon < 0 ? header.length : semicolon, 4000)
    .matchAll(/;\s*([\w*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g)) {
    const name = (match[1] ?? "").toLowerCase();
    if (name !== "__proto__") parameters[name] = match[2]?.replace(/\\(.)/g, "$1") ?? match[3] ?? "";
  }
  return { value, parameters };
}
