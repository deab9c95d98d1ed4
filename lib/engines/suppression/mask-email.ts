import "server-only";

/** What a person may see of a suppressed address: `j•••@example.com`. A domain is shown as it is. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  if (at < 1) return email;
  const [first = ""] = email;
  return `${first}•••${email.slice(at)}`;
}
