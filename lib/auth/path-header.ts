import "server-only";

/** Request header in which middleware.ts tells pages their own path and query. */
export const PATH_HEADER = "x-path";
