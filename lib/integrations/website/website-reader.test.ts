import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SITE_STATE_WORDS } from "@/lib/domain/site-reading";
import { websiteReader } from "@/lib/integrations/website/website-reader";

type Routes = Record<string, { status?: number; headers?: Record<string, string>; body?: string }>;

const WORDS = "We are the agency that helps owners of local shops to be found by the people who live around the corner from them. ".repeat(
  6,
);
const page = (body: string) => `<!doctype html><html lang="en"><body><h1>Agency</h1><p>${WORDS}</p>${body}</body></html>`;

let server: Server;
let origin = "";
let routes: Routes = {};

beforeAll(async () => {
  server = createServer((request, response) => {
    const { status = 200, headers, body = "" } = routes[request.url ?? ""] ?? { status: 404 };
    response.writeHead(status, { "content-type": "text/html; charset=utf-8", ...headers }).end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
});

describe("the ladder", () => {
  const item = { url: "https://agency.example/", crawl: { httpStatusCode: 200 }, text: WORDS, html: page("<h2>Our services</h2>") };
  const blocked: Routes = { "/": { status: 403 } };
  const climb = async (given: Routes, runForItems: () => Promise<unknown>) => {
    routes = given;
    let runs = 0;
    const crawler = {
      runForItems: (() => {
        runs += 1;
        return runForItems();
      }) as never,
    };
    const reading = await websiteReader({ allowPrivateHosts: true, contactUrl: null, crawler })(`${origin}/`);
    return { reading, runs };
  };

  test("what our reader reads needs no crawler, and robots.txt binds both", async () => {
    expect((await climb({ "/": { body: page("") } }, async () => [item])).runs).toBe(0);
    const forbidden = { "/robots.txt": { headers: { "content-type": "text/plain" }, body: "User-agent: *\nDisallow: /" } };
    expect((await climb(forbidden, async () => [item])).runs).toBe(0);
  });

  test("where we are turned away the crawler reads", async () => {
    const { reading, runs } = await climb(blocked, async () => [item]);
    expect({ state: reading.state, runs }).toEqual({ state: "ok", runs: 1 });
    expect(reading.pages).toEqual([{ url: "https://agency.example/", html: item.html }]);
  });

  test("pages of which only words are left are pages still", async () => {
    const { reading } = await climb(blocked, async () => [{ ...item, html: null, text: `Tom & <b>Co\n${WORDS}` }]);
    expect(reading.pages[0]?.html).toContain("<p>Tom &amp; &lt;b&gt;Co</p>");
  });

  test.each([
    ["saw nothing", async () => []],
    ["is down", () => Promise.reject(new Error("down"))],
  ])("a crawler that %s leaves the state, and the form", async (_, run) => {
    const { reading } = await climb(blocked, run);
    expect(reading).toMatchObject({ state: "blocked", pages: [], detail: expect.stringContaining("browser") });
    expect(SITE_STATE_WORDS[reading.state].advice).toContain("by hand");
  });
});
