import type { Call } from "@/local/providers/stand-in";

/** The key of a call in `X-Api-Key` or as a bearer token. */
export function givenKey({ headers }: Call): string | undefined {
  const key = headers["x-api-key"] ?? /^Bearer (.+)$/.exec(String(headers.authorization))?.[1];
  return Array.isArray(key) ? key[0] : key;
}

/** Whether a call carries exactly these Basic credentials. */
export function hasBasicCredentials({ headers }: Call, user: string, password: string): boolean {
  return headers.authorization === `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`;
}
