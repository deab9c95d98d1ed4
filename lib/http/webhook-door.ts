import "server-only";
import { createHash } from "node:crypto";
import { z } from "zod";
import { clock } from "@/lib/business-clock";
import { systemTransaction } from "@/lib/db/client";
import { systemPool } from "@/lib/db/pools";
import { enqueueEvent } from "@/lib/engines/outbox/enqueue-event";
import { inboundReceived } from "@/lib/events/catalogue";

const MAXIMUM_BYTES = 12_000_000; // a 10 MB message, base64-encoded parts included
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
  if (Number(request.headers.get("content-length") ?? 0) > MAXIMUM_BYTES)
    return { status: 413, message: "The delivery is larger than 12 MB" };
  const body = await request.text();
  if (body.length > MAXIMUM_BYTES) return { status: 413, message: "The delivery is larger than 12 MB" };
  if (!provider.verify({ headers: request.headers, body })) return { status: 401, message: "The delivery is not authenticated" };

  const parsed = z.string().transform(parseJson).safeParse(body);
  if (!parsed.success || parsed.data === undefined) return { status: 400, message: "The body is not JSON" };
  const externalId = provider.externalId(parsed.data) ?? createHash("sha256").update(body).digest("hex");
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
