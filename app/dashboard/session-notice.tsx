"use client";

import { LogIn } from "lucide-react";
import { usePathname } from "next/navigation";
import { useSyncExternalStore } from "react";
import { usePublicConfig } from "@/app/public-config";

const LOOK_EVERY_MS = 2_000;

/**
 * Says when the session ended (expired, revoked, signed out in another tab) while the page still stands, and offers to sign in beside
 * it, so that nothing typed is lost. Goes away by itself once there is a session again.
 */
export function SessionNotice() {
  const { sessionCookieName } = usePublicConfig();
  const pathname = usePathname();
  const hasSession = useSyncExternalStore(
    whileLooking,
    () => holdsCookie(sessionCookieName),
    () => true,
  );
  if (hasSession) return null;
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b bg-warning/12 px-4 py-2">
      <LogIn className="size-4 shrink-0 text-warning" aria-hidden />
      <p className="min-w-0 flex-1">
        <strong className="font-semibold">Your session has ended.</strong> What you typed stays on this page. Sign in, come back to this tab
        and go on.
      </p>
      <a
        href={`/sign-in?${new URLSearchParams({ next: pathname })}`}
        target="_blank"
        className="font-medium text-link hover:underline"
        rel="noopener"
      >
        Sign in in a new tab
      </a>
    </div>
  );
}

/** No browser tells of a cookie that another request removed, so it is looked at now and then. */
function whileLooking(look: () => void): () => void {
  const timer = setInterval(look, LOOK_EVERY_MS);
  document.addEventListener("visibilitychange", look);
  return () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
  };
}

/** A large session is split into `name.0`, `name.1`, …; an empty cookie is a deleted one. */
function holdsCookie(name: string): boolean {
  return document.cookie.split("; ").some((cookie) => {
    const [key = "", value = ""] = cookie.split("=");
    return value !== "" && (key === name || key.startsWith(`${name}.`));
  });
}
