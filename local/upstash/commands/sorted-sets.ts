import { argument, floatArgument, formatFloat, integerArgument, SYNTAX_ERROR, sliceRange } from "@/local/upstash/arguments";
import type { CommandTable } from "@/local/upstash/command";
import type { Keyspace } from "@/local/upstash/keyspace";
import { RedisError, type Reply } from "@/local/upstash/reply";

export const sortedSetCommands: CommandTable = {
  ZADD: { arity: { min: 3 }, run: add },
  ZREM: {
    arity: { min: 2 },
    run: (keyspace, [key = "", ...members]) => removeMembers(keyspace, key, members),
  },
  ZCARD: { arity: 1, run: (keyspace, args) => keyspace.find(argument(args, 0), "zset")?.size ?? 0 },
  ZSCORE: {
    arity: 2,
    run(keyspace, args) {
      const score = keyspace.find(argument(args, 0), "zset")?.get(argument(args, 1));
      return score === undefined ? null : formatFloat(score);
    },
  },
  ZRANK: { arity: 2, run: (keyspace, args) => rank(ordered(keyspace, argument(args, 0)), argument(args, 1)) },
  ZREVRANK: { arity: 2, run: (keyspace, args) => rank(ordered(keyspace, argument(args, 0)).reverse(), argument(args, 1)) },
  ZINCRBY: {
    arity: 3,
    run: (keyspace, [key = "", by = "", member = ""]) => formatFloat(increment(keyspace, key, floatArgument(by), member)),
  },
  ZCOUNT: { arity: 3, run: (keyspace, [key = "", min = "", max = ""]) => between(ordered(keyspace, key), min, max).length },
  ZRANGE: { arity: { min: 3 }, run: range },
  ZREVRANGE: { arity: { min: 3 }, run: (keyspace, args) => range(keyspace, [...args, "REV"]) },
  ZRANGEBYSCORE: { arity: { min: 3 }, run: (keyspace, args) => range(keyspace, [...args, "BYSCORE"]) },
  ZREVRANGEBYSCORE: { arity: { min: 3 }, run: (keyspace, args) => range(keyspace, [...args, "BYSCORE", "REV"]) },
  ZREMRANGEBYSCORE: {
    arity: 3,
    run: (keyspace, [key = "", min = "", max = ""]) => removeMembers(keyspace, key, names(between(ordered(keyspace, key), min, max))),
  },
  ZREMRANGEBYRANK: {
    arity: 3,
    run(keyspace, [key = "", start = "", stop = ""]) {
      const entries = ordered(keyspace, key);
      const slice = entries.slice(...sliceRange(integerArgument(start), integerArgument(stop), entries.length));
      return removeMembers(keyspace, key, names(slice));
    },
  },
  ZPOPMIN: { arity: { min: 1 }, run: (keyspace, args) => popFrom(keyspace, args, (entries) => entries) },
  ZPOPMAX: { arity: { min: 1 }, run: (keyspace, args) => popFrom(keyspace, args, (entries) => entries.reverse()) },
};

type Scored = [member: string, score: number];

/** By score, then by bytes of the member. */
function ordered(keyspace: Keyspace, key: string): Scored[] {
  const entries = [...(keyspace.find(key, "zset") ?? [])];
  return entries.sort(([a, left], [b, right]) => left - right || Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

const names = (entries: readonly Scored[]) => entries.map(([member]) => member);

function rank(entries: readonly Scored[], member: string): Reply {
  const index = entries.findIndex(([name]) => name === member);
  return index < 0 ? null : index;
}

function removeMembers(keyspace: Keyspace, key: string, members: readonly string[]): number {
  const zset = keyspace.find(key, "zset");
  const removed = members.filter((member) => zset?.delete(member)).length;
  keyspace.deleteIfEmpty(key);
  return removed;
}

function increment(keyspace: Keyspace, key: string, by: number, member: string): number {
  const zset = keyspace.open(key, "zset", () => new Map());
  const score = (zset.get(member) ?? 0) + by;
  if (Number.isNaN(score)) throw new RedisError("ERR resulting score is not a number (NaN)");
  zset.set(member, score);
  return score;
}

const ADD_FLAGS = ["NX", "XX", "GT", "LT", "CH", "INCR"];

function add(keyspace: Keyspace, [key = "", ...rest]: readonly string[]): Reply {
  const flags = new Set<string>();
  while (ADD_FLAGS.includes(rest[0]?.toUpperCase() ?? "")) flags.add((rest.shift() ?? "").toUpperCase());
  if (rest.length === 0 || rest.length % 2 !== 0 || (flags.has("INCR") && rest.length !== 2)) throw new RedisError(SYNTAX_ERROR);

  const entries = Array.from({ length: rest.length / 2 }, (_, index) => ({
    score: floatArgument(argument(rest, index * 2)),
    member: argument(rest, index * 2 + 1),
  }));
  const zset = keyspace.open(key, "zset", () => new Map());
  let added = 0;
  let changed = 0;
  let result: string | null = null;
  for (const { score, member } of entries) {
    const before = zset.get(member);
    const next = flags.has("INCR") ? (before ?? 0) + score : score;
    if (!mayWrite(flags, before, next)) continue;
    zset.set(member, next);
    result = formatFloat(next);
    if (before === undefined) added++;
    else if (before !== next) changed++;
  }
  keyspace.deleteIfEmpty(key);
  if (flags.has("INCR")) return result;
  return flags.has("CH") ? added + changed : added;
}

function mayWrite(flags: ReadonlySet<string>, before: number | undefined, next: number): boolean {
  if (before === undefined) return !flags.has("XX");
  if (flags.has("NX")) return false;
  if (flags.has("GT") && next <= before) return false;
  return !(flags.has("LT") && next >= before);
}

/** `(5` is exclusive; `-inf` and `+inf` are open ends. */
function between(entries: readonly Scored[], min: string, max: string): Scored[] {
  const low = bound(min);
  const high = bound(max);
  return entries.filter(
    ([, score]) => (low.exclusive ? score > low.value : score >= low.value) && (high.exclusive ? score < high.value : score <= high.value),
  );
}

function bound(text: string): { value: number; exclusive: boolean } {
  const exclusive = text.startsWith("(");
  try {
    return { value: floatArgument(exclusive ? text.slice(1) : text), exclusive };
  } catch {
    throw new RedisError("ERR min or max is not a float");
  }
}

function range(keyspace: Keyspace, [key = "", start = "", stop = "", ...words]: readonly string[]): Reply {
  const options = rangeOptions(words);
  const entries = ordered(keyspace, key);
  if (options.reverse) entries.reverse();

  const picked = options.byScore
    ? between(entries, options.reverse ? stop : start, options.reverse ? start : stop)
    : entries.slice(...sliceRange(integerArgument(start), integerArgument(stop), entries.length));
  const limited = options.limit ? picked.slice(options.limit.offset, options.limit.end) : picked;
  return limited.flatMap(([member, score]) => (options.withScores ? [member, formatFloat(score)] : [member]));
}

type RangeOptions = { byScore: boolean; reverse: boolean; withScores: boolean; limit: { offset: number; end: number | undefined } | null };

function rangeOptions(words: readonly string[]): RangeOptions {
  const options: RangeOptions = { byScore: false, reverse: false, withScores: false, limit: null };
  for (let at = 0; at < words.length; at++) {
    const word = argument(words, at).toUpperCase();
    if (word === "BYSCORE") options.byScore = true;
    else if (word === "REV") options.reverse = true;
    else if (word === "WITHSCORES") options.withScores = true;
    else if (word === "LIMIT") {
      const offset = integerArgument(argument(words, at + 1));
      const count = integerArgument(argument(words, at + 2));
      options.limit = { offset, end: count < 0 ? undefined : offset + count };
      at += 2;
    } else throw new RedisError(SYNTAX_ERROR);
  }
  return options;
}

function popFrom(keyspace: Keyspace, [key = "", count = "1"]: readonly string[], order: (entries: Scored[]) => Scored[]): Reply {
  const taken = order(ordered(keyspace, key)).slice(0, integerArgument(count));
  removeMembers(keyspace, key, names(taken));
  return taken.flatMap(([member, score]) => [member, formatFloat(score)]);
}
