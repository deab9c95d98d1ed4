import { RedisError } from "@/local/upstash/reply";

/** Members in score order are computed on read: the sets of a rate limiter or cache are small. */
type Value =
  | { type: "string"; value: string }
  | { type: "list"; value: string[] }
  | { type: "hash"; value: Map<string, string> }
  | { type: "set"; value: Set<string> }
  | { type: "zset"; value: Map<string, number> };

type TypeName = Value["type"];
type Stored<T extends TypeName> = Extract<Value, { type: T }>["value"];
type Entry = Value & { expiresAtMs: number | null };

const WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value";

/** The in-memory keys of one database, each with an optional time to die on the given clock. */
export class Keyspace {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** Milliseconds since the epoch on the database's clock. */
  nowMs(): number {
    return this.#now().getTime();
  }

  entry(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expiresAtMs != null && entry.expiresAtMs <= this.nowMs()) {
      this.#entries.delete(key);
      return undefined;
    }
    return entry;
  }

  /** The value of a key, or undefined; WRONGTYPE when it holds something else. */
  find<T extends TypeName>(key: string, type: T): Stored<T> | undefined {
    const entry = this.entry(key);
    if (!entry) return undefined;
    if (entry.type !== type) throw new RedisError(WRONG_TYPE);
    return entry.value as Stored<T> | undefined;
  }

  /** The value of a key, created empty when absent. */
  open<T extends Exclude<TypeName, "string">>(key: string, type: T, empty: () => Stored<T>): Stored<T> {
    const found = this.find(key, type);
    if (found !== undefined) return found as Stored<T>;
    const value = empty();
    this.#entries.set(key, { type, value, expiresAtMs: null } as Entry);
    return value;
  }

  /** Writes a string; `expiresAtMs` null means it stays. */
  setString(key: string, value: string, expiresAtMs: number | null): void {
    this.#entries.set(key, { type: "string", value, expiresAtMs });
  }

  /** Replaces the text and keeps the expiry, as the counting and appending commands do. */
  updateString(key: string, value: string): void {
    this.setString(key, value, this.entry(key)?.expiresAtMs ?? null);
  }

  delete(key: string): boolean {
    return this.entry(key) !== undefined && this.#entries.delete(key);
  }

  /** A collection that became empty no longer exists. */
  deleteIfEmpty(key: string): void {
    const entry = this.entry(key);
    if (!entry || entry.type === "string") return;
    const size = entry.type === "list" ? entry.value.length : entry.value.size;
    if (size === 0) this.#entries.delete(key);
  }

  /** Sets or (null) clears the time to die; a time already past deletes the key. False when there is no such key. */
  expireAt(key: string, expiresAtMs: number | null): boolean {
    const entry = this.entry(key);
    if (!entry) return false;
    entry.expiresAtMs = expiresAtMs;
    this.entry(key);
    return true;
  }

  rename(from: string, to: string): boolean {
    const entry = this.entry(from);
    if (!entry) return false;
    this.#entries.delete(from);
    this.#entries.set(to, entry);
    return true;
  }

  /** Living keys in order of creation. */
  keys(): string[] {
    this.sweep();
    return [...this.#entries.keys()];
  }

  clear(): void {
    this.#entries.clear();
  }

  /** Forgets everything whose time has passed. */
  sweep(): void {
    for (const key of this.#entries.keys()) this.entry(key);
  }
}
