import "server-only";
import { Readable } from "node:stream";
import { CsvError, type Parser, parse } from "csv-parse";
import { type CsvEncoding, decodeCsv } from "@/lib/engines/imports/decode-csv";
import { sniffLayout } from "@/lib/engines/imports/sniff-layout";
import { InvalidError } from "@/lib/errors";

const MAX_COLUMNS = 300;
const MAX_RECORD_CHARACTERS = 1_000_000;
const LAYOUT_CHARACTERS = 64 * 1024;

/** A row as it stood in the file; `row` 1 is the first under the header, blank rows counted, so that it can be found again. */
export type UploadedRow = { row: number; cells: string[] };

export type CsvEvents = { onHeader(header: string[]): void; onEncoding(encoding: CsvEncoding): void };

/**
 * The rows of a CSV file while it arrives: any of the usual separators and encodings, values with line breaks in quotes, short rows. Rows
 * without any value are left out. The reader's pace is the sender's: nothing is read ahead but one piece of the stream.
 * `onHeader` gets the column names, made unique, before the first row. Throws InvalidError with what to do about it.
 */
export async function* readCsv(bytes: AsyncIterable<Uint8Array>, { onHeader, onEncoding }: CsvEvents): AsyncGenerator<UploadedRow> {
  const { layout, text } = await withLayout(decodeCsv(bytes, onEncoding));
  const parser = parseText(text, layout.delimiter);
  let header: string[] | undefined;
  let row = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      if (header) row += 1;
      if (isBlank(record)) continue;
      if (header) {
        yield { row, cells: record };
      } else {
        header = toHeader(record);
        onHeader(header);
      }
    }
  } catch (error) {
    throw error instanceof CsvError ? explain(error) : error;
  }
  if (!header) throw new InvalidError("The file is empty. Upload a CSV whose first row names the columns.", "file");
}

function parseText(text: AsyncIterable<string>, delimiter: string): Parser {
  const source = Readable.from(text);
  const parser = parse({
    delimiter,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: MAX_RECORD_CHARACTERS,
  });
  source.on("error", (error) => parser.destroy(error));
  return source.pipe(parser);
}

async function withLayout(text: AsyncGenerator<string>): Promise<{ layout: { delimiter: string }; text: AsyncIterable<string> }> {
  let start = "";
  while (start.length < LAYOUT_CHARACTERS) {
    const next = await text.next();
    if (next.done) break;
    start += next.value;
  }
  const { delimiter, skip } = sniffLayout(start);
  async function* rest() {
    yield start.slice(skip);
    for (;;) {
      const next = await text.next();
      if (next.done) return;
      yield next.value;
    }
  }
  return { layout: { delimiter }, text: rest() };
}

/** Names of the columns: trimmed, numbered where missing or repeated, so that a mapping by name means one column. */
function toHeader(record: readonly string[]): string[] {
  if (record.length > MAX_COLUMNS) {
    throw new InvalidError(
      `The first row has ${record.length} columns; the most is ${MAX_COLUMNS}. Remove the columns you do not need.`,
      "file",
    );
  }
  if (record.some((cell) => /^\S+@\S+\.\S+$/.test(cell.trim()))) {
    throw new InvalidError(
      "The first row must name the columns, but it holds an e-mail address. Add a header row, such as: Email, First name, Company.",
      "file",
    );
  }
  const taken = new Set<string>();
  return record.map((cell, index) => {
    const name = cell.replace(/\s+/g, " ").trim() || `Column ${index + 1}`;
    let unique = name;
    for (let copy = 2; taken.has(unique); copy += 1) unique = `${name} (${copy})`;
    taken.add(unique);
    return unique;
  });
}

function isBlank(record: readonly string[]): boolean {
  return record.every((cell) => cell.trim() === "");
}

function explain(error: CsvError): InvalidError {
  // Rows that were ready when the error came are lost with the stream, so the parser's own count is the one to name.
  const rowsRead = typeof error.records === "number" ? error.records - 1 : 0;
  const after = rowsRead < 1 ? "in the first rows" : `after row ${rowsRead}`;
  const isUnclosed = error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE";
  const message = isUnclosed
    ? `A quotation mark is opened ${after} and never closed, so the rest of the file cannot be told apart. Correct that row and upload the file again.`
    : `The file cannot be read as CSV ${after}: ${error.message}. Correct that row and upload the file again.`;
  return new InvalidError(message, "file", { cause: error });
}
