import { PassThrough } from "node:stream";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ListeningHttp } from "@/local/http/listen-http";
import { startSites } from "@/local/sites/server";
import { analyse } from "@/scripts/agency/analyse";

let server: ListeningHttp;
beforeAll(async () => {
  server = await startSites({ port: 0 });
});
afterAll(() => server.close());

async function run(...args: string[]): Promise<string> {
  const out = new PassThrough();
  const pieces: Buffer[] = [];
  out.on("data", (piece: Buffer) => pieces.push(piece));
  await analyse(args, { environment: {}, out, now: () => new Date("2026-11-23T00:00:00Z") });
  out.end();
  return Buffer.concat(pieces).toString("utf8");
}

test("one line of JSON says what was found, by what, and where it stands", async () => {
  const text = await run(`${server.url}/northfold/`, "--json");
  expect(text.trim()).not.toContain("\n");
  const analysis = JSON.parse(text) as Record<string, unknown>;
  expect(analysis).toMatchObject({
    state: "ok",
    next_step: "go_on",
    services: expect.arrayContaining([
      expect.objectContaining({ name: "Media relations", quote: "Media relations", url: expect.any(String) }),
    ]),
    value_proposition: { value: expect.any(String), quote: expect.any(String), url: expect.any(String), confidence: expect.any(Number) },
    portfolio: expect.arrayContaining([
      expect.objectContaining({
        company_name: "Gridpoint Energy",
        source: "testimonial",
        evidence: expect.arrayContaining([expect.anything()]),
      }),
    ]),
    industries: expect.arrayContaining([expect.objectContaining({ industry: "energy" })]),
    size: expect.objectContaining({ team_size: 9, size_range: "small" }),
    icp: expect.objectContaining({ industries: expect.objectContaining({ evidence: expect.any(Array) }) }),
    weights: {
      data_quality: expect.any(Number),
      authority: expect.any(Number),
      company_fit: expect.any(Number),
      timing: expect.any(Number),
      risk: expect.any(Number),
    },
    made_by: expect.objectContaining({ extract_portfolio: "baseline" }),
    model_cost_micro_aud: 0,
  });
});

test("for people it is a page of text", async () => {
  expect(await run(`${server.url}/kiln-and-co/`)).toMatch(/Services\n[\s\S]*Clients\n[\s\S]*98% Pilot Bay Brewing\n/);
});

test("what cannot be read is an answer with its next step; no address is a mistake", async () => {
  const analysis = JSON.parse(await run(`${server.url}/nowhere/`, "--json")) as Record<string, unknown>;
  expect(analysis).toMatchObject({
    state: "unreachable",
    detail: "It answered 404.",
    next_step: "check_address",
    advice: expect.stringContaining("by hand"),
  });
  expect(analysis).not.toHaveProperty("services");
  await expect(run()).rejects.toThrow("Name the website");
});
