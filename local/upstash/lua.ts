import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import type { LuaState } from "fengari";
import { RedisError, type Reply, Status } from "@/local/upstash/reply";

// Redis speaks Lua 5.1, where every number is a double and 3 prints as "3". fengari speaks 5.3 with 32-bit integers and
// prints 3.0; it takes this switch from the environment only, and only while it is being loaded.
process.env.FENGARICONF = JSON.stringify({ LUA_COMPAT_FLOATSTRING: true });
const { lauxlib, lua, lualib, to_jsstring, to_luastring } = createRequire(import.meta.url)("fengari") as typeof import("fengari");

/** `tonumber` gives doubles (32-bit integers would wrap at 2^31 ms, 24 days); globals cannot be made, as in Redis. */
const PRELUDE = `
  local integer_or_float = tonumber
  tonumber = function(...) local n = integer_or_float(...); return n and n + 0.0 end
  unpack, loadstring, math.pow = table.unpack, load, function(a, b) return a ^ b end
  dofile, loadfile, print, require, collectgarbage = nil
  KEYS, ARGV = {}, {}
  setmetatable(_G, {
    __newindex = function() error("Attempt to modify a readonly table", 2) end,
    __index = function(_, name) error("Script attempted to access nonexistent global variable '" .. tostring(name) .. "'", 2) end,
  })
`;

type Call = (command: readonly string[]) => Reply;

/** The scripts of one database: compiled once each, found again by the SHA-1 of their source as it was sent. */
export class LuaScripts {
  readonly #state: LuaState = lauxlib.luaL_newstate();
  readonly #compiled = new Map<string, number>();
  readonly #call: Call;

  /** @param call runs one command for `redis.call`; throws RedisError */
  constructor(call: Call) {
    this.#call = call;
    const libraries = [
      ["_G", lualib.luaopen_base],
      ["table", lualib.luaopen_table],
      ["string", lualib.luaopen_string],
      ["math", lualib.luaopen_math],
    ] as const;
    for (const [name, open] of libraries) lauxlib.luaL_requiref(this.#state, to_luastring(name), open, true);
    this.#defineRedis();
    lauxlib.luaL_dostring(this.#state, to_luastring(PRELUDE));
    lua.lua_settop(this.#state, 0);
  }

  /** Compiles and keeps a script; answers its SHA-1. A `#!lua …` first line is a flag for Redis 7, not Lua. */
  load(source: string): string {
    const sha = createHash("sha1").update(source).digest("hex");
    if (this.#compiled.has(sha)) return sha;

    const code = to_luastring(source.replace(/^#![^\n]*/, ""));
    if (lauxlib.luaL_loadbuffer(this.#state, code, null, to_luastring("@user_script")) !== lua.LUA_OK) {
      throw new RedisError(`ERR Error compiling script (new function): ${this.#popError()}`);
    }
    this.#compiled.set(sha, lauxlib.luaL_ref(this.#state, lua.LUA_REGISTRYINDEX));
    return sha;
  }

  has(sha: string): boolean {
    return this.#compiled.has(sha.toLowerCase());
  }

  flush(): void {
    this.#compiled.clear();
  }

  /** Runs a loaded script; NOSCRIPT when its source was never sent. */
  run(sha: string, keys: readonly string[], args: readonly string[]): Reply {
    const reference = this.#compiled.get(sha.toLowerCase());
    if (reference === undefined) throw new RedisError("NOSCRIPT No matching script. Please use EVAL.");

    const state = this.#state;
    for (const [name, values] of [
      ["KEYS", keys],
      ["ARGV", args],
    ] as const) {
      pushReply(state, [...values]);
      lua.lua_setglobal(state, to_luastring(name));
    }
    lua.lua_rawgeti(state, lua.LUA_REGISTRYINDEX, reference);
    if (lua.lua_pcall(state, 0, 1, 0) !== lua.LUA_OK) throw new RedisError(this.#popError());
    try {
      return readReply(state, -1);
    } finally {
      lua.lua_settop(state, 0);
    }
  }

  #defineRedis(): void {
    const functions: Record<string, (state: LuaState) => number> = {
      call: (state) => this.#redisCall(state, true),
      pcall: (state) => this.#redisCall(state, false),
      error_reply: (state) => pushTagged(state, "err", stringAt(state, 1)),
      status_reply: (state) => pushTagged(state, "ok", stringAt(state, 1)),
      sha1hex: (state) => {
        lua.lua_pushstring(state, to_luastring(createHash("sha1").update(stringAt(state, 1)).digest("hex")));
        return 1;
      },
    };
    lua.lua_createtable(this.#state, 0, Object.keys(functions).length);
    for (const [name, fn] of Object.entries(functions)) {
      lua.lua_pushcfunction(this.#state, fn);
      lua.lua_setfield(this.#state, -2, to_luastring(name));
    }
    lua.lua_setglobal(this.#state, to_luastring("redis"));
  }

  #redisCall(state: LuaState, raise: boolean): number {
    try {
      const reply = this.#call(Array.from({ length: lua.lua_gettop(state) }, (_, index) => commandArgument(state, index + 1)));
      pushReply(state, reply);
      return 1;
    } catch (error) {
      if (!(error instanceof RedisError)) throw error;
      pushTagged(state, "err", error.message);
    }
    return raise ? lua.lua_error(state) : 1;
  }

  /** The error on top of the stack: the text of an `{err = …}` table, or a Lua message with its place. */
  #popError(): string {
    const state = this.#state;
    try {
      if (lua.lua_type(state, -1) !== lua.LUA_TTABLE) return `ERR ${stringAt(state, -1)}`;
      lua.lua_getfield(state, -1, to_luastring("err"));
      return stringAt(state, -1);
    } finally {
      lua.lua_settop(state, 0);
    }
  }
}

function stringAt(state: LuaState, index: number): string {
  return to_jsstring(lua.lua_tostring(state, index), undefined, undefined, true);
}

function commandArgument(state: LuaState, index: number): string {
  const type = lua.lua_type(state, index);
  if (type === lua.LUA_TNUMBER) return String(lua.lua_tonumber(state, index));
  if (type === lua.LUA_TSTRING) return stringAt(state, index);
  throw new RedisError("ERR Lua redis lib command arguments must be strings or integers");
}

function pushTagged(state: LuaState, tag: "ok" | "err", text: string): number {
  lua.lua_createtable(state, 0, 1);
  lua.lua_pushstring(state, to_luastring(text));
  lua.lua_setfield(state, -2, to_luastring(tag));
  return 1;
}

/** Redis to Lua: nil becomes false, a status a table with `ok`. */
function pushReply(state: LuaState, reply: Reply): void {
  if (reply === null) lua.lua_pushboolean(state, false);
  else if (typeof reply === "number") lua.lua_pushnumber(state, reply);
  else if (typeof reply === "string") lua.lua_pushstring(state, to_luastring(reply));
  else if (reply instanceof Status) pushTagged(state, "ok", reply.text);
  else {
    lua.lua_createtable(state, reply.length, 0);
    reply.forEach((item, index) => {
      pushReply(state, item);
      lua.lua_rawseti(state, -2, index + 1);
    });
  }
}

/** Lua to Redis: numbers lose their fraction, true is 1, false and nil are nil, a table ends at its first nil. */
function readReply(state: LuaState, at: number): Reply {
  const index = lua.lua_absindex(state, at);
  switch (lua.lua_type(state, index)) {
    case lua.LUA_TSTRING:
      return stringAt(state, index);
    case lua.LUA_TNUMBER:
      return Math.trunc(lua.lua_tonumber(state, index));
    case lua.LUA_TBOOLEAN:
      return lua.lua_toboolean(state, index) ? 1 : null;
    case lua.LUA_TTABLE:
      return readTable(state, index);
    default:
      return null;
  }
}

function readTable(state: LuaState, index: number): Reply {
  for (const tag of ["err", "ok"] as const) {
    if (lua.lua_getfield(state, index, to_luastring(tag)) === lua.LUA_TSTRING) {
      const text = stringAt(state, -1);
      if (tag === "err") throw new RedisError(text);
      return new Status(text);
    }
    lua.lua_pop(state, 1);
  }
  const items: Reply[] = [];
  while (lua.lua_rawgeti(state, index, items.length + 1) !== lua.LUA_TNIL) {
    items.push(readReply(state, -1));
    lua.lua_settop(state, -2);
  }
  lua.lua_pop(state, 1);
  return items;
}
