import "server-only";

/** A TrueType font as far as laying out and embedding text needs it. Lengths are in thousandths of the font size. */
export type TrueTypeFont = {
  ascent: number;
  descent: number;
  capHeight: number;
  box: readonly [number, number, number, number];
  /** The glyph of a character, or undefined when the font has none. */
  glyphOf(character: string): number | undefined;
  advanceOf(glyph: number): number;
  /** A font file of its own with these glyphs under the numbers they have here, and nothing drawn under all others. */
  subset(glyphs: Iterable<number>): Buffer;
};

/** Tables a PDF wants of an embedded font; characters and names are kept outside it. */
const EMBEDDED_TABLES = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];
const CHECKSUM_OF_A_FONT = 0xb1b0afba;
const CHECKSUM_ADJUSTMENT_AT = 8;
const LOCA_FORMAT_AT = 50;

/** @throws RangeError for a file without TrueType outlines or without a Unicode character map */
export function readTrueTypeFont(file: Uint8Array): TrueTypeFont {
  const tables = readTables(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  const table = (tag: string): Buffer => {
    const found = tables.get(tag);
    if (!found) throw new RangeError(`the font has no table ${tag}`);
    return found;
  };
  const head = table("head");
  const metrics = table("hhea");
  const widths = table("hmtx");
  const glyphs = table("glyf");
  const offsets = readOffsets(table("loca"), head.readInt16BE(LOCA_FORMAT_AT) === 1);
  const characters = readCharacters(table("cmap"));
  const perThousand = (units: number) => Math.round((units * 1000) / head.readUInt16BE(18));
  const widthCount = metrics.readUInt16BE(34);
  const outlineOf = (glyph: number) => glyphs.subarray(offsets[glyph] ?? 0, offsets[glyph + 1] ?? 0);
  const os2 = tables.get("OS/2");
  const ascent = perThousand(metrics.readInt16BE(4));

  return {
    ascent,
    descent: perThousand(metrics.readInt16BE(6)),
    capHeight: os2 && os2.readUInt16BE(0) >= 2 ? perThousand(os2.readInt16BE(88)) : ascent,
    box: [
      perThousand(head.readInt16BE(36)),
      perThousand(head.readInt16BE(38)),
      perThousand(head.readInt16BE(40)),
      perThousand(head.readInt16BE(42)),
    ],
    glyphOf: (character) => characters.get(character.codePointAt(0) ?? 0),
    advanceOf: (glyph) => perThousand(widths.readUInt16BE(4 * Math.min(glyph, widthCount - 1))),
    subset(wanted) {
      const kept = withParts(wanted, outlineOf);
      const pieces: Buffer[] = [];
      const loca = Buffer.alloc(4 * offsets.length);
      let end = 0;
      for (let glyph = 0; glyph + 1 < offsets.length; glyph += 1) {
        const outline = kept.has(glyph) ? padded(outlineOf(glyph)) : Buffer.alloc(0);
        pieces.push(outline);
        end += outline.length;
        loca.writeUInt32BE(end, 4 * (glyph + 1));
      }
      const longHead = Buffer.from(head);
      longHead.writeInt16BE(1, LOCA_FORMAT_AT);
      const changed = new Map([...tables, ["glyf", Buffer.concat(pieces)], ["loca", loca], ["head", longHead]]);
      return writeFont(EMBEDDED_TABLES.flatMap((tag) => (changed.has(tag) ? [[tag, changed.get(tag) as Buffer] as const] : [])));
    },
  };
}

function readTables(file: Buffer): Map<string, Buffer> {
  const tables = new Map<string, Buffer>();
  for (let index = 0; index < file.readUInt16BE(4); index += 1) {
    const at = 12 + 16 * index;
    const offset = file.readUInt32BE(at + 8);
    tables.set(file.toString("latin1", at, at + 4), file.subarray(offset, offset + file.readUInt32BE(at + 12)));
  }
  return tables;
}

function readOffsets(loca: Buffer, isLong: boolean): number[] {
  const size = isLong ? 4 : 2;
  return Array.from({ length: loca.length / size }, (_, index) =>
    isLong ? loca.readUInt32BE(index * size) : 2 * loca.readUInt16BE(index * size),
  );
}

/** Code points of the basic plane to glyphs, from the format every font carries for them (4). */
function readCharacters(cmap: Buffer): Map<number, number> {
  const isUnicode = (platform: number, encoding: number) => platform === 0 || (platform === 3 && encoding === 1);
  for (let index = 0; index < cmap.readUInt16BE(2); index += 1) {
    const at = 4 + 8 * index;
    const map = cmap.subarray(cmap.readUInt32BE(at + 4));
    if (isUnicode(cmap.readUInt16BE(at), cmap.readUInt16BE(at + 2)) && map.readUInt16BE(0) === 4) return readSegments(map);
  }
  throw new RangeError("the font has no Unicode character map");
}

function readSegments(map: Buffer): Map<number, number> {
  const characters = new Map<number, number>();
  const doubled = map.readUInt16BE(6);
  for (let segment = 0; segment < doubled; segment += 2) {
    const last = map.readUInt16BE(14 + segment);
    const first = map.readUInt16BE(16 + doubled + segment);
    const delta = map.readUInt16BE(16 + 2 * doubled + segment);
    const rangeAt = 16 + 3 * doubled + segment;
    const range = map.readUInt16BE(rangeAt);
    for (let code = first; code <= last && code !== 0xffff; code += 1) {
      const listed = range === 0 ? code : map.readUInt16BE(rangeAt + range + 2 * (code - first));
      const glyph = listed === 0 ? 0 : (listed + delta) & 0xffff;
      if (glyph !== 0) characters.set(code, glyph);
    }
  }
  return characters;
}

/** The glyphs asked for, the one for what is missing (0), and those that composite glyphs are put together from. */
function withParts(wanted: Iterable<number>, outlineOf: (glyph: number) => Buffer): Set<number> {
  const kept = new Set<number>();
  const waiting = [0, ...wanted];
  for (let glyph = waiting.pop(); glyph !== undefined; glyph = waiting.pop()) {
    if (kept.has(glyph)) continue;
    kept.add(glyph);
    waiting.push(...partsOf(outlineOf(glyph)));
  }
  return kept;
}

function partsOf(outline: Buffer): number[] {
  const parts: number[] = [];
  if (outline.length === 0 || outline.readInt16BE(0) >= 0) return parts;
  let at = 10;
  let flags: number;
  do {
    flags = outline.readUInt16BE(at);
    parts.push(outline.readUInt16BE(at + 2));
    at += 4 + (flags & 0x0001 ? 4 : 2) + (flags & 0x0008 ? 2 : 0) + (flags & 0x0040 ? 4 : 0) + (flags & 0x0080 ? 8 : 0);
  } while (flags & 0x0020);
  return parts;
}

function writeFont(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const power = 2 ** Math.floor(Math.log2(tables.length));
  const directory = Buffer.alloc(12 + 16 * tables.length);
  directory.writeUInt32BE(0x0001_0000, 0);
  directory.writeUInt16BE(tables.length, 4);
  directory.writeUInt16BE(16 * power, 6);
  directory.writeUInt16BE(Math.log2(power), 8);
  directory.writeUInt16BE(16 * (tables.length - power), 10);
  const pieces: Buffer[] = [directory];
  let offset = directory.length;
  let headAt = 0;
  for (const [index, [tag, content]] of tables.entries()) {
    const piece = padded(content);
    if (tag === "head") {
      headAt = offset;
      piece.writeUInt32BE(0, CHECKSUM_ADJUSTMENT_AT);
    }
    const at = 12 + 16 * index;
    directory.write(tag, at, "latin1");
    directory.writeUInt32BE(checksum(piece), at + 4);
    directory.writeUInt32BE(offset, at + 8);
    directory.writeUInt32BE(content.length, at + 12);
    pieces.push(piece);
    offset += piece.length;
  }
  const font = Buffer.concat(pieces);
  font.writeUInt32BE((CHECKSUM_OF_A_FONT - checksum(font)) >>> 0, headAt + CHECKSUM_ADJUSTMENT_AT);
  return font;
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((4 - (content.length % 4)) % 4)]);
}

function checksum(content: Buffer): number {
  let sum = 0;
  for (let at = 0; at < content.length; at += 4) sum = (sum + content.readUInt32BE(at)) >>> 0;
  return sum;
}
