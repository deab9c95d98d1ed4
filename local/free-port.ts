import { createServer } from "node:net";

const TRIES = 200;
/** Browsers refuse these whatever listens there (the Fetch standard's bad ports), and so does the app's server. */
const REFUSED_BY_BROWSERS: ReadonlySet<number> = new Set([
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
]);

/**
 * The wanted port on 127.0.0.1, or the next one nobody uses.
 * @param taken ports already promised to somebody in this start
 */
export async function freePort(wanted: number, taken: Set<number> = new Set()): Promise<number> {
  for (let port = wanted; port < wanted + TRIES; port += 1) {
    if (REFUSED_BY_BROWSERS.has(port) || taken.has(port) || !(await isFree(port))) continue;
    taken.add(port);
    return port;
  }
  throw new Error(`no free port between ${wanted} and ${wanted + TRIES}: stop something that listens there`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
