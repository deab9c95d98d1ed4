import "server-only";
import { createHash } from "node:crypto";
import { deflateSync } from "node:zlib";

/** Collects the objects of a PDF and writes the file. Numbers are given out by `reserve`, so that objects may name each other. */
export type PdfDocument = {
  reserve(): number;
  /** `dictionary` is what stands between `<<` and `>>`. */
  put(number: number, dictionary: string): void;
  putStream(number: number, dictionary: string, content: Uint8Array): void;
  /** Every object with the table of where each begins. The same objects give the same bytes. */
  write(root: number, info: number): Buffer;
};

/** The bytes after the first line's version tell transfer programs that the file is not text. */
const HEADER = Buffer.concat([Buffer.from("%PDF-1.7\n%"), Buffer.from([0xe2, 0xe3, 0xcf, 0xd3]), Buffer.from("\n")]);

/** An empty PDF (ISO 32000-1, with a classic cross-reference table). */
export function pdfDocument(): PdfDocument {
  const objects: (Buffer | undefined)[] = [];
  const keep = (number: number, content: Buffer) => {
    objects[number - 1] = Buffer.concat([Buffer.from(`${number} 0 obj\n`), content, Buffer.from("\nendobj\n")]);
  };
  return {
    reserve: () => objects.push(undefined),
    put: (number, dictionary) => keep(number, Buffer.from(`<< ${dictionary} >>`)),
    putStream(number, dictionary, content) {
      const packed = deflateSync(content);
      const start = Buffer.from(`<< ${dictionary} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`);
      keep(number, Buffer.concat([start, packed, Buffer.from("\nendstream")]));
    },
    write(root, info) {
      const pieces: Buffer[] = [HEADER];
      const starts: number[] = [];
      let length = HEADER.length;
      for (const [index, object] of objects.entries()) {
        if (!object) throw new RangeError(`object ${index + 1} was reserved and never put`);
        starts.push(length);
        pieces.push(object);
        length += object.length;
      }
      const id = createHash("sha256").update(Buffer.concat(pieces)).digest("hex").slice(0, 32);
      const table = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
      const size = objects.length + 1;
      const trailer = `trailer\n<< /Size ${size} /Root ${root} 0 R /Info ${info} 0 R /ID [<${id}> <${id}>] >>\nstartxref\n${length}\n%%EOF\n`;
      return Buffer.concat([...pieces, Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${table}${trailer}`)]);
    },
  };
}
