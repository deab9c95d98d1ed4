import "server-only";
import { createHash } from "node:crypto";
import { clock } from "@/lib/business-clock";
import { systemTransaction } from "@/lib/db/client";
import { systemPool } from "@/lib/db/pools";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { inboundReceived } from "@/lib/events/catalogue";

export const MEGABYTE = 1_000_000;
/** No delivery of any provider is nested deeper; reading one that is costs more than it can be worth. */
const MAXIMUM_DEPTH = 50;
/** What a provider's id may look like; of anything else the hash of the body is taken. */
const EXTERNAL_ID = /^[!-~]{1,200}$/;
const KEPT_HEADERS = ["content-type", "user-agent"] as const;

/** A delivery as it came. */
type Knock = {
  headers: Headers;
  /** The raw bytes, as UTF-8. */
  body: string;
  /** Path and query it was posted to. */
  url: string;
  /** The unguessable last part of the address, where it has one. */
  token: string | null;
};

/** How one provider proves itself, and how its deliveries are told apart. */
export type InboundProvider = {
  name: string;
  maximumBytes: number;
  /** True: posts to an address with a token, and to no other. */
  hasToken: boolean;
  /** Over the raw bytes; constant time. */
  verify(knock: Knock): boolean;
  /** The body as a value; undefined: it is not in the provider's format. Default: JSON. */
  read?(body: string): unknown;
  /** The provider's own id of this delivery; undefined: the hash of the body is taken. */
  externalId(body: unknown, knock: Knock): string | undefined;
  /** What is stored in place of the body, for one that holds what may not be written down, or whose address says more. */
  keep?(body: unknown, knock: Knock): unknown;
};

export type DoorAnswer = { status: 202 | 400 | 401 | 413; message: string };

/**
 * The one door in: verify, store once, announce, answer. Nothing is interpreted here. A redelivery is stored once and answered
 * the same; a forgery leaves nothing behind.
 */
export async function receiveWebhook(provider: InboundProvider, request: Request, token: string | null = null): Promise<DoorAnswer> {
  const { maximumBytes } = provider;
  const bytes = await readAtMost(request, maximumBytes);
  if (bytes === null) return { status: 413, message: `The delivery is larger than ${maximumBytes / MEGABYTE} MB` };
  const { pathname, search } = new URL(request.url);
  const knock: Knock = { headers: request.headers, body: bytes.toString("utf8"), url: pathname + search, token };
  if (!provider.verify(knock)) return { status: 401, message: "The delivery is not authenticated" };

  const read = provider.read ?? parseJson;
  const parsed = read(knock.body);
  if (parsed === undefined) return { status: 400, message: "The body is not in the format of this provider" };
  const given = provider.externalId(parsed, knock) ?? "";
  const externalId = EXTERNAL_ID.test(given) ? given : createHash("sha256").update(knock.body).digest("hex");
  const body = provider.keep ? JSON.stringify(provider.keep(parsed, knock)) : knock.body;
  const now = clock().now();

  await systemTransaction(systemPool(), { now }, async (db) => {
    const stored = await db
      .insertInto("private.inboundEvents")
      .values({ provider: provider.name, externalId, headers: JSON.stringify(keptHeaders(request.headers)), body, receivedAt: now })
      .onConflict((conflict) => conflict.columns(["provider", "externalId"]).doNothing())
      .returning("id")
      .executeTakeFirst();
    if (stored) await enqueueEvent(db, inboundReceived.create({ inboundEventId: stored.id, provider: provider.name }));
  });
  return { status: 202, message: "Stored" };
}

/** The body, read no further than allowed whatever the headers claim; null when it is larger. */
async function readAtMost(request: Request, maximum: number): Promise<Buffer | null> {
  if (Number(request.headers.get("content-length") ?? 0) > maximum) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maximum) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseJson(text: string): unknown {
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Counts brackets outside of strings, before anything recursive reads them. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInString) {
      if (character === "\\") at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "[" || character === "{") depth += 1;
    else if (character === "]" || character === "}") depth -= 1;
    if (depth > MAXIMUM_DEPTH) return true;
  }
  return false;
}

function keptHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(KEPT_HEADERS.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? ""]] : [])));
}
