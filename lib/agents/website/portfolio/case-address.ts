import "server-only";
import { decoded } from "@/lib/agents/website/portfolio/client-name";

const CASE_PATH =
  /\/(?:[\w-]*work|portfolio|projects?|case-?stud(?:y|ies)|[\w-]*stories|clients?|customers?|results|showcase)\/(?!page\/|category\/|tag\/|industry\/)(?:[\w%-]+\/)*([\w%.-]+?)(?:\.\w{3,5})?\/?(?:[?#]|$)/i;

/** The part of an address that tells one case study from others; null for what leads to none. */
export function slugOf(url: string): string | null {
  const path = URL.parse(url)?.pathname ?? "";
  const [, last = ""] = CASE_PATH.exec(path) ?? [];
  return last === "" || /^(?:index|all|page|archive|category|[\d]+)$/i.test(last) ? null : decoded(last).toLowerCase();
}

/** One case study, however its address is written. */
export function plainUrl(url: string): string {
  return url
    .replace(/^https?:\/\/(?:www\.)?/, "")
    .replace(/[?#].*$/, "")
    .replace(/(?:\/index\.\w+|\/)$/, "");
}
