import { z } from "zod";
import { fileClock } from "@/lib/clock";
import { startInngest } from "./server";

const options = z.object({ port: z.number(), databaseUrl: z.string(), clockUrl: z.string(), appUrl: z.string() });

// The executor in a process of its own, so that a test can kill it. Takes its options as JSON and says `ready` once it accepts events.
const { clockUrl, appUrl, ...rest } = options.parse(JSON.parse(process.argv[2] ?? "{}"));
await startInngest({ ...rest, clock: fileClock(clockUrl), appUrls: [appUrl] });
process.stdout.write("ready\n");
