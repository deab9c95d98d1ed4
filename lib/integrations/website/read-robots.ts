import "server-only";
import robotsParser from "robots-parser";
import { type FollowOptions, follow } from "@/lib/integrations/website/follow";
import { ROBOT_NAME } from "@/lib/integrations/website/robot-name";

/** What a site's robots.txt asks of us. */
export type SiteRules = {
  mayRead(url: URL): boolean;
  delayMs: number;
  sitemaps: string[];
  /** Why nothing may be read, where it is not the file's own wish. */
  detail: string | null;
};

const MAX_BYTES = 500_000; // RFC 9309, 2.5
const ALL: SiteRules = { mayRead: () => true, delayMs: 0, sitemaps: [], detail: null };
const NOTHING: SiteRules = { ...ALL, mayRead: () => false, detail: "Its robots.txt answers with an error, which counts as a no." };

/** A missing file allows everything, an error of the server's allows nothing (RFC 9309, 2.3.1); where nobody answers, the page will tell. */
export async function readRobots(site: URL, way: FollowOptions): Promise<SiteRules> {
  const answer = await follow(new URL("/robots.txt", site), { ...way, maxBytes: MAX_BYTES });
  if (answer.kind !== "answer" || (answer.status >= 400 && answer.status < 500)) return ALL;
  if (answer.status >= 500) return NOTHING;
  const text = answer.body.toString("utf8");
  if (/^\s*</.test(text)) return ALL; // a page for people, shown for whatever is asked
  const robots = robotsParser(new URL("/robots.txt", site).href, text);
  return {
    // The file speaks for its own host; robots-parser answers undefined for any other.
    mayRead: (url) => robots.isAllowed(new URL(url.pathname + url.search, site).href, ROBOT_NAME) !== false,
    delayMs: (robots.getCrawlDelay(ROBOT_NAME) ?? 0) * 1000,
    sitemaps: robots.getSitemaps(),
    detail: null,
  };
}
