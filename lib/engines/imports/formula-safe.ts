import "server-only";

/** A cell that no spreadsheet runs: an apostrophe makes text of what starts like a formula (SE-53). */
export function formulaSafe(cell: string): string {
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
