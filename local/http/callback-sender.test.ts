import { describe, expect, test } from "vitest";
import { callbackOutcome } from "@/local/http/callback-sender";

describe("what becomes of a callback", () => {
  const policy = { retryDelaysMs: [60_000, 300_000], stopStatuses: [403], answerTimeoutMs: 1000 };
  const now = new Date("2026-11-16T00:00:00Z");
  const failed = { status: 500, error: "answered 500" };

  test("failures wait as the service waits, then end", () => {
    const waits: number[] = [];
    let attempts = 0;
    let outcome = callbackOutcome(policy, attempts, failed, now);
    while (outcome.state === "queued") {
      waits.push(outcome.nextAt.getTime() - now.getTime());
      attempts = outcome.attempts;
      outcome = callbackOutcome(policy, attempts, failed, now);
    }
    expect(waits).toEqual(policy.retryDelaysMs);
    expect(outcome).toMatchObject({ state: "exhausted", attempts: 3 });
  });

  test("2xx ends it, a stop status stops it for good, silence counts as a failure", () => {
    expect(callbackOutcome(policy, 3, { status: 202, error: null }, now).state).toBe("delivered");
    expect(callbackOutcome(policy, 0, { status: 403, error: "answered 403" }, now).state).toBe("stopped");
    expect(callbackOutcome(policy, 0, { status: null, error: "no answer in time" }, now).state).toBe("queued");
  });
});
