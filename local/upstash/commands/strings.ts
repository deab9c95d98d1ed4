import {
  argument,
  bigIntArgument,
  floatArgument,
  formatFloat,
  inRange,
  integerArgument,
  pairs,
  SYNTAX_ERROR,
} from "@/local/upstash/arguments";
import type { CommandTable } from "@/local/upstash/command";
import type { Keyspace } from "@/local/upstash/keyspace";
import { OK, RedisError, type Reply } from "@/local/upstash/reply";

export const stringCommands: CommandTable = {
  GET: { arity: 1, run: (keyspace, args) => keyspace.find(argument(args, 0), "string") ?? null },
  SET: { arity: { min: 2 }, run: set },
  SETEX: { arity: 3, run: (keyspace, [key, ttl, value]) => set(keyspace, [key ?? "", value ?? "", "EX", ttl ?? ""]) },
  PSETEX: { arity: 3, run: (keyspace, [key, ttl, value]) => set(keyspace, [key ?? "", value ?? "", "PX", ttl ?? ""]) },
  SETNX: { arity: 2, run: (keyspace, args) => (set(keyspace, [...args, "NX"]) === OK ? 1 : 0) },
  GETSET: { arity: 2, run: (keyspace, args) => set(keyspace, [...args, "GET"]) },
  GETDEL: {
    arity: 1,
    run(keyspace, args) {
      const key = argument(args, 0);
      const value = keyspace.find(key, "string") ?? null;
      keyspace.delete(key);
      return value;
    },
  },
  GETEX: { arity: { min: 1 }, run: getEx },
  MGET: {
    arity: { min: 1 },
    run: (keyspace, args) => args.map((key) => (keyspace.entry(key)?.type === "string" ? (keyspace.find(key, "string") ?? null) : null)),
  },
  MSET: {
    arity: { min: 2 },
    run(keyspace, args) {
      for (const [key, value] of pairs(args, "mset")) keyspace.setString(key, value, null);
      return OK;
    },
  },
  MSETNX: {
    arity: { min: 2 },
    run(keyspace, args) {
      const entries = pairs(args, "msetnx");
      if (entries.some(([key]) => keyspace.entry(key))) return 0;
      for (const [key, value] of entries) keyspace.setString(key, value, null);
      return 1;
    },
  },
  INCR: { arity: 1, run: (keyspace, args) => increment(keyspace, argument(args, 0), 1n) },
  DECR: { arity: 1, run: (keyspace, args) => increment(keyspace, argument(args, 0), -1n) },
  INCRBY: { arity: 2, run: (keyspace, args) => increment(keyspace, argument(args, 0), bigIntArgument(argument(args, 1))) },
  DECRBY: { arity: 2, run: (keyspace, args) => increment(keyspace, argument(args, 0), -bigIntArgument(argument(args, 1))) },
  INCRBYFLOAT: {
    arity: 2,
    run(keyspace, args) {
      const key = argument(args, 0);
      const sum = floatArgument(keyspace.find(key, "string") ?? "0") + floatArgument(argument(args, 1));
      if (!Number.isFinite(sum)) throw new RedisError("ERR increment would produce NaN or Infinity");
      // Redis adds in long doubles, which hides the noise of binary fractions (5.1 + 0.2 is 5.3).
      const text = formatFloat(Number(sum.toPrecision(15)));
      keyspace.updateString(key, text);
      return text;
    },
  },
  APPEND: {
    arity: 2,
    run(keyspace, args) {
      const key = argument(args, 0);
      const value = (keyspace.find(key, "string") ?? "") + argument(args, 1);
      keyspace.updateString(key, value);
      return Buffer.byteLength(value);
    },
  },
  STRLEN: { arity: 1, run: (keyspace, args) => Buffer.byteLength(keyspace.find(argument(args, 0), "string") ?? "") },
};

const EXPIRY_UNITS: Readonly<Record<string, { unitMs: number; absolute: boolean }>> = {
  EX: { unitMs: 1000, absolute: false },
  PX: { unitMs: 1, absolute: false },
  EXAT: { unitMs: 1000, absolute: true },
  PXAT: { unitMs: 1, absolute: true },
};

type SetOptions = { expiresAtMs: number | null; keepTtl: boolean; when: "NX" | "XX" | null; get: boolean };

function set(keyspace: Keyspace, args: readonly string[]): Reply {
  const key = argument(args, 0);
  const options = setOptions(keyspace, args.slice(2));
  const existing = keyspace.entry(key);
  const before = options.get ? (keyspace.find(key, "string") ?? null) : null;
  const refused = (options.when === "NX" && existing) || (options.when === "XX" && !existing);

  if (!refused) keyspace.setString(key, argument(args, 1), options.keepTtl ? (existing?.expiresAtMs ?? null) : options.expiresAtMs);
  if (options.get) return before;
  return refused ? null : OK;
}

function setOptions(keyspace: Keyspace, args: readonly string[]): SetOptions {
  const options: SetOptions = { expiresAtMs: null, keepTtl: false, when: null, get: false };
  for (let at = 0; at < args.length; at++) {
    const word = argument(args, at).toUpperCase();
    if (word === "GET") options.get = true;
    else if (word === "KEEPTTL" && options.expiresAtMs === null) options.keepTtl = true;
    else if ((word === "NX" || word === "XX") && options.when === null) options.when = word;
    else if (word in EXPIRY_UNITS && options.expiresAtMs === null && !options.keepTtl) {
      options.expiresAtMs = expiryOf(keyspace, word, argument(args, ++at), "set");
    } else throw new RedisError(SYNTAX_ERROR);
  }
  return options;
}

function getEx(keyspace: Keyspace, [key = "", word, amount, ...rest]: readonly string[]): Reply {
  const value = keyspace.find(key, "string") ?? null;
  if (word === undefined) return value;
  if (rest.length > 0) throw new RedisError(SYNTAX_ERROR);
  if (word.toUpperCase() === "PERSIST") keyspace.expireAt(key, null);
  else keyspace.expireAt(key, expiryOf(keyspace, word.toUpperCase(), amount ?? "", "getex"));
  return value;
}

function expiryOf(keyspace: Keyspace, word: string, amount: string, command: string): number {
  const unit = EXPIRY_UNITS[word];
  if (!unit) throw new RedisError(SYNTAX_ERROR);
  const span = integerArgument(amount) * unit.unitMs;
  if (span <= 0) throw new RedisError(`ERR invalid expire time in '${command}' command`);
  return unit.absolute ? span : keyspace.nowMs() + span;
}

function increment(keyspace: Keyspace, key: string, by: bigint): number {
  const sum = inRange(bigIntArgument(keyspace.find(key, "string") ?? "0") + by, "ERR increment or decrement would overflow");
  keyspace.updateString(key, String(sum));
  return Number(sum);
}
