import { z } from "zod";

const email = z.string().trim().toLowerCase().max(254, "This address is too long").pipe(z.email("Enter a full email address"));
const newPassword = z.string().min(10, "Use at least 10 characters").max(72, "Use at most 72 characters");
const fullName = z.string().trim().min(1, "Enter your name").max(120, "Use at most 120 characters");

const website = z
  .string()
  .trim()
  .max(300, "This address is too long")
  .transform((value) => (value === "" || /^https?:\/\//i.test(value) ? value : `https://${value}`))
  .refine((value) => value === "" || isWebsite(value), "Enter a website such as youragency.com.au, or leave this empty");

/** Where to go afterwards; checked by `safeNextPath`, never used as it came. */
const next = z.string().optional();
/** Proof that an e-mailed link carried. */
const tokenHash = z.string().max(300).optional();

/** Kinds of e-mailed links that are completed with a click and need nothing else. */
export const confirmationType = z.enum(["signup", "magiclink", "email", "email_change"]).catch("email");

export const signInInput = z.object({ email, password: z.string().min(1, "Enter your password"), next });
export const emailInput = z.object({ email });
export const signInLinkInput = z.object({ email, next });
export const passwordInput = z.object({ password: newPassword, token_hash: tokenHash });
export const invitationInput = z.object({ full_name: fullName, password: newPassword, token_hash: tokenHash });
export const confirmationInput = z.object({ token_hash: tokenHash, type: confirmationType, next });
export const signUpInput = z.object({
  full_name: fullName,
  agency_name: z.string().trim().min(1, "Enter the name of your agency").max(120, "Use at most 120 characters"),
  website_url: website,
  email,
  password: newPassword,
});

function isWebsite(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && /\.[a-z]{2,}$/i.test(url.hostname);
}
