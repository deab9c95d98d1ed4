import { argument, integerArgument, sliceRange } from "@/local/upstash/arguments";
import type { CommandTable } from "@/local/upstash/command";
import type { Keyspace } from "@/local/upstash/keyspace";
import { OK, RedisError, type Reply } from "@/local/upstash/reply";

export const listCommands: CommandTable = {
  LPUSH: { arity: { min: 2 }, run: (keyspace, [key = "", ...values]) => openList(keyspace, key).unshift(...values.toReversed()) },
  RPUSH: { arity: { min: 2 }, run: (keyspace, [key = "", ...values]) => openList(keyspace, key).push(...values) },
  LPOP: { arity: { min: 1 }, run: (keyspace, args) => pop(keyspace, args, (list, count) => list.splice(0, count)) },
  RPOP: { arity: { min: 1 }, run: (keyspace, args) => pop(keyspace, args, (list, count) => list.splice(-count, count).reverse()) },
  LLEN: { arity: 1, run: (keyspace, args) => keyspace.find(argument(args, 0), "list")?.length ?? 0 },
  LINDEX: { arity: 2, run: (keyspace, args) => keyspace.find(argument(args, 0), "list")?.at(integerArgument(argument(args, 1))) ?? null },
  LRANGE: {
    arity: 3,
    run(keyspace, [key = "", start = "", stop = ""]) {
      const list = keyspace.find(key, "list") ?? [];
      return list.slice(...sliceRange(integerArgument(start), integerArgument(stop), list.length));
    },
  },
  LTRIM: {
    arity: 3,
    run(keyspace, [key = "", start = "", stop = ""]) {
      const list = keyspace.find(key, "list") ?? [];
      const [from, to] = sliceRange(integerArgument(start), integerArgument(stop), list.length);
      list.splice(to);
      list.splice(0, from);
      keyspace.deleteIfEmpty(key);
      return OK;
    },
  },
  LREM: { arity: 3, run: remove },
};

function openList(keyspace: Keyspace, key: string): string[] {
  return keyspace.open(key, "list", () => []);
}

function pop(keyspace: Keyspace, [key = "", countText]: readonly string[], take: (list: string[], count: number) => string[]): Reply {
  const count = countText === undefined ? 1 : integerArgument(countText);
  if (count < 0) throw new RedisError("ERR value is out of range, must be positive");
  const list = keyspace.find(key, "list");
  if (!list) return null;
  const taken = count === 0 ? [] : take(list, count);
  keyspace.deleteIfEmpty(key);
  return countText === undefined ? (taken[0] ?? null) : taken;
}

function remove(keyspace: Keyspace, [key = "", countText = "", value = ""]: readonly string[]): Reply {
  const count = integerArgument(countText);
  const list = keyspace.find(key, "list") ?? [];
  const positions = list.flatMap((item, index) => (item === value ? [index] : []));
  const doomed = count < 0 ? positions.slice(count) : positions.slice(0, count === 0 ? undefined : count);
  for (const index of doomed.toReversed()) list.splice(index, 1);
  keyspace.deleteIfEmpty(key);
  return doomed.length;
}
