import { createHmac } from "node:crypto";
import { expect, test, vi } from "vitest";
import { decideReactions } from "@/local/market/decide-reactions";
import { AVA, HOUR_MS, MarketFixture, SECRET, SEED, STRANGER } from "@/local/market/market-fixture";

const it = new MarketFixture();

type ViolationJson = { kind: string; email: string; messageId: string };
const violations = async (email: string) =>
  (await it.get<{ violations: ViolationJson[] }>("/_control/violations")).violations
    .filter((row) => row.email === email)
    .map((row) => row.kind);

test("a person answers by mail, in the thread, in their office hours, once", async () => {
  const persona = it.someone(["interested"]);
  const messageId = await it.send(persona.email);
  expect(it.product.inbound).toHaveLength(0);
  await it.moveOn();

  const [reply] = await it.inbound(1);
  expect(reply?.From).toBe(persona.email);
  expect(reply?.RawEmail).toContain(`In-Reply-To: ${messageId}`);
  await it.send(persona.email, { inReplyTo: messageId });
  expect((await it.state()).pendingReactions).toBe(0);
});

test("the same message told or delivered twice is answered once, and a double delivery stands against the product", async () => {
  const persona = it.someone(["question"]);
  const messageId = await it.send(persona.email);
  await it.restart();
  expect((await it.state()).pendingReactions).toBe(1);
  expect(await violations(persona.email)).toEqual([]);

  await it.send(persona.email, { messageId });
  expect((await it.state()).pendingReactions).toBe(1);
  expect(await violations(persona.email)).toEqual(["received_twice"]);
  await it.moveOn();
  await it.inbound(1);
});

test("what was planned survives a restart", async () => {
  const persona = it.someone(["refusal"]);
  await it.send(persona.email);
  const { nextReactionAt } = await it.state();
  await it.restart();
  expect((await it.state()).nextReactionAt).toBe(nextReactionAt);
  await it.moveTo(nextReactionAt);
  expect((await it.inbound(1))[0]?.From).toBe(persona.email);
});

test("a dead address bounces with the message returned, and whoever writes there again is noted", async () => {
  const persona = it.someone(["hard_bounce"]);
  await it.send(persona.email);
  await it.moveOn();
  const [dsn] = await it.inbound(1);
  expect(dsn?.RawEmail).toContain("report-type=delivery-status");
  expect(dsn?.RawEmail).toMatch(/Status: 5\.\d/);
  it.nowMs += HOUR_MS;
  await it.send(persona.email);
  expect(await violations(persona.email)).toEqual(["written_after_bounce"]);
  await it.moveOn();
  await it.inbound(2);
});

test("a full mailbox, an absence, a help desk and a departure each send their own notice", async () => {
  const people = [it.someone(["soft_bounce"]), it.someone(["away"]), it.someone(["ticket"]), it.someone(["left"])];
  for (const { email } of people) await it.send(email);
  await it.moveOn();
  const inbound = await it.inbound(4);
  const rawFrom = (email: string) => inbound.find(({ RawEmail }) => RawEmail.includes(email))?.RawEmail ?? "";
  const [full, away, desk, left] = people.map(({ email }) => rawFrom(email));
  expect(full).toContain("Action: delayed");
  expect(away).toMatch(/Auto-Submitted: auto-replied[\s\S]*\d\d\/\d\d\/2026/);
  expect(desk).toMatch(/Precedence: auto_reply/i);
  expect(left).toMatch(/Auto-Submitted: auto-replied/);
});

test("an away person reads the message when they are back", async () => {
  const persona = it.someone(["away", "interested"]);
  await it.send(persona.email);
  await it.moveTo(new Date(it.nowMs + 5 * 60_000));
  const { nextReactionAt } = await it.state();
  const back = /(\d\d)\/(\d\d)\/(\d{4})/.exec((await it.inbound(1))[0]?.RawEmail.replace(/=\r?\n/g, "") ?? "");
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: persona.company.timezone }).format(new Date(nextReactionAt ?? 0));
  expect(day >= `${back?.[3]}-${back?.[2]}-${back?.[1]}`).toBe(true);
  await it.moveOn();
  await it.inbound(2);
});

test("one click posts to the address of the header, and a message after it is a violation", async () => {
  const persona = it.someone(["one_click"]);
  await it.send(persona.email);
  await it.moveOn();
  expect(it.product.to("/u/token")).toMatchObject([{ method: "POST", body: "List-Unsubscribe=One-Click" }]);
  expect(await violations(persona.email)).toEqual([]);

  it.nowMs += 1000;
  await it.send(persona.email);
  expect(await violations(persona.email)).toEqual(["written_after_opt_out"]);
});

test("the way out on the page: opened, then its form is sent with what it hides", async () => {
  const persona = it.someone(["unsubscribe_page"]);
  await it.send(persona.email);
  await it.moveOn();
  expect(it.product.to("/u/token")).toMatchObject([
    { method: "GET", path: "/u/token" },
    { method: "POST", path: "/u/token/confirm", body: "proof=a%26b", headers: { origin: it.product.url } },
  ]);
});

test("a product that is away is clicked again in a moment; one that refuses, later, and at last it is noted", async () => {
  const patient = it.someone(["one_click"]);
  await it.send(patient.email);
  const { nextReactionAt } = await it.state();
  await it.product.stop();
  await it.moveTo(nextReactionAt);
  expect(await it.state()).toMatchObject({ dueReactions: 1, pendingReactions: 1 });
  await it.product.start();
  await vi.waitFor(async () => expect(await it.state()).toMatchObject({ pendingReactions: 0 }), { timeout: 5000 });
  expect(it.product.to("/u/token")).toHaveLength(1);

  it.product.answers.set("/u/", 500);
  const refused = it.someone(["one_click"]);
  await it.send(refused.email);
  await it.moveOn();
  expect(it.product.to("/u/token")).toHaveLength(6);
  expect(await violations(refused.email)).toEqual(["opt_out_refused"]);
});

test("a complaint is an abuse report to the envelope sender; a message right behind it is forgiven, a later one is not", async () => {
  const persona = it.someone(["complaint"]);
  await it.send(persona.email);
  await it.moveOn();
  expect((await it.inbound(1))[0]?.RawEmail).toContain("Feedback-Type: abuse");
  await it.send(persona.email);
  expect(await violations(persona.email)).toEqual([]);
  it.nowMs += 61_000;
  await it.send(persona.email);
  expect(await violations(persona.email)).toEqual(["written_after_opt_out"]);
});

test("a booking is told once, signed over its bytes, to the product that owns the page", async () => {
  const persona = it.someone(["booking"]);
  await it.send(persona.email, { text: `Book here: ${it.market.url}/book/brightwater if you like.` });
  await it.moveOn();
  await vi.waitFor(() => expect(it.product.to("/api/bookings")).toHaveLength(1), { timeout: 5000 });
  const [call] = it.product.to("/api/bookings");
  const body = JSON.parse(call?.body ?? "{}") as Record<string, unknown>;
  expect(body).toEqual({
    bookingId: expect.stringMatching(/^bk_/),
    bookingUrl: `${it.market.url}/book/brightwater`,
    attendeeEmail: persona.email,
    attendeeName: `${persona.firstName} ${persona.lastName}`,
    startsAt: expect.any(String),
    durationMinutes: 30,
  });
  expect(Date.parse(String(body.startsAt))).toBeGreaterThan(it.nowMs);
  const [, t = "", v1 = ""] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(call?.headers["x-market-signature"])) ?? [];
  expect(Number(t)).toBe(Math.floor(it.nowMs / 1000));
  expect(v1).toBe(createHmac("sha256", SECRET).update(`${t}.${call?.body}`).digest("hex"));
  expect(it.product.inbound).toHaveLength(0);
});

test("a booking waits for a product that is away, and by the clock for one that fails", async () => {
  const persona = it.someone(["booking"]);
  const domain = AVA.split("@")[1] ?? "";
  const url = `${it.market.url}/book/ava`;
  await fetch(`${it.market.url}/_control/booking-links`, { method: "PUT", body: JSON.stringify({ domain, url }) });
  await it.send(persona.email);
  const { nextReactionAt } = await it.state();
  it.product.answers.set("/api/bookings", 503);
  await it.product.stop();
  await it.moveTo(nextReactionAt);
  expect(await it.state()).toMatchObject({ queuedCallbacks: 1 });

  await it.product.start();
  await vi.waitFor(() => expect(it.product.to("/api/bookings")).toHaveLength(1), { timeout: 5000 });
  await vi.waitFor(async () => expect(await it.state()).toMatchObject({ queuedCallbacks: 0 }), { timeout: 5000 });
  it.product.answers.clear();
  await it.restart();
  await it.moveOn();
  await vi.waitFor(() => expect(it.product.to("/api/bookings")).toHaveLength(2), { timeout: 5000 });
  const [first, second] = it.product.to("/api/bookings");
  expect(second?.body).toBe(first?.body);
  expect(second?.headers["x-market-signature"]).not.toBe(first?.headers["x-market-signature"]);
});

test("whoever asks for a meeting books when a page is at hand", async () => {
  const asker = it.someone(["meeting_request", "booking"]);
  await it.send(asker.email, { text: `Times: ${it.market.url}/book/brightwater` });
  await it.moveOn();
  await it.inbound(1);
  await vi.waitFor(() => expect(it.product.to("/api/bookings")).toHaveLength(1), { timeout: 5000 });
});

test("an answer to what somebody wrote is read although it is no outreach, and may bring them to book", async () => {
  const answered = { ordinal: 2, at: it.now, answersThem: true };
  const asker = it.someone(["question"], (persona) => {
    const [next] = decideReactions(SEED, persona, answered, { ...STRANGER, humanReactions: 1 });
    return next?.kind === "booking";
  });
  await it.send(asker.email);
  await it.moveOn();
  const [question] = await it.inbound(1);
  const inReplyTo = /^Message-ID: (<[^>]+>)/im.exec(question?.RawEmail ?? "")?.[1] ?? "";
  await it.send(asker.email, { inReplyTo, isOutreach: false, text: `Yes. Book here: ${it.market.url}/book/brightwater` });
  await it.moveOn();
  await vi.waitFor(() => expect(it.product.to("/api/bookings")).toHaveLength(1), { timeout: 5000 });
});

test("mail that is no outreach is nobody's business", async () => {
  const persona = it.someone(["interested"]);
  await it.send(persona.email, { isOutreach: false });
  await it.send(`${persona.email.replace("@", "+away@")}`);
  expect((await it.get<{ received: unknown[] }>(`/_control/received?email=${persona.email}`)).received).toEqual([]);
  expect((await it.state()).pendingReactions).toBe(0);
});

test("the pages: people with what they will do, one person, and a booking by hand", async () => {
  const persona = it.someone(["price"]);
  await it.send(persona.email);
  const page = await (await fetch(`${it.market.url}/?q=${encodeURIComponent(persona.email)}`)).text();
  expect(page).toContain(persona.email);
  expect(page).toContain("price");
  const person = await (await fetch(`${it.market.url}/person/${encodeURIComponent(persona.email)}`)).text();
  expect(person).toContain("Quick question");

  const form = await (await fetch(`${it.market.url}/book/brightwater`)).text();
  const startsAt = /<option value="([^"]+)"/.exec(form)?.[1] ?? "";
  const fill = (values: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${it.market.url}/book/brightwater`, { method: "POST", body: new URLSearchParams(values), headers });
  expect((await fill({ name: "Jo", email: "not-an-address", startsAt })).status).toBe(422);
  expect((await fill({ name: "Jo", email: "jo@firm.example", startsAt }, { origin: "http://evil.example" })).status).toBe(403);
  expect((await fill({ name: "Jo <b>", email: "jo@firm.example", startsAt })).status).toBe(200);
  await vi.waitFor(() => expect(it.product.to("/api/bookings")).toHaveLength(1), { timeout: 5000 });
  expect(JSON.parse(it.product.to("/api/bookings")[0]?.body ?? "{}")).toMatchObject({ attendeeEmail: "jo@firm.example", startsAt });
});

test("what the market does not play is said by name", async () => {
  const answer = await fetch(`${it.market.url}/_control/dance`, { method: "POST" });
  expect(answer.status).toBe(501);
  expect(await answer.text()).toContain("POST /_control/dance");
});
