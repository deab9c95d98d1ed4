import "server-only";

const BYTE_ORDER_MARKS = [
  { charset: "utf-8", bytes: [0xef, 0xbb, 0xbf] },
  { charset: "utf-16be", bytes: [0xfe, 0xff] },
  { charset: "utf-16le", bytes: [0xff, 0xfe] },
] as const;
/** Browsers look for the declaration in the first kilobyte; sites are not always so tidy. */
const DECLARED_WITHIN = 4096;

/** The words of a page from its bytes: by its byte order mark, its header, its own declaration, and UTF-8 unless that cannot be. */
export function decodeHtml(body: Buffer, contentType: string): string {
  const marked = BYTE_ORDER_MARKS.find(({ bytes }) => bytes.every((byte, index) => body[index] === byte))?.charset;
  const named = marked ?? charsetIn(contentType) ?? charsetIn(body.subarray(0, DECLARED_WITHIN).toString("latin1"));
  return (named && decodeAs(named, body)) ?? decodeAs("utf-8", body, { fatal: true }) ?? new TextDecoder("windows-1252").decode(body);
}

function charsetIn(text: string): string | undefined {
  return /charset\s*=\s*["']?\s*([\w:-]+)/i.exec(text)?.[1]?.toLowerCase();
}

/** Undefined for a charset nobody knows, and for bytes that cannot be what they are said to be. */
function decodeAs(charset: string, body: Buffer, { fatal = false } = {}): string | undefined {
  try {
    return new TextDecoder(charset, { fatal }).decode(body, { stream: true }); // a page cut off in mid-letter is no other charset's
  } catch {
    return undefined; // the next guess answers
  }
}
