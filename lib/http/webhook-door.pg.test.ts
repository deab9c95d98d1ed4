import { createHmac, randomUUID } from "node:crypto";
import { addDays } from "date-fns";
import { describe, expect, test } from "vitest";
import { processInbound } from "@/lib/engines/inbound/process-inbound";
import { buildReply } from "@/local/mail/mime/build-reply";
import { insertLead, readyClient, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { INBOUND_OPTIONS, mailboxOf, writeTo } from "@/tests/support/inbound-mail";
import { BOOKING_SECRET, MAIL_PASSWORD } from "@/tests/support/test-env";
import { webhookDoors } from "@/tests/support/webhook-doors";

const world = fileWorld();
const client = clientPerTest(world);
const doors = webhookDoors(world);

const basic = (password: string) => `Basic ${Buffer.from(`postmark:${password}`).toString("base64")}`;
const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request("http://localhost/api/webhooks/x", { method: "POST", body, headers, duplex: "half" } as RequestInit);
const mail = (body: unknown, headers: Record<string, string> = { authorization: basic(MAIL_PASSWORD) }) =>
  doors.knock("postmark", post(typeof body === "string" ? body : JSON.stringify(body), headers));
const storedEvents = (externalId?: string) =>
  world.system
    .selectFrom("private.inboundEvents")
    .selectAll()
    .$if(externalId !== undefined, (query) => query.where("externalId", "=", externalId ?? ""))
    .execute();
const announcements = async (eventId: string) =>
  (await world.system.selectFrom("private.outbox").select("data").where("name", "=", "inbound/received").execute()).filter(
    ({ data }) => (data as { inboundEventId: string }).inboundEventId === eventId,
  );
const count = async () => (await storedEvents()).length;

test("no door opens to somebody who proves nothing, or proves something to another door", async () => {
  const before = await count();
  const body = JSON.stringify({ MessageID: randomUUID(), bookingId: randomUUID() });
  const nonsense = "t=1,v1=".padEnd(71, "a");
  expect(doors.names.length).toBeGreaterThan(1);
  for (const door of doors.names) {
    for (const headers of [{}, { authorization: "Basic !" }, { authorization: nonsense, "x-market-signature": nonsense }])
      expect((await doors.knock(door, post(body, headers))).status, door).toBe(401);
    if (door !== "postmark") expect((await doors.knock(door, post(body, { authorization: basic(MAIL_PASSWORD) }))).status, door).toBe(401);
  }
  expect(await count()).toBe(before);
});

describe("a delivery of mail", () => {
  test("is stored and announced once, however often and however closely it is repeated", async () => {
    const MessageID = randomUUID();
    const body = { MessageID, RawEmail: "From: a@b.example\r\n\r\nHello" };
    const answers = await Promise.all(Array.from({ length: 6 }, () => mail(body)));
    answers.push(await mail(body));
    expect(answers.map(({ status }) => status)).toEqual(Array(7).fill(202));
    const events = await storedEvents(MessageID);
    expect(events).toMatchObject([{ provider: "postmark", processedAt: null, receivedAt: WEDNESDAY_MORNING }]);
    expect(await announcements(events[0]?.id ?? "")).toHaveLength(1);
    expect(JSON.stringify(events[0]?.headers)).not.toContain("Basic");
  });

  test.each([
    ["a wrong password", { authorization: basic("wrong-password") }],
    ["no password", {}],
    ["another scheme", { authorization: "Bearer x" }],
    ["the header twice", { authorization: `${basic(MAIL_PASSWORD)}, ${basic(MAIL_PASSWORD)}` }],
  ])("with %s is refused and leaves nothing", async (_what, headers) => {
    const before = await count();
    expect(await mail({ MessageID: randomUUID(), RawEmail: "x" }, headers)).toMatchObject({ status: 401 });
    expect(await count()).toBe(before);
  });

  test("that is too large is refused without being read to its end, whatever it claims", async () => {
    const before = await count();
    const honest = await doors.knock("postmark", post("x", { authorization: basic(MAIL_PASSWORD), "content-length": "12000001" }));
    let chunks = 0;
    const endless = new ReadableStream({
      pull(controller) {
        chunks += 1;
        if (chunks > 100) controller.close();
        else controller.enqueue(new Uint8Array(1_000_000).fill(32));
      },
    });
    const liar = await doors.knock("postmark", post(endless, { authorization: basic(MAIL_PASSWORD) }));
    expect([honest.status, liar.status]).toEqual([413, 413]);
    expect(chunks).toBeLessThan(20);
    expect(await count()).toBe(before);
  });

  test("that is not JSON is refused; an attacker without the password does not even learn that", async () => {
    const before = await count();
    for (const body of ["", "{", "<xml/>", "[".repeat(100_000)]) {
      expect((await mail(body)).status, body.slice(0, 9)).toBe(400);
      expect((await mail(body, {})).status).toBe(401);
    }
    expect(await count()).toBe(before);
  });

  test("without a usable id is told from others by its content", async () => {
    for (const MessageID of [undefined, "", "x".repeat(9000), "a\u0000b"]) {
      const body = { MessageID, tag: randomUUID() };
      const before = await count();
      expect((await mail(body)).status).toBe(202);
      expect((await mail(body)).status).toBe(202);
      expect(await count()).toBe(before + 1);
    }
  });

  test("to a door that is not there finds none", async () => {
    for (const name of ["nobody", "__proto__", "constructor"]) expect(await doors.knock(name, post("{}"))).toEqual({ status: 404 });
  });

  test("of an answer goes through the door to the lead", async () => {
    const to = await writeTo(world, client);
    const raw = await buildReply({ from: to.person, original: to.original, text: "Tell me more", now: WEDNESDAY_MORNING });
    const MessageID = randomUUID();
    await mail({ MessageID, OriginalRecipient: mailboxOf(client), RawEmail: raw.toString() });
    const [event] = await storedEvents(MessageID);
    expect(
      await processInbound(world.system, (id) => world.systemCtx(id), { inboundEventId: event?.id ?? "" }, INBOUND_OPTIONS),
    ).toMatchObject({
      outcome: "stored",
    });
  });
});

describe("a booking", () => {
  const sign = (body: string, { at = WEDNESDAY_MORNING, secret = BOOKING_SECRET } = {}) => {
    const seconds = Math.floor(at.getTime() / 1000);
    return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
  };
  const bookingOf = (attendeeEmail: string, bookingUrl: string, bookingId = `bk_${randomUUID()}`) => ({
    bookingId,
    bookingUrl,
    attendeeEmail,
    attendeeName: "Lee Marsden",
    startsAt: addDays(WEDNESDAY_MORNING, 2).toISOString(),
    durationMinutes: 30,
  });
  const book = (body: string, signature: string | null = sign(body)) =>
    doors.knock("bookings", post(body, signature === null ? {} : { "x-market-signature": signature }));
  const handle = async (externalId: string) => {
    const [event] = await storedEvents(externalId);
    return processInbound(world.system, (id) => world.systemCtx(id), { inboundEventId: event?.id ?? "" }, INBOUND_OPTIONS);
  };
  const page = async () => {
    const bookingUrl = `https://book.example/${randomUUID()}`;
    await world.system.updateTable("clients").set({ bookingUrl }).where("id", "=", client.clientId).execute();
    return bookingUrl;
  };
  const meetings = () => world.system.selectFrom("meetings").selectAll().where("clientId", "=", client.clientId).execute();

  test("with a good signature becomes a meeting, once, and marks the touch that led to it", async () => {
    const url = await page();
    const to = await writeTo(world, client);
    const booking = bookingOf(to.email.toUpperCase(), url);
    const body = JSON.stringify(booking);
    for (let n = 0; n < 3; n += 1) expect((await book(body)).status).toBe(202);
    expect(await handle(booking.bookingId)).toEqual({ outcome: "booked", detail: "new" });
    expect(await handle(booking.bookingId)).toEqual({ outcome: "repeat" });
    // Told again under another delivery, as a service does that lost our answer.
    await world.system
      .updateTable("private.inboundEvents")
      .set({ processedAt: null })
      .where("externalId", "=", booking.bookingId)
      .execute();
    expect(await handle(booking.bookingId)).toEqual({ outcome: "booked", detail: "known already" });

    expect(await meetings()).toMatchObject([
      { leadId: to.leadId, convertingTouchId: to.first, touchesBeforeBooking: 1, source: "booking_link" },
    ]);
    const touches = await world.system
      .selectFrom("touches")
      .select(["state", "ledToBooking"])
      .where("leadId", "=", to.leadId)
      .orderBy("stepNumber")
      .execute();
    expect(touches).toEqual([
      { state: "sent", ledToBooking: true },
      { state: "cancelled", ledToBooking: false },
    ]);
    const lead = await world.system.selectFrom("leads").select("status").where("id", "=", to.leadId).executeTakeFirstOrThrow();
    expect(lead.status).toBe("converted");
  });

  test("that is forged, altered, unsigned, too old or from the future is refused", async () => {
    const before = await count();
    const body = JSON.stringify(bookingOf("lee@firm.example", await page()));
    const good = sign(body);
    const forgeries: [string, string | null][] = [
      [body, null],
      [body, ""],
      [body, sign(body, { secret: "another secret" })],
      [body, sign(body, { at: new Date(WEDNESDAY_MORNING.getTime() - 301_000) })],
      [body, sign(body, { at: new Date(WEDNESDAY_MORNING.getTime() + 301_000) })],
      [body.replace("lee@", "kim@"), good],
      [JSON.stringify(JSON.parse(body), null, 1), good],
      [body, good.replace("v1=", "v0=")],
      [body, good.replace(/t=\d+/, "t=1")],
      [body, `${good.slice(0, -2)}zz`],
    ];
    for (const [forged, signature] of forgeries) expect((await book(forged, signature)).status, signature ?? "none").toBe(401);
    expect(await count()).toBe(before);
    expect((await book(body, sign(body, { at: new Date(WEDNESDAY_MORNING.getTime() - 299_000) }))).status).toBe(202);
  });

  test("by somebody who is no lead is told to people once", async () => {
    const booking = bookingOf("unknown@nowhere.example", await page());
    await book(JSON.stringify(booking));
    expect(await handle(booking.bookingId)).toMatchObject({ outcome: "ignored" });
    await world.system
      .updateTable("private.inboundEvents")
      .set({ processedAt: null })
      .where("externalId", "=", booking.bookingId)
      .execute();
    await handle(booking.bookingId);
    const notices = await world.system
      .selectFrom("notifications")
      .select(["kind", "title"])
      .where("clientId", "=", client.clientId)
      .execute();
    expect(notices).toEqual([{ kind: "meeting", title: "A booking by somebody we do not know" }]);
    expect(await meetings()).toEqual([]);
  });

  test("belongs to the client who owns the page, never to whom the attendee is a lead of", async () => {
    const stranger = await readyClient(world);
    const theirs = await writeTo(world, stranger);
    const booking = bookingOf(theirs.email, await page());
    await book(JSON.stringify(booking));
    await handle(booking.bookingId);
    const lead = await world.system.selectFrom("leads").select("status").where("id", "=", theirs.leadId).executeTakeFirstOrThrow();
    expect(lead.status).toBe("in_sequence");
  });

  test("on a page that two clients gave goes to the one whose lead it is, and to nobody when both have it", async () => {
    const url = await page();
    const twin = await readyClient(world);
    await world.system.updateTable("clients").set({ bookingUrl: url }).where("id", "=", twin.clientId).execute();
    const mine = await writeTo(world, client);
    const clear = bookingOf(mine.email, url);
    await book(JSON.stringify(clear));
    expect(await handle(clear.bookingId)).toMatchObject({ outcome: "booked" });
    expect(await meetings()).toMatchObject([{ leadId: mine.leadId }]);

    const both = await writeTo(world, client);
    await insertLead(world, twin.clientId, { email: both.email });
    const unclear = bookingOf(both.email, url);
    await book(JSON.stringify(unclear));
    expect(await handle(unclear.bookingId)).toMatchObject({ outcome: "ignored" });
  });

  test("on a page nobody has, or of the wrong shape, is kept and ignored", async () => {
    const odd = [bookingOf("a@b.example", "https://book.example/none"), { bookingId: `bk_${randomUUID()}`, startsAt: "tomorrow" }];
    for (const booking of odd) {
      await book(JSON.stringify(booking));
      expect(await handle(booking.bookingId)).toMatchObject({ outcome: "ignored" });
      expect((await storedEvents(booking.bookingId))[0]?.error).toMatch(/./);
    }
  });
});
