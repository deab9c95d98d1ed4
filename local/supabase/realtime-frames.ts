import type { RawData } from "ws";
import { z } from "zod";

const PUSH_KIND = 3;
const BROADCAST_KIND = 4;
const JSON_ENCODING = 1;

/** A message of the Phoenix protocol, version 2: `[join_ref, ref, topic, event, payload]`. */
export type Frame = { joinRef: string | null; ref: string | null; topic: string; event: string; payload: Record<string, unknown> };

/** What a client or the database broadcasts; `payload` stays bytes when the sender sent bytes. */
export type Broadcast = { event: string; payload: unknown; meta?: Record<string, unknown> };

const jsonFrame = z.tuple([z.string().nullable(), z.string().nullable(), z.string(), z.string(), z.record(z.string(), z.unknown())]);

/** Reads a text frame, or the binary form in which clients push broadcasts. @throws Error when it is neither */
export function decodeFrame(data: RawData, isBinary: boolean): Frame {
  const bytes = Buffer.isBuffer(data) ? data : Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
  if (isBinary) return decodePush(bytes);
  const [joinRef, ref, topic, event, payload] = jsonFrame.parse(JSON.parse(bytes.toString("utf8")));
  return { joinRef, ref, topic, event, payload };
}

export function encodeFrame({ joinRef, ref, topic, event, payload }: Frame): string {
  return JSON.stringify([joinRef, ref, topic, event, payload]);
}

/** A broadcast as subscribers receive it: JSON as text, bytes in the binary form. */
export function encodeBroadcast(topic: string, { event, payload, meta }: Broadcast): string | Buffer {
  if (!Buffer.isBuffer(payload)) {
    return encodeFrame({
      joinRef: null,
      ref: null,
      topic,
      event: "broadcast",
      payload: { type: "broadcast", event, payload, ...(meta && { meta }) },
    });
  }
  const parts = [topic, event, meta ? JSON.stringify(meta) : ""].map((text) => Buffer.from(text));
  return Buffer.concat([Buffer.from([BROADCAST_KIND, ...parts.map((part) => part.length), 0]), ...parts, payload]);
}

/** `[3, |join_ref|, |ref|, |topic|, |event|, |meta|, encoding]`, then those five texts, then the payload. */
function decodePush(bytes: Buffer): Frame {
  const [kind, ...sizes] = bytes.subarray(0, 6);
  if (kind !== PUSH_KIND) throw new Error(`binary frame of unknown kind ${kind}`);
  const encoding = bytes[6];
  const ends = sizes.map((_, index) => 7 + sizes.slice(0, index + 1).reduce((sum, size) => sum + size, 0));
  const [joinRef = "", ref = "", topic = "", event = "", meta = ""] = sizes.map((size, index) => {
    const end = ends[index] ?? 7;
    return bytes.subarray(end - size, end).toString("utf8");
  });
  const body = bytes.subarray(ends.at(-1));
  const payload = encoding === JSON_ENCODING ? JSON.parse(body.toString("utf8")) : body;
  const push = { type: "broadcast", event, payload, ...(meta && { meta: JSON.parse(meta) }) };
  return { joinRef: joinRef || null, ref: ref || null, topic, event: "broadcast", payload: push };
}
