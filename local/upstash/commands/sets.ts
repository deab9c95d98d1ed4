import { argument } from "@/local/upstash/arguments";
import type { CommandTable } from "@/local/upstash/command";
import type { Keyspace } from "@/local/upstash/keyspace";

export const setCommands: CommandTable = {
  SADD: {
    arity: { min: 2 },
    run(keyspace, [key = "", ...members]) {
      const set = keyspace.open(key, "set", () => new Set());
      const before = set.size;
      for (const member of members) set.add(member);
      return set.size - before;
    },
  },
  SREM: {
    arity: { min: 2 },
    run(keyspace, [key = "", ...members]) {
      const set = keyspace.find(key, "set");
      const removed = members.filter((member) => set?.delete(member)).length;
      keyspace.deleteIfEmpty(key);
      return removed;
    },
  },
  SMEMBERS: { arity: 1, run: (keyspace, args) => [...members(keyspace, argument(args, 0))] },
  SCARD: { arity: 1, run: (keyspace, args) => members(keyspace, argument(args, 0)).size },
  SISMEMBER: { arity: 2, run: (keyspace, args) => (members(keyspace, argument(args, 0)).has(argument(args, 1)) ? 1 : 0) },
  SMISMEMBER: {
    arity: { min: 2 },
    run(keyspace, [key = "", ...candidates]) {
      const set = members(keyspace, key);
      return candidates.map((candidate) => (set.has(candidate) ? 1 : 0));
    },
  },
  SINTER: { arity: { min: 1 }, run: (keyspace, keys) => [...combine(keyspace, keys, intersect)] },
  SUNION: { arity: { min: 1 }, run: (keyspace, keys) => [...combine(keyspace, keys, unite)] },
  SDIFF: { arity: { min: 1 }, run: (keyspace, keys) => [...combine(keyspace, keys, subtract)] },
  SUNIONSTORE: { arity: { min: 2 }, run: (keyspace, args) => store(keyspace, args, unite) },
  SDIFFSTORE: { arity: { min: 2 }, run: (keyspace, args) => store(keyspace, args, subtract) },
  SINTERSTORE: { arity: { min: 2 }, run: (keyspace, args) => store(keyspace, args, intersect) },
};

type Operation = (left: Set<string>, right: Set<string>) => Set<string>;

const intersect: Operation = (left, right) => new Set([...left].filter((member) => right.has(member)));
const unite: Operation = (left, right) => new Set([...left, ...right]);
const subtract: Operation = (left, right) => new Set([...left].filter((member) => !right.has(member)));

function members(keyspace: Keyspace, key: string): Set<string> {
  return keyspace.find(key, "set") ?? new Set();
}

function combine(keyspace: Keyspace, keys: readonly string[], operation: Operation): Set<string> {
  const [first = new Set<string>(), ...rest] = keys.map((key) => members(keyspace, key));
  return rest.reduce(operation, first);
}

function store(keyspace: Keyspace, [target = "", ...keys]: readonly string[], operation: Operation): number {
  const result = new Set(combine(keyspace, keys, operation));
  keyspace.delete(target);
  if (result.size > 0) keyspace.open(target, "set", () => result);
  return result.size;
}
