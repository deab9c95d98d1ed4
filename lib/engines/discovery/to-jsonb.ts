import "server-only";

/**
 * JSON as PostgreSQL stores it: text from strangers may hold null characters and halves of characters, which jsonb refuses.
 */
export function toJsonb(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "string" ? inner.toWellFormed().replaceAll("\0", "") : inner));
}
