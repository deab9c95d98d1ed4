"use client";

import { LoaderCircle } from "lucide-react";
import { useEffect } from "react";
import { useCreateSupabase } from "@/app/public-config";

/** Takes the session out of the address's fragment, where links made by an administrator (invitations) carry it. */
export function CompleteSignIn({ next }: { next: string }) {
  const createSupabase = useCreateSupabase();

  useEffect(() => {
    const fragment = new URLSearchParams(window.location.hash.slice(1));
    const accessToken = fragment.get("access_token");
    const refreshToken = fragment.get("refresh_token");
    const leave = (path: string) => window.location.replace(path);
    if (!accessToken || !refreshToken) {
      leave(`/sign-in?${new URLSearchParams({ problem: fragment.get("error_code") ?? "otp_expired" })}`);
      return;
    }
    // The tokens must not stay in the history.
    window.history.replaceState(null, "", window.location.pathname);
    createSupabase()
      .auth.setSession({ access_token: accessToken, refresh_token: refreshToken })
      .then(
        ({ error }) => leave(error ? "/sign-in?problem=otp_expired" : (PAGES[fragment.get("type") ?? ""] ?? next)),
        () => leave("/sign-in?problem=request_timeout"),
      );
  }, [createSupabase, next]);

  return (
    <p role="status" className="flex items-center gap-2 text-muted-foreground">
      <LoaderCircle className="size-4 animate-spin" aria-hidden />
      One moment…
    </p>
  );
}

const PAGES: Record<string, string> = { invite: "/accept-invitation", recovery: "/set-password" };
