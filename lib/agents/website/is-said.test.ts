import { expect, test } from "vitest";
import { isSaid } from "./is-said";

const page = {
  title: "Services",
  text: "We run Google Ads and local SEO for dentists.\nOver 120 clients since 2014.",
  attributes: ["Marlow Roofing logo"],
};

test.each(["Google Ads", "Local SEO", "SEO for a dentist", "120 clients", "Marlow Roofing"])("%s is said", (text) => {
  expect(isSaid(text, page)).toBe(true);
});

test.each(["Telstra", "Google Ads for Telstra", "310 clients", "Guaranteed first place", "Ads at $99"])("%s is not", (text) => {
  expect(isSaid(text, page)).toBe(false);
});
