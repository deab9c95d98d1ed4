import { RedisError } from "@/local/upstash/reply";

export const SYNTAX_ERROR = "ERR syntax error";
const NOT_AN_INTEGER = "ERR value is not an integer or out of range";

/** Arguments are read by position after the engine checked how many there are. */
export function argument(args: readonly string[], index: number): string {
  const value = args[index];
  if (value === undefined) throw new RedisError(SYNTAX_ERROR);
  return value;
}

/** A signed 64-bit integer as Redis reads it: no blanks, no plus sign, no fraction. */
export function bigIntArgument(text: string): bigint {
  if (!/^(0|-?[1-9]\d{0,18})$/.test(text)) throw new RedisError(NOT_AN_INTEGER);
  return inRange(BigInt(text));
}

export function inRange(value: bigint, message = NOT_AN_INTEGER): bigint {
  if (BigInt.asIntN(64, value) !== value) throw new RedisError(message);
  return value;
}

export function integerArgument(text: string): number {
  return Number(bigIntArgument(text));
}

export function floatArgument(text: string): number {
  const value = /^[+-]?inf(inity)?$/i.test(text) ? (text.startsWith("-") ? -Infinity : Infinity) : Number(text);
  if (text.trim() === "" || Number.isNaN(value)) throw new RedisError("ERR value is not a valid float");
  return value;
}

/** A double in Redis's shortest text form. */
export function formatFloat(value: number): string {
  if (value === Infinity) return "inf";
  if (value === -Infinity) return "-inf";
  return String(value);
}

/** `[a, b, c, d]` as `[[a, b], [c, d]]`; an odd count is the caller's arity error. */
export function pairs(args: readonly string[], command: string): [string, string][] {
  if (args.length === 0 || args.length % 2 !== 0) throw new RedisError(`ERR wrong number of arguments for '${command}' command`);
  return Array.from({ length: args.length / 2 }, (_, index) => [argument(args, index * 2), argument(args, index * 2 + 1)]);
}

/** Start and stop positions, negative from the end, as a half-open range of an array of `length`. */
export function sliceRange(start: number, stop: number, length: number): [number, number] {
  const from = Math.max(start < 0 ? length + start : start, 0);
  const to = (stop < 0 ? length + stop : stop) + 1;
  return [from, Math.max(Math.min(to, length), from)];
}
