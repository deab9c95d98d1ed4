import { randomUUID } from "node:crypto";
import type { RealtimeChannel, SupabaseClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { PUBLISHABLE_KEY, SECRET_KEY, type TestSupabase, testSupabase } from "./test-supabase";

/** Two databases are made from nothing; on a machine that is busy with everything else that takes its time. */
const PATIENCE_MS = 180_000;

let supabase: TestSupabase;

/** Rooms are open to the people in `room_members`; only those with `may_speak` may broadcast. */
const POLICIES = `
  create table public.room_members (user_id uuid not null, room text not null, may_speak boolean not null);
  grant select on public.room_members to authenticated;
  create policy hear on realtime.messages for select to authenticated using (
    exists (select from public.room_members where user_id = (select auth.uid()) and 'room:' || room = (select realtime.topic())));
  create policy speak on realtime.messages for insert to authenticated with check (
    exists (select from public.room_members where user_id = (select auth.uid()) and may_speak and 'room:' || room = (select realtime.topic())));
  create table public.notes (id int primary key, body text not null);
  create function public.broadcast_note() returns trigger language plpgsql security definer set search_path = '' as $$
    begin
      perform realtime.broadcast_changes('room:notes', tg_op, tg_op, tg_table_name, tg_table_schema, new, old);
      return null;
    end $$;
  create trigger broadcast_note after insert or update or delete on public.notes for each row execute function public.broadcast_note();`;

beforeAll(async () => {
  supabase = await testSupabase();
  await supabase.db.query(POLICIES);
}, PATIENCE_MS);
// What failed before there was a stand-in must not be hidden behind its absence.
afterAll(() => supabase?.close(), PATIENCE_MS);

test("a private channel opens for whom the policy lets in, and names the reason for the others", async () => {
  const room = newRoom();
  const member = await person({ room, maySpeak: false });
  const stranger = await person();

  expect(await subscribe(member.client, room)).toMatchObject({ status: "SUBSCRIBED" });
  const refused = `Unauthorized: You do not have permissions to read from this Channel topic: ${room}`;
  expect(await subscribe(stranger.client, room)).toMatchObject({
    status: "CHANNEL_ERROR",
    error: expect.objectContaining({ message: refused }),
  });
  expect(await subscribe(supabase.client(), room)).toMatchObject({ status: "CHANNEL_ERROR" });
});

test("the probe leaves nothing behind", async () => {
  const room = newRoom();
  await subscribe((await person({ room, maySpeak: true })).client, room);
  const { rowCount } = await supabase.db.query("select from realtime.messages where topic = $1", [room]);
  expect(rowCount).toBe(0);
});

test("realtime.send reaches the subscribers of its topic, in commit order, and nobody else", async () => {
  const [room, otherRoom] = [newRoom(), newRoom()];
  const here = await listenIn(room);
  const elsewhere = await listenIn(otherRoom);

  await supabase.db.query("select realtime.send(jsonb_build_object('n', n), 'counted', $1) from generate_series(1, 20) n", [room]);
  await supabase.db.query(`begin; select realtime.send('{"n": 99}', 'counted', '${room}'); rollback`);
  await supabase.db.query("select realtime.send('{\"n\": 21}', 'counted', $1)", [room]);
  await supabase.db.query("select realtime.send('{}', 'counted', $1)", [otherRoom]);

  const heard = await here.next(21);
  expect(heard.map((message) => message.payload.n)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
  expect(heard[0]).toMatchObject({
    type: "broadcast",
    event: "counted",
    payload: { id: expect.any(String) },
    meta: { id: expect.any(String) },
  });
  expect(await elsewhere.next(1)).toHaveLength(1);
  expect(elsewhere.messages).toHaveLength(1);
});

test("a trigger's broadcast_changes carries the rows, also far above what a notification holds", async () => {
  const room = await listenIn("room:notes");
  const body = "x".repeat(50_000);

  await supabase.db.query("insert into public.notes values (1, $1)", [body]);
  await supabase.db.query("update public.notes set body = 'short' where id = 1");

  expect(await room.next(2)).toMatchObject([
    { event: "INSERT", payload: { operation: "INSERT", schema: "public", table: "notes", record: { id: 1, body }, old_record: null } },
    { event: "UPDATE", payload: { record: { body: "short" }, old_record: { body } } },
  ]);
});

test("a client's broadcast reaches the others when the insert policy allows it; otherwise nobody", async () => {
  const room = newRoom();
  const speaker = await person({ room, maySpeak: true });
  const listener = await person({ room, maySpeak: false });
  const spoken = await subscribe(speaker.client, room, { broadcast: { ack: true } });
  const silent = await subscribe(listener.client, room, { broadcast: { ack: true } });
  const heard = collect(silent.channel);

  expect(await silent.channel.send({ type: "broadcast", event: "said", payload: { text: "not allowed" } })).toBe("error");
  expect(await spoken.channel.send({ type: "broadcast", event: "said", payload: { text: "grüß dich 👋" } })).toBe("ok");
  expect(await spoken.channel.send({ type: "broadcast", event: "bytes", payload: new Uint8Array([1, 2, 250]).buffer })).toBe("ok");

  const [text, bytes] = await heard.next(2);
  expect(text).toMatchObject({ event: "said", payload: { text: "grüß dich 👋" } });
  expect(new Uint8Array(bytes?.payload as unknown as ArrayBuffer)).toEqual(new Uint8Array([1, 2, 250]));
});

test("broadcasts over HTTP: 202, kept to the insert policy", async () => {
  const room = newRoom();
  const speaker = await person({ room, maySpeak: true });
  const mute = await person({ room, maySpeak: false });
  const heard = await listenIn(room);
  const channel = (client: SupabaseClient) => client.channel(room, { config: { private: true } });

  expect(await channel(mute.client).httpSend("said", { n: 0 })).toEqual({ success: true });
  expect(await channel(speaker.client).httpSend("said", { n: 1 })).toEqual({ success: true });
  const batch = await fetch(`${supabase.url}/realtime/v1/api/broadcast`, {
    method: "POST",
    headers: { apikey: PUBLISHABLE_KEY, authorization: `Bearer ${speaker.token}` },
    body: JSON.stringify({ messages: [{ topic: room, event: "said", payload: { n: 2 }, private: true }] }),
  });
  expect(batch.status).toBe(202);
  expect(await channel(supabase.client(SECRET_KEY)).httpSend("said", { n: 3 })).toEqual({ success: true });

  expect((await heard.next(3)).map((message) => message.payload.n)).toEqual([1, 2, 3]);
});

test("public channels are refused unless allowed, and what is missing is refused by name", async () => {
  const { client } = await person();
  const reason = (outcome: Joined) => outcome.error?.message ?? outcome.status;

  expect(reason(await join(client.channel("anything")))).toMatch(/^PrivateOnly/);
  const presence = client.channel(newRoom(), { config: { private: true, presence: { enabled: true } } });
  expect(reason(await join(presence))).toContain("does not implement presence");
  const changes = client.channel(newRoom(), { config: { private: true } });
  changes.on("postgres_changes", { event: "*", schema: "public" }, () => undefined);
  expect(reason(await join(changes))).toContain("does not implement postgres_changes");
});

test("after leaving nothing arrives, and the stand-in has forgotten the channel", async () => {
  const room = newRoom();
  const { client } = await person({ room, maySpeak: false });
  const { channel } = await subscribe(client, room);
  const state = async () => (await (await fetch(`${supabase.url}/_control/state`)).json()).realtime.channels as { topic: string }[];
  expect((await state()).filter(({ topic }) => topic === room)).toEqual([{ topic: room, private: true, subscribers: 1 }]);

  expect(await channel.unsubscribe()).toBe("ok");

  expect((await state()).filter(({ topic }) => topic === room)).toEqual([]);
});

test("a renewed token that may no longer read closes the channel and says why", async () => {
  const room = newRoom();
  const { token, userId } = await person({ room, maySpeak: false });
  const raw = await rawChannel(room, token);
  expect(await raw.next()).toMatchObject({ event: "phx_reply", payload: { status: "ok" } });
  await supabase.db.query("delete from public.room_members where user_id = $1", [userId]);

  raw.push("access_token", { access_token: token });

  expect(await raw.next()).toMatchObject({
    event: "system",
    payload: { status: "error", message: expect.stringMatching(/^Unauthorized/) },
  });
  expect(await raw.next()).toMatchObject({ event: "phx_close" });
});

test("a token that runs out closes its channel; a join with it is refused; heartbeats go on", async () => {
  const room = newRoom();
  const { userId } = await person({ room, maySpeak: false });
  const soon = await supabase.signToken({ sub: userId, role: "authenticated", exp: Math.floor(Date.now() / 1000) + 3 });
  const raw = await rawChannel(room, soon);
  expect(await raw.next()).toMatchObject({ event: "phx_reply", payload: { status: "ok" } });

  expect(await raw.next()).toMatchObject({ event: "system", payload: { message: expect.stringMatching(/^Token has expired/) } });
  expect(await raw.next()).toMatchObject({ event: "phx_close" });
  raw.push("phx_join", { config: { private: true }, access_token: soon });
  expect(await raw.next()).toMatchObject({ payload: { status: "error", response: { reason: "InvalidJWTToken: Token has expired" } } });
  raw.push("heartbeat", {}, "phoenix");
  expect(await raw.next()).toMatchObject({ topic: "phoenix", payload: { status: "ok" } });
});

test("a connection without the project's key is refused", async () => {
  const socket = new WebSocket(`${supabase.url.replace("http", "ws")}/realtime/v1/websocket?apikey=other&vsn=2.0.0`);
  const error = await new Promise<Error>((failed) => socket.once("error", failed));
  expect(error.message).toContain("401");
});

test("it listens again after its connection to the database was cut", async () => {
  const room = newRoom();
  const heard = await listenIn(room);
  await supabase.db.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen realtime_messages' and datname = current_database()",
  );

  await expect
    .poll(
      async () => {
        await supabase.db.query("select realtime.send('{}', 'ping', $1)", [room]);
        return heard.messages.length;
      },
      { timeout: 20_000, interval: 200 },
    )
    .toBeGreaterThan(0);
});

type Heard = { type: string; event: string; payload: Record<string, unknown>; meta?: unknown };
type Joined = { status: string; error: Error | undefined; channel: RealtimeChannel };

function newRoom(): string {
  return `room:${randomUUID()}`;
}

/** A signed-in person, in a room when one is given. */
async function person(seat?: { room: string; maySpeak: boolean }) {
  const client = supabase.client();
  const { data, error } = await client.auth.signUp({ email: `${randomUUID()}@example.com`, password: "correct horse battery" });
  if (error || !data.session) throw new Error("sign-up failed", { cause: error });
  const userId = data.session.user.id;
  if (seat)
    await supabase.db.query("insert into public.room_members values ($1, $2, $3)", [
      userId,
      seat.room.slice("room:".length),
      seat.maySpeak,
    ]);
  await client.realtime.setAuth(data.session.access_token);
  return { client, userId, token: data.session.access_token };
}

/** Settles at the first thing the client says about its subscription; a refused client would go on trying, so it is told to stop. */
async function join(channel: RealtimeChannel): Promise<Joined> {
  const joined = await new Promise<Joined>((settled) => {
    channel.subscribe((status, error) => settled({ status, error, channel }));
  });
  if (joined.status !== "SUBSCRIBED") await channel.unsubscribe();
  return joined;
}

function subscribe(client: SupabaseClient, room: string, config: Record<string, unknown> = {}): Promise<Joined> {
  return join(client.channel(room, { config: { private: true, ...config } }));
}

async function listenIn(room: string) {
  const { client } = await person({ room, maySpeak: false });
  const { channel, status, error } = await subscribe(client, room);
  if (status !== "SUBSCRIBED") throw new Error(`not subscribed: ${status}`, { cause: error });
  return collect(channel);
}

/** Keeps what a channel hears; `next(n)` waits until there are n messages and gives the first n. */
function collect(channel: RealtimeChannel) {
  const messages: Heard[] = [];
  const waiting = new Set<() => void>();
  channel.on("broadcast", { event: "*" }, (message) => {
    messages.push(message as unknown as Heard);
    for (const wake of waiting) wake();
  });
  return {
    messages,
    async next(count: number): Promise<Heard[]> {
      while (messages.length < count) await new Promise<void>((wake) => waiting.add(wake));
      return messages.slice(0, count);
    },
  };
}

/** The bare protocol, for what realtime-js hides. */
async function rawChannel(room: string, token: string) {
  const socket = new WebSocket(`${supabase.url.replace("http", "ws")}/realtime/v1/websocket?apikey=${PUBLISHABLE_KEY}&vsn=2.0.0`);
  const frames: { topic: string; event: string; payload: unknown }[] = [];
  const waiting = new Set<() => void>();
  socket.on("message", (data) => {
    const [, , topic, event, payload] = JSON.parse(String(data));
    frames.push({ topic, event, payload });
    for (const wake of waiting) wake();
  });
  await new Promise((open) => socket.once("open", open));
  const push = (event: string, payload: unknown, topic = `realtime:${room}`) =>
    socket.send(JSON.stringify(["1", "1", topic, event, payload]));
  push("phx_join", { config: { private: true }, access_token: token });
  return {
    push,
    async next() {
      while (frames.length === 0) await new Promise<void>((wake) => waiting.add(wake));
      return frames.shift();
    },
  };
}
