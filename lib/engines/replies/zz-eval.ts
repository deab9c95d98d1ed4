import { readFileSync, writeFileSync } from "node:fs";
import { PassThrough, Readable } from "node:stream";
import { classify } from "@/scripts/agency/classify";
const file = process.env.EV_FILE!;
const verbose = process.env.EV_ALL;
const rows = readFileSync(file, "utf8").trim().split("\n").map((l) => JSON.parse(l));
const out = new PassThrough(); let buf = ""; out.on("data", (d) => { buf += d; });
await classify(Readable.from(rows.map((r: any) => JSON.stringify(r) + "\n")), out, { now: new Date("2026-11-22T00:00:00Z") });
const res = buf.trim().split("\n").map((l) => JSON.parse(l));
let ok = 0, aok = 0; const I = ["meeting_request","interested","question","not_interested","unsubscribe","out_of_office","auto_reply"];
const m: Record<string, Record<string, number>> = {};
rows.forEach((r: any, i: number) => {
  const g = res[i]; (m[r.expected_intent] ??= {})[g.intent] = ((m[r.expected_intent]![g.intent]) ?? 0) + 1;
  const iok = g.intent === r.expected_intent; if (iok) ok++;
  const ea = r.expected_action ? r.expected_action.split("|").sort().join("|") : null; const ga = [...g.actions].sort().join("|");
  const sameA = ea === null || ea === ga; if (sameA) aok++;
  if (!iok || !sameA) console.log(`${iok ? "  " : "✗ "}${r.id} want ${r.expected_intent}${ea ? " " + ea : ""}\n     got ${g.intent} ${ga} (${g.by} ${g.confidence})\n     ${(r.subject ?? "").slice(0, 60)} :: ${(r.body ?? "").replace(/\s+/g, " ").slice(0, 220)}`);
});
let f1s = 0, n = 0;
for (const a of I) { const tp = m[a]?.[a] ?? 0; const row = Object.values(m[a] ?? {}).reduce((x, y) => x + y, 0); const col = I.reduce((x, b) => x + (m[b]?.[a] ?? 0), 0); if (row) { n++; f1s += (2 * tp) / (row + col || 1); } }
console.log("intent", ok, "/", rows.length, "actions", aok, "macroF1", (f1s / n).toFixed(3));
console.log("conf (rows=true)".padEnd(18), I.map((x) => x.slice(0, 7).padStart(8)).join(""));
for (const a of I) console.log(a.padEnd(18), I.map((b) => String(m[a]?.[b] ?? 0).padStart(8)).join(""));
