/** What a generated file must come to. */
export type LeadFileTruth = { rows: number; added: number; invalid: number; duplicate: number; reasons: Map<number, RegExp> };

const FIRST = ["Aria", "Ben", "Chloé", "Dinesh", "Eleni", "Finn", "Grace", "Hùng"];
const LAST = ["O'Neill", "Nguyen", "Smith-Jones", "Papadopoulos", "Müller", "Singh"];
const TITLES = ["Managing Director", "Owner", "Marketing Manager", "CEO, Founder", 'Head of "Growth"'];
const STATES = ["New South Wales", "VIC", "Qld", "South Australia", "W.A.", "Tasmania", "ACT", "nt"];
const BAD: readonly [(row: number) => string, RegExp][] = [
  [() => "", /missing/],
  [(row) => `person${row}`, /not an e-mail address/],
  [(row) => `person${row}@`, /not an e-mail address/],
  [(row) => `person${row}@firm..example`, /not an e-mail address/],
  [(row) => `person ${row}@firm.example`, /not an e-mail address/],
  [(row) => `a${row}@firm.example; b${row}@firm.example`, /more than one @/],
];

/**
 * A CSV of leads, the same for the same arguments, as it would come from a CRM: quotes, commas, line breaks and accents in values. Every fiftieth row
 * (2 %) is bad: in turn an address that is none, or, every fifth of them, one that an earlier row had.
 */
export function leadFile(rows: number, tag = "a"): { text: string; truth: LeadFileTruth } {
  const lines = [
    "First Name,Last Name,Email,Job Title,Company Name,Website,Mobile,State,Postcode,Country,LinkedIn URL,Consent Basis,Consent Note,Consent Date",
  ];
  const truth: LeadFileTruth = { rows, added: 0, invalid: 0, duplicate: 0, reasons: new Map() };
  for (let row = 1; row <= rows; row += 1) {
    const isBad = row % 50 === 0;
    const isRepeat = isBad && (row / 50) % 5 === 0;
    const [makeBad, reason] = BAD[(row / 50) % BAD.length] ?? [() => "", /missing/];
    const email = isRepeat ? addressOf(row - 49, tag).toUpperCase() : isBad ? makeBad(row) : addressOf(row, tag);
    if (isRepeat) truth.duplicate += 1;
    else if (isBad) truth.invalid += 1;
    else truth.added += 1;
    if (isBad) truth.reasons.set(row, isRepeat ? /^Repeats/ : reason);
    lines.push(lineOf(row, tag, email, isRepeat ? row - 49 : row));
  }
  return { text: `${lines.join("\r\n")}\r\n`, truth };
}

export function addressOf(row: number, tag: string): string {
  return `person${row}.${tag}@firm${row % 5000}-${tag}.example`;
}

/** `person` decides every value but the address, so that a repeated row brings nothing new. */
function lineOf(row: number, tag: string, email: string, person: number): string {
  const hasConsent = person % 10 !== 0;
  const cells = [
    pick(FIRST, person),
    pick(LAST, person),
    email,
    pick(TITLES, person),
    `Firm ${person % 5000}, Pty Ltd`,
    `https://www.firm${person % 5000}-${tag}.example/about`,
    `04${String(10_000_000 + person).slice(0, 8)}`,
    pick(STATES, person),
    String(2000 + (person % 500)),
    "Australia",
    `https://www.linkedin.com/in/person-${person}-${tag}`,
    hasConsent ? "existing customer" : "",
    hasConsent ? `Bought from us,\nsee invoice ${person}` : "",
    hasConsent ? `${(person % 28) + 1}/01/2026` : "",
  ];
  return cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",") + (row % 97 === 0 ? ",," : "");
}

function pick<T>(values: readonly T[], index: number): T {
  return values[index % values.length] as T;
}

/** A text in pieces, as a connection delivers it. */
export async function* inPieces(text: string | Uint8Array, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
