import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { getDomain } from "tldts";
import { isReadable, readSiteAddress, type SiteState } from "@/lib/domain/site-reading";
import type { LookUpHost } from "@/lib/integrations/egress/resolve-host";
import { decodeHtml } from "@/lib/integrations/website/decode-html";
import { type Followed, type FollowOptions, follow } from "@/lib/integrations/website/follow";
import { judgePage, type PageJudgement } from "@/lib/integrations/website/judge-page";
import { englishEdition, pageLinks, siteScope } from "@/lib/integrations/website/page-links";
import { type Candidate, choosePages } from "@/lib/integrations/website/page-paths";
import { readRobots, type SiteRules } from "@/lib/integrations/website/read-robots";
import { readSitemap } from "@/lib/integrations/website/read-sitemap";
import { ROBOT_NAME } from "@/lib/integrations/website/robot-name";
import { withScriptData } from "@/lib/integrations/website/with-script-data";

export type FetchedPage = { url: string; html: string };

/** What came of reading a site. Pages hold what strangers wrote: data, never an instruction. */
export type SiteReading = {
  state: SiteState;
  /** What the state does not say by itself, as a sentence; null when it says all. */
  detail: string | null;
  /** Where the reading began, after redirects; as it was typed when it led nowhere. */
  url: string;
  language: string | null;
  pages: FetchedPage[];
};

export type SiteReaderOptions = {
  /** True where the app itself is reachable from this machine alone, and for an operator's own command line. */
  allowPrivateHosts: boolean;
  /** Where a site's owner reads who we are; null on a command line that belongs to no installation. */
  contactUrl: string | null;
  maxPages?: number;
  maxPageBytes?: number;
  pageTimeoutMs?: number;
  /** For the whole site; what was read until then is the answer. */
  siteTimeoutMs?: number;
  lookUp?: LookUpHost | undefined;
};

const MOST_PAGES = 15;
const PAGE_BYTES = 3_000_000;
const PAGE_TIMEOUT_MS = 10_000;
const SITE_TIMEOUT_MS = 40_000;
const AT_ONCE = 3;
const LONGEST_DELAY_MS = 2_000;

/**
 * Reads a website as a person would skim it: the front page, then what it links to about services, work, the company and its people, at most
 * fifteen pages. Keeps to robots.txt and says who it is. Never throws for what a site does: each way it can end is a state.
 */
export async function readSite(address: string, options: SiteReaderOptions): Promise<SiteReading> {
  const start = readSiteAddress(address, options);
  if (!(start instanceof URL)) return ended("invalid_address", address, `${start.problem}.`);
  const signal = AbortSignal.timeout(options.siteTimeoutMs ?? SITE_TIMEOUT_MS);
  const way: FollowOptions = {
    userAgent: `Mozilla/5.0 (compatible; ${ROBOT_NAME}/1.0${options.contactUrl === null ? "" : `; +${options.contactUrl}`})`,
    allowPrivateHosts: options.allowPrivateHosts,
    maxBytes: options.maxPageBytes ?? PAGE_BYTES,
    timeoutMs: options.pageTimeoutMs ?? PAGE_TIMEOUT_MS,
    signal,
    lookUp: options.lookUp,
  };

  const rules = await readRobots(start, way);
  if (!rules.mayRead(start)) return ended("robots_forbid", start.href, rules.detail);
  const first = await readHome(start, way);
  if (!("html" in first)) return first;
  const home = await inEnglish(first, way, rules);
  // A redirect to another host has another robots.txt.
  const hostRules = home.url.host === start.host ? rules : await readRobots(home.url, way);
  if (!hostRules.mayRead(home.url)) return ended("robots_forbid", home.url.href, hostRules.detail);

  const pages: FetchedPage[] = [{ url: home.url.href, html: home.html }];
  const { state, detail, language } = home.judgement;
  if (isReadable(state)) await readFurther(home, pages, { way, rules: hostRules, signal, options });
  return { state, detail, url: home.url.href, language, pages };
}

type Home = { url: URL; html: string; judgement: PageJudgement };

/** The front page; a name without `www.` that leads nowhere is tried with it, and https that does not answer as http. */
async function readHome(start: URL, way: FollowOptions): Promise<Home | SiteReading> {
  let answer = await follow(start, way);
  for (const other of answer.kind === "unreachable" ? otherSpellings(start) : []) {
    const second = await follow(other, way);
    if (second.kind !== "answer") continue;
    answer = second;
    break;
  }
  if (answer.kind !== "answer") return failure(answer);
  if (answer.isCut) return ended("too_big", answer.url.href, null);
  const html = withScriptData(decodeHtml(answer.body, answer.contentType));
  const judgement = judgePage({ status: answer.status, contentType: answer.contentType, html });
  return isReadable(judgement.state) ? { url: answer.url, html, judgement } : ended(judgement.state, answer.url.href, judgement.detail);
}

/** The English edition of a site in another language, where it has one that may be read; else the site as it is. */
async function inEnglish(home: Home, way: FollowOptions, rules: SiteRules): Promise<Home> {
  const edition = home.judgement.state === "foreign_language" ? englishEdition(home.html, home.url) : null;
  if (edition === null || !rules.mayRead(edition)) return home;
  const english = await readHome(edition, way);
  if (!("html" in english) || english.judgement.state !== "ok" || english.url.host !== home.url.host) return home;
  return { ...english, judgement: { ...english.judgement, detail: "Its English edition was read." } };
}

function otherSpellings(start: URL): URL[] {
  const isBare = start.port === "" && getDomain(start.hostname) === start.hostname;
  const hosts = isBare ? [start.hostname, `www.${start.hostname}`] : [start.hostname];
  const spelt = hosts.flatMap((host) =>
    ["https:", "http:"].map((scheme) => Object.assign(new URL(start), { hostname: host, protocol: scheme })),
  );
  return spelt.filter(({ href }) => href !== start.href);
}

type Further = { way: FollowOptions; rules: SiteRules; signal: AbortSignal; options: SiteReaderOptions };

/** Round after round of the most promising pages: what a page of work links to is known once it was read. */
async function readFurther(home: Home, pages: FetchedPage[], { way, rules, signal, options }: Further): Promise<void> {
  const maxPages = options.maxPages ?? MOST_PAGES;
  const isOfSite = siteScope(home.url, home.html);
  const seen = new Set(spellings(home.url.href));
  const taken = new Map<string, number>();
  const candidates: Candidate[] = [...pageLinks(home.html, home.url, isOfSite), ...(await readSitemap(home.url, rules, way, isOfSite))];
  const delayMs = Math.min(rules.delayMs, LONGEST_DELAY_MS);
  const atOnce = delayMs > 0 ? 1 : AT_ONCE;

  while (pages.length < maxPages && !signal.aborted) {
    const unseen = candidates.filter(({ url }) => !seen.has(plain(url)) && rules.mayRead(new URL(url)));
    const chosen = choosePages(unique(unseen), { room: Math.min(maxPages - pages.length, 6), taken });
    if (chosen.length === 0) return;
    for (const { url } of chosen) seen.add(plain(url));
    for (let at = 0; at < chosen.length && !signal.aborted; at += atOnce) {
      if (delayMs > 0) await sleep(delayMs, undefined, { signal }).catch(() => undefined);
      const read = await Promise.all(chosen.slice(at, at + atOnce).map(({ url }) => readPage(new URL(url), way)));
      for (const page of read) {
        if (!page || !isOfSite(page.url) || (page.url.href !== page.asked && seen.has(plain(page.url.href)))) continue;
        for (const spelling of spellings(page.url.href)) seen.add(spelling);
        pages.push({ url: page.url.href, html: page.html });
        candidates.push(...pageLinks(page.html, page.url, isOfSite));
      }
    }
  }
}

/** A page beside the front page; one that cannot be had is passed over. */
async function readPage(url: URL, way: FollowOptions): Promise<{ asked: string; url: URL; html: string } | null> {
  const answer = await follow(url, way);
  if (answer.kind !== "answer" || answer.isCut || answer.status !== 200) return null;
  const html = withScriptData(decodeHtml(answer.body, answer.contentType));
  return isReadable(judgePage({ status: 200, contentType: answer.contentType, html }).state)
    ? { asked: url.href, url: answer.url, html }
    : null;
}

function unique(candidates: readonly Candidate[]): Candidate[] {
  const known = new Set<string>();
  return candidates.filter(({ url }) => !known.has(plain(url)) && known.add(plain(url)));
}

/** One page has one address here, whatever its scheme and however it ends. */
function plain(url: string): string {
  return url.replace(/^https?:\/\/(?:www\.)?/, "").replace(/(?:\/index\.\w+|\/)$/, "");
}

function spellings(url: string): string[] {
  return [url, plain(url)];
}

function failure(followed: Exclude<Followed, { kind: "answer" }>): SiteReading {
  if (followed.kind === "loop") return ended("redirect_loop", followed.url.href, null);
  if (followed.kind === "unreachable") return ended("unreachable", followed.url.href, followed.why);
  return followed.isFirst
    ? ended("invalid_address", followed.url.href, "It is not on the public internet.")
    : ended("hostile_redirect", followed.url.href, null);
}

function ended(state: SiteState, url: string, detail: string | null): SiteReading {
  return { state, detail, url, language: null, pages: [] };
}
