import { randomUUID } from "node:crypto";
import { createServer, type Server, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { createSmtpCarrier, type SmtpMessage, type SmtpServer } from "@/lib/integrations/smtp/hand-over";
import { type Mail, startMail } from "@/local/mail/server";
import { type TestDatabase, testDatabase } from "@/tests/support/test-database";

const NOW = new Date("2026-03-03T23:00:00Z");

let database: TestDatabase;
let mail: Mail;
let carrier: ReturnType<typeof createSmtpCarrier>;
const servers: Server[] = [];

beforeAll(async () => {
  database = await testDatabase();
  mail = await startMail({
    smtpPort: 0,
    httpPort: 0,
    databaseUrl: database.localUrl,
    clock: { now: () => NOW },
    postmark: { webhookUrl: "http://127.0.0.1:9/none", user: "none", password: "none" },
  });
});
beforeEach(() => {
  carrier = createSmtpCarrier({ allowPrivateHosts: true, connectTimeoutMs: 300, answerTimeoutMs: 500 });
});
afterEach(async () => {
  carrier.close();
  await control("fail-smtp", { mode: "none" });
});
afterAll(async () => {
  for (const server of servers) server.close();
  await mail?.close();
  await database?.drop();
});

async function control(name: string, body: unknown): Promise<void> {
  const answer = await fetch(`${mail.url}/_control/${name}`, { method: "POST", body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${name} answered ${answer.status}`);
}

function message(to = `lee@${randomUUID()}.example`): SmtpMessage {
  return {
    messageId: `<${randomUUID()}@agency.example>`,
    from: { name: "Priya Nair", address: "priya@agency.example" },
    to: { name: "Lee Marsden", address: to },
    subject: "A short note",
    text: "Hi Lee, a short note.\n",
    date: NOW,
    inReplyTo: null,
    references: [],
    headers: { "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
  };
}
const localServer = (): SmtpServer => ({
  host: "127.0.0.1",
  port: Number(new URL(mail.smtpUrl).port),
  secure: false,
  user: "priya@agency.example",
  password: "secret",
});
/** How often the server took a message with this id. */
async function received({ messageId }: SmtpMessage): Promise<number> {
  const answer = await fetch(`${mail.url}/_control/sent?messageId=${encodeURIComponent(messageId)}`);
  return ((await answer.json()) as { receivedCount: number }).receivedCount;
}
/** A server that speaks SMTP up to a point and then does what the test says. */
async function scriptedServer(answers: (line: string, socket: Socket) => string | undefined, greeting = "220 ready"): Promise<SmtpServer> {
  const server = createServer((socket) => {
    let isData = false;
    socket.on("error", () => undefined);
    if (greeting) socket.write(`${greeting}\r\n`);
    socket.on("data", (chunk) => {
      for (const line of chunk.toString().split("\r\n").filter(Boolean)) {
        if (isData && line !== ".") continue;
        const answer = answers(isData ? "." : line, socket);
        isData = answer?.startsWith("354") ?? false;
        if (answer) socket.write(`${answer}\r\n`);
      }
    });
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { host: "127.0.0.1", port: (server.address() as { port: number }).port, secure: false, user: "priya", password: "secret" };
}
const accepting = (line: string) => (/^DATA/.test(line) ? "354 go on" : /^AUTH/.test(line) ? "235 welcome" : "250 ok");

test("an accepted message arrives once, complete", async () => {
  const sent = message();
  expect(await carrier.handOver(sent, localServer())).toMatchObject({ outcome: "accepted", response: expect.stringContaining("queued") });
  expect(await received(sent)).toBe(1);

  const answer = await fetch(`${mail.url}/_control/messages?to=${sent.to.address}&full=1`);
  const { messages } = (await answer.json()) as { messages: { raw: string; text: string }[] };
  expect(messages).toHaveLength(1);
  expect(messages[0]?.raw).toContain(`Message-ID: ${sent.messageId}`);
  expect(messages[0]?.raw).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  expect(messages[0]?.raw).toContain("Date: Tue, 03 Mar 2026 23:00:00 +0000");
  expect(messages[0]?.text.trim()).toBe("Hi Lee, a short note.");
});

test.each([
  { behaviour: { kind: "reject" } as const, isPermanent: true, code: 550, enhancedCode: "5.1.1" },
  { behaviour: { kind: "defer" } as const, isPermanent: false, code: 452, enhancedCode: "4.2.2" },
  { behaviour: { kind: "defer", status: "4.7.1", text: "Greylisted" } as const, isPermanent: false, code: 452, enhancedCode: "4.7.1" },
])("a recipient the server refuses ($code) is refused with the server's own code", async ({ behaviour, ...expected }) => {
  const sent = message();
  await mail.setBehaviour(sent.to.address, behaviour);
  expect(await carrier.handOver(sent, localServer())).toMatchObject({ outcome: "refused", ...expected });
  expect(await received(sent)).toBe(0);
});

test("a service that is closing is refused for now, and the next message goes out over a new connection", async () => {
  await control("fail-smtp", { mode: "refuse" });
  const [refused, next] = [message(), message()];
  expect(await carrier.handOver(refused, localServer())).toMatchObject({ outcome: "refused", isPermanent: false, code: 421 });
  expect(await carrier.handOver(next, localServer())).toMatchObject({ outcome: "accepted" });
  expect(await received(refused)).toBe(0);
  expect(await received(next)).toBe(1);
});

test("a connection that drops after the message is unknown, and the message is not repeated", async () => {
  await control("fail-smtp", { mode: "drop-after-data" });
  const sent = message();
  expect(await carrier.handOver(sent, localServer())).toMatchObject({ outcome: "unknown" });
  expect(await carrier.handOver(message(), localServer())).toMatchObject({ outcome: "accepted" });
  expect(await received(sent)).toBe(1);
});

test("a server that falls silent is unknown once the time is up", async () => {
  await control("fail-smtp", { mode: "hang" });
  const sent = message();
  expect(await carrier.handOver(sent, localServer())).toMatchObject({ outcome: "unknown" });
  expect(await received(sent)).toBe(0);
});

test("silence after the whole message is unknown: it may have been taken", async () => {
  const server = await scriptedServer((line) => (line === "." ? undefined : accepting(line)));
  expect(await carrier.handOver(message(), server)).toMatchObject({ outcome: "unknown" });
});

test("a connection cut after the whole message is unknown", async () => {
  const server = await scriptedServer((line, socket) => {
    if (line !== ".") return accepting(line);
    socket.destroy();
    return undefined;
  });
  expect(await carrier.handOver(message(), server)).toMatchObject({ outcome: "unknown" });
});

test("what the server says of the message after DATA is certain", async () => {
  const server = await scriptedServer((line) => (line === "." ? "554 5.6.0 content refused" : accepting(line)));
  expect(await carrier.handOver(message(), server)).toMatchObject({
    outcome: "refused",
    isPermanent: true,
    code: 554,
    enhancedCode: "5.6.0",
  });
});

test.each([
  ["a sender it does not like", (line: string) => (/^MAIL/.test(line) ? "550 5.1.0 sender rejected" : accepting(line)), false],
  ["a sender it blocks", (line: string) => (/^MAIL/.test(line) ? "550 5.7.1 blocked for its reputation" : accepting(line)), true],
])("%s is never held against the recipient", async (_what, answers, isPermanent) => {
  const server = await scriptedServer(answers);
  expect(await carrier.handOver(message(), server)).toMatchObject({ outcome: "refused", isPermanent });
});

test("nobody listening, a closed door, and silence instead of a greeting are refused for now", async () => {
  const gone = await scriptedServer(accepting);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  const shut = await scriptedServer(accepting, "554 no service here");
  const mute = await scriptedServer(accepting, "");
  const rude = await scriptedServer((_line, socket) => {
    socket.destroy();
    return undefined;
  });
  for (const server of [gone, shut, mute]) {
    expect(await carrier.handOver(message(), server)).toMatchObject({ outcome: "refused", isPermanent: false });
  }
  // Before the greeting nothing was said; in the middle of a session the library no longer tells where.
  expect((await carrier.handOver(message(), rude)).outcome).not.toBe("accepted");
});

test("a wrong password is refused for now and nothing leaves", async () => {
  const server = { ...localServer(), user: "wrong@agency.example" };
  await control("fail-auth", { user: server.user });
  const sent = message();
  expect(await carrier.handOver(sent, server)).toMatchObject({ outcome: "refused", isPermanent: false, code: 535 });
  expect(await received(sent)).toBe(0);
});

test("a connection the server closed while it was idle loses nothing", async () => {
  const sockets: Socket[] = [];
  let taken = 0;
  const server = await scriptedServer((line, socket) => {
    if (/^EHLO/.test(line)) sockets.push(socket);
    if (line === ".") taken += 1;
    return accepting(line);
  });
  expect(await carrier.handOver(message(), server)).toMatchObject({ outcome: "accepted" });
  await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.end(() => resolve(undefined)))));
  const second = await carrier.handOver(message(), server);
  expect(["accepted", "refused"]).toContain(second.outcome);
  expect(taken).toBe(second.outcome === "accepted" ? 2 : 1);
});

test("two messages at once over one mailbox arrive once each", async () => {
  const sent = Array.from({ length: 20 }, () => message());
  const results = await Promise.all(sent.map((one) => carrier.handOver(one, localServer())));
  expect(results.map((result) => result.outcome)).toEqual(sent.map(() => "accepted"));
  expect(await Promise.all(sent.map(received))).toEqual(sent.map(() => 1));
});

test("closing in the middle of a message leaves it unknown", async () => {
  const closing = createSmtpCarrier({ allowPrivateHosts: true, connectTimeoutMs: 300, answerTimeoutMs: 900 });
  let reached: (() => void) | undefined;
  const atTheEnd = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const server = await scriptedServer((line) => {
    if (line !== ".") return accepting(line);
    reached?.();
    return undefined;
  });
  const handOver = closing.handOver(message(), server);
  await atTheEnd;
  closing.close();
  expect(await handOver).toMatchObject({ outcome: "unknown" });
});

test("a server inside our network is barred without being asked", async () => {
  const guarded = createSmtpCarrier({ allowPrivateHosts: false });
  let connections = 0;
  const server = await scriptedServer(accepting);
  servers.at(-1)?.on("connection", () => {
    connections += 1;
  });
  for (const host of ["localhost", "127.0.0.1"]) {
    expect(await guarded.handOver(message(), { ...server, host })).toEqual({
      outcome: "barred",
      response: `${host} is not a public mail server`,
    });
  }
  expect(connections).toBe(0);
});

test("a message goes to the address that was checked, and a name that leads nowhere is refused for now", async () => {
  const names: Record<string, string[]> = { "smtp.firm.example": ["127.0.0.1"] };
  const byName = createSmtpCarrier({ allowPrivateHosts: true, lookUp: async (host) => names[host] ?? [] });
  const sent = message();
  expect(await byName.handOver(sent, { ...localServer(), host: "smtp.firm.example" })).toMatchObject({ outcome: "accepted" });
  expect(await received(sent)).toBe(1);
  expect(await byName.handOver(message(), { ...localServer(), host: "smtp.gone.example" })).toEqual({
    outcome: "refused",
    isPermanent: false,
    code: null,
    enhancedCode: null,
    response: "There is no server called smtp.gone.example",
  });
  byName.close();
});
