import "server-only";
import type { Kysely } from "kysely";
import { connect } from "@/lib/db/client";
import type { DB } from "@/lib/db/types.gen";
import { env } from "@/lib/env";

// One pool a login role and process; development reloads modules, so they live on the process.
const held = globalThis as typeof globalThis & { agencyOsPools?: { system?: Kysely<DB>; member?: Kysely<DB> } };
held.agencyOsPools ??= {};
const pools = held.agencyOsPools;

/** The product's own connections: for durable functions, the inbound door and public links; never for signed-in traffic. */
export function systemPool(): Kysely<DB> {
  pools.system ??= connect(env().DATABASE_URL);
  return pools.system;
}

/** Connections of signed-in traffic: without a member transaction they may read nothing. */
export function memberPool(): Kysely<DB> {
  pools.member ??= connect(env().MEMBER_DATABASE_URL);
  return pools.member;
}
