import { argument, bigIntArgument, floatArgument, formatFloat, inRange, pairs } from "@/local/upstash/arguments";
import type { CommandTable } from "@/local/upstash/command";
import { globTest } from "@/local/upstash/glob";
import type { Keyspace } from "@/local/upstash/keyspace";
import { OK, RedisError, type Reply } from "@/local/upstash/reply";

export const hashCommands: CommandTable = {
  HSET: { arity: { min: 3 }, run: (keyspace, [key = "", ...rest]) => write(keyspace, key, pairs(rest, "hset")) },
  HMSET: {
    arity: { min: 3 },
    run(keyspace, [key = "", ...rest]) {
      write(keyspace, key, pairs(rest, "hmset"));
      return OK;
    },
  },
  HSETNX: {
    arity: 3,
    run: (keyspace, [key = "", field = "", value = ""]) => (find(keyspace, key)?.has(field) ? 0 : write(keyspace, key, [[field, value]])),
  },
  HGET: { arity: 2, run: (keyspace, args) => find(keyspace, argument(args, 0))?.get(argument(args, 1)) ?? null },
  HMGET: {
    arity: { min: 2 },
    run(keyspace, [key = "", ...fields]) {
      const hash = find(keyspace, key);
      return fields.map((field) => hash?.get(field) ?? null);
    },
  },
  HGETALL: { arity: 1, run: (keyspace, args) => [...(find(keyspace, argument(args, 0)) ?? [])].flat() },
  HKEYS: { arity: 1, run: (keyspace, args) => [...(find(keyspace, argument(args, 0))?.keys() ?? [])] },
  HVALS: { arity: 1, run: (keyspace, args) => [...(find(keyspace, argument(args, 0))?.values() ?? [])] },
  HLEN: { arity: 1, run: (keyspace, args) => find(keyspace, argument(args, 0))?.size ?? 0 },
  HEXISTS: { arity: 2, run: (keyspace, args) => (find(keyspace, argument(args, 0))?.has(argument(args, 1)) ? 1 : 0) },
  HSTRLEN: { arity: 2, run: (keyspace, args) => Buffer.byteLength(find(keyspace, argument(args, 0))?.get(argument(args, 1)) ?? "") },
  HDEL: {
    arity: { min: 2 },
    run(keyspace, [key = "", ...fields]) {
      const hash = find(keyspace, key);
      const deleted = fields.filter((field) => hash?.delete(field)).length;
      keyspace.deleteIfEmpty(key);
      return deleted;
    },
  },
  HINCRBY: {
    arity: 3,
    run(keyspace, [key = "", field = "", by = ""]) {
      const step = bigIntArgument(by);
      const text = find(keyspace, key)?.get(field) ?? "0";
      if (!/^-?\d+$/.test(text)) throw new RedisError("ERR hash value is not an integer");
      const sum = inRange(BigInt(text) + step, "ERR increment or decrement would overflow");
      write(keyspace, key, [[field, String(sum)]]);
      return Number(sum);
    },
  },
  HINCRBYFLOAT: {
    arity: 3,
    run(keyspace, [key = "", field = "", by = ""]) {
      const sum = floatArgument(find(keyspace, key)?.get(field) ?? "0") + floatArgument(by);
      const text = formatFloat(Number(sum.toPrecision(15)));
      write(keyspace, key, [[field, text]]);
      return text;
    },
  },
  HSCAN: {
    arity: { min: 2 },
    run(keyspace, [key = "", _cursor, ...options]) {
      const match = options.findIndex((word) => word.toUpperCase() === "MATCH");
      const matches = match < 0 ? () => true : globTest(argument(options, match + 1));
      return ["0", [...(find(keyspace, key) ?? [])].filter(([field]) => matches(field)).flat()];
    },
  },
};

function find(keyspace: Keyspace, key: string): Map<string, string> | undefined {
  return keyspace.find(key, "hash");
}

/** Number of fields that are new. */
function write(keyspace: Keyspace, key: string, entries: readonly [string, string][]): Reply & number {
  const hash = keyspace.open(key, "hash", () => new Map());
  const before = hash.size;
  for (const [field, value] of entries) hash.set(field, value);
  return hash.size - before;
}
