import { createLoader, parseAsArrayOf, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs/server";

/** Rows on one page of a table; the first is the default. */
export const PAGE_SIZES = [50, 25, 100] as const;
export type PageSize = (typeof PAGE_SIZES)[number];

/**
 * State of a table in the URL, parsed alike by the page (server) and by the table (browser).
 * `sort` is a column id, with "-" in front for descending; the page decides which columns it allows.
 */
export const tableParsers = {
  page: parseAsInteger.withDefault(1),
  per: parseAsStringLiteral(PAGE_SIZES.map(String)).withDefault(String(PAGE_SIZES[0])),
  sort: parseAsString.withDefault(""),
  q: parseAsString.withDefault(""),
};

export const loadTableParams = createLoader(tableParsers);

export type TableQuery<Column extends string> = {
  /** From 0. */
  offset: number;
  limit: number;
  page: number;
  sort: { column: Column; isDescending: boolean };
  /** Free-text search, trimmed; empty means none. */
  search: string;
};

type TableQueryOptions<Column extends string> = { sortable: readonly Column[]; defaultSort: `${"" | "-"}${NoInfer<Column>}` };

/**
 * What a page asks its query for. Unknown columns, pages below one and sizes not offered fall back to the default,
 * so that a URL typed by hand cannot fail or fetch without limit.
 */
export async function loadTableQuery<Column extends string>(
  searchParams: Promise<Record<string, string | string[] | undefined>>,
  { sortable, defaultSort }: TableQueryOptions<Column>,
): Promise<TableQuery<Column>> {
  const { page: wantedPage, per, sort, q } = await loadTableParams(searchParams);
  const limit = Number(per);
  const page = Math.max(1, wantedPage);
  const isKnown = (value: string) => sortable.some((column) => column === value.replace(/^-/, ""));
  const chosen = isKnown(sort) ? sort : defaultSort;
  return {
    offset: (page - 1) * limit,
    limit,
    page,
    sort: { column: chosen.replace(/^-/, "") as Column, isDescending: chosen.startsWith("-") },
    search: q.trim(),
  };
}

/** A filter with several allowed values in the URL (`?status=new,scored`); a value outside `values` is dropped. */
export function parseAsChoices<Choice extends string>(values: readonly Choice[]) {
  return parseAsArrayOf(parseAsStringLiteral(values)).withDefault([]);
}
