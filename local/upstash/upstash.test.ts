import { Ratelimit } from "@upstash/ratelimit";
import { Redis } from "@upstash/redis";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { globTest } from "@/local/upstash/glob";
import { startUpstash, type Upstash } from "@/local/upstash/server";

const TOKEN = "a-local-token";
let nowMs = Date.parse("2026-11-16T00:00:00Z");
let moving: Upstash;
let real: Upstash;
let redis: Redis;
let names = 0;

beforeAll(async () => {
  moving = await startUpstash({ port: 0, token: TOKEN, clock: { now: () => new Date(nowMs) } });
  real = await startUpstash({ port: 0, token: TOKEN });
  redis = new Redis({ url: moving.url, token: TOKEN, retry: false });
});
afterAll(async () => {
  await moving.close();
  await real.close();
});

const name = (stem: string) => `${stem}:${++names}`;
const post = (path: string, body: unknown, headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }) =>
  fetch(moving.url + path, { method: "POST", headers, body: JSON.stringify(body) });

describe("protocol", () => {
  test("a wrong or missing token is 401 with Upstash's body", async () => {
    for (const headers of [{}, { authorization: "Bearer other" }]) {
      const response = await post("/", ["GET", "x"], headers as Record<string, string>);
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({ error: "WRONGPASS invalid or missing auth token" });
    }
    await expect(new Redis({ url: moving.url, token: "other", retry: false }).get("x")).rejects.toThrow("WRONGPASS");
  });

  test("a pipeline answers 200 and each command by itself", async () => {
    const key = name("partial");
    const response = await post("/pipeline", [
      ["SET", key, "abc"],
      ["INCR", key],
      ["NOSUCH", "a"],
      ["GET", key],
    ]);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual([
      { result: "OK" },
      { error: "ERR value is not an integer or out of range" },
      { error: "ERR unknown command 'NOSUCH', with args beginning with: 'a'" },
      { result: "abc" },
    ]);
  });

  test("base64 covers stored text but not the status OK, integers or nil", async () => {
    const key = name("base64");
    const headers = { authorization: `Bearer ${TOKEN}`, "upstash-encoding": "base64" };
    const response = await post(
      "/pipeline",
      [
        ["SET", key, "OK"],
        ["GET", key],
        ["STRLEN", key],
        ["GET", name("none")],
        ["MGET", key, "?"],
        ["TYPE", key],
      ],
      headers,
    );
    expect(await response.json()).toEqual([
      { result: "OK" },
      { result: "T0s=" },
      { result: 2 },
      { result: null },
      { result: ["T0s=", null] },
      { result: "c3RyaW5n" },
    ]);
  });

  test("text of every kind comes back as it went in", async () => {
    const plain = new Redis({ url: moving.url, token: TOKEN, automaticDeserialization: false, retry: false });
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary" }).filter((text) => Buffer.from(text).toString() === text),
        async (text) => {
          await plain.set("any", text);
          expect(await plain.get("any")).toBe(text);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("a transaction is discarded whole when one command is wrong", async () => {
    const key = name("discarded");
    const response = await post("/multi-exec", [["SET", key, "1"], ["INCR"]]);
    expect(response.status).toBe(400);
    expect((await response.json()).error).toMatch(/^EXECABORT .*wrong number of arguments for 'incr'/);
    expect(await redis.exists(key)).toBe(0);
    expect(await redis.multi().set(key, "1").incr(key).get(key).exec()).toEqual(["OK", 2, 2]);
  });

  test("malformed bodies are refused with 400, unknown paths with 501", async () => {
    const authorization = `Bearer ${TOKEN}`;
    for (const body of ["", "{", "{}", "[]", "[[1]]"]) {
      expect((await fetch(moving.url, { method: "POST", headers: { authorization }, body })).status).toBe(400);
    }
    expect((await post("/subscribe/x", [])).status).toBe(501);
    expect((await fetch(moving.url, { method: "PUT", headers: { authorization } })).status).toBe(405);
  });

  test("a failure that was asked for happens as often as asked", async () => {
    await fetch(`${moving.url}/_control/fail`, { method: "POST", body: JSON.stringify({ status: 429, error: "ERR limit", times: 2 }) });
    expect((await post("/", ["PING"])).status).toBe(429);
    expect((await post("/", ["PING"])).status).toBe(429);
    expect(await (await post("/", ["PING"])).json()).toEqual({ result: "PONG" });
  });
});

describe("data", () => {
  test("SET honours NX, XX, GET, KEEPTTL and expiry, in either case", async () => {
    const key = name("set");
    expect(await redis.set(key, "a", { xx: true })).toBeNull();
    expect(await redis.set(key, "a", { nx: true, ex: 60 })).toBe("OK");
    expect(await redis.set(key, "b", { nx: true })).toBeNull();
    expect(await redis.set(key, "c", { get: true, keepTtl: true })).toBe("a");
    expect(await redis.ttl(key)).toBe(60);
    await redis.set(key, "d");
    expect(await redis.ttl(key)).toBe(-1);
    await expect(redis.set(key, "e", { px: 0 })).rejects.toThrow("invalid expire time");
  });

  test("expiry goes by the given clock, to the millisecond", async () => {
    const key = name("expiry");
    await redis.set(key, "x", { px: 1500 });
    nowMs += 1499;
    expect(await redis.pttl(key)).toBe(1);
    nowMs += 1;
    expect(await redis.get(key)).toBeNull();
    expect(await redis.ttl(key)).toBe(-2);
    await redis.set(key, "y");
    expect([
      await redis.expire(key, 10, "XX"),
      await redis.expire(key, 10, "NX"),
      await redis.expire(key, 5, "GT"),
      await redis.expire(key, 5, "LT"),
    ]).toEqual([0, 1, 0, 1]);
    expect(await redis.persist(key)).toBe(1);
    expect(await redis.ttl(key)).toBe(-1);
  });

  test("counters keep their expiry, refuse text and stay exact", async () => {
    const key = name("count");
    await redis.set(key, 5, { ex: 9 });
    expect(await redis.incrby(key, -7)).toBe(-2);
    expect(await redis.ttl(key)).toBe(9);
    expect(await redis.incrbyfloat(key, 2.3)).toBe(0.3);
    await expect(redis.incr(key)).rejects.toThrow("not an integer");
    await redis.set(key, "9223372036854775807");
    await expect(redis.incr(key)).rejects.toThrow("overflow");
  });

  test("hashes, sets and lists", async () => {
    const hash = name("hash");
    expect(await redis.hset(hash, { a: 1, b: "two" })).toBe(2);
    expect(await redis.hincrby(hash, "a", 4)).toBe(5);
    expect(await redis.hgetall(hash)).toEqual({ a: 5, b: "two" });
    expect(await redis.hmget(hash, "b", "none")).toEqual({ b: "two", none: null });
    expect(await redis.hdel(hash, "a", "b")).toBe(2);
    expect(await redis.exists(hash)).toBe(0);

    const set = name("set");
    await redis.sadd(set, "x", "y", "x");
    expect(await redis.smismember(set, ["x", "z"])).toEqual([1, 0]);
    expect(await redis.scard(set)).toBe(2);

    const list = name("list");
    await redis.rpush(list, "b", "c");
    expect(await redis.lpush(list, "a", "z")).toBe(4);
    expect(await redis.lrange(list, 0, -1)).toEqual(["z", "a", "b", "c"]);
    await redis.ltrim(list, 1, -2);
    expect(await redis.lpop(list, 5)).toEqual(["a", "b"]);
    expect(await redis.exists(list)).toBe(0);
    await redis.set(list, "text");
    await expect(redis.llen(list)).rejects.toThrow("WRONGTYPE");
  });

  test("sorted sets: flags, bounds, reverse and limit", async () => {
    const key = name("zset");
    await redis.zadd(key, { score: 1, member: "a" }, { score: 2, member: "b" }, { score: 3, member: "c" });
    expect(await redis.zadd(key, { gt: true, ch: true }, { score: 0, member: "a" }, { score: 9, member: "c" })).toBe(1);
    expect(await redis.zrange(key, 0, -1, { withScores: true })).toEqual(["a", 1, "b", 2, "c", 9]);
    expect(await redis.zrange(key, "(1", "+inf", { byScore: true })).toEqual(["b", "c"]);
    expect(await redis.zrange(key, 0, 0, { rev: true })).toEqual(["c"]);
    expect(await redis.zrange(key, "+inf", "-inf", { byScore: true, rev: true, offset: 1, count: 1 })).toEqual(["b"]);
    expect(await redis.zincrby(key, 0.5, "a")).toBe(1.5);
    expect(await redis.zremrangebyscore(key, "-inf", 2)).toBe(2);
    expect(await redis.zcard(key)).toBe(1);
  });

  test("patterns match as Redis's do", () => {
    expect(globTest("v1:*")("v1:a\nb")).toBe(true);
    expect(globTest("v1:*")("xv1:a")).toBe(false);
    expect(globTest("h?llo.[^e-z]")("hello.a")).toBe(true);
    expect(globTest("h?llo.[^e-z]")("hellox.f")).toBe(false);
    expect(globTest("a\\*[")("a*[")).toBe(true);
  });
});

describe("scripts", () => {
  test("converts values both ways as Redis does", async () => {
    const reply = await redis.eval(
      "return {1.9, -1.9, 'x', true, false, {2, 'y'}, redis.call('GET', KEYS[1]), nil, 3}",
      [name("none")],
      [],
    );
    expect(reply).toEqual([1, -1, "x", 1, null, [2, "y"], null]);
    expect(await redis.eval("return redis.status_reply('OK')", [], [])).toBe("OK");
    expect(await redis.eval("return tonumber(ARGV[1]) * 2 .. ''", [], ["2000000000"])).toBe(4_000_000_000);
  });

  test("redis.call raises, redis.pcall returns, globals are refused", async () => {
    const key = name("wrong");
    await redis.set(key, "text");
    await expect(redis.eval("return redis.call('LLEN', KEYS[1])", [key], [])).rejects.toThrow("WRONGTYPE");
    expect(await redis.eval("local r = redis.pcall('LLEN', KEYS[1]); return r.err and 'caught'", [key], [])).toBe("caught");
    await expect(redis.eval("leak = 1", [], [])).rejects.toThrow("readonly");
    await expect(redis.eval("return os.time()", [], [])).rejects.toThrow("nonexistent global variable 'os'");
    await expect(redis.eval("return (", [], [])).rejects.toThrow("Error compiling script");
    await expect(redis.eval("return redis.call('EVAL', 'return 1', 0)", [], [])).rejects.toThrow("unknown command");
  });

  test("a script is found by the SHA of what was sent, flags line included", async () => {
    const source = "#!lua flags=allow-key-locking\nreturn ARGV[1]";
    await expect(redis.evalsha("0".repeat(40), [], [])).rejects.toThrow("NOSCRIPT");
    const sha = await redis.scriptLoad(source);
    expect(await redis.evalsha(sha, [], ["hello"])).toBe("hello");
    expect(await redis.scriptExists(sha)).toEqual([1]);
  });
});

describe("rate limits", () => {
  const limiters = {
    "fixed window": Ratelimit.fixedWindow(40, "10 m"),
    "sliding window": Ratelimit.slidingWindow(40, "30 d"),
    "token bucket": Ratelimit.tokenBucket(40, "10 m", 40),
  };

  test.each(Object.entries(limiters))("%s lets exactly 40 of 120 at once through", async (algorithm, limiter) => {
    const client = new Redis({ url: real.url, token: TOKEN, retry: false });
    const limit = new Ratelimit({ redis: client, limiter, prefix: name(algorithm), ephemeralCache: false, analytics: false });
    expect((await limit.getRemaining("mailbox")).remaining).toBe(40);
    const answers = await Promise.all(Array.from({ length: 120 }, () => limit.limit("mailbox")));
    expect(answers.filter((answer) => answer.success)).toHaveLength(40);
    expect((await limit.getRemaining("mailbox")).remaining).toBe(0);
    await limit.resetUsedTokens("mailbox");
    expect((await limit.limit("mailbox", { rate: 3 })).remaining).toBe(37);
  });

  test("cached fixed window counts across calls", async () => {
    const client = new Redis({ url: real.url, token: TOKEN, retry: false });
    const cached = new Ratelimit({
      redis: client,
      limiter: Ratelimit.cachedFixedWindow(2, "10 m"),
      prefix: name("cached"),
      ephemeralCache: new Map(),
    });
    const answers = [await cached.limit("a"), await cached.limit("a"), await cached.limit("a")];
    expect(answers.map((answer) => answer.success)).toEqual([true, true, false]);
    await Promise.all(answers.map((answer) => answer.pending));
  });
});
