import { expect, test } from "vitest";
import { loadTableQuery } from "@/lib/ui/search-params";

const OPTIONS = { sortable: ["name", "score"], defaultSort: "-score" } as const;
const load = (params: Record<string, string | string[] | undefined>) => loadTableQuery(Promise.resolve(params), OPTIONS);

test("an empty URL asks for the first page in the default order", async () => {
  expect(await load({})).toEqual({ offset: 0, limit: 50, page: 1, sort: { column: "score", isDescending: true }, search: "" });
});

test("page, size, order and search come from the URL", async () => {
  expect(await load({ page: "3", per: "25", sort: "name", q: "  ash " })).toEqual({
    offset: 50,
    limit: 25,
    page: 3,
    sort: { column: "name", isDescending: false },
    search: "ash",
  });
});

test.each([
  [{ page: "0" }, { page: 1, offset: 0 }],
  [{ page: "-4" }, { page: 1, offset: 0 }],
  [{ page: "x" }, { page: 1, offset: 0 }],
  [{ per: "1000000" }, { limit: 50 }],
  [{ sort: "password" }, { sort: { column: "score", isDescending: true } }],
  [{ sort: "-name; drop table leads" }, { sort: { column: "score", isDescending: true } }],
  [{ sort: "--name" }, { sort: { column: "score", isDescending: true } }],
])("%o falls back", async (params, expected) => {
  expect(await load(params)).toMatchObject(expected);
});
