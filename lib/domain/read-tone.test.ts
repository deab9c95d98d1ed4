import { expect, test } from "vitest";
import { readTone } from "@/lib/domain/read-tone";

test.each([
  [
    "formal",
    "Dear Ms Lund,\n\nI write on behalf of our practice to enquire whether a short conversation about your intake would be of interest.\n\nYours sincerely,\nImogen",
  ],
  ["casual", "Hey Sam, saw you're hiring again so I figured we'd better talk. Don't stress if it's not your thing.\n\nCheers,\nImo"],
  ["casual", "G'day Sam,\n\nWe're a small crew doing Google Ads for tradies. Reckon it'd be worth a yarn?"],
  [
    "friendly",
    "Hi Sam,\n\nHope you had a lovely weekend! We help clinics to be found by the people who live around the corner.\n\nWarmly,\nImogen",
  ],
  ["direct", "Sam, one question. Who runs your ads? We do it for nine clinics. Worth a call?"],
  ["direct", "Hi Sam,\n\nYour listing is half empty. We fill those. Ten minutes this week?\n\nImogen"],
  [
    "professional",
    "Hi Sam,\n\nI work with clinics in Brisbane on local search, and I thought that our review might be relevant to you. Would a call be of use?\n\nImogen",
  ],
  ["professional", "Hi Sam"],
  ["professional", ""],
  ["professional", null],
])("%s: %s", (tone, sample) => {
  const heard = readTone(sample);
  expect(heard.tone).toBe(tone);
  expect(heard.signs.length > 0).toBe(tone !== "professional");
});
