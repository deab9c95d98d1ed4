/** `npm run bench -- <name> [options]`: lines of JSON with figures that are ratios, each on a throw-away database of its own. */
type Bench = { usage: string; run(args: string[]): Promise<void> };

const BENCHES: Readonly<Record<string, Bench>> = {
  dispatch: {
    usage: "dispatch                     touches per second, beside the same hand-overs made bare",
    run: async () => (await import("@/bench/dispatch")).benchDispatch(),
  },
  "due-touches": {
    usage: "due-touches [--touches N]    picking due touches out of 10 million, beside 100,000",
    run: async (args) => (await import("@/bench/due-touches")).benchDueTouches(args),
  },
  import: {
    usage: "import [rows]                a lead file, beside COPY of the same rows",
    run: async (args) => (await import("@/bench/import")).benchImport(args),
  },
};

const [chosen = "", ...rest] = process.argv.slice(2);
const bench = Object.hasOwn(BENCHES, chosen) ? BENCHES[chosen] : undefined;
if (!bench) {
  const usages = Object.values(BENCHES).map(({ usage }) => `  npm run bench -- ${usage}\n`);
  process.stderr.write(`${chosen ? `There is no bench called "${chosen}"` : "Name a bench"}. There are:\n${usages.join("")}`);
  process.exit(2);
}
await bench.run(rest);

export {};
