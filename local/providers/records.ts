import type { Pool } from "pg";
import { openPool } from "@/local/postgres/open-pool";

/** One thing a provider remembers: a message, a call, an invitation. `data` is JSON. */
export type StoredRecord<Data = Record<string, unknown>> = { id: string; seq: number; data: Data; createdAt: Date };

export type RecordQuery = {
  /** Only records whose data holds these values. */
  where?: Readonly<Record<string, unknown>>;
  newestFirst?: boolean;
  limit?: number;
  offset?: number;
};

/** What one provider remembers, by kind. Written through, so that what was acted on survives a killed process. */
export type Records = {
  /** False when a record of that id is there already; then nothing changes. */
  insert(kind: string, id: string, data: object, at: Date): Promise<boolean>;
  /** Merges `change` into the data; undefined when there is no such record. */
  update<Data = Record<string, unknown>>(kind: string, id: string, change: object): Promise<StoredRecord<Data> | undefined>;
  find<Data = Record<string, unknown>>(kind: string, id: string): Promise<StoredRecord<Data> | undefined>;
  list<Data = Record<string, unknown>>(kind: string, query?: RecordQuery): Promise<StoredRecord<Data>[]>;
  count(kind: string, where?: Readonly<Record<string, unknown>>): Promise<number>;
  /** 1, 2, 3, … for ids that count up. */
  next(sequence: string): Promise<number>;
};

/** Gives each provider its own part of the memory. */
export type RecordStore = { of(provider: string): Records; close(): Promise<void> };

const SCHEMA = `
  create schema if not exists providers;
  create table if not exists providers.records (
    provider text not null, kind text not null, id text not null, seq bigint generated always as identity,
    data jsonb not null, created_at timestamptz not null, primary key (provider, kind, id));
  create index if not exists records_data on providers.records using gin (data jsonb_path_ops);
  create table if not exists providers.sequences (
    provider text not null, name text not null, value bigint not null, primary key (provider, name));`;
const COLUMNS = `id, seq::int as seq, data, created_at as "createdAt"`;
const EVERYTHING = 1_000_000;

/** Memory in schema `providers` of the stand-ins' database. */
export async function postgresRecords(databaseUrl: string): Promise<RecordStore> {
  const pool = openPool(databaseUrl, { max: 4, onLost: () => undefined });
  await pool.query(`begin; select pg_advisory_xact_lock(hashtext('providers')); ${SCHEMA}; commit`);
  return { of: (provider) => postgresPart(pool, provider), close: () => pool.end() };
}

function postgresPart(pool: Pool, provider: string): Records {
  return {
    async insert(kind, id, data, at) {
      const { rowCount } = await pool.query(
        "insert into providers.records (provider, kind, id, data, created_at) values ($1, $2, $3, $4, $5) on conflict do nothing",
        [provider, kind, id, JSON.stringify(data), at],
      );
      return rowCount === 1;
    },
    async update<Data>(kind: string, id: string, change: object) {
      const { rows } = await pool.query<StoredRecord<Data>>(
        `update providers.records set data = data || $4 where provider = $1 and kind = $2 and id = $3 returning ${COLUMNS}`,
        [provider, kind, id, JSON.stringify(change)],
      );
      return rows[0];
    },
    async find<Data>(kind: string, id: string) {
      const { rows } = await pool.query<StoredRecord<Data>>(
        `select ${COLUMNS} from providers.records where provider = $1 and kind = $2 and id = $3`,
        [provider, kind, id],
      );
      return rows[0];
    },
    async list<Data>(kind: string, { where = {}, newestFirst = false, limit = EVERYTHING, offset = 0 }: RecordQuery = {}) {
      const { rows } = await pool.query<StoredRecord<Data>>(
        `select ${COLUMNS} from providers.records where provider = $1 and kind = $2 and data @> $3
         order by seq ${newestFirst ? "desc" : "asc"} limit $4 offset $5`,
        [provider, kind, JSON.stringify(where), limit, offset],
      );
      return rows;
    },
    async count(kind, where = {}) {
      const { rows } = await pool.query<{ n: number }>(
        "select count(*)::int as n from providers.records where provider = $1 and kind = $2 and data @> $3",
        [provider, kind, JSON.stringify(where)],
      );
      return rows[0]?.n ?? 0;
    },
    async next(sequence) {
      const { rows } = await pool.query<{ value: string }>(
        `insert into providers.sequences values ($1, $2, 1)
         on conflict (provider, name) do update set value = providers.sequences.value + 1 returning value`,
        [provider, sequence],
      );
      return Number(rows[0]?.value);
    },
  };
}

/** Memory of one process, for tests that need no database. */
export function memoryRecords(): RecordStore {
  const parts = new Map<string, Records>();
  return {
    of(provider) {
      const part = parts.get(provider) ?? memoryPart();
      parts.set(provider, part);
      return part;
    },
    close: async () => undefined,
  };
}

function memoryPart(): Records {
  const kinds = new Map<string, Map<string, StoredRecord>>();
  const sequences = new Map<string, number>();
  const of = (kind: string) => {
    const records = kinds.get(kind) ?? new Map<string, StoredRecord>();
    kinds.set(kind, records);
    return records;
  };
  const matching = (kind: string, where: Readonly<Record<string, unknown>>) =>
    [...of(kind).values()].filter(({ data }) =>
      Object.entries(where).every(([name, value]) => JSON.stringify(data[name]) === JSON.stringify(value)),
    );
  let seq = 0;
  return {
    async insert(kind, id, data, at) {
      if (of(kind).has(id)) return false;
      seq += 1;
      of(kind).set(id, { id, seq, data: structuredClone(data) as Record<string, unknown>, createdAt: at });
      return true;
    },
    async update<Data>(kind: string, id: string, change: object) {
      const record = of(kind).get(id);
      if (record) record.data = { ...record.data, ...structuredClone(change) };
      return structuredClone(record) as StoredRecord<Data> | undefined;
    },
    find: async <Data>(kind: string, id: string) => structuredClone(of(kind).get(id)) as StoredRecord<Data> | undefined,
    async list<Data>(kind: string, { where = {}, newestFirst = false, limit = EVERYTHING, offset = 0 }: RecordQuery = {}) {
      const found = matching(kind, where).sort((a, b) => (newestFirst ? b.seq - a.seq : a.seq - b.seq));
      return structuredClone(found.slice(offset, offset + limit)) as StoredRecord<Data>[];
    },
    count: async (kind, where = {}) => matching(kind, where).length,
    async next(sequence) {
      const value = (sequences.get(sequence) ?? 0) + 1;
      sequences.set(sequence, value);
      return value;
    },
  };
}
