import { expect, test } from "vitest";
import { sessionUserFromClaims } from "@/lib/auth/session-user";

const url = "https://abc.supabase.co";
const good = {
  header: { alg: "ES256" },
  claims: { sub: "user-1", iss: `${url}/auth/v1`, aud: "authenticated", email: "dana@agency.example" },
};

test("a token of our project names its person", () => {
  expect(sessionUserFromClaims(good, url)).toEqual({ id: "user-1", email: "dana@agency.example" });
  expect(sessionUserFromClaims({ ...good, claims: { ...good.claims, aud: ["authenticated"] } }, url)).not.toBeNull();
});

test.each([
  ["unsigned", { ...good, header: { alg: "none" } }],
  ["signed with a shared secret", { ...good, header: { alg: "HS256" } }],
  ["for another audience", { ...good, claims: { ...good.claims, aud: "anon" } }],
  ["without a person", { ...good, claims: { ...good.claims, sub: "" } }],
  ["without an address", { ...good, claims: { ...good.claims, email: "" } }],
])("a token %s is nobody's", (_name, token) => {
  expect(sessionUserFromClaims(token, url)).toBeNull();
});

test("a token of another project is a wrong configuration, and the message says which setting", () => {
  const foreign = { ...good, claims: { ...good.claims, iss: "https://other.supabase.co/auth/v1" } };
  expect(() => sessionUserFromClaims(foreign, url)).toThrow("set SUPABASE_URL");
});
