import "server-only";
import { cookies } from "next/headers";
import { CLIENT_COOKIE } from "@/lib/auth/membership";
import { env } from "@/lib/env";

const YEAR_S = 31_536_000;

/** Remembers which client this browser looks at. The cookie is a choice, never a right: membership is read on each request. */
export async function chooseClient(clientId: string): Promise<void> {
  const secure = env().APP_URL.startsWith("https://");
  (await cookies()).set(CLIENT_COOKIE, clientId, { path: "/", maxAge: YEAR_S, sameSite: "lax", httpOnly: true, secure });
}
