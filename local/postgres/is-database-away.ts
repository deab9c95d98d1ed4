/** SQLSTATE classes 08 (connection) and 57P (shut down, crashed, starting up), 53300 (too many connections), and Node's network errors. */
const AWAY = /^(08...|57P0[1-5]|53300|E[A-Z]+)$/;

/**
 * Whether a query failed because the server went away or is coming up. The statement may then have been committed all the same:
 * only a repeat that cannot do harm settles it.
 */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  // `pg` has no code for a connection that ends under a query.
  return typeof code === "string" ? AWAY.test(code) : /connection (terminated|error)|not queryable/i.test(error.message);
}
