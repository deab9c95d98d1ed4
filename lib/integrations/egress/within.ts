import "server-only";

/** The work, or the signal's reason when that comes first: not everything on the way out can be aborted by itself. */
export function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return Promise.race([work, new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))]);
}
