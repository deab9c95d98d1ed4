import { describe, expect, test } from "vitest";
import { smartlead } from "@/lib/integrations/smartlead/api";
import { smartleadReference, toSmartleadNews } from "@/lib/integrations/smartlead/transform";
import { smartleadEvent } from "@/lib/integrations/smartlead/webhook";
import { emailAccountsAnswer, savedAccountAnswer, warmupStatsAnswer } from "@/lib/integrations/smartlead/wire";
import { hasContracts, readSamples } from "@/tests/contracts/contract";
import { AVA } from "@/tests/contracts/smartlead-fixture";
import { scriptedFetch } from "@/tests/contracts/stand-in";

describe.skipIf(!hasContracts)("Smartlead: every sample", () => {
  const samples = hasContracts ? readSamples("smartlead") : {};
  const at = new Date("2026-01-15T01:30:00Z");
  const news = (name: string, change: object = {}) =>
    toSmartleadNews(smartleadEvent.parse({ ...(samples[`webhook-${name}.json`] as object), ...change }), at);
  const reference = smartleadReference(123, "sam@example.com");

  test("answers and both shapes of errors parse", async () => {
    expect(savedAccountAnswer.parse(samples["save-email-account.response.json"]).data?.id).toBe(123);
    expect(savedAccountAnswer.parse({ ok: true, emailAccountId: "7" }).emailAccountId).toBe(7);
    expect(savedAccountAnswer.safeParse({ ok: true }).success).toBe(false);
    expect(warmupStatsAnswer.parse(samples["warmup-stats.response.json"])).toMatchObject({ total_sent: 140, reputation_score: 95 });
    const stripped = emailAccountsAnswer.parse([
      { id: 1, from_email: AVA, password: "p", imap_password: "p", warmup_details: { warmup_reputation: "95%" } },
    ]);
    expect(stripped).toEqual([{ id: 1, from_email: AVA, warmup_details: { warmup_reputation: 95 } }]);
    const answering = (status: number, name: string) =>
      smartlead({ apiKey: "k", baseUrl: "https://a.example", fetch: scriptedFetch(status, JSON.stringify(samples[name])) });
    await expect(answering(422, "error-422.json").addLeads(1, [])).rejects.toMatchObject({ status: 422, reason: null });
    await expect(answering(429, "error-429.json").addLeads(1, [])).rejects.toMatchObject({ retryAfterMs: 30_000 });
    const plain = smartlead({
      apiKey: "k",
      baseUrl: "https://a.example",
      fetch: scriptedFetch(200, "Saved.", { "content-type": "text/plain" }),
    });
    await expect(plain.setStatus(1, "START")).resolves.toBeUndefined();
  });

  test("events", () => {
    expect(news("email-sent")).toEqual([
      { kind: "event", event: { kind: "delivery", reference, state: "sent", code: null, isPermanent: null, costMicroAud: null, at } },
      { kind: "sent", reference, mailbox: "ava@getexample.com", messageId: "<sl-1@getexample.com>", at },
    ]);
    expect(news("email-bounce")).toMatchObject([{ event: { kind: "delivery", reference, state: "undelivered", isPermanent: null } }]);
    expect(news("lead-unsubscribed")).toEqual([
      { kind: "event", event: { kind: "opted_out", channel: "email", address: "sam@example.com", isComplaint: false, at } },
    ]);
    expect(news("lead-category-updated")).toEqual([]);
    const refusal = news("lead-category-updated", { category: "Do Not Contact" });
    expect(refusal).toMatchObject([{ event: { kind: "opted_out", address: "sam@example.com" } }]);
  });

  test("in an answer from_email is our mailbox, and the new fields win over the old ones", () => {
    const reply = {
      kind: "reply",
      mailbox: "ava@getexample.com",
      from: { name: "Sam Example", address: "sam@example.com" },
      inReplyTo: "<sl-1@getexample.com>",
      text: "Sure",
      at,
    };
    expect(news("email-reply")).toMatchObject([reply]);
    expect(news("email-reply", { event_type: "EMAIL_REPLIED" })).toMatchObject([reply]);
    expect(news("email-reply", { event_type: "lead_replied", reply_message: null })).toMatchObject([
      { messageId: "<CAF-reply-2@example.com>", html: "<p>Sure</p>" },
    ]);
    const colleague = news("email-reply", { leadCorrespondence: { replyReceivedFrom: "Lee@example.com" } });
    expect(colleague).toMatchObject([{ from: { name: "", address: "lee@example.com" } }]);
    const nested = {
      to_email: undefined,
      sl_lead_email: undefined,
      campaign_id: undefined,
      lead: { email: "sam@example.com" },
      campaign: { id: "123" },
    };
    expect(news("email-bounce", { ...nested, event_type: "EMAIL_BOUNCED" })).toMatchObject([{ event: { reference } }]);
  });
});
