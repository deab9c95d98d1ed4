import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServerVerifier } from "@/lib/integrations/smtp/verify-server";

const messages: string[] = [];
let server: SMTPServer;
let port = 0;

beforeAll(async () => {
  server = new SMTPServer({
    disabledCommands: ["STARTTLS"],
    onAuth({ username, password }, _session, done) {
      if (username === "priya" && password === "right") done(null, { user: username });
      else done(Object.assign(new Error("Username and password not accepted"), { responseCode: 535 }));
    },
    onData(stream, _session, done) {
      messages.push("a message");
      stream.resume();
      stream.on("end", () => done());
    },
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  port = (server.server.address() as { port: number }).port;
});
afterAll(() => new Promise<void>((closed) => server.close(() => closed())));

const given = (password: string, host = "127.0.0.1") => ({ host, port, secure: false, user: "priya", password });

test("right credentials are ready, and nothing is sent", async () => {
  expect(await createServerVerifier({ allowPrivateHosts: true }).verify(given("right"))).toMatchObject({ isReady: true });
  expect(messages).toEqual([]);
});

test("wrong ones come back with the server's own sentence", async () => {
  expect(await createServerVerifier({ allowPrivateHosts: true }).verify(given("wrong"))).toEqual({
    isReady: false,
    detail: expect.stringContaining("535"),
  });
});

test("a server inside our network is refused before anything connects", async () => {
  const connections: unknown[] = [];
  server.server.once("connection", (socket) => connections.push(socket));
  expect(await createServerVerifier({ allowPrivateHosts: false }).verify(given("right", "localhost"))).toMatchObject({
    isReady: false,
    detail: "localhost is not a public mail server",
  });
  expect(connections).toEqual([]);
});
