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

export const signInInput = z.object({ email, password: z.string().min(1, "Enter your password") });
export const emailInput = z.object({ email });
export const passwordInput = z.object({ password: newPassword });
export const invitationInput = z.object({ full_name: fullName, password: newPassword });
export const signUpInput = z.object({
  full_name: fullName,
  agency_name: z.string().trim().min(1, "Enter the name of your agency").max(120, "Use at most 120 characters"),
  website_url: website,
  email,
  password: newPassword,
});

/** Kinds of e-mailed links whose proof travels as `token_hash` and can be completed with a click. */
export const confirmationType = z.enum(["signup", "magiclink", "email", "email_change"]);

function isWebsite(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === "" && /\.[a-z]{2,}$/i.test(url.hostname);
}
