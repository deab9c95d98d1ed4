import { expect, test } from "vitest";
import { lintAnswer } from "@/lib/engines/content/lint-answer";
import { linkedinTail, smsTail } from "@/lib/engines/content/message-tails";

const SMS_TAIL = smsTail({ legalName: "Brightwater Digital Pty Ltd", isTwoWay: true, unsubscribeUrl: "" });
const LINKEDIN_TAIL = linkedinTail({ legalName: "Brightwater Digital Pty Ltd", contact: "hello@brightwater.example" });

test.each([
  ["email", "Hi {{first_name}}, thanks.", "", /left to fill in/],
  ["email", "Hi Lee, see you at [time].", "", /left to fill in/],
  ["sms", "x".repeat(600), SMS_TAIL, /takes 5 messages with its tail; 4 are allowed/],
  ["sms", `${"x".repeat(300)} 🙂`, SMS_TAIL, /takes 6 messages with its tail, because of 🙂/],
  ["linkedin", "x".repeat(1850), LINKEDIN_TAIL, /longer than 1900 characters/],
] as const)("%s: what may not leave says why (%#)", (channel, body, tail, problem) => {
  expect(lintAnswer({ channel, subject: "", body, tail })).toEqual([expect.stringMatching(problem)]);
});

test.each([
  ["email", "x".repeat(4000), ""],
  ["sms", "x".repeat(480), SMS_TAIL],
  ["sms", "“Curly” – and so… plain", SMS_TAIL],
  ["linkedin", "x".repeat(1700), LINKEDIN_TAIL],
] as const)("%s: the longest that may (%#)", (channel, body, tail) => {
  expect(lintAnswer({ channel, subject: "", body, tail })).toEqual([]);
});
