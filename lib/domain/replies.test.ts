import { expect, test } from "vitest";
import { isReplyAction, replyLine, replyResultLine } from "@/lib/domain/replies";

test.each([
  "stop_sequence",
  "snooze_until:2026-11-30",
  "snooze_days:7",
  "suppress_channel:voice",
  "stop_channel:email",
  "suppress_domain:lund.com.au",
  "route_jurisdiction:NZ",
])("%s is an action", (code) => expect(isReplyAction(code)).toBe(true));

test.each([
  "stop",
  "snooze_until",
  "snooze_until:2026-02-30",
  "snooze_until:soon",
  "snooze_days:0",
  "suppress_channel:fax",
  "suppress_domain:localhost",
  "route_jurisdiction:nz",
  "stop_sequence:now",
  "__proto__:x",
  "",
])("%j is no action", (code) => expect(isReplyAction(code)).toBe(false));

test("an input line needs id and channel and forgives missing text", () => {
  expect(replyLine.parse({ id: "1", channel: "sms", body: null })).toEqual({ id: "1", channel: "sms", headers: {}, subject: "", body: "" });
  expect(replyLine.safeParse({ id: "1", channel: "pigeon" }).success).toBe(false);
  expect(replyLine.safeParse({ channel: "sms" }).success).toBe(false);
});

test("a result line refuses an unknown action", () => {
  const line = { id: "1", intent: "question", actions: ["answer_question"], confidence: 0.8, by: "rules:question" };
  expect(replyResultLine.safeParse(line).success).toBe(true);
  expect(replyResultLine.safeParse({ ...line, actions: ["fly"] }).success).toBe(false);
});
