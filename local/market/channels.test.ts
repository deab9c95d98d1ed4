import { TZDate } from "@date-fns/tz";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAustralianNumber } from "@/lib/domain/phone";
import { classifyReply } from "@/lib/engines/replies/classify-reply";
import { acceptance, pickUp } from "@/local/market/channel-truth";
import type { ContactHistory, ContactScene } from "@/local/market/contact-plan";
import { contactPointsOf, pointOf, pointsOf } from "@/local/market/contact-points";
import { decideContact } from "@/local/market/decide-contact";
import { demoAddresses } from "@/local/market/people";
import { type Persona, personaOf } from "@/local/market/persona";
import { reachOf } from "@/local/market/reach";
import { nextQuarter, whenAwake, workingDaysLater } from "@/local/market/waking-hours";
import { CALL_DNC_REQUEST } from "@/local/market/wording/calls";
import { LETTER_OPT_OUT } from "@/local/market/wording/letter";
import { CHAT_OPT_OUT, INVITATION_OPT_OUT } from "@/local/market/wording/linkedin";
import { TEXT_OPT_OUT } from "@/local/market/wording/texts";
import { washNumber } from "@/local/providers/dncr/washing";
import type { Contact, Reaction } from "@/local/providers/recipients";

const SEED = "channels";
const TUESDAY_TEN = new Date("2026-03-02T23:00:00Z");
const HOUR_MS = 3_600_000;
const CROWD = demoAddresses(SEED, 2000).map((email) => personaOf(SEED, email));
const FIRST: ContactHistory = {
  ...{ awayUntil: null, humanReactions: 0, hasOptedOut: false, hasBooked: false, otherContacts: 0 },
  ...{ ordinal: 1, touches: 0, answersThem: false, callbackAt: null },
};
const CHANNEL_OF = { text: "sms", invitation: "linkedin", message: "linkedin", call: "voice", letter: "mail" } as const;
const ACTS = Object.keys(CHANNEL_OF) as Contact["act"][];
const OPENING = "Hi, this is Ava, an automated assistant calling for Brightwater Pty Ltd. I'm calling about local search.";

function contactOf(persona: Persona, act: Contact["act"], at = TUESDAY_TEN): ContactScene["contact"] {
  const { phone, profileUrl } = contactPointsOf(SEED, persona);
  return { channel: CHANNEL_OF[act], act, to: act === "invitation" || act === "message" ? profileUrl : phone, text: OPENING, at };
}

function plansOf(act: Contact["act"], more: Partial<ContactHistory> = {}) {
  return CROWD.map((persona) => ({ persona, ...decideContact(SEED, persona, contactOf(persona, act), { ...FIRST, ...more }) }));
}

/** The share of the crowd of which this holds. */
function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length;
}

const conversations = (plans: ReturnType<typeof plansOf>) =>
  plans.flatMap(({ persona, answer }) =>
    answer.flatMap((reaction) => (reaction.kind === "conversation" ? [{ persona, ...reaction }] : [])),
  );
const did =
  (...kinds: string[]) =>
  ({ reactions }: { reactions: readonly { kind: string }[] }) =>
    reactions.some(({ kind }) => kinds.includes(kind));

test.each(ACTS)("what comes of a %s follows from seed, person, ordinal, time and history alone", (act) => {
  const later = { ...FIRST, ordinal: 3, touches: 7 };
  for (const persona of CROWD.slice(0, 200)) {
    const contact = contactOf(persona, act);
    expect(decideContact(SEED, personaOf(SEED, persona.email), contact, later)).toEqual(decideContact(SEED, persona, contact, later));
  }
  const other = CROWD.map((persona) => decideContact("another", persona, contactOf(persona, act), FIRST).reactions);
  expect(other).not.toEqual(plansOf(act).map(({ reactions }) => reactions));
});

test.each(ACTS)("nobody reacts to a %s before it is there", (act) => {
  fc.assert(
    fc.property(
      fc.nat(CROWD.length - 1),
      fc.date({ min: new Date("2026-01-05"), max: new Date("2026-12-20"), noInvalidDate: true }),
      (who, at) => {
        const persona = CROWD[who] ?? CROWD[0];
        if (!persona) throw new Error("an empty crowd");
        const { answer, reactions } = decideContact(SEED, persona, contactOf(persona, act, at), FIRST);
        for (const moment of [...answer.map((reaction) => reaction.at), ...reactions.map(({ dueAt }) => dueAt)])
          expect(moment.getTime()).toBeGreaterThanOrEqual(at.getTime());
        for (const { until } of reactions) if (until) expect(until.getTime()).toBeGreaterThan(at.getTime());
      },
    ),
    { numRuns: 300 },
  );
});

test("texts: most read and ignore; some answer, some say STOP, landlines and dead numbers take none", () => {
  const plans = plansOf("text");
  expect(share(plans, ({ reactions }) => reactions.length === 0)).toBeGreaterThan(0.6);
  expect(share(plans, did("interested", "question", "price", "meeting_request"))).toBeGreaterThan(0.03);
  expect(share(plans, did("interested", "question", "price", "meeting_request"))).toBeLessThan(0.15);
  for (const kind of ["refusal", "opt_out_reply", "wrong_number"]) {
    expect(share(plans, did(kind))).toBeGreaterThan(0.003);
    expect(share(plans, did(kind))).toBeLessThan(0.05);
  }
  for (const { persona, answer } of plans) {
    const refused = answer.find((reaction) => reaction.kind === "unreachable");
    const { phoneKind } = contactPointsOf(SEED, persona);
    const { line } = reachOf(SEED, persona);
    expect(refused !== undefined).toBe(phoneKind === "landline" || line === "dead" || line === "off_at_first");
    if (refused) expect(refused.isPermanent).toBe(phoneKind === "landline" || line === "dead");
  }
  const second = plansOf("text", { ordinal: 2, touches: 1 });
  expect(share(second, did("unreachable"))).toBeLessThan(share(plans, did("unreachable")));
});

test("LinkedIn: about a third accepts, after an hour to ten days, the active ones first; messages are answered by some", () => {
  const plans = plansOf("invitation");
  const accepted = plans.flatMap(({ persona, answer }) => {
    const acceptances = answer.filter((reaction) => reaction.kind === "accepts");
    return acceptances.map(({ at }) => ({ hours: (at.getTime() - TUESDAY_TEN.getTime()) / HOUR_MS, persona }));
  });
  expect(accepted.length / plans.length).toBeGreaterThan(0.2);
  expect(accepted.length / plans.length).toBeLessThan(0.4);
  expect(Math.min(...accepted.map(({ hours }) => hours))).toBeGreaterThanOrEqual(1);
  expect(Math.max(...accepted.map(({ hours }) => hours))).toBeLessThanOrEqual(240 + 11);
  const medianOf = (activity: string) => {
    const hours = accepted.filter(({ persona }) => reachOf(SEED, persona).linkedin === activity).map((one) => one.hours);
    return hours.toSorted((a, b) => a - b)[Math.floor(hours.length / 2)] ?? 0;
  };
  expect(medianOf("active")).toBeLessThan(medianOf("occasional"));
  expect(medianOf("occasional")).toBeLessThan(medianOf("dormant"));
  expect(share(plans, did("refusal", "opt_out_reply"))).toBeGreaterThan(0.002);
  expect(share(plans, did("refusal", "opt_out_reply"))).toBeLessThan(0.04);
  expect(plans.every((plan) => !(did("accepts")(plan) && did("refusal", "opt_out_reply")(plan)))).toBe(true);

  const messages = plansOf("message", { ordinal: 2, touches: 1 });
  expect(share(messages, did("interested", "question", "price", "meeting_request"))).toBeGreaterThan(0.05);
  expect(share(messages, did("refusal"))).toBeGreaterThan(0.02);
  expect(share(messages, did("opt_out_reply"))).toBeGreaterThan(0.003);
  expect(share(messages, ({ reactions }) => reactions.length === 0)).toBeGreaterThan(0.6);
});

test("voice: a quarter picks up; every result occurs, and the person's own words carry it", () => {
  const plans = plansOf("call");
  const talks = conversations(plans);
  expect(talks.length / plans.length).toBeGreaterThan(0.15);
  expect(talks.length / plans.length).toBeLessThan(0.4);
  for (const kind of ["no_answer", "busy", "voicemail"]) expect(share(plans, did(kind))).toBeGreaterThan(0.02);
  const words: Readonly<Record<(typeof talks)[number]["result"], RegExp>> = {
    meeting_booked: /put me down|I can do|book that in|let's do/i,
    callback: /call me back|try me again|ring me|call back/i,
    interested: /interest|tell me a bit more|in writing|email me/i,
    not_interested: /no|bye|not|someone who does that|machines/i,
    wrong_number: /wrong number/i,
    dnc_request: /off your list|remove|stop calling|don't ring|do not call/i,
  };
  for (const result of Object.keys(words) as (keyof typeof words)[]) {
    const own = talks.filter((talk) => talk.result === result);
    expect(own.length, result).toBeGreaterThan(5);
    for (const { turns } of own) {
      const said = turns.filter(({ who }) => who === "person").map(({ text }) => text);
      expect(said.join(" ")).toMatch(words[result]);
      expect(turns.map(({ text }) => text).join(" ")).not.toMatch(/[{}]|undefined/);
    }
  }
  const asked = talks.flatMap(({ turns }) =>
    turns.flatMap(({ text }, index) => (/robot|computer|recording or a/.test(text) ? [turns[index + 1]] : [])),
  );
  expect(asked.length).toBeGreaterThan(20);
  for (const answer of asked) expect(answer?.text).toMatch(/automated assistant calling for Brightwater Pty Ltd/);
  expect(share(talks, ({ consentsToRecording }) => consentsToRecording)).toBeGreaterThan(0.3);
  expect(share(talks, ({ consentsToRecording }) => !consentsToRecording)).toBeGreaterThan(0.2);
});

test("voice: a time is named where one was agreed, and a call at that time is mostly picked up", () => {
  const talks = conversations(plansOf("call"));
  for (const { result, meetingAt, callbackAt, at } of talks) {
    expect(meetingAt !== undefined).toBe(result === "meeting_booked");
    expect(callbackAt !== undefined).toBe(result === "callback");
    for (const agreed of [meetingAt, callbackAt]) if (agreed) expect(agreed.getTime()).toBeGreaterThan(at.getTime());
  }
  const agreed = conversations(plansOf("call", { ordinal: 2, touches: 1, callbackAt: TUESDAY_TEN }));
  expect(agreed.length).toBeGreaterThan(talks.length * 2);
  const booked = (list: typeof talks) => share(list, ({ result }) => result === "meeting_booked");
  expect(booked(agreed)).toBeGreaterThan(booked(talks) * 1.5);
});

test("letters: most stay, some come back, few are answered, and then later than they arrive", () => {
  const plans = plansOf("letter");
  expect(share(plans, did("returned"))).toBeGreaterThan(0.04);
  expect(share(plans, did("returned"))).toBeLessThan(0.1);
  expect(share(plans, did("delivered"))).toBeCloseTo(1 - share(plans, did("returned")), 10);
  for (const kind of ["unsubscribe_page", "opt_out_reply", "interested", "meeting_request"]) {
    expect(share(plans, did(kind))).toBeGreaterThan(0.002);
    expect(share(plans, did(kind))).toBeLessThan(0.05);
  }
  for (const { answer } of plans) expect(answer.map(({ kind }) => kind)).toHaveLength(1);
});

test.each(ACTS)("whoever opted out or has booked does nothing of their own will about a %s", (act) => {
  for (const gone of [{ hasOptedOut: true }, { hasBooked: true }]) {
    const plans = plansOf(act, { ordinal: 2, touches: 3, ...gone });
    const unwilled: readonly Reaction["kind"][] = ["unreachable", "no_answer", "busy", "voicemail", "delivered", "returned"];
    expect(plans.flatMap(({ answer }) => answer).every(({ kind }) => unwilled.includes(kind))).toBe(true);
  }
});

test("annoyance grows with every contact, whatever the channel it came by", () => {
  const refusals = (touches: number) => share(plansOf("text", { touches, ordinal: 2 }), did("refusal", "opt_out_reply"));
  expect(refusals(4)).toBeGreaterThan(refusals(0) * 1.5);
  const hangUps = (touches: number) => conversations(plansOf("call", { touches })).filter(({ result }) => result === "dnc_request").length;
  expect(hangUps(4)).toBeGreaterThan(hangUps(0));
});

test("the hidden truth by channel: trades pick up, hot titles less, marketers accept on LinkedIn", () => {
  const [any] = CROWD;
  if (!any) throw new Error("an empty crowd");
  const someone = (title: string, industrySlug: "construction" | "saas") => ({ ...any, title, company: { ...any.company, industrySlug } });
  const at = { at: TUESDAY_TEN, ordinal: 1, isAgreed: false };
  expect(pickUp(someone("Owner", "construction"), at)).toBeGreaterThan(pickUp(someone("Owner", "saas"), at) * 2);
  expect(pickUp(someone("Marketing Manager", "saas"), at)).toBeGreaterThan(pickUp(someone("Chief Executive Officer", "saas"), at) * 1.5);
  const active = { linkedin: "active" } as const;
  expect(acceptance(someone("Head of Marketing", "saas"), active)).toBeGreaterThan(
    acceptance(someone("Owner", "construction"), active) * 2,
  );
});

test("everybody has a number of a made-up block, a profile and a letterbox, each found again by any spelling", () => {
  const all = CROWD.map((persona) => ({ persona, points: contactPointsOf(SEED, persona) }));
  for (const { persona, points } of all) {
    const number = parseAustralianNumber(points.phone);
    expect(number?.kind).toBe(points.phoneKind);
    expect(points.phone).toMatch(points.phoneKind === "mobile" ? /^\+614910\d{5}$/ : /^\+61[2378]7010\d{4}$/);
    const [phone, profile, address] = pointsOf(persona, points);
    expect(pointOf({ channel: "sms", to: number?.national ?? "" })).toEqual(phone);
    expect(pointOf({ channel: "linkedin", to: `${points.profileUrl.replace("www.", "au.")}/?trk=x` })).toEqual(profile);
    expect(
      pointOf({ channel: "mail", to: `${persona.firstName} ${persona.lastName},${points.street.toUpperCase()}, ${points.postcode}` }),
    ).toEqual(address);
  }
  expect(new Set(all.map(({ points }) => points.phone)).size).toBeGreaterThan(CROWD.length * 0.98);
  expect(new Set(all.map(({ points }) => points.profileUrl)).size).toBe(CROWD.length);
  expect(share(all, ({ points }) => points.phoneKind === "landline")).toBeGreaterThan(0.08);
  const registered = share(all, ({ points }) => washNumber(`0${points.phone.slice(3)}`, SEED).result === "Y");
  expect(registered).toBeGreaterThan(0.03);
  expect(registered).toBeLessThan(0.12);
});

test.each([
  ["sms", TEXT_OPT_OUT],
  ["linkedin", [...INVITATION_OPT_OUT, ...CHAT_OPT_OUT]],
  ["email", LETTER_OPT_OUT],
  ["voice", CALL_DNC_REQUEST.map(([turn]) => turn?.[1] ?? "")],
] as const)("every withdrawal by %s is one to the product", (channel, texts) => {
  const unread = texts.filter((body) => classifyReply({ channel, body }, { now: TUESDAY_TEN }).intent !== "unsubscribe");
  expect(unread).toEqual([]);
});

test("people sleep, letters take working days, and times are named to the quarter of an hour", () => {
  const sydney = "Australia/Sydney";
  expect(whenAwake(TUESDAY_TEN, sydney)).toEqual(TUESDAY_TEN);
  const night = new TZDate(2026, 2, 3, 23, 40, sydney);
  expect(new TZDate(whenAwake(new Date(night.getTime()), sydney), sydney).toISOString()).toMatch(/^2026-03-04T07:55/);
  const early = new TZDate(2026, 2, 3, 5, 10, sydney);
  expect(new TZDate(whenAwake(new Date(early.getTime()), sydney), sydney).toISOString()).toMatch(/^2026-03-03T07:25/);
  const friday = new Date(new TZDate(2026, 2, 6, 16, 0, sydney).getTime());
  expect(new TZDate(workingDaysLater(friday, 2, { timezone: sydney, minute: 600 }), sydney).toISOString()).toMatch(/^2026-03-10T10:00/);
  expect(nextQuarter(new Date("2026-03-02T23:01:00Z"))).toEqual(new Date("2026-03-02T23:15:00Z"));
});
