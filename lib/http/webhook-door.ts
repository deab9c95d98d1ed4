import "server-only";
import { createHash } from "node:crypto";
import { clock } from "@/lib/business-clock";
import { systemTransaction } from "@/lib/db/client";
import { systemPool } from "@/lib/db/pools";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { inboundReceived } from "@/lib/events/catalogue";

const MAXIMUM_BYTES = 12_000_000; // a 10 MB message, base64-encoded parts included
/** What a provider's id may look like; of anything else the hash of the body is taken. */
const EXTERNAL_ID = /^[!-~]{1,200}$/;
const KEPT_HEADERS = ["content-type", "user-agent"] as const;

/** How one provider proves itself, and how its deliveries are told apart. */
export type InboundProvider = {
  name: string;
  /** Over the raw bytes; constant time. */
  verify(request: { headers: Headers; body: string }): boolean;
  /** The provider's own id of this delivery; undefined: the hash of the body is taken. */
  externalId(body: unknown): string | undefined;
};

export type DoorAnswer = { status: 202 | 400 | 401 | 413; message: string };

/**
 * The one door in: verify, store once, announce, answer. Nothing is interpreted here. A redelivery is stored once and answered
 * the same; a forgery leaves nothing behind.
 */
export async function receiveWebhook(provider: InboundProvider, request: Request): Promise<DoorAnswer> {
  const bytes = await readAtMost(request, MAXIMUM_BYTES);
  if (bytes === null) return { status: 413, message: "The delivery is larger than 12 MB" };
  const body = bytes.toString("utf8");
  if (!provider.verify({ headers: request.headers, body })) return { status: 401, message: "The delivery is not authenticated" };

  const parsed = parseJson(body);
  if (parsed === undefined) return { status: 400, message: "The body is not JSON" };
  const given = provider.externalId(parsed) ?? "";
  const externalId = EXTERNAL_ID.test(given) ? given : createHash("sha256").update(body).digest("hex");
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
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function keptHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(KEPT_HEADERS.flatMap((name) => (headers.has(name) ? [[name, headers.get(name) ?? ""]] : [])));
}
