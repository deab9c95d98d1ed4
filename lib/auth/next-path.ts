import "server-only";
import type { Route } from "next";

/** Where people land when nothing better is known. */
export const DEFAULT_NEXT_PATH = "/dashboard" as Route;

/** Only its host matters: a path that keeps this host stays in the app. */
const ANY_ORIGIN = "http://app.invalid";

/**
 * The `next` of a sign-in link, if it leads into this app; else `fallback`. Refuses other hosts in all their spellings
 * (`//evil.example`, `/\evil.example`, `/%09/evil.example` once decoded), other schemes, and the sign-in pages themselves.
 */
export function safeNextPath(next: string | null | undefined, fallback: Route = DEFAULT_NEXT_PATH): Route {
  if (!next?.startsWith("/") || next.length > 2000 || hasControlCharacter(next) || next.includes("\\")) return fallback;
  const target = URL.parse(next, ANY_ORIGIN);
  if (target?.origin !== ANY_ORIGIN || target.pathname.startsWith("//")) return fallback;
  if (SIGN_IN_PATHS.some((path) => target.pathname === path || target.pathname.startsWith(`${path}/`))) return fallback;
  return `${target.pathname}${target.search}${target.hash}` as Route;
}

const SIGN_IN_PATHS = ["/sign-in", "/sign-up", "/sign-out", "/auth", "/recover"];

function hasControlCharacter(text: string): boolean {
  return [...text].some((character) => character <= "\u001f" || character === "\u007f");
}
