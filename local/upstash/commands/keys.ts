import { argument, integerArgument, SYNTAX_ERROR } from "@/local/upstash/arguments";
import type { CommandTable } from "@/local/upstash/command";
import { globTest } from "@/local/upstash/glob";
import type { Keyspace } from "@/local/upstash/keyspace";
import { OK, RedisError, type Reply, Status } from "@/local/upstash/reply";

export const keyCommands: CommandTable = {
  DEL: { arity: { min: 1 }, run: (keyspace, args) => args.filter((key) => keyspace.delete(key)).length },
  UNLINK: { arity: { min: 1 }, run: (keyspace, args) => args.filter((key) => keyspace.delete(key)).length },
  EXISTS: { arity: { min: 1 }, run: (keyspace, args) => args.filter((key) => keyspace.entry(key)).length },
  TOUCH: { arity: { min: 1 }, run: (keyspace, args) => args.filter((key) => keyspace.entry(key)).length },
  TYPE: { arity: 1, run: (keyspace, args) => new Status(keyspace.entry(argument(args, 0))?.type ?? "none") },
  EXPIRE: { arity: { min: 2 }, run: (keyspace, args) => expire(keyspace, args, (amount, nowMs) => nowMs + amount * 1000) },
  PEXPIRE: { arity: { min: 2 }, run: (keyspace, args) => expire(keyspace, args, (amount, nowMs) => nowMs + amount) },
  EXPIREAT: { arity: { min: 2 }, run: (keyspace, args) => expire(keyspace, args, (amount) => amount * 1000) },
  PEXPIREAT: { arity: { min: 2 }, run: (keyspace, args) => expire(keyspace, args, (amount) => amount) },
  TTL: { arity: 1, run: (keyspace, args) => timeToLive(keyspace, argument(args, 0), 1000) },
  PTTL: { arity: 1, run: (keyspace, args) => timeToLive(keyspace, argument(args, 0), 1) },
  PERSIST: {
    arity: 1,
    run(keyspace, args) {
      const key = argument(args, 0);
      return keyspace.entry(key)?.expiresAtMs != null && keyspace.expireAt(key, null) ? 1 : 0;
    },
  },
  RENAME: {
    arity: 2,
    run(keyspace, args) {
      if (!keyspace.rename(argument(args, 0), argument(args, 1))) throw new RedisError("ERR no such key");
      return OK;
    },
  },
  KEYS: { arity: 1, run: (keyspace, args) => keyspace.keys().filter(globTest(argument(args, 0))) },
  SCAN: { arity: { min: 1 }, run: scan },
  DBSIZE: { arity: 0, run: (keyspace) => keyspace.keys().length },
  FLUSHALL: { arity: { min: 0 }, run: flush },
  FLUSHDB: { arity: { min: 0 }, run: flush },
  PING: { arity: { min: 0 }, run: (_keyspace, [message]) => message ?? new Status("PONG") },
  ECHO: { arity: 1, run: (_keyspace, args) => argument(args, 0) },
  TIME: {
    arity: 0,
    run(keyspace) {
      const nowMs = keyspace.nowMs();
      return [String(Math.floor(nowMs / 1000)), String((nowMs % 1000) * 1000)];
    },
  },
};

function expire(keyspace: Keyspace, args: readonly string[], at: (amount: number, nowMs: number) => number): Reply {
  const key = argument(args, 0);
  const target = at(integerArgument(argument(args, 1)), keyspace.nowMs());
  const conditions = args.slice(2).map((word) => word.toUpperCase());
  const entry = keyspace.entry(key);
  if (!entry) return 0;

  const current = entry.expiresAtMs;
  for (const condition of conditions) {
    if (condition === "NX" && current !== null) return 0;
    if (condition === "XX" && current === null) return 0;
    if (condition === "GT" && (current === null || target <= current)) return 0;
    if (condition === "LT" && current !== null && target >= current) return 0;
    if (!["NX", "XX", "GT", "LT"].includes(condition)) throw new RedisError(`ERR Unsupported option ${condition}`);
  }
  keyspace.expireAt(key, target);
  return 1;
}

function timeToLive(keyspace: Keyspace, key: string, unitMs: number): Reply {
  const entry = keyspace.entry(key);
  if (!entry) return -2;
  if (entry.expiresAtMs === null) return -1;
  return Math.round((entry.expiresAtMs - keyspace.nowMs()) / unitMs);
}

/** One pass with cursor 0: a legal SCAN, and deletions between two calls can then never hide a key. */
function scan(keyspace: Keyspace, args: readonly string[]): Reply {
  integerArgument(argument(args, 0));
  let matches = (_key: string) => true;
  let type: string | undefined;
  for (let at = 1; at < args.length; at += 2) {
    const word = argument(args, at).toUpperCase();
    const value = argument(args, at + 1);
    if (word === "MATCH") matches = globTest(value);
    else if (word === "TYPE") type = value.toLowerCase();
    else if (word === "COUNT") integerArgument(value);
    else throw new RedisError(SYNTAX_ERROR);
  }
  const keys = keyspace.keys().filter((key) => matches(key) && (type === undefined || keyspace.entry(key)?.type === type));
  return ["0", keys];
}

function flush(keyspace: Keyspace): Reply {
  keyspace.clear();
  return OK;
}
