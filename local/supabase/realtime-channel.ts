import type { Pool } from "pg";
import type { WebSocket } from "ws";
import { z } from "zod";
import type { AuthKeys, TokenClaims } from "./auth-keys";
import { type ChannelAccess, probeAccess } from "./realtime-access";
import { type Broadcast, encodeBroadcast, encodeFrame, type Frame } from "./realtime-frames";

const TOPIC_PREFIX = "realtime:";
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

const joinPayload = z.looseObject({
  config: z
    .looseObject({
      broadcast: z
        .looseObject({ ack: z.boolean().default(false), self: z.boolean().default(false), replay: z.unknown().optional() })
        .optional(),
      presence: z.looseObject({ enabled: z.boolean().default(false) }).optional(),
      postgres_changes: z.array(z.unknown()).default([]),
      private: z.boolean().default(false),
    })
    .prefault({}),
  access_token: z.string().nullish(),
});

/** Claims of somebody who shows only the project's key. */
type KeyClaims = { role: "anon" | "service_role"; exp?: undefined };

export type ChannelDeps = {
  db: Pool;
  keys: AuthKeys;
  publishableKey: string;
  secretKey: string;
  /** Hosted projects can switch channels without authorisation off; so does this one unless told otherwise. */
  allowPublicChannels: boolean;
  /** Hands a client's broadcast to the other subscribers of its topic. */
  relay(from: Channel, broadcast: Broadcast): void;
  onClose(channel: Channel): void;
};

/** One client's subscription to one topic. */
export type Channel = {
  /** Without the `realtime:` the client puts in front; what policies see in `realtime.topic()`. */
  topic: string;
  private: boolean;
  receive(broadcast: Broadcast): void;
  handle(frame: Frame): Promise<void>;
  /** Forgets the channel without telling the client. */
  drop(): void;
};

/** A refusal with the reason hosted gives; it goes into the reply. */
export class RefusedError extends Error {}

/**
 * Answers a join.
 * @throws RefusedError when the token is no good, the policies forbid reading, or the join asks for what is not implemented here
 */
export async function joinChannel(socket: WebSocket, frame: Frame, deps: ChannelDeps): Promise<Channel> {
  const parsed = joinPayload.safeParse(frame.payload);
  if (!frame.topic.startsWith(TOPIC_PREFIX) || !parsed.success)
    throw new RefusedError("InvalidJoin: the topic or the join configuration is malformed");
  const { config, access_token } = parsed.data;
  refuseUnsupported(config);
  if (!config.private && !deps.allowPublicChannels) throw new RefusedError("PrivateOnly: This project only allows private channels");
  const topic = frame.topic.slice(TOPIC_PREFIX.length);
  let claims = await readClaims(deps, access_token);
  let access = await authorise(claims);
  let expiry = watchExpiry();

  const reply = (to: Frame, status: "ok" | "error", response: Record<string, unknown> = {}) =>
    send({ joinRef: to.joinRef, ref: to.ref, topic: frame.topic, event: "phx_reply", payload: { status, response } });
  const channel: Channel = {
    topic,
    private: config.private,
    receive: (broadcast) => socket.send(encodeBroadcast(frame.topic, broadcast)),
    handle,
    drop: () => clearTimeout(expiry),
  };
  reply(frame, "ok", { postgres_changes: [] });
  return channel;

  async function handle(message: Frame): Promise<void> {
    switch (message.event) {
      case "access_token":
        return renewToken(message);
      case "phx_leave":
        reply(message, "ok");
        send({ joinRef: message.joinRef, ref: message.joinRef, topic: frame.topic, event: "phx_close", payload: {} });
        return deps.onClose(channel);
      case "broadcast":
        return broadcastFromClient(message);
      default:
        reply(message, "error", { reason: `NotImplemented: the local Realtime stand-in does not implement "${message.event}"` });
    }
  }

  async function renewToken(message: Frame): Promise<void> {
    const token = z.object({ access_token: z.string().nullish() }).safeParse(message.payload).data?.access_token;
    try {
      claims = await readClaims(deps, token);
      access = await authorise(claims);
      clearTimeout(expiry);
      expiry = watchExpiry();
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      shutDown(error.message);
    }
  }

  function broadcastFromClient(message: Frame): void {
    const problem = refuseBroadcast(message);
    // Hosted drops what a policy forbids without a word; whoever asked for an acknowledgement learns why.
    if (problem && config.broadcast?.ack) reply(message, "error", { reason: problem });
    if (problem) return;
    const broadcast = { event: String(message.payload.event), payload: message.payload.payload ?? {} };
    deps.relay(channel, broadcast);
    if (config.broadcast?.self) channel.receive(broadcast);
    if (config.broadcast?.ack) reply(message, "ok");
  }

  function refuseBroadcast({ payload }: Frame): string | undefined {
    if (typeof payload.event !== "string") return "InvalidBroadcast: event is missing";
    if (!access.canWrite) return `Unauthorized: You do not have permissions to write to this Channel topic: ${topic}`;
    const meta = z.object({ persist: z.unknown() }).safeParse(payload.meta).data;
    return meta?.persist ? "NotImplemented: the local Realtime stand-in does not store broadcasts" : undefined;
  }

  async function authorise(who: TokenClaims | KeyClaims): Promise<ChannelAccess> {
    if (!config.private) return { canRead: true, canWrite: true };
    const found = await probeAccess(deps.db, topic, who);
    if (!found.canRead) throw new RefusedError(`Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`);
    return found;
  }

  function watchExpiry(): NodeJS.Timeout | undefined {
    if (claims.exp === undefined) return undefined;
    const timer = setTimeout(() => shutDown("Token has expired 0 seconds ago"), Math.min(MAX_TIMEOUT_MS, claims.exp * 1_000 - Date.now()));
    return timer.unref();
  }

  /** As hosted ends a channel whose token ran out: says why, then closes; the socket stays. */
  function shutDown(message: string): void {
    const payload = { extension: "system", status: "error", message, channel: topic };
    send({ joinRef: frame.joinRef, ref: null, topic: frame.topic, event: "system", payload });
    send({ joinRef: frame.joinRef, ref: frame.joinRef, topic: frame.topic, event: "phx_close", payload: {} });
    deps.onClose(channel);
  }

  function send(message: Frame): void {
    socket.send(encodeFrame(message));
  }
}

/** @throws RefusedError when the token is not ours or has expired */
export async function readClaims(
  { keys, publishableKey, secretKey }: Pick<ChannelDeps, "keys" | "publishableKey" | "secretKey">,
  token: string | null | undefined,
): Promise<TokenClaims | KeyClaims> {
  if (!token || token === publishableKey) return { role: "anon" };
  if (token === secretKey) return { role: "service_role" };
  return keys.verify(token).catch((error: { code?: string }) => {
    throw new RefusedError(
      error.code === "ERR_JWT_EXPIRED" ? "InvalidJWTToken: Token has expired" : "MalformedJWT: The token provided is not a valid JWT",
    );
  });
}

function refuseUnsupported({ presence, postgres_changes, broadcast }: z.infer<typeof joinPayload>["config"]): void {
  const asked = [
    presence?.enabled && "presence",
    postgres_changes.length > 0 && "postgres_changes",
    broadcast?.replay !== undefined && "broadcast replay",
  ].filter(Boolean);
  if (asked.length > 0) throw new RefusedError(`NotImplemented: the local Realtime stand-in does not implement ${asked.join(", ")}`);
}
