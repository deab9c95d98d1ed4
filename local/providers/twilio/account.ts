import { createHash } from "node:crypto";

/** The account the stand-in plays. It opens nothing else. */
export const TWILIO_ACCOUNT = {
  accountSid: "AC0123456789abcdef0123456789abcdef",
  authToken: "local-twilio-auth-token",
} as const;

export const API_VERSION = "2010-04-01";
export const ACCOUNT_PATH = `/${API_VERSION}/Accounts/${TWILIO_ACCOUNT.accountSid}`;

/** Numbers the account holds from the start, out of the ranges kept for fiction: mobiles take and send texts, local numbers ring. */
export const STARTING_NUMBERS: readonly { e164: string; use: "sms" | "voice" }[] = [
  { e164: "+61491570156", use: "sms" },
  { e164: "+61491570157", use: "sms" },
  { e164: "+61491570158", use: "sms" },
  { e164: "+61255501001", use: "voice" },
  { e164: "+61355501001", use: "voice" },
];

/** A Twilio id: two letters for what it is and 32 hexadecimal digits that depend on the names alone. */
export function sid(prefix: "SM" | "PN", ...names: readonly (string | number)[]): string {
  return prefix + createHash("sha256").update(names.join("\u0000")).digest("hex").slice(0, 32);
}

/** As Twilio writes times. */
export function rfc2822(date: Date): string {
  return date.toUTCString().replace("GMT", "+0000");
}
