import "server-only";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/**
 * A calendar day as Australians and exports write it, as "2026-03-04": 4/3/2026, 04-03-26, 2026-03-04 (a time after it is ignored),
 * 4 Mar 2026, March 4, 2026, Mar 2026 (its first day). Never month before day in figures. Null when it is no such day.
 */
export function readDate(text: string): string | null {
  const clean = text.trim().toLowerCase();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[t\s])/.exec(clean);
  if (iso) return day(iso[1], iso[2], iso[3]);
  const figures = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:$|\s)/.exec(clean);
  if (figures) return day(figures[3], figures[2], figures[1]);
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?,?[\s-]+(\d{4}|\d{2})$/.exec(clean);
  if (dayFirst) return day(dayFirst[3], month(dayFirst[2]), dayFirst[1]);
  const monthFirst = /^([a-z]{3,9})\.?\s+(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{4})$/.exec(clean);
  return monthFirst ? day(monthFirst[3], month(monthFirst[1]), monthFirst[2] ?? "1") : null;
}

function month(name: string | undefined): string {
  return String(MONTHS.indexOf((name ?? "").slice(0, 3)) + 1);
}

function day(year: string | undefined, monthText: string | undefined, dayText: string | undefined): string | null {
  const fullYear = Number(year) < 100 ? 2000 + Number(year) : Number(year);
  const at = new Date(Date.UTC(fullYear, Number(monthText) - 1, Number(dayText)));
  const isSame = at.getUTCFullYear() === fullYear && at.getUTCMonth() === Number(monthText) - 1 && at.getUTCDate() === Number(dayText);
  return isSame ? at.toISOString().slice(0, 10) : null;
}
