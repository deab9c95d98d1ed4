import { parseArgs } from "node:util";
import { InvalidError } from "@/lib/errors";
import { runDemo } from "../demo/run-demo";

/** Prints what a whole campaign did and the invariants it kept. Progress goes to stderr. @throws InvalidError for options out of range */
export async function demo(
  args: string[],
  { root, out, err }: { root: string; out: NodeJS.WritableStream; err: NodeJS.WritableStream },
): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      leads: { type: "string", default: "200" },
      days: { type: "string", default: "14" },
      seed: { type: "string", default: "1" },
      channels: { type: "string", default: "email" },
      "from-website": { type: "string" },
      json: { type: "boolean", default: false },
      verbose: { type: "boolean", default: false },
    },
  });
  if (values.channels !== "email" && values.channels !== "all") throw new InvalidError("--channels takes email or all", "channels");
  const report = await runDemo({
    root,
    channels: values.channels,
    leads: wholeNumber("leads", values.leads, { from: 1, to: 5000 }),
    days: wholeNumber("days", values.days, { from: 1, to: 60 }),
    seed: wholeNumber("seed", values.seed, { from: 0, to: 1_000_000 }),
    say: (line) => err.write(`${line}\n`),
    ...(values["from-website"] && { fromWebsite: values["from-website"] }),
    ...(values.verbose && { log: (name: string, line: string) => err.write(`${name} | ${line}\n`) }),
  });
  out.write(`${JSON.stringify(report, null, values.json ? undefined : 2)}\n`);
  const broken = report.invariants.filter((invariant) => !invariant.ok);
  if (broken.length > 0) throw new InvalidError(`Broken: ${broken.map((invariant) => invariant.name).join(", ")}`);
}

function wholeNumber(name: string, text: string, { from, to }: { from: number; to: number }): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < from || value > to)
    throw new InvalidError(`--${name} takes a whole number from ${from} to ${to}`, name);
  return value;
}
