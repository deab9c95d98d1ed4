import { Pool } from "pg";

/**
 * What the next calls run into. `answer_lost` acts (and charges) first and then cuts the connection, so the caller cannot know.
 * `operation` as in the request log; left out, any.
 */
export type Fault = {
  id: number;
  provider: string;
  operation: string | null;
  kind: "status" | "hang" | "drop" | "answer_lost" | "delay";
  /** HTTP status for `status`; DataForSEO codes (40000 and up) come as HTTP 200 with that code in the body, as they really do. */
  status: number | null;
  retryAfterSeconds: number | null;
  delayMs: number | null;
  /** Calls left. */
  times: number;
};

export type LoggedRequest = {
  seq: number;
  at: string;
  provider: string;
  operation: string;
  subject: string | null;
  status: number | null;
  credits: number;
};

/** Only providers that charge have an account. */
export type Credits = Record<string, { used: number; available: number }>;

/** Everything the stand-in remembers. The anchor is the day its world's dates reach back from. */
export type ProviderState = { anchor: Date; seq: number; credits: Credits; faults: Fault[] };

export type StateStore = {
  load(fresh: ProviderState): Promise<ProviderState>;
  /** Writes new log lines and the current counters in one transaction. */
  save(state: ProviderState, log: readonly LoggedRequest[]): Promise<void>;
  listRequests(filter: { provider: string | null; limit: number }): Promise<LoggedRequest[]>;
  close(): Promise<void>;
};

const SCHEMA = `
  create schema if not exists providers;
  create table if not exists providers.state (id int primary key check (id = 1), value jsonb not null);
  create table if not exists providers.requests (
    seq bigint primary key, at timestamptz not null, provider text not null, operation text not null,
    subject text, status int, credits double precision not null);
  create index if not exists requests_provider on providers.requests (provider, seq desc);`;

/** State in schema `providers`; survives the process, and a restart of Postgres once a failed write is tried again. */
export async function postgresStore(databaseUrl: string): Promise<StateStore> {
  const pool = new Pool({ connectionString: databaseUrl, max: 2, options: "-c synchronous_commit=off" });
  pool.on("error", () => undefined); // an idle connection died with the server; the next query opens another
  await pool.query(`begin; select pg_advisory_xact_lock(hashtext('providers')); ${SCHEMA}; commit`);
  return {
    async load(fresh) {
      await pool.query("insert into providers.state values (1, $1) on conflict do nothing", [JSON.stringify(fresh)]);
      const { rows } = await pool.query<{ value: ProviderState; seq: number }>(
        "select value, (select coalesce(max(seq), 0)::int from providers.requests) as seq from providers.state",
      );
      const value = rows[0]?.value ?? fresh;
      return { ...value, anchor: new Date(value.anchor), seq: rows[0]?.seq ?? 0 };
    },
    async save(state, log) {
      // One statement, so one transaction; a repeat after a lost answer adds nothing twice.
      await pool.query(
        `with counters as (update providers.state set value = $1 where id = 1)
         insert into providers.requests select * from jsonb_populate_recordset(null::providers.requests, $2) on conflict do nothing`,
        [JSON.stringify(state), JSON.stringify(log)],
      );
    },
    async listRequests({ provider, limit }) {
      const { rows } = await pool.query<LoggedRequest & { at: Date; seq: string }>(
        "select seq, at, provider, operation, subject, status, credits from providers.requests where $1::text is null or provider = $1 order by seq desc limit $2",
        [provider, limit],
      );
      return rows.map((row) => ({ ...row, seq: Number(row.seq), at: row.at.toISOString() }));
    },
    close: () => pool.end(),
  };
}

/** State of one process, for tests that need no database. */
export function memoryStore(): StateStore {
  const requests: LoggedRequest[] = [];
  return {
    load: async (fresh) => fresh,
    async save(_state, log) {
      requests.push(...log);
    },
    listRequests: async ({ provider, limit }) =>
      requests
        .filter((request) => !provider || request.provider === provider)
        .reverse()
        .slice(0, limit),
    close: async () => undefined,
  };
}
