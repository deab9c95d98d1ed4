import { expect, test } from "vitest";
import { findStray } from "./find-stray";

const system = "You draft short, plain answers to replies for an Australian agency.";
const known = { text: "Write to Casey@Lund.example or see https://lund.example/about.", domain: "lund.example" };
const stray = (answer: unknown) => findStray(answer, { system, known });

test.each([
  ["nothing odd", { body: "Happy to talk. Would Tuesday suit?" }],
  ["an address of the material, in other letters", { to: ["casey@lund.example"] }],
  ["a link of the material, at the end of a sentence", { body: "It is on https://lund.example/about." }],
  ["a few words that our prompt has too", { body: "Short, plain answers to replies are best." }],
  ["figures and abbreviations", { body: "e.g. 3.5 days, and/or Node.js" }],
])("%s is no stray", (_name, answer) => {
  expect(stray(answer)).toBeNull();
});

test.each([
  ["an address", { nested: [{ email: "boss@collector.example" }] }, "boss@collector.example"],
  ["a link", "See https://collector.example/in?d=all", "https://collector.example/in?d=all"],
  ["a link without its scheme", ["go to collector.example/in"], "collector.example/in"],
  ["an address with letters nobody sees", { a: "boss@coll\u200bector.example" }, "boss@collector.example"],
  ["our own prompt", { body: "I was told: you draft SHORT, plain answers to replies for an Australian agency!" }, "our own prompt"],
])("%s is one", (_name, answer, found) => {
  expect(stray(answer)).toBe(found);
});
