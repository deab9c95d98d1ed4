import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { contentSecurityPolicy, TOAST_STYLE_HASH } from "@/lib/auth/security-headers";

const nonce = "bm9uY2U=";

function directives(policy: string): Record<string, string> {
  return Object.fromEntries(policy.split("; ").map((directive) => [directive.split(" ")[0], directive.split(" ").slice(1).join(" ")]));
}

test("scripts and style elements need this response's nonce, and only Supabase may be called besides us", () => {
  const policy = directives(contentSecurityPolicy({ nonce, supabaseUrl: "https://abc.supabase.co", isDevelopment: false }));
  expect(policy["script-src"]).toBe(`'self' 'nonce-${nonce}' 'strict-dynamic'`);
  expect(policy["style-src"]).toContain(`'nonce-${nonce}'`);
  expect(policy["style-src"]).not.toContain("unsafe-inline");
  expect(policy["connect-src"]).toBe("'self' https://abc.supabase.co wss://abc.supabase.co");
  expect(policy["frame-ancestors"]).toBe("'none'");
  expect(policy["base-uri"]).toBe("'none'");
  expect(policy["object-src"]).toBe("'none'");
  expect(policy["form-action"]).toBe("'self'");
});

test("a local Supabase is reached without TLS; development tooling may use eval", () => {
  const policy = directives(contentSecurityPolicy({ nonce, supabaseUrl: "http://127.0.0.1:54321", isDevelopment: true }));
  expect(policy["connect-src"]).toBe("'self' http://127.0.0.1:54321 ws://127.0.0.1:54321");
  expect(policy["script-src"]).toContain("'unsafe-eval'");
});

test("the toast library's style element is the one the policy knows", () => {
  const source = readFileSync(join(createRequire(import.meta.url).resolve("sonner"), "../index.mjs"), "utf8");
  const line = source.split("\n").find((text) => text.startsWith('__insertCSS("')) ?? "";
  const css: unknown = JSON.parse(line.slice("__insertCSS(".length, line.lastIndexOf(")")));
  expect(TOAST_STYLE_HASH).toBe(`sha256-${createHash("sha256").update(String(css)).digest("base64")}`);
});
