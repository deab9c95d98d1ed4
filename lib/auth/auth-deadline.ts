import "server-only";

/** Longest that a page waits for the sign-in service. */
export const AUTH_DEADLINE_MS = 3_000;

type AuthDeadline = {
  /** For the library's `global.fetch`. */
  fetch: typeof fetch;
  /** The work's result, or undefined when it takes longer than the deadline. */
  race<T>(work: Promise<T>): Promise<T | undefined>;
};

/**
 * Bounds the library's calls: by itself it repeats a failed renewal of the session for 30 seconds while the person waits.
 * After the deadline no further renewal is sent. One that succeeded after the page was answered would lose the new tokens,
 * and the old ones, used again, end the session.
 */
export function createAuthDeadline(deadlineMs: number = AUTH_DEADLINE_MS, send: typeof fetch = fetch): AuthDeadline {
  const deadline = AbortSignal.timeout(deadlineMs);
  return {
    fetch: async (input, init) => {
      const isRenewal = String(input instanceof Request ? input.url : input).includes("grant_type=refresh_token");
      if (isRenewal) deadline.throwIfAborted();
      return send(input, { ...init, signal: isRenewal ? deadline : AbortSignal.timeout(deadlineMs) });
    },
    async race(work) {
      const late = new Promise<undefined>((resolve) => {
        if (deadline.aborted) resolve(undefined);
        deadline.addEventListener("abort", () => resolve(undefined), { once: true });
      });
      return Promise.race([work, late]);
    },
  };
}
