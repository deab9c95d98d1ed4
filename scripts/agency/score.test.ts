import { existsSync, readFileSync } from "node:fs";
import { Readable, Writable } from "node:stream";
import { expect, test } from "vitest";
import { score } from "@/scripts/agency/score";

async function run(input: string) {
  const chunks: string[] = [];
  const stdout = new Writable({
    highWaterMark: 1, // every line waits for drain
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      setImmediate(done);
    },
  });
  await score(Readable.from([input]), stdout);
  return chunks
    .join("")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

const now = "2026-06-30T02:00:00Z";
const minimal = { id: "a", now };

test("a line in gives a line out, in order, with blank lines passed over", async () => {
  const lines = [minimal, { id: "b", now, email: "a@b.example", title: "Director" }].map((lead) => JSON.stringify(lead));
  const answers = await run(`\uFEFF${lines.join("\r\n\r\n")}\n`);
  expect(answers.map(({ id }) => id)).toEqual(["a", "b"]);
  expect(Object.keys(answers[0])).toEqual(["id", "als_score", "als_tier", "components", "weights", "weight_source", "channels", "reasons"]);
});

test("the client's own weights are used, and without them the priors", async () => {
  const icp = { industries: null, sizes: null, locations: null };
  const als_weights = { data_quality: 10, authority: 40, company_fit: 20, timing: 20, risk: 10 };
  const [own, none, noIcp] = await run(
    [{ ...minimal, icp: { ...icp, als_weights } }, { ...minimal, icp: { ...icp, als_weights: null } }, minimal]
      .map((lead) => JSON.stringify(lead))
      .join("\n"),
  );
  expect(own).toMatchObject({ weight_source: "client_icp", weights: { authority: 0.4 } });
  expect(none).toMatchObject({ weight_source: "platform_priors", weights: { authority: 0.3 } });
  expect(noIcp).toMatchObject({ weight_source: "platform_priors" });
});

test("a bounced or unsubscribed status counts like the flag", async () => {
  const [clean, bounced] = await run([minimal, { ...minimal, status: "bounced" }].map((lead) => JSON.stringify(lead)).join("\n"));
  expect(clean.components.risk - bounced.components.risk).toBe(10);
});

test.each([
  ["{", "line 2: is not JSON"],
  [JSON.stringify({ now }), "line 2, id:"],
  [JSON.stringify({ id: "x" }), "line 2, now:"],
  [JSON.stringify({ ...minimal, email_status: "perfect" }), "line 2, email_status:"],
  [JSON.stringify({ ...minimal, employment_start_date: "last spring" }), "line 2, employment_start_date: must be a date"],
  [JSON.stringify({ ...minimal, dataforseo: { domain_rank: "high" } }), "line 2, dataforseo.domain_rank:"],
  [JSON.stringify({ ...minimal, icp: { als_weights: { risk: 1 } } }), "line 2, icp.als_weights.data_quality:"],
  ["[]", "line 2, line:"],
])("%s is refused by line and field", async (bad, message) => {
  await expect(run(`${JSON.stringify(minimal)}\n${bad}`)).rejects.toThrow(message);
});

const sample = new URL("../../../shared/corpora/leads.sample.jsonl", import.meta.url);

test.skipIf(!existsSync(sample))("every lead of the shared sample is scored sanely", async () => {
  const answers = await run(readFileSync(sample, "utf8"));
  expect(answers).toHaveLength(12);
  for (const { als_score, components, weight_source, reasons } of answers) {
    const sum = Object.values<number>(components).reduce((a, b) => a + b, 0);
    expect(als_score).toBe(sum); // every sample line carries the default weights
    expect(weight_source).toBe("client_icp");
    expect(reasons.every((line: { reason: string }) => line.reason.length > 5)).toBe(true);
  }
  const founder = answers.find(({ id }) => id.startsWith("42577c28"));
  expect(founder.components).toEqual({ data_quality: 20, authority: 25, company_fit: 14, timing: 15, risk: 15 });
});
