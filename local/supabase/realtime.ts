import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Pool } from "pg";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { AuthError } from "./auth-error";
import type { AuthKeys } from "./auth-keys";
import { type ApiReply, type ApiRequest, readJson } from "./http";
import { probeAccess } from "./realtime-access";
import { type Channel, type ChannelDeps, joinChannel, RefusedError, readClaims } from "./realtime-channel";
import { followMessages } from "./realtime-feed";
import { type Broadcast, decodeFrame, encodeFrame, type Frame } from "./realtime-frames";

const MAX_FRAME_BYTES = 3_000_000;
const batchBody = z.object({
  messages: z.array(z.object({ topic: z.string(), event: z.string(), payload: z.unknown(), private: z.boolean().default(false) })),
});

export type RealtimeOptions = {
  databaseUrl: string;
  db: Pool;
  keys: AuthKeys;
  publishableKey: string;
  secretKey: string;
  allowPublicChannels: boolean;
  log(line: string): void;
};

export type Realtime = {
  /** Takes over a connection that asks for `/realtime/v1/websocket`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, url: URL): void;
  /** Answers `/realtime/v1/api/broadcast…`. @throws AuthError */
  answer(request: ApiRequest): Promise<ApiReply>;
  describe(): { sockets: number; delivered: number; channels: { topic: string; private: boolean; subscribers: number }[] };
  close(): Promise<void>;
};

/** Supabase Realtime's broadcast: the channel protocol of realtime-js, private channels by row-level security, broadcast from the database. */
export async function startRealtime(options: RealtimeOptions): Promise<Realtime> {
  const { db, keys, publishableKey, secretKey, allowPublicChannels, log } = options;
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });
  const subscribers = new Map<string, Set<Channel>>();
  let delivered = 0;

  const feed = await followMessages(options, (message) => {
    const payload = { event: message.event, payload: message.payload, meta: { id: message.id } };
    deliver(message.topic, message.private, payload);
  });
  return { upgrade, answer, describe, close };

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, url: URL): void {
    const key = url.searchParams.get("apikey") ?? request.headers.apikey;
    if (key !== publishableKey && key !== secretKey) refuse(socket, "401 Unauthorized");
    else if (url.searchParams.get("vsn") !== "2.0.0") refuse(socket, "501 Not Implemented");
    else server.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket));
  }

  function serve(socket: WebSocket): void {
    const channels = new Map<string, Channel>();
    const deps: ChannelDeps = {
      db,
      keys,
      publishableKey,
      secretKey,
      allowPublicChannels,
      relay: (from, broadcast) => deliver(from.topic, from.private, broadcast, from),
      onClose: (channel) => forget(`realtime:${channel.topic}`),
    };
    // One frame at a time: a client may send before its join was answered.
    let queue = Promise.resolve();
    socket.on("message", (data, isBinary) => {
      queue = queue.then(() => handle(data, isBinary)).catch((error: Error) => log(`realtime: ${error.message}`));
    });
    socket.on("error", (error) => log(`realtime: ${error.message}`));
    socket.on("close", () => {
      queue = queue.then(() => [...channels.keys()].forEach(forget));
    });

    async function handle(data: RawData, isBinary: boolean): Promise<void> {
      const frame = decodeFrame(data, isBinary);
      if (frame.topic === "phoenix" && frame.event === "heartbeat") return reply(frame, "ok");
      if (frame.event === "phx_join") return join(frame);
      const channel = channels.get(frame.topic);
      if (channel) await channel.handle(frame);
      else reply(frame, "error", { reason: "unmatched topic" });
    }

    async function join(frame: Frame): Promise<void> {
      forget(frame.topic);
      try {
        const channel = await joinChannel(socket, frame, deps);
        channels.set(frame.topic, channel);
        const key = subscriptionKey(channel.topic, channel.private);
        subscribers.set(key, (subscribers.get(key) ?? new Set()).add(channel));
      } catch (error) {
        if (!(error instanceof RefusedError)) log(`realtime: join of ${frame.topic} failed: ${(error as Error).message}`);
        const reason =
          error instanceof RefusedError ? error.message : "DatabaseConnectionIssue: Database can't accept more connections or is down";
        reply(frame, "error", { reason });
      }
    }

    function forget(topic: string): void {
      const channel = channels.get(topic);
      if (!channel) return;
      channels.delete(topic);
      channel.drop();
      const key = subscriptionKey(channel.topic, channel.private);
      const others = subscribers.get(key);
      others?.delete(channel);
      if (others?.size === 0) subscribers.delete(key);
    }

    function reply(to: Frame, status: "ok" | "error", response: Record<string, unknown> = {}): void {
      socket.send(encodeFrame({ joinRef: to.joinRef, ref: to.ref, topic: to.topic, event: "phx_reply", payload: { status, response } }));
    }
  }

  function deliver(topic: string, isPrivate: boolean, broadcast: Broadcast, except?: Channel): void {
    for (const channel of subscribers.get(subscriptionKey(topic, isPrivate)) ?? []) {
      if (channel === except) continue;
      channel.receive(broadcast);
      delivered += 1;
    }
  }

  async function answer(request: ApiRequest): Promise<ApiReply> {
    const claims = await readClaims(options, request.bearer ?? request.apikey).catch((error: Error) => {
      throw new AuthError(401, "no_authorization", error.message);
    });
    if (!request.bearer && !request.apikey) throw new AuthError(401, "no_authorization", "No API key found in request");
    for (const { topic, event, payload, private: isPrivate } of readBroadcasts(request)) {
      const allowed = isPrivate ? (await probeAccess(db, topic, claims)).canWrite : allowPublicChannels;
      // Hosted accepts the batch and drops what the sender may not write.
      if (allowed) deliver(topic, isPrivate, { event, payload });
    }
    return { status: 202 };
  }

  function describe() {
    const channels = [...subscribers.values()].map((set) => {
      const [first] = set;
      return { topic: first?.topic ?? "", private: first?.private ?? true, subscribers: set.size };
    });
    return { sockets: server.clients.size, delivered, channels: channels.sort((a, b) => a.topic.localeCompare(b.topic)) };
  }

  async function close(): Promise<void> {
    await feed.close();
    for (const socket of server.clients) socket.terminate();
    await new Promise((closed) => server.close(closed));
  }
}

function readBroadcasts(request: ApiRequest): z.infer<typeof batchBody>["messages"] {
  if (request.method === "POST" && request.path === "/api/broadcast") return readJson(request, batchBody).messages;
  const [, topic, event] = /^\/api\/broadcast\/([^/]+)\/events\/([^/]+)$/.exec(request.path) ?? [];
  if (request.method !== "POST" || !topic || !event) {
    throw new AuthError(
      501,
      "not_implemented",
      `The local Realtime stand-in does not implement ${request.method} /realtime/v1${request.path}`,
    );
  }
  const payload = request.contentType.startsWith("application/json") ? readJson(request, z.unknown()) : request.body;
  const isPrivate = request.query.get("private") === "true";
  return [{ topic: decodeURIComponent(topic), event: decodeURIComponent(event), payload, private: isPrivate }];
}

function subscriptionKey(topic: string, isPrivate: boolean): string {
  return `${isPrivate ? "private" : "public"}:${topic}`;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
