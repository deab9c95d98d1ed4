import { expect, test } from "vitest";
import { bringsNews } from "./brings-news";

const facts = "harbour lane works for saltbush dental and 14 clinics in sydney".toLowerCase();

test.each([
  "Most of your clients are clinics in Sydney.",
  "Saltbush Dental is one of 14 clinics. You also run Google Ads.",
  "The owner decides, so authority tells less.",
])("%s brings none", (text) => {
  expect(bringsNews(text, facts)).toBe(false);
});

test.each([
  "You have 140 clinics.",
  "You work for Telstra.",
  "Write to a@b.example.",
  "See https://collector.example.",
  "Clinics grew 1.4 times.",
])("%s brings some", (text) => {
  expect(bringsNews(text, facts)).toBe(true);
});
