import { expect, test } from "vitest";
import { withoutTypos } from "@/lib/engines/replies/common-typos";

test.each([
  ["remve me", "remove me"],
  ["plesae delte my detials", "please delete my details"],
  ["off your databse and maling list", "off your database and mailing list"],
  ["dont emial, no more mesages agian", "dont emial, no more messages again"],
  ["i recieved your messsage", "i received your message"],
  ["this adress", "this address"],
])("%s → %s", (typed, meant) => {
  expect(withoutTypos(typed)).toBe(meant);
});

test.each([
  "a remote massage contract",
  "we lease and dress and gain",
  "the caller is testing",
  "ailing sailing failing",
  "write to delte@remve.example or remve.example",
])("%s are words of their own", (text) => {
  expect(withoutTypos(text)).toBe(text);
});
