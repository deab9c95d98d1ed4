"use client";

import { debounce, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { type PageSize, tableParsers } from "@/lib/ui/search-params";

const SEARCH_PAUSE_MS = 250;

/** The table's page, order and search, kept in the URL; `isLoading` while the server works on a change. */
export function useTableState(defaultSort: string) {
  const [isLoading, startTransition] = useTransition();
  const [state, setState] = useQueryStates(tableParsers, { shallow: false, scroll: false, history: "replace", startTransition });
  const sort = state.sort === "" ? defaultSort : state.sort;

  return {
    page: Math.max(1, state.page),
    pageSize: Number(state.per) as PageSize,
    sort: { column: sort.replace(/^-/, ""), isDescending: sort.startsWith("-") },
    search: state.q,
    isLoading,
    setPage: (page: number) => void setState({ page }, { history: "push" }),
    setPageSize: (per: PageSize) => void setState({ per: String(per), page: null }),
    /** Ascending, then descending, then back to the default order. */
    toggleSort: (column: string) => {
      const next = sort === column ? `-${column}` : sort === `-${column}` ? null : column;
      void setState({ sort: next, page: null });
    },
    setSearch: (q: string) =>
      void setState({ q: q === "" ? null : q, page: null }, { limitUrlUpdates: debounce(q === "" ? 0 : SEARCH_PAUSE_MS) }),
  };
}
