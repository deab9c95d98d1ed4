import "server-only";

/** Request headers through which middleware.ts talks to pages. It sets or deletes them, so nobody outside can. */

/** The page's own path and query. */
export const PATH_HEADER = "x-path";
/** Present when the sign-in service did not answer in time: the page need not wait for it a second time. */
export const AUTH_AWAY_HEADER = "x-auth-away";
/** Present when the request carried a session that has ended. */
export const SESSION_ENDED_HEADER = "x-session-ended";
/** This response's nonce for scripts and styles. */
export const NONCE_HEADER = "x-nonce";
