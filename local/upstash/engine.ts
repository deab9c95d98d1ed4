import { integerArgument } from "@/local/upstash/arguments";
import type { Command, CommandTable } from "@/local/upstash/command";
import { hashCommands } from "@/local/upstash/commands/hashes";
import { keyCommands } from "@/local/upstash/commands/keys";
import { listCommands } from "@/local/upstash/commands/lists";
import { setCommands } from "@/local/upstash/commands/sets";
import { sortedSetCommands } from "@/local/upstash/commands/sorted-sets";
import { stringCommands } from "@/local/upstash/commands/strings";
import { Keyspace } from "@/local/upstash/keyspace";
import { LuaScripts } from "@/local/upstash/lua";
import { OK, RedisError, type Reply } from "@/local/upstash/reply";

const DATA_COMMANDS: CommandTable = {
  ...stringCommands,
  ...keyCommands,
  ...hashCommands,
  ...setCommands,
  ...sortedSetCommands,
  ...listCommands,
};

/** One in-memory Redis database. Commands run to the end before the next starts, so scripts and transactions are atomic. */
export class Engine {
  readonly keyspace: Keyspace;
  readonly #scripts: LuaScripts;
  readonly #commands: CommandTable;

  /** @param now the clock that expiry and TIME go by */
  constructor(now: () => Date) {
    this.keyspace = new Keyspace(now);
    this.#scripts = new LuaScripts((command) => this.#runIn(DATA_COMMANDS, command));
    this.#commands = {
      ...DATA_COMMANDS,
      EVAL: { arity: { min: 2 }, run: (_keyspace, [source = "", ...rest]) => this.#evaluate(this.#scripts.load(source), rest) },
      EVAL_RO: { arity: { min: 2 }, run: (_keyspace, [source = "", ...rest]) => this.#evaluate(this.#scripts.load(source), rest) },
      EVALSHA: { arity: { min: 2 }, run: (_keyspace, [sha = "", ...rest]) => this.#evaluate(sha, rest) },
      EVALSHA_RO: { arity: { min: 2 }, run: (_keyspace, [sha = "", ...rest]) => this.#evaluate(sha, rest) },
      SCRIPT: { arity: { min: 1 }, run: (_keyspace, args) => this.#script(args) },
    };
  }

  /** Runs one command, name first; throws RedisError. */
  run(command: readonly string[]): Reply {
    return this.#runIn(this.#commands, command);
  }

  /** Throws what would make a transaction be discarded: an unknown command or a wrong number of arguments. */
  check(command: readonly string[]): void {
    resolve(this.#commands, command);
  }

  #runIn(table: CommandTable, command: readonly string[]): Reply {
    return resolve(table, command).run(this.keyspace, command.slice(1));
  }

  #evaluate(sha: string, [countText = "", ...rest]: readonly string[]): Reply {
    const count = integerArgument(countText);
    if (count < 0) throw new RedisError("ERR Number of keys can't be negative");
    if (count > rest.length) throw new RedisError("ERR Number of keys can't be greater than number of args");
    return this.#scripts.run(sha, rest.slice(0, count), rest.slice(count));
  }

  #script([subcommand = "", ...args]: readonly string[]): Reply {
    switch (subcommand.toUpperCase()) {
      case "LOAD":
        return this.#scripts.load(args[0] ?? "");
      case "EXISTS":
        return args.map((sha) => (this.#scripts.has(sha) ? 1 : 0));
      case "FLUSH":
        this.#scripts.flush();
        return OK;
      default:
        throw new RedisError(`ERR unknown subcommand '${subcommand}'. Try SCRIPT HELP.`);
    }
  }
}

function resolve(table: CommandTable, [name = "", ...args]: readonly string[]): Command {
  const command = Object.hasOwn(table, name.toUpperCase()) ? table[name.toUpperCase()] : undefined;
  if (!command) {
    const beginning = args.slice(0, 3).map((arg) => `'${arg.slice(0, 40)}'`);
    throw new RedisError(`ERR unknown command '${name.slice(0, 40)}', with args beginning with: ${beginning.join(" ")}`);
  }
  const enough = typeof command.arity === "number" ? args.length === command.arity : args.length >= command.arity.min;
  if (!enough) throw new RedisError(`ERR wrong number of arguments for '${name.toLowerCase()}' command`);
  return command;
}
