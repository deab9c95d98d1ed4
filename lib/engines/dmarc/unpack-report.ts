import "server-only";
import { gunzipSync, inflateRawSync } from "node:zlib";

/** A day of a big domain is a few megabytes; anything that unpacks to more is not opened. */
const MAXIMUM_BYTES = 20 * 1024 * 1024;
const ZIP_ENTRY = 0x04034b50;
const ZIP_DIRECTORY = 0x02014b50;
const ZIP_HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;

/**
 * The text of an attached report: plain XML, gzip, or a zip archive with the report as its first entry.
 * @returns null for anything else, and for what unpacks to more than 20 MB
 */
export function unpackReport(bytes: Buffer): string | null {
  try {
    if (bytes.readUInt16BE(0) === 0x1f8b) return gunzipSync(bytes, { maxOutputLength: MAXIMUM_BYTES }).toString("utf8");
    if (bytes.readUInt32LE(0) === ZIP_ENTRY) return firstEntry(bytes);
    const text = bytes.toString("utf8");
    return bytes.length <= MAXIMUM_BYTES && text.trimStart().startsWith("<") ? text : null;
  } catch {
    // Cut, broken or far too large: whoever sent it sends another one tomorrow.
    return null;
  }
}

/** @throws RangeError or a zlib error for a broken archive */
function firstEntry(bytes: Buffer): string | null {
  const method = bytes.readUInt16LE(8);
  const start = ZIP_HEADER_BYTES + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
  // Archives written in one pass say the size behind the data; the directory at the end always knows it.
  const directory = bytes.lastIndexOf(Buffer.from(Uint32Array.of(ZIP_DIRECTORY).buffer));
  const size = bytes.readUInt32LE(18) || (directory < 0 ? 0 : bytes.readUInt32LE(directory + 20));
  const packed = bytes.subarray(start, start + size);
  if (method === STORED) return packed.length <= MAXIMUM_BYTES ? packed.toString("utf8") : null;
  return method === DEFLATED ? inflateRawSync(packed, { maxOutputLength: MAXIMUM_BYTES }).toString("utf8") : null;
}
