import type { Keyspace } from "@/local/upstash/keyspace";
import type { Reply } from "@/local/upstash/reply";

/** `arity` counts as in Redis but without the command's name: a number is exact, `{ min }` is at least. */
export type Command = {
  arity: number | { min: number };
  run(keyspace: Keyspace, args: readonly string[]): Reply;
};

export type CommandTable = Readonly<Record<string, Command>>;
