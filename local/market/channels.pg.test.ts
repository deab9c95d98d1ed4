import { expect, test, vi } from "vitest";
import { decideReactions } from "@/local/market/decide-reactions";
import { HOUR_MS, MarketFixture, SEED, STRANGER } from "@/local/market/market-fixture";
import type { Persona } from "@/local/market/persona";
import type { Contact, Reaction } from "@/local/providers/recipients";

const it = new MarketFixture();

type ViolationJson = { kind: string; channel: string; email: string; messageId: string; detail: string };
type PersonJson = {
  history: { optedOutAt: string | null; optedOutBy: string; optedOutChannel: string } | null;
  reactions: { kind: string; state: string; outcome: string }[];
};

const react = (contact: Contact) => it.market.recipients.react(contact);
const person = (email: string) => it.get<PersonJson>(`/_control/personas?email=${email}`);
const violations = async (email: string) =>
  (await it.get<{ violations: ViolationJson[] }>("/_control/violations")).violations.filter((row) => row.email === email);
const kindsOf = (answer: readonly Reaction[]) => answer.map(({ kind }) => kind);

test("a text is answered once: told again, also after a restart, it gets the same answer and stands against nobody", async () => {
  const { persona, contact } = await it.contactable("text", ["interested"]);
  const [answer, atOnce] = await Promise.all([react(contact({ text: "May I ask?" })), react(contact({ text: "May I ask?" }))]);
  expect(atOnce).toEqual(answer);
  expect(answer).toMatchObject([{ kind: "reply", at: expect.any(Date), text: expect.any(String) }]);
  expect(await react(contact({ text: "May I ask?" }))).toEqual(answer);
  await it.restart();
  expect(await react(contact({ text: "May I ask?" }))).toEqual(answer);
  expect((await person(persona.email)).reactions).toMatchObject([{ kind: "interested", state: "pending" }]);
  expect(await violations(persona.email)).toEqual([]);

  it.nowMs += HOUR_MS;
  await react(contact({ text: "May I ask?", reference: "again", at: it.now }));
  expect(await violations(persona.email)).toMatchObject([{ kind: "received_twice", channel: "sms", messageId: "again" }]);
});

test("STOP by text, and later contacts on every other channel stand against the product, mail included", async () => {
  const { persona, contact } = await it.contactable("text", ["opt_out_reply"]);
  const [reply] = await react(contact());
  expect((await person(persona.email)).history?.optedOutAt).toBeNull();
  await it.moveTo(reply?.at ?? null);
  expect((await person(persona.email)).history).toMatchObject({ optedOutBy: "opt_out_reply", optedOutChannel: "sms" });

  it.nowMs += 30_000;
  await react(contact({ channel: "voice", act: "call", at: it.now, reference: "in-the-minute" }));
  expect(await violations(persona.email)).toEqual([]);
  it.nowMs += HOUR_MS;
  const called = await react(contact({ channel: "voice", act: "call", at: it.now, reference: "call" }));
  expect(called.every(({ kind }) => kind !== "conversation")).toBe(true);
  await react(contact({ at: it.now, reference: "text" }));
  await it.send(persona.email);
  const found = await violations(persona.email);
  expect(found.map(({ kind, channel }) => `${kind} ${channel}`).sort()).toEqual([
    "written_after_opt_out email",
    "written_after_opt_out sms",
    "written_after_opt_out voice",
  ]);
  expect(found.find(({ channel }) => channel === "voice")?.detail).toBe("call by voice, opted out by opt out reply on sms");
});

test("an opt-out by mail counts for the phone as well; a letter already in the post is forgiven", async () => {
  const clicks = (persona: Persona) =>
    decideReactions(SEED, persona, { ordinal: 1, at: it.now, answersThem: false }, STRANGER)
      .map(({ kind }) => kind)
      .join() === "one_click";
  const { persona, contact } = await it.contactable("text", [], clicks);
  await it.send(persona.email);
  await it.moveOn();
  it.nowMs += HOUR_MS;
  await react(contact({ at: it.now }));
  await react(contact({ channel: "mail", act: "letter", at: it.now, reference: "letter" }));
  expect(await violations(persona.email)).toMatchObject([{ kind: "written_after_opt_out", channel: "sms" }]);
});

test("a call that books names the time, and the booking service posts the same time", async () => {
  await setBookingPage();
  const { persona, contact } = await it.contactable("call", ["booking"]);
  const [talk] = await react(
    contact({ text: "Hi, this is Ava, an automated assistant calling for Brightwater. I'm calling about leads." }),
  );
  if (talk?.kind !== "conversation") throw new Error("nobody talked");
  expect(talk).toMatchObject({ result: "meeting_booked", meetingAt: expect.any(Date) });
  await it.moveTo(new Date(talk.at.getTime() + talk.seconds * 1000));
  await vi.waitFor(() => expect(it.product.to("/api/bookings")).toHaveLength(1), { timeout: 5000 });
  expect(JSON.parse(it.product.to("/api/bookings")[0]?.body ?? "{}")).toMatchObject({
    attendeeEmail: persona.email,
    startsAt: talk.meetingAt?.toISOString(),
  });
  const later = { ...contact({ channel: "sms", act: "text", reference: "after" }), email: persona.email };
  expect(await it.historyAt(later)).toMatchObject({ hasBooked: true, hasOptedOut: false, humanReactions: 1, ordinal: 1, touches: 1 });
});

test("whatever came by any channel is one history: its number, an opt-out, a time to call back", async () => {
  const { persona, contact } = await it.contactable("call", ["callback"]);
  const probe = (reference: string, act: "text" | "call" = "text") =>
    it.historyAt({ ...contact({ reference, act, channel: act === "text" ? "sms" : "voice", at: it.now }), email: persona.email });
  expect(await probe("first")).toMatchObject({ ordinal: 1, touches: 0, otherContacts: 0, callbackAt: null, answersThem: false });
  const [talk] = await react(contact());
  if (talk?.kind !== "conversation") throw new Error("nobody talked");
  await it.send(persona.email);
  it.nowMs += HOUR_MS;
  expect(await probe("second")).toMatchObject({
    ordinal: 2,
    touches: 3,
    otherContacts: 2,
    callbackAt: talk.callbackAt,
    answersThem: false,
  });
  expect(await probe("third", "call")).toMatchObject({ ordinal: 2, touches: 4, answersThem: true });

  const { persona: other, contact: text } = await it.contactable("text", ["opt_out_reply"]);
  await react(text());
  await it.moveOn();
  const call = text({ channel: "voice", act: "call", reference: "after-stop", at: it.now });
  expect(await it.historyAt({ ...call, email: other.email })).toMatchObject({ hasOptedOut: true, humanReactions: 1, ordinal: 1 });
});

test("whoever asks for a meeting by text or on LinkedIn books when a page is at hand", async () => {
  await setBookingPage();
  for (const act of ["text", "message"] as const) {
    const { contact } = await it.contactable(act, ["meeting_request", "booking"]);
    expect(kindsOf(await react(contact({ text: "Shall we meet?" })))).toEqual(["reply"]);
  }
  await it.moveOn();
  await vi.waitFor(() => expect(it.product.to("/api/bookings")).toHaveLength(2), { timeout: 5000 });
});

test("an answer to what somebody wrote by text may bring them to book; the same words unasked for do not", async () => {
  await setBookingPage();
  const asked: string[] = [];
  for (let people = 0; people < 12; people += 1) {
    const { persona, contact } = await it.contactable("text", ["question"]);
    const [question] = await react(contact({ text: "May I ask?" }));
    await it.moveTo(question?.at ?? null);
    it.nowMs += HOUR_MS;
    await react(contact({ text: "Yes, we do. Shall we meet?", at: it.now, reference: `answer-${persona.email}` }));
    await react(contact({ text: "And one more thing.", at: it.now, reference: `unasked-${persona.email}` }));
    asked.push(...(await person(persona.email)).reactions.map(({ kind }) => kind));
  }
  const follows = asked.filter((kind) => kind !== "question");
  expect(new Set(follows)).toEqual(new Set(["booking"]));
  expect(follows.length).toBeGreaterThan(1);
});

test("the way out in a letter is typed into a browser; who finds none writes to the address in it", async () => {
  const { persona, contact } = await it.contactable("letter", ["delivered", "unsubscribe_page"]);
  const url = `${it.product.url}/u/token`;
  expect(kindsOf(await react(contact({ text: `Dear Kim,\n\nIf you would rather not hear from us:\n${url}\n` })))).toEqual(["delivered"]);
  await it.moveOn();
  expect(it.product.to("/u/token").map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /u/token", "POST /u/token/confirm"]);
  expect((await person(persona.email)).history).toMatchObject({ optedOutBy: "unsubscribe_page", optedOutChannel: "mail" });

  const writer = await it.contactable("letter", ["delivered", "unsubscribe_page"]);
  await react(writer.contact({ text: "Dear Kim, write to ava@mail.agency.example if you like." }));
  await it.moveOn();
  const [mail] = await it.inbound(1);
  expect(mail?.From).toBe(writer.persona.email);
  expect((await person(writer.persona.email)).history).toMatchObject({ optedOutBy: "unsubscribe_page" });
});

test("a mail about a letter is a mail of its own, and an answer to it is read as one", async () => {
  const { persona, contact } = await it.contactable("letter", ["delivered", "interested"]);
  await react(contact({ text: "Dear Kim, write to ava@mail.agency.example." }));
  await it.moveOn();
  const [mail] = await it.inbound(1);
  expect(mail?.From).toBe(persona.email);
  const messageId = /^Message-ID: (<[^>]+>)/im.exec(mail?.RawEmail ?? "")?.[1] ?? "";
  await it.send(persona.email, { inReplyTo: messageId, isOutreach: false });
  expect((await it.get<{ received: unknown[] }>(`/_control/received?email=${persona.email}`)).received).toHaveLength(1);
});

test("numbers, profiles and letterboxes lead to the same person; nobody's number is a stranger's", async () => {
  const { persona } = await it.contactable("text", []);
  const found = await it.market.people.findPersonByEmail(persona.email);
  const at = { from: "1", text: "", at: it.now };
  await react({ ...at, channel: "sms", act: "text", to: found.phone ?? "", reference: "by-number" });
  await react({ ...at, channel: "linkedin", act: "invitation", to: found.linkedinUrl ?? "", reference: "by-profile" });
  const to = `${found.firstName} ${found.lastName}, ${found.street}, ${found.postcode}`;
  await react({ ...at, channel: "mail", act: "letter", to, reference: "by-letterbox" });
  const { contacts } = await it.get<{ contacts: unknown[] }>(`/_control/contacts?email=${persona.email}`);
  expect(contacts).toHaveLength(3);
  expect((await it.market.people.findPersonByProfile(`${found.linkedinUrl}/`))?.email).toBe(persona.email);
  expect(await it.market.people.findPersonByProfile("https://www.linkedin.com/in/nobody-at-all")).toBeUndefined();

  await react({ ...at, channel: "sms", act: "text", to: "+61491570110", reference: "nobody-known" });
  const { contacts: all } = await it.get<{ contacts: { reference: string; email: string }[] }>("/_control/contacts");
  expect(all.find(({ reference }) => reference === "nobody-known")?.email).toMatch(/@unlisted\.example$/);
});

test("the report counts by channel, and the person's page shows what came by each and where they are reached", async () => {
  const { persona, contact } = await it.contactable("invitation", ["accepts"]);
  await react(contact({ text: "Hello Kim, shall we connect?" }));
  await it.moveOn();
  const { channels, reactions } = await it.get<{ channels: Record<string, Record<string, unknown>>; reactions: Record<string, number> }>(
    "/_control/report",
  );
  expect(channels.linkedin).toMatchObject({
    contacts: expect.any(Number),
    acts: { invitation: expect.any(Number) },
    reactions: { accepts: expect.any(Number) },
  });
  expect(reactions.accepts).toBeUndefined();
  const page = await (await fetch(`${it.market.url}/person/${encodeURIComponent(persona.email)}`)).text();
  for (const shown of ["shall we connect?", "accepts, to linkedin 1", "linkedin.com/in/kim-lee-", "At that number"])
    expect(page).toContain(shown);
  expect(await (await fetch(`${it.market.url}/?q=${encodeURIComponent(persona.email)}`)).text()).toContain("accepts (linkedin)");
});

async function setBookingPage(): Promise<void> {
  const url = `${it.market.url}/book/brightwater`;
  await fetch(`${it.market.url}/_control/booking-links`, { method: "PUT", body: JSON.stringify({ domain: "*", url }) });
}
