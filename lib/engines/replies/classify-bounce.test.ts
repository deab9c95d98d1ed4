import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classifyBounce, enhancedCode } from "@/lib/engines/replies/classify-bounce";

describe("the bounce table", () => {
  test.each([
    ["5.1.1", "smtp; 550 5.1.1 user unknown", "hard"],
    ["5.1.10", "550 5.1.10 RESOLVER.ADR.RecipientNotFound", "hard"],
    ["5.1.2", "bad destination system", "hard"],
    ["5.4.4", "no such domain", "hard"],
    ["5.2.1", "mailbox disabled", "hard"],
    ["4.2.2", "mailbox full", "soft"],
    ["5.2.2", "552 5.2.2 over quota", "soft"],
    ["4.4.1", "connection timed out", "soft"],
    ["4.7.1", "greylisted, try again later", "soft"],
    ["4.7.0", "421 rate limited", "soft"],
    ["5.7.1", "550 5.7.1 message rejected as spam", "infrastructure"],
    ["5.7.26", "unauthenticated mail", "infrastructure"],
    ["5.7.515", "550 5.7.515 Access denied, sending domain does not meet the required authentication level", "infrastructure"],
    ["5.7.509", "does not pass DMARC", "infrastructure"],
    ["4.7.32", "From header alignment", "infrastructure"],
    ["5.1.1", "550 5.1.1 blocked using zen.spamhaus.org", "infrastructure"],
    ["5.3.4", "message too big", "ours"],
    ["5.2.3", "message length exceeds limit", "ours"],
    ["5.6.3", "conversion required", "ours"],
    ["5.5.2", "syntax error", "ours"],
    ["5.0.0", "550 No such user here", "hard"],
    ["5.0.0", "554 rejected due to poor reputation", "infrastructure"],
    ["5.0.0", "something odd", "unknown"],
    [undefined, "552 mailbox full", "soft"],
    [undefined, "nothing to read", "unknown"],
  ])("%s with %j is %s", (status, diagnostic, expected) => {
    expect(classifyBounce({ action: "failed", status, diagnostic })?.class).toBe(expected);
  });

  test.each(["delivered", "relayed", "expanded"])("%s is no failure", (action) => {
    expect(classifyBounce({ action, status: "5.1.1" })).toBeUndefined();
  });

  test("a delay is soft whatever its code, save when it is our own refusal", () => {
    expect(classifyBounce({ action: "delayed", status: "5.1.1" })?.class).toBe("soft");
    expect(classifyBounce({ action: "delayed", status: "4.7.26" })?.class).toBe("infrastructure");
  });

  test("the code in the diagnostic is finer than a bare 5.0.0", () => {
    expect(classifyBounce({ status: "5.0.0", diagnostic: "550 5.1.1 unknown" })?.class).toBe("hard");
  });

  test("a bounce known by its wording alone is never certain", () => {
    expect(classifyBounce({ diagnostic: "user unknown", isStandard: false })?.confidence).toBeLessThan(0.6);
  });
});

test("no status of the policy family ever blames the recipient unless the text says unknown address", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999 }), fc.constantFrom("rejected by policy", "spam", "blocked", ""), (detail, diagnostic) => {
      expect(classifyBounce({ action: "failed", status: `5.7.${detail}`, diagnostic })?.class).toBe("infrastructure");
    }),
  );
});

test("enhanced codes of up to three digits, no version numbers or addresses", () => {
  expect(enhancedCode("550 5.7.515 Access denied")).toBe("5.7.515");
  expect(enhancedCode("host 5.6.7.8 said no")).toBeUndefined();
});
