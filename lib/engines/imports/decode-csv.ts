import "server-only";
import { InvalidError } from "@/lib/errors";

export type CsvEncoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

const HEAD_BYTES = 4096;
const LONGEST_UTF8_SEQUENCE = 4;
const SAVE_AS = "In Excel choose File, Save as, “CSV UTF-8 (Comma delimited)”, and upload that file.";

/** What other kinds of file start with, as Latin-1 text. */
const FOREIGN_SIGNATURES: readonly [string, string][] = [
  ["PK\u0003\u0004", `This is an Excel workbook or a zip archive, not CSV. ${SAVE_AS}`],
  ["\u00d0\u00cf\u0011\u00e0", `This is an old Excel workbook (.xls), not CSV. ${SAVE_AS}`],
  ["%PDF", `This is a PDF, not CSV. ${SAVE_AS}`],
  ["\u001f\u008b", "This file is compressed. Unpack it and upload the CSV inside."],
];
const FOREIGN_TEXT: readonly [RegExp, string][] = [
  [/^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|table)/i, `This is a web page or XML, not CSV. ${SAVE_AS}`],
  [/^(?:\xef\xbb\xbf)?\s*[[{]\s*["{[]/, "This looks like JSON, not CSV. Export the list as CSV and upload that file."],
];
/** Codes that Windows-1252 leaves empty: where they occur the file is written in something else. */
const NOT_WINDOWS_1252 = ["\u0081", "\u008d", "\u008f", "\u0090", "\u009d"];

/**
 * Text of an uploaded file, as it arrives. UTF-8 and UTF-16 (with its byte order mark) are read as what they are. A file without either is
 * read as Windows-1252, which is what older spreadsheet programs write, and `onEncoding` says so for the person to check the names.
 * The choice falls at the first byte beyond ASCII and holds for the file, so nothing has to be kept or read twice.
 * Throws InvalidError, with the remedy, for anything that is not text or that mixes encodings.
 */
export async function* decodeCsv(bytes: AsyncIterable<Uint8Array>, onEncoding: (encoding: CsvEncoding) => void): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let waiting: Uint8Array = new Uint8Array(0);
  let isHead = true;

  for await (const chunk of bytes) {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    if (isHead && waiting.length < HEAD_BYTES) continue;
    if (isHead) {
      decoder = decoderOfHead(waiting, onEncoding);
      isHead = false;
    }
    if (!decoder) {
      const cut = firstBeyondAscii(waiting);
      const isUndecided = cut >= 0 && waiting.length - cut < LONGEST_UTF8_SEQUENCE;
      if (cut >= 0 && !isUndecided) decoder = decoderAt(waiting, cut, onEncoding);
      if (isUndecided) {
        yield text(Buffer.from(waiting.subarray(0, cut)).toString("latin1"));
        waiting = waiting.subarray(cut);
        continue;
      }
    }
    yield text(decoder ? decode(decoder, waiting, true) : Buffer.from(waiting).toString("latin1"));
    waiting = new Uint8Array(0);
  }

  if (isHead) decoder = decoderOfHead(waiting, onEncoding);
  const cut = firstBeyondAscii(waiting);
  if (!decoder && cut >= 0) decoder = decoderAt(waiting, cut, onEncoding);
  yield text(decoder ? decode(decoder, waiting, false) : Buffer.from(waiting).toString("latin1"));
}

/** Refuses other kinds of file; a decoder where a byte order mark names one, else undefined: ASCII so far. */
function decoderOfHead(head: Uint8Array, onEncoding: (encoding: CsvEncoding) => void): TextDecoder | undefined {
  const start = Buffer.from(head.subarray(0, 512)).toString("latin1");
  for (const [signature, message] of FOREIGN_SIGNATURES) if (start.startsWith(signature)) throw new InvalidError(message, "file");
  for (const [pattern, message] of FOREIGN_TEXT) if (pattern.test(start)) throw new InvalidError(message, "file");
  const encoding = start.startsWith("\xff\xfe") ? "utf-16le" : start.startsWith("\xfe\xff") ? "utf-16be" : undefined;
  if (!encoding) return undefined;
  onEncoding(encoding);
  return new TextDecoder(encoding, { fatal: true });
}

function decoderAt(bytes: Uint8Array, index: number, onEncoding: (encoding: CsvEncoding) => void): TextDecoder {
  const encoding = startsUtf8Sequence(bytes, index) ? "utf-8" : "windows-1252";
  onEncoding(encoding);
  return new TextDecoder(encoding, { fatal: true });
}

function decode(decoder: TextDecoder, bytes: Uint8Array, isMoreToCome: boolean): string {
  try {
    const decoded = decoder.decode(bytes, { stream: isMoreToCome });
    if (decoder.encoding === "windows-1252" && NOT_WINDOWS_1252.some((code) => decoded.includes(code))) throw mixedEncodings();
    return decoded;
  } catch (error) {
    if (error instanceof TypeError) throw mixedEncodings(error);
    throw error;
  }
}

function text(decoded: string): string {
  if (decoded.includes("\0")) throw new InvalidError(`This file holds binary data, not text. ${SAVE_AS}`, "file");
  return decoded;
}

function mixedEncodings(cause?: Error): InvalidError {
  return new InvalidError(
    `The characters of this file cannot be read: it is neither UTF-8 nor Windows-1252 throughout. ${SAVE_AS}`,
    "file",
    { cause },
  );
}

function firstBeyondAscii(bytes: Uint8Array): number {
  return bytes.findIndex((byte) => byte >= 0x80);
}

/** Whether a well-formed UTF-8 sequence of two to four bytes starts here (RFC 3629; overlong forms are left to the decoder). */
function startsUtf8Sequence(bytes: Uint8Array, index: number): boolean {
  const lead = bytes[index] ?? 0;
  const length = lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  if (length === 0) return false;
  for (let offset = 1; offset < length; offset += 1) {
    const next = bytes[index + offset];
    if (next === undefined || next < 0x80 || next > 0xbf) return false;
  }
  return true;
}
