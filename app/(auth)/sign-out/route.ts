import { NextResponse } from "next/server";
import { createAuthClient } from "@/lib/auth/server-client";
import { env } from "@/lib/env";

/** Ends this browser's session. POST only: a link or an image must not sign anybody out. */
export async function POST(): Promise<NextResponse> {
  const supabase = await createAuthClient();
  await supabase.auth.signOut({ scope: "local" });
  return NextResponse.redirect(new URL("/sign-in?reason=signed-out", env().APP_URL), 303);
}
