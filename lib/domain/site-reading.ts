import { z } from "zod";

/** What came of trying to read a website; each is an ordinary outcome. */
export const SITE_STATES = [
  "ok",
  "foreign_language",
  "invalid_address",
  "unreachable",
  "blocked",
  "robots_forbid",
  "empty",
  "parked",
  "too_big",
  "javascript_only",
  "not_html",
  "redirect_loop",
  "hostile_redirect",
] as const;
export type SiteState = (typeof SITE_STATES)[number];

/** What is best done after it. `crawl` is the hosted crawler, which runs a page's scripts; `form` is telling us by hand. */
export const SITE_NEXT_STEPS = ["go_on", "check_findings", "check_address", "crawl", "form"] as const;
export type SiteNextStep = (typeof SITE_NEXT_STEPS)[number];

type Words = { sentence: string; nextStep: SiteNextStep; advice: string };

const CRAWL = "We try again with a browser that runs the page's scripts; if that fails too, tell us about your agency by hand.";
const CHECK = "Check the address, or tell us about your agency by hand.";

/** What each state is called in front of a person, and the best step after it. */
export const SITE_STATE_WORDS: Readonly<Record<SiteState, Words>> = {
  ok: { sentence: "The website was read.", nextStep: "go_on", advice: "Look over what we found and confirm it." },
  foreign_language: {
    sentence: "The website was read, but it is not in English.",
    nextStep: "check_findings",
    advice: "We may have missed things: check each card, and give the address of an English edition if there is one.",
  },
  invalid_address: { sentence: "That is not the address of a public website.", nextStep: "check_address", advice: CHECK },
  unreachable: { sentence: "The website could not be reached.", nextStep: "check_address", advice: CHECK },
  blocked: { sentence: "The website turned our reader away.", nextStep: "crawl", advice: CRAWL },
  robots_forbid: {
    sentence: "The website's robots.txt asks automatic readers to stay away, so we did.",
    nextStep: "form",
    advice: "Allow AgencyOSBot in robots.txt and try again, or tell us about your agency by hand.",
  },
  empty: { sentence: "The website has no words to read.", nextStep: "form", advice: "Tell us about your agency by hand." },
  parked: {
    sentence: "The address leads to a parked or unfinished site.",
    nextStep: "check_address",
    advice: "Give the address of your live website, or tell us about your agency by hand.",
  },
  too_big: { sentence: "The page is too large to be read.", nextStep: "crawl", advice: CRAWL },
  javascript_only: { sentence: "The website shows nothing until its scripts run.", nextStep: "crawl", advice: CRAWL },
  not_html: {
    sentence: "The address leads to a file, not to a web page.",
    nextStep: "check_address",
    advice: "Give the address of your home page, or tell us about your agency by hand.",
  },
  redirect_loop: { sentence: "The website sends its visitors in circles.", nextStep: "check_address", advice: CHECK },
  hostile_redirect: {
    sentence: "The website sends its visitors to a place that is not on the public internet, so we did not follow.",
    nextStep: "check_address",
    advice: CHECK,
  },
};

/** True when there are pages to work with. */
export function isReadable(state: SiteState): boolean {
  return state === "ok" || state === "foreign_language";
}

/** A website's address as a person types it. */
export const siteAddress = z.string().trim().min(3, "Enter the address of a website").max(500);

const INTERNAL_NAME = /(^|\.)(localhost|local|internal|lan|intranet|home\.arpa)$/;

/**
 * The address to begin with, or why there is none: http or https, no user name, and unless private hosts are allowed a public name on the
 * usual port. "acme.com.au" counts as https. Where the name leads is checked when it is looked up.
 */
export function readSiteAddress(text: string, { allowPrivateHosts }: { allowPrivateHosts: boolean }): URL | { problem: string } {
  const clean = text.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):(?!\d+(?:[/?#]|$))/i.exec(clean)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "http" && scheme !== "https") return { problem: "A website starts with https:// or http://" };
  const url = URL.parse(scheme === undefined ? `https://${clean.replace(/^\/+/, "")}` : clean);
  if (url === null || url.hostname === "") return { problem: "That is not a web address" };
  if (url.username !== "" || url.password !== "") return { problem: "Leave the user name and password out of the address" };
  url.hash = "";
  if (allowPrivateHosts) return url;
  const host = url.hostname.replace(/\.$/, "");
  if (!host.includes(".") || INTERNAL_NAME.test(host) || host.startsWith("["))
    return { problem: "That name is not on the public internet" };
  if (url.port !== "") return { problem: "Leave the port out of the address" };
  return url;
}
