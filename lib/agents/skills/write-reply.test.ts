import { describe, expect, test } from "vitest";
import { extractEntities } from "@/lib/agents/skills/extract-entities";
import { writeReply } from "@/lib/agents/skills/write-reply";
import type { ReplyToAnswer } from "@/lib/domain/reply-handling";
import { offerTimes } from "@/lib/engines/meetings/offer-times";
import { needsPerson } from "@/lib/engines/replies/needs-person";
import { readObjection } from "@/lib/engines/replies/read-objection";

const reply = (more: Partial<ReplyToAnswer> = {}): ReplyToAnswer => ({
  messageId: "m1",
  channel: "email",
  subject: "Re: idea",
  text: "Happy to talk. What times do you have?",
  intent: "meeting_request",
  confidence: 0.9,
  by: "rules:meeting",
  actions: ["book_meeting"],
  reasons: [],
  thread: [],
  lead: { firstName: "Casey", company: "Lund Joinery", timezone: "Australia/Perth", source: "import" },
  client: {
    name: "Kestrel Digital",
    senderName: "Imogen",
    services: ["Local search", "Google Ads"],
    valueProposition: "We help trades win local work",
    defaultOffer: "A written review of your listing",
    bookingUrl: "https://book.kestrel.example/imogen",
  },
  voice: { sample: null, neverSay: [] },
  knowledge: [],
  earlierObjections: 0,
  now: "2026-11-24T00:00:00.000Z",
  times: ["Wednesday 2 December, 10:00 am AWST", "Thursday 3 December, 2:00 pm AWST", "Friday 4 December, 11:00 am AWST"],
  ...more,
});
const draft = (given: ReplyToAnswer) => writeReply.baseline(given).draft;

describe("drafts by the rules", () => {
  test("a meeting gets three times and the booking link", () => {
    const { body, subject, citations } = draft(reply()) ?? { body: "", subject: "", citations: [] };
    expect(subject).toBe("Re: idea");
    for (const time of reply().times) expect(body).toContain(time);
    expect(body).toContain("https://book.kestrel.example/imogen");
    expect(citations).toContainEqual({ kind: "thread", ref: "m1", quote: "Happy to talk." });
  });

  test("what it says of the agency is the agency's own, and cited", () => {
    const made = draft(reply({ intent: "interested", actions: ["send_info"], text: "Tell me more.", times: [] }));
    expect(made?.body).toContain("We help trades win local work.");
    expect(made?.citations.map(({ ref }) => ref)).toEqual(["m1", "value_proposition", "services", "default_offer", "booking_url"]);
  });

  const REPORTS = {
    ref: "entry:e1",
    title: "How do you report?",
    text: "You get a one-page report every month. We guarantee nothing else.",
  };
  const asks = (text: string, more: Partial<ReplyToAnswer> = {}) =>
    reply({ intent: "question", actions: ["answer_question"], text, times: [], knowledge: [REPORTS], ...more });

  test("a question that the client's knowledge answers is answered by it, cited with its title, up to what would bind", () => {
    const made = draft(asks("How often do you report?"));
    expect(made?.body).toContain("You get a one-page report every month.\n\nIf that does not answer it");
    expect(made?.body).not.toMatch(/guarantee|local work/);
    expect(made?.citations).toContainEqual({
      kind: "knowledge",
      ref: "entry:e1",
      title: "How do you report?",
      quote: "You get a one-page report every month.",
    });
  });

  test("on a phone it is one entry, as far as it fits", () => {
    const long = { ...REPORTS, text: `${"We report in plain words. ".repeat(20)}` };
    const made = draft(asks("How often do you report?", { channel: "sms", knowledge: [long, REPORTS] }));
    expect(made?.body.length).toBeLessThan(420);
    expect(made?.citations.map(({ ref }) => ref)).toEqual(["m1", "entry:e1"]);
  });

  test("an entry that says nothing but what binds answers nothing", () => {
    const made = draft(asks("How often do you report?", { knowledge: [{ ...REPORTS, text: "Reports cost $50 a month." }] }));
    expect(made?.citations.map(({ ref }) => ref)).not.toContain("entry:e1");
    expect(made?.body).not.toContain("$50");
  });

  test("what asks for a price is a person's, whatever the knowledge says", () => {
    expect(draft(asks("What does a report cost?"))?.body).toContain("come back to you on exactly that");
  });

  test.each([
    ["price", "What does it cost, roughly?"],
    ["contract", "Is there a lock-in contract?"],
    ["law", "Are you compliant with the Privacy Act?"],
  ])("%s is answered by nothing but that a person comes back", (_what, text) => {
    const given = reply({ intent: "question", actions: ["answer_question"], text, times: [] });
    const made = draft(given);
    expect(made?.body).toContain("come back to you on exactly that");
    expect(made?.body).not.toMatch(/local work|\$|\d/);
    expect(writeReply.model.isNeeded?.(given, { draft: made ?? null })).toBe(false);
  });

  test.each([
    ["a withdrawal", { intent: "unsubscribe" as const, actions: ["suppress_contact", "no_auto_reply"] }],
    ["an away notice", { intent: "out_of_office" as const, actions: ["no_auto_reply"] }],
    ["a call", { channel: "voice" as const }],
  ])("%s gets no answer", (_what, more) => {
    expect(draft(reply(more))).toBeNull();
  });
});

describe("a model's draft", () => {
  const given = reply({ intent: "interested", actions: ["send_info"], text: "Tell me more.", times: [] });
  const baseline = writeReply.baseline(given);
  const cited = [{ kind: "knowledge" as const, ref: "services", quote: "Local search" }];
  const settle = (body: string, citations = cited) =>
    writeReply.settle?.({ draft: { subject: "Win!", body, citations } }, given, baseline).draft?.body;

  test("stands where it is borne out", () => {
    expect(settle("Hi Casey,\n\nWe do local search for trades. Worth a look?\n\nImogen")).toContain("Worth a look?");
  });

  test.each([
    ["a price", "We do this for $900."],
    ["a guarantee", "We guarantee the first page."],
    ["a figure of its own", "We grew 40 firms like yours."],
    ["a foreign link", "See https://elsewhere.example/x for more."],
    ["a promise", "Agreed, we can start on Monday."],
    ["a fact about them that nobody stored", "Congratulations on opening your new Fremantle showroom."],
  ])("falls back for %s", (_what, body) => {
    expect(settle(body)).toBe(baseline.draft?.body);
  });

  test("falls back without a citation that stands", () => {
    expect(settle("We do local search.", [{ kind: "knowledge", ref: "services", quote: "Satellite launches" }])).toBe(baseline.draft?.body);
  });

  test("may quote an entry word for word and no other way, and it is called what it is called", () => {
    const entry = { ref: "entry:e1", title: "How do you report?", text: "You get a one-page report every month." };
    const asked = reply({ intent: "question", actions: ["answer_question"], text: "How do you report?", times: [], knowledge: [entry] });
    const plain = writeReply.baseline(asked);
    const body = "Hi Casey,\n\nYou get a one-page report every month.\n\nImogen";
    const answer = (quote: string, ref = entry.ref) => ({
      draft: { subject: "", body, citations: [{ kind: "knowledge" as const, ref, quote, title: "Something else" }] },
    });
    expect(writeReply.settle?.(answer("a one-page report every month"), asked, plain).draft).toMatchObject({
      body,
      citations: [{ ref: "entry:e1", title: "How do you report?", quote: "a one-page report every month" }],
    });
    expect(writeReply.settle?.(answer("a two-page report every month"), asked, plain)).toEqual(plain);
    expect(writeReply.settle?.(answer("a one-page report", "entry:e2"), asked, plain)).toEqual(plain);
  });

  test("falls back where it says what the client never says", () => {
    const careful = { ...given, voice: { sample: null, neverSay: ["worth a look"] } };
    const answer = { draft: { subject: "", body: "We do local search for trades. Worth a look?", citations: cited } };
    expect(writeReply.settle?.(answer, careful, baseline)).toEqual(baseline);
  });

  test("may not leave out a time that is offered", () => {
    const meeting = reply();
    const plain = writeReply.baseline(meeting);
    const answer = {
      draft: { subject: "", body: "How about Wednesday?", citations: [{ kind: "thread" as const, ref: "m1", quote: "Happy to talk" }] },
    };
    expect(writeReply.settle?.(answer, meeting, plain)).toEqual(plain);
  });
});

test("entities are read with the words they stand in, and a model's count only where they are quoted", () => {
  const text =
    "We're struggling to get enquiries. Budget is about $2k. Could you do Tuesday 10am? Please talk to Marguerite Cole, our director.";
  const found = extractEntities.baseline({ text });
  expect(found.meetingPreferences[0]?.value).toMatch(/Tuesday/);
  expect(found.questions).toEqual([{ value: "Could you do Tuesday 10am?", quote: "Could you do Tuesday 10am?" }]);
  expect(found.painPoints).toHaveLength(1);
  expect(found.budget[0]?.quote).toContain("$2k");
  expect(found.decisionMakers[0]).toMatchObject({ name: "Marguerite Cole", role: "director" });
  const invented = { ...found, competitors: [{ value: "Acme", quote: "we use Acme" }], questions: [] };
  expect(extractEntities.settle?.(invented, { text }, found)).toMatchObject({ competitors: [], questions: found.questions });
});

test.each([
  ["Not right now, try me next quarter.", "timing_not_now", "timing"],
  ["No budget for it this year.", "budget_constraints", "budget"],
  ["We already have an agency.", "using_competitor", "competitor"],
  ["Not my decision, the board handles that.", "not_decision_maker", "authority"],
  ["We do not need it, word of mouth does.", "no_need", "need"],
  ["We got burnt by one of you before.", "bad_experience", "trust"],
  ["Flat out, sorry.", "too_busy", "timing"],
  ["No thanks.", "not_interested_generic", "other"],
  ["Company policy: nothing unsolicited.", "company_policy", "other"],
] as const)("%s", (text, rejectionReason, objection) => {
  expect(readObjection(text, { intent: "not_interested", actions: [] })).toEqual({ rejectionReason, objection });
});

test.each([
  ["Does this plug into the job system we already have?", null],
  ["How does it compare to what we already have?", "competitor"],
  ["We already work with an agency, what makes you better?", "competitor"],
] as const)("a question: %s", (text, objection) => {
  expect(readObjection(text, { intent: "question", actions: [] })).toEqual({ rejectionReason: null, objection });
});

test("who decides: a person where it is unsure, binding, legal, a complaint or the second objection", () => {
  const judged = { text: "Tell me more.", confidence: 0.9, actions: [], earlierObjections: 0, raisesObjection: false };
  expect(needsPerson(judged)).toBeNull();
  expect(needsPerson({ ...judged, raisesObjection: true })).toBeNull();
  for (const change of [
    { confidence: 0.59 },
    { text: "How much?" },
    { text: "Is there a lock-in?" },
    { text: "My lawyer will be in touch" },
    { actions: ["record_complaint"] },
    { actions: ["human_review"] },
    { raisesObjection: true, earlierObjections: 1 },
  ])
    expect(needsPerson({ ...judged, ...change })).toEqual(expect.any(String));
});

test("offered times are on three working days of the lead, in office hours, never taken", () => {
  const now = new Date("2026-12-22T22:00:00Z"); // a Wednesday morning in Perth, before Christmas
  const times = offerTimes(now, { timezone: "Australia/Perth", state: "WA" });
  expect(times.map(({ label }) => label)).toEqual([
    expect.stringMatching(/^Monday 11 January/),
    expect.stringMatching(/^Tuesday 12 January/),
    expect.stringMatching(/^Wednesday 13 January/),
  ]);
  const taken = offerTimes(now, { timezone: "Australia/Perth", state: "WA" }, [{ startsAt: times[0]?.at ?? now, durationMinutes: 30 }]);
  expect(taken[0]?.at).not.toEqual(times[0]?.at);
});
