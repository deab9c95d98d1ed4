import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { ProviderError } from "@/lib/errors";
import { type HttpRequest, requestJson, retryAfter, send } from "@/lib/integrations/http";

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function serve(listener: RequestListener): Promise<string> {
  const listening = createServer(listener);
  server = listening;
  await new Promise<void>((resolve) => {
    listening.listen(0, "127.0.0.1", resolve);
  });
  return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
}

const request = (baseUrl: string, rest: Partial<HttpRequest> = {}): HttpRequest => ({
  provider: "demo",
  fetch,
  method: "GET",
  baseUrl,
  path: "/things",
  ...rest,
});
const failure = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ProviderError);
  return error as ProviderError;
};

describe("a request", () => {
  test("goes out as a form or as it is when told to, with the content type of that", async () => {
    const seen: unknown[] = [];
    const url = await serve((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        seen.push([incoming.headers["content-type"], Buffer.concat(chunks).toString()]);
        response.end("{}");
      });
    });
    await send(request(url, { method: "POST", form: { To: "+61 4", Media: ["a", "b"], Seconds: 9, none: undefined, nil: null } }));
    await send(request(url, { method: "POST", content: { type: "text/xml", data: "<a>é</a>" } }));
    expect(seen).toEqual([
      ["application/x-www-form-urlencoded", "To=%2B61+4&Media=a&Media=b&Seconds=9"],
      ["text/xml", "<a>é</a>"],
    ]);
  });

  test("is called by its label in messages, so that what its path holds stays out of the log", async () => {
    const url = await serve((_incoming, response) => response.writeHead(500).end("{}"));
    const error = await failure(requestJson(request(url, { path: "/people/+61491570006", label: "/people/{number}" }), z.object({})));
    expect(error.message).toBe("demo: GET /people/{number} answered 500");
  });

  test("carries query, headers, body and idempotency key, and leaves out what is not given", async () => {
    let seen: unknown;
    const url = await serve((incoming, response) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const { "idempotency-key": key, "content-type": type, "x-api-key": apiKey } = incoming.headers;
        seen = { method: incoming.method, url: incoming.url, key, type, apiKey, body: Buffer.concat(chunks).toString() };
        response.end("{}");
      });
    });
    await send(
      request(`${url}/v1/`, {
        method: "POST",
        query: { email: "a+b@c.example", "ids[]": ["1", "2"], none: undefined, nil: null },
        headers: { "x-api-key": "k" },
        body: { a: 1 },
        idempotencyKey: "once",
      }),
    );
    expect(seen).toEqual({
      method: "POST",
      url: "/v1/things?email=a%2Bb%40c.example&ids%5B%5D=1&ids%5B%5D=2",
      key: "once",
      type: "application/json",
      apiKey: "k",
      body: '{"a":1}',
    });
  });

  test("makes one attempt only", async () => {
    let calls = 0;
    const url = await serve((_incoming, response) => {
      calls += 1;
      response.writeHead(503).end();
    });
    await failure(requestJson(request(url), z.object({})));
    expect(calls).toBe(1);
  });

  test("does not follow a redirect, which could carry the key elsewhere", async () => {
    const url = await serve((_incoming, response) => response.writeHead(302, { location: "http://127.0.0.1:9/" }).end());
    await failure(send(request(url)));
  });
});

describe("an answer", () => {
  const answering = async (body: string) => serve((_incoming, response) => response.end(body));

  test("is checked against its schema, which names what is wrong", async () => {
    const error = await failure(requestJson(request(await answering('{"id":"x"}')), z.object({ id: z.number() })));
    expect(error).toMatchObject({ retryable: false, status: 200, message: expect.stringContaining("id (") });
  });

  test("that is no JSON is refused", async () => {
    expect(await failure(requestJson(request(await answering("<html>")), z.object({})))).toMatchObject({ retryable: false });
  });

  test("keeps integers beyond 2^53 as text, and nothing else", async () => {
    const body = '{"big":1039995589705121901,"small":42,"amount":0.1234567890123456789,"text":"1039995589705121901"}';
    expect(await requestJson(request(await answering(body)), z.unknown())).toEqual({
      big: "1039995589705121901",
      small: 42,
      amount: 0.12345678901234568,
      text: "1039995589705121901",
    });
  });
});

describe("a failure", () => {
  test.each<[string, Partial<HttpRequest>, number, boolean]>([
    ["GET 500", {}, 500, true],
    ["GET 404", {}, 404, false],
    ["GET 429", {}, 429, true],
    ["POST 500 may have acted", { method: "POST" }, 500, false],
    ["POST 500 with a key may be repeated", { method: "POST", idempotencyKey: "once" }, 500, true],
    ["POST 500 that only looks up may be repeated", { method: "POST", isRepeatable: true }, 500, true],
    ["POST 429 was refused", { method: "POST" }, 429, true],
    ["POST 503 was refused", { method: "POST" }, 503, true],
    ["POST 422", { method: "POST" }, 422, false],
  ])("%s", async (_name, rest, status, retryable) => {
    const url = await serve((_incoming, response) => response.writeHead(status).end("{}"));
    expect(await failure(requestJson(request(url, rest), z.unknown()))).toMatchObject({ status, retryable });
  });

  test.each<[string, Partial<HttpRequest>, boolean]>([
    ["GET", {}, true],
    ["POST", { method: "POST" }, false],
    ["POST with a key", { method: "POST", idempotencyKey: "once" }, true],
  ])("%s that times out or loses the connection: retryable only when a repeat is safe", async (_name, rest, retryable) => {
    const silent = await serve(() => undefined);
    const slow = await failure(send(request(silent, { ...rest, timeoutMs: 50 })));
    expect(slow).toMatchObject({ retryable, status: undefined, message: expect.stringContaining("timed out") });
    expect(slow.message.includes("unknown outcome")).toBe(!retryable);
    server?.closeAllConnections();
    server?.close();
    const cutting = await serve((incoming) => incoming.socket.destroy());
    expect(await failure(send(request(cutting, rest)))).toMatchObject({
      retryable,
      message: expect.stringContaining("lost the connection"),
    });
  });

  test("a POST that never left may be repeated: nobody was listening", async () => {
    const url = await serve(() => undefined);
    server?.close();
    expect(await failure(send(request(url, { method: "POST" })))).toMatchObject({ retryable: true });
  });

  test("names route and status, never the key or the query", async () => {
    const url = await serve((_incoming, response) => response.writeHead(400).end("{}"));
    const rest: Partial<HttpRequest> = { query: { api_key: "secret", email: "sam@example.com" }, headers: { "x-api-key": "secret" } };
    const error = await failure(requestJson(request(url, rest), z.unknown()));
    expect(error.message).toBe("demo: GET /things answered 400");
    expect(JSON.stringify(error)).not.toMatch(/secret|sam@/);
  });
});

test.each([
  [{ "retry-after": "7" }, 7_000],
  [{ "retry-after": "0.5" }, 500],
  [{ "retry-after": "Tue, 24 Nov 2026 02:00:30 GMT", date: "Tue, 24 Nov 2026 02:00:00 GMT" }, 30_000],
  [{ "retry-after": "Tue, 24 Nov 2026 01:00:00 GMT", date: "Tue, 24 Nov 2026 02:00:00 GMT" }, 0],
  [{ "retry-after": "Tue, 24 Nov 2026 02:00:30 GMT" }, undefined],
  [{ "retry-after": "soon" }, undefined],
  [{}, undefined],
])("Retry-After of %o is %s ms", (headers, expected) => {
  expect(retryAfter(new Headers(headers as Record<string, string>))).toBe(expected);
});
