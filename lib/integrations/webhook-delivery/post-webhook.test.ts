import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createWebhookPoster } from "@/lib/integrations/webhook-delivery/post-webhook";

let handle: (request: IncomingMessage, response: ServerResponse, body: string) => void;
let got: { url: string | undefined; host: string | undefined; type: string | undefined; body: string }[];
const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on("data", (piece: Buffer) => pieces.push(piece));
  request.on("end", () => {
    const body = Buffer.concat(pieces).toString();
    got.push({ url: request.url, host: request.headers.host, type: request.headers["content-type"], body });
    handle(request, response, body);
  });
});
let port: number;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  got = [];
  handle = (_request, response) => response.end("thanks");
});

const post = (path = "/hook", { host = "127.0.0.1", timeoutMs = 400 } = {}) =>
  createWebhookPoster({ allowPrivateHosts: true, timeoutMs, lookUp: async () => ["127.0.0.1"] })({
    url: `http://${host}:${port}${path}`,
    body: '{"word":"schön"}',
    headers: { "webhook-id": "1" },
  });

test("what a receiver takes is delivered, to the address that was looked up and under the name that was given", async () => {
  expect(await post("/hook?key=1", { host: "hooks.agency.example" })).toEqual({
    status: 200,
    body: "thanks",
    durationMs: expect.any(Number),
    problem: null,
  });
  expect(got).toEqual([{ url: "/hook?key=1", host: `hooks.agency.example:${port}`, type: "application/json", body: '{"word":"schön"}' }]);
});

test.each([
  [204, null],
  [400, "Answered 400"],
  [410, "Answered 410"],
  [500, "Answered 500"],
])("%i says it", async (status, problem) => {
  handle = (_request, response) => response.writeHead(status).end();
  expect(await post()).toMatchObject({ status, problem });
});

test("a redirect is not followed, wherever it leads", async () => {
  handle = (_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${port}/elsewhere` }).end();
  expect(await post()).toMatchObject({ status: 302, problem: "Answered 302; redirects are not followed" });
  expect(got.map(({ url }) => url)).toEqual(["/hook"]);
});

test("of a huge answer the beginning is read and kept, and the connection is closed", async () => {
  const closed = vi.fn();
  handle = (_request, response) => {
    response.on("close", closed);
    response.on("error", () => undefined);
    const more = (): void => void response.write("x".repeat(64 * 1024), (error) => error ?? more());
    more();
  };
  const answer = await post("/hook", { timeoutMs: 5000 });
  expect(answer).toMatchObject({ status: 200, problem: null });
  expect(answer.body).toBe("x".repeat(10_240));
  await vi.waitFor(() => expect(closed).toHaveBeenCalled());
});

test("characters that the database refuses are left out", async () => {
  handle = (_request, response) => response.end(Buffer.from([65, 0, 66, 0xff]));
  expect((await post()).body).toBe("AB\uFFFD");
});

test.each<[string, (response: ServerResponse) => void]>([
  ["never answers", () => undefined],
  ["answers a byte at a time", (response) => drip(response)],
])("a receiver that %s is given up in time", async (_how, answer) => {
  handle = (_request, response) => answer(response);
  expect(await post()).toMatchObject({ status: null, problem: "There was no answer within 0.4 s" });
});

function drip(response: ServerResponse): void {
  response.writeHead(200);
  const timer = setInterval(() => response.write("."), 50);
  response.on("close", () => clearInterval(timer));
}

test("a resolver that hangs is given up too", async () => {
  const slow = createWebhookPoster({ allowPrivateHosts: true, timeoutMs: 50, lookUp: () => new Promise(() => undefined) });
  expect((await slow({ url: "http://hooks.agency.example/", body: "{}", headers: {} })).problem).toMatch(/no answer/);
});

test("a connection that is cut, or never made, says so", async () => {
  handle = (request) => request.socket.destroy();
  expect((await post()).problem).toMatch(/could not be reached, or cut the connection \(ECONNRESET\)/);
  const nobody = createWebhookPoster({ allowPrivateHosts: true });
  expect((await nobody({ url: "http://127.0.0.1:1/", body: "{}", headers: {} })).problem).toMatch(/ECONNREFUSED/);
});

test.each([
  ["https://hooks.agency.example/", ["10.0.0.8"]],
  ["https://127.0.0.1.nip.io/", ["127.0.0.1"]],
  ["https://localtest.me/", ["::1"]],
  ["https://metadata.agency.example/", ["169.254.169.254"]],
  ["https://both.agency.example/", ["8.8.8.8", "192.168.1.1"]],
  ["https://mapped.agency.example/", ["::ffff:169.254.169.254"]],
  ["https://tunnel.agency.example/", ["2002:a9fe:a9fe::"]],
])("a name that leads inside is refused before anything is sent: %s at %j", async (url, addresses) => {
  const guarded = createWebhookPoster({ allowPrivateHosts: false, lookUp: async () => addresses });
  expect(await guarded({ url, body: "{}", headers: {} })).toMatchObject({
    status: null,
    problem: "The name leads into a private network, so nothing was sent",
  });
});

test("a name is asked for once: a second answer that leads inside changes nothing", async () => {
  const lookUp = vi.fn<() => Promise<string[]>>().mockResolvedValueOnce(["127.0.0.1"]).mockResolvedValue(["192.0.2.1"]);
  const poster = createWebhookPoster({ allowPrivateHosts: true, lookUp });
  expect(await poster({ url: `http://rebinding.example:${port}/`, body: "{}", headers: {} })).toMatchObject({ status: 200 });
  expect(lookUp).toHaveBeenCalledTimes(1);
  expect(got).toHaveLength(1);
});

test("a stored address that nobody should have been able to store is refused as well", async () => {
  const lookUp = vi.fn(async () => ["127.0.0.1"]);
  const guarded = createWebhookPoster({ allowPrivateHosts: false, lookUp });
  for (const url of [`http://127.0.0.1:${port}/`, "https://2130706433/", "https://x@hooks.agency.example/"]) {
    expect((await guarded({ url, body: "{}", headers: {} })).problem).not.toBeNull();
  }
  expect(lookUp).not.toHaveBeenCalled();
  expect(got).toEqual([]);
});
