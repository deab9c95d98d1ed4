import { readFileSync } from "node:fs";
import { checkClaims } from "@/lib/engines/grounding/check-claims";
const NOW = new Date("2026-11-23T01:00:00Z");
const [file, mode] = process.argv.slice(2).filter((one) => one !== "--");
const lines = readFileSync(file!, "utf8").split("\n").filter(Boolean).map((l) => JSON.parse(l));
for (const trusted of [false, true]) {
  let falsePassed = 0, trueRefused = 0, nF = 0, nT = 0; const out: string[] = [];
  for (const { text, facts, label, why } of lines) {
    const known = facts.map(({ key, value }: any) => ({ key, value, source: "x", fetchedAt: null, confidence: 0.9 }));
    const un = checkClaims(text, known, { now: NOW, isAgencyTrusted: trusted }).unsupported;
    const factText = why && why.length < 8 ? why : facts.map(({ key, value }: any) => `${key}=${value}`).join("; ");
    if (label === "false") { nF++; if (!un.length) { falsePassed++; out.push(`FALSE PASSED: ${text}\n     [${factText}] (${why ?? ""})`); } }
    else { nT++; if (un.length) { trueRefused++; out.push(`TRUE REFUSED: ${text}\n     [${factText}]\n     -> ${un.flatMap((u) => u.problems).join(" | ")}`); } }
  }
  process.stdout.write(`trusted=${trusted}: false passed ${falsePassed}/${nF}, true refused ${trueRefused}/${nT}\n`);
  if (mode === (trusted ? "trusted" : "show")) process.stdout.write(out.join("\n") + "\n");
}
