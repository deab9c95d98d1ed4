import { Inngest } from "inngest";
import { serve } from "inngest/node";
import { movableClock } from "@/local/clock";
import { openAppServer } from "./feature-app";
import { startInngest } from "./server";

const clock = movableClock("file:///tmp/exec/clock.json");
clock.freeze(new Date("2026-03-02T00:00:00.000Z"));
const app = await openAppServer();
const log = (l: string) => process.stdout.write(`${new Date().toISOString()} ${l}\n`);
const ex = await startInngest({ port: 0, databaseUrl: process.argv[2]!, clock, appUrls: [app.url], log });
const q = () => undefined;
const inngest = new Inngest({ id: "bench", isDev: true, baseUrl: ex.url, logger: { debug: q, info: q, warn: q, error: q } });
const f = inngest.createFunction(
  {
    id: "f",
    triggers: { event: "b/go" },
    concurrency: { limit: 5, key: "event.data.k" },
    cancelOn: [{ event: "b/stop", match: "data.n" }],
  },
  async ({ event, step }) => {
    await step.run("a", async () => 1);
    await step.run("b", async () => ({ x: 2 }));
    await step.run("c", async () => 3);
    return event.data.n;
  },
);
app.handle(serve({ client: inngest, functions: [f] }));
while ((await (await fetch(`${ex.url}/_control/state`)).json()).functions === 0) await new Promise((r) => setTimeout(r, 50));
const t = performance.now();
const c0 = process.cpuUsage();
for (let i = 0; i < 20; i++)
  await inngest.send(Array.from({ length: 100 }, (_, j) => ({ name: "b/go", data: { n: i * 100 + j, k: j % 10 } })));
log(`sent ${Math.round(performance.now() - t)}`);
log(await (await fetch(`${ex.url}/_control/idle?timeoutMs=100000`, { method: "POST" })).text());
const c = process.cpuUsage(c0);
log(`2000 runs x 4 calls: ${Math.round(performance.now() - t)} ms, cpu ${Math.round((c.user + c.system) / 1000)}`);
await ex.close();
await app.close();
