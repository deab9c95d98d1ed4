import { describe, expect, test } from "vitest";
import { callBrief } from "@/lib/domain/call-brief";
import { asksToStop, type CallTurn, readCallWords, turnsOf } from "@/lib/integrations/vapi/call-words";

const QUESTION = callBrief({
  agentName: "Ava",
  clientName: "Bright Agency Pty Ltd",
  purpose: "your rosters",
  leadFirstName: null,
  numberSource: "your website",
  contact: "02 5550 1234",
}).recordingQuestion;

const person = (text: string, time: number | null = null): CallTurn => ({ who: "person", text, time });
const assistant = (text: string): CallTurn => ({ who: "assistant", text, time: null });
const said = (...texts: string[]) => readCallWords(texts.map((text) => person(text)));

describe("a wish not to be called", () => {
  test.each([
    "Stop calling me",
    "Please don't call me again",
    "Do not ring this number",
    "dont contact us",
    "Take me off your list.",
    "take my number off please",
    "Remove me from your database",
    "Put us on your do not call list",
    "Never ring here again, okay?",
    "I don't want any more sales calls",
    "I do not want to be contacted.",
    "No more calls thanks",
    "Leave me alone",
    "Unsubscribe.",
    "Stop.",
    "Just piss off",
    "go away",
    "This is harassment",
    "I'll report you to the ACMA",
    "Not interested. And don’t call back.",
    "Lose my number, mate",
    "quit bothering me",
    "don't ever phone me",
  ])("%s", (sentence) => {
    expect(said("Hello?", sentence, "Bye").asksToStop).toBe(true);
  });

  test.each([
    "Don't call me before nine",
    "Please don't call me right now, I'm driving",
    "Can you stop by on Tuesday?",
    "Stop me if I'm wrong, but how much is it?",
    "We've removed that from our budget",
    "I don't want to miss it, call me tomorrow",
    "Take five off the price",
    "No, not interested",
    "We were never called about that",
  ])("%s is none", (sentence) => {
    expect(said(sentence).asksToStop).toBe(false);
  });

  test("only the person counts, in every turn, whatever else is said", () => {
    expect(readCallWords([assistant("I can take you off the list if you want: stop calling, say the word.")]).asksToStop).toBe(false);
    expect(said("Sounds great, tell me more", "Actually no, stop calling").asksToStop).toBe(true);
    expect(asksToStop([])).toBe(false);
  });

  test("rules kept elsewhere are heard as well", () => {
    expect(readCallWords([person("basta")], (text) => text === "basta").asksToStop).toBe(true);
  });
});

describe("what else is said", () => {
  test.each([
    ["You've got the wrong number", { isWrongNumber: true }],
    ["She doesn't work here any more", { isWrongNumber: true }],
    ["There's nobody called Sam here", { isWrongNumber: true }],
    ["He's left the company", { isWrongNumber: true }],
    ["Can you call me back on Thursday at 2?", { asksForCallback: true, callback: { day: { kind: "weekday", weekday: 4 }, minuteOfDay: 840 } }],
    ["I'm in a meeting, try again tomorrow", { asksForCallback: true, callback: { day: { kind: "in_days", days: 1 }, minuteOfDay: null } }],
    ["It's a bad time", { asksForCallback: true, callback: null }],
    ["No thanks, I'm driving", { asksForCallback: false, isNotInterested: true }],
    ["We're not interested", { isNotInterested: true, isInterested: false }],
    ["We already have someone for that", { isNotInterested: true }],
    ["Tell me more", { isInterested: true, isNotInterested: false }],
    ["Hi, Tuesday works", { isInterested: true }],
    ["", { didPersonSpeak: false }],
    ["...", { didPersonSpeak: false }],
  ])("%s", (sentence, expected) => {
    expect(said(sentence)).toMatchObject(expected);
  });

  test("a booking is the assistant's confirmation, unless the person objects", () => {
    const confirmed = [person("Tuesday works"), assistant("Great, you're booked for Tuesday at 10 am."), person("See you then")];
    expect(readCallWords(confirmed)).toMatchObject({ isBooked: true, meeting: { day: { kind: "weekday", weekday: 2 }, minuteOfDay: 600 } });
    expect(readCallWords([...confirmed.slice(0, 2), person("No, hang on")]).isBooked).toBe(false);
    expect(readCallWords([assistant("You're booked for Tuesday.")]).isBooked).toBe(false);
  });
});

describe("consent to recording", () => {
  const asked = (...answers: CallTurn[]) => readCallWords([assistant("Hi, this is Ava."), assistant(QUESTION), ...answers]).consentedAt;

  test.each(["Yes", "Yeah, that's fine.", "Sure, go ahead", "No problem", "Okay", "Absolutely, no worries"])("%s is a yes", (answer) => {
    expect(asked(person(answer, 1000))).toBe(1000);
  });

  test.each(["No", "I'd rather you didn't", "Okay, who is this?", "What for?", "Don't record me", "Yes but don't record it", "Hmm", "Not really, okay?"])(
    "%s is none",
    (answer) => {
      expect(asked(person(answer, 1000))).toBeNull();
    },
  );

  test("silence, an answer without a time, an answer to another question and a yes taken back are none", () => {
    expect(asked()).toBeNull();
    expect(asked(person("Yes"))).toBeNull();
    expect(asked(assistant("Shall we go on?"), person("Yes", 1000))).toBeNull();
    expect(asked(person("Yes", 1000), person("Actually, stop recording", 2000))).toBeNull();
    expect(readCallWords([assistant("Got a minute?"), person("Yes", 1000)]).consentedAt).toBeNull();
  });
});

describe("the turns of a call", () => {
  test("come from the messages, or from the transcript", () => {
    expect(turnsOf({ messages: [{ role: "system", message: "x" }, { role: "bot", message: "Hi", time: 1 }, { role: "user", message: "Yo", time: 2 }] })).toEqual([
      { who: "assistant", text: "Hi", time: 1 },
      { who: "person", text: "Yo", time: 2 },
    ]);
    expect(turnsOf({ messages: [], transcript: "AI: Hi Sam.\nUser: Hi,\nTuesday works.\n" })).toEqual([
      { who: "assistant", text: "Hi Sam.", time: null },
      { who: "person", text: "Hi, Tuesday works.", time: null },
    ]);
    expect(turnsOf({})).toEqual([]);
  });
});
