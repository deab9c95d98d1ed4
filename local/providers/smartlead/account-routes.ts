import { z } from "zod";
import { done, notFound, parsed } from "@/local/providers/smartlead/answers";
import type { AccountRecord } from "@/local/providers/smartlead/book";
import type { SmartleadDeps } from "@/local/providers/smartlead/sending";
import { warmupStats } from "@/local/providers/smartlead/warmup-stats";
import type { Handler } from "@/local/providers/stand-in";

/** A password that never works, for playing a mailbox that cannot be connected. */
export const WRONG_PASSWORD = "wrong-password";

const warmupInput = z.object({
  warmup_enabled: z.boolean(),
  total_warmup_per_day: z.number().int().max(50).default(35),
  daily_rampup: z.number().int().default(2),
  reply_rate_percentage: z.number().int().min(0).max(100).default(30),
});
const accountInput = warmupInput.extend({
  id: z.number().int().nullable(),
  from_name: z.string(),
  from_email: z.email(),
  user_name: z.string(),
  password: z.string(),
  smtp_host: z.string(),
  smtp_port: z.number().int(),
  imap_host: z.string(),
  imap_port: z.number().int(),
  max_email_per_day: z.number().int().default(50),
});

/** Mailboxes and their warm-up. */
export function accountRoutes({ book, now, seed }: SmartleadDeps): Record<string, Handler> {
  const shown = (account: AccountRecord) => {
    const stats = warmupStats(account.warmup, { name: `${seed} ${account.fromEmail}`, now: now() });
    return {
      id: account.id,
      from_name: account.fromName,
      from_email: account.fromEmail,
      username: account.fromEmail,
      password: account.password,
      message_per_day: account.maximumPerDay,
      is_smtp_success: true,
      is_imap_success: true,
      type: "SMTP",
      client_id: null,
      warmup_details: {
        status: account.warmup.isEnabled ? "ACTIVE" : "INACTIVE",
        total_sent_count: stats.total_sent,
        total_spam_count: stats.spam_count,
        warmup_reputation: `${stats.reputation_score}%`,
        is_warmup_blocked: false,
        blocked_reason: null,
      },
    };
  };

  return {
    "POST /email-accounts/save": ({ body }) =>
      parsed(accountInput, body, async (input) => {
        if (input.password === WRONG_PASSWORD)
          return { status: 400, json: { ok: false, error: "SMTP connection failed: authentication failed" } };
        const known = (await book.accounts()).find(({ id, fromEmail }) => id === input.id || fromEmail === input.from_email.toLowerCase());
        const id = known?.id ?? (await book.next("account"));
        const at = now();
        const account: AccountRecord = {
          id,
          fromName: input.from_name,
          fromEmail: input.from_email.toLowerCase(),
          password: input.password,
          maximumPerDay: input.max_email_per_day,
          warmup: toWarmup(input, known?.warmup.since ?? at.toISOString()),
          freeAt: known?.freeAt ?? at.toISOString(),
          readTo: known?.readTo ?? { at: at.toISOString(), ids: [] },
        };
        if (!(await book.add("account", id, account, at))) await book.changeAccount(id, account);
        const warmup = { status: account.warmup.isEnabled ? "ACTIVE" : "INACTIVE", total_warmup_per_day: account.warmup.perDay };
        const data = { id, from_email: account.fromEmail, is_smtp_success: true, is_imap_success: true, warmup_details: warmup };
        return { status: 200, json: { ok: true, message: "Email account added successfully", data } };
      }),
    "GET /email-accounts/": async ({ query }) => {
      const offset = Number(query.get("offset") ?? 0);
      const limit = Math.min(100, Number(query.get("limit") ?? 100));
      return { answer: { status: 200, json: (await book.accounts()).slice(offset, offset + limit).map(shown) } };
    },
    "GET /email-accounts/{id}/": async ({ params: { id } }) => {
      const account = await book.account(Number(id));
      return { answer: account ? { status: 200, json: shown(account) } : notFound("Email account") };
    },
    "POST /email-accounts/{id}/warmup": async ({ params: { id }, body }) => {
      const account = await book.account(Number(id));
      if (!account) return { answer: notFound("Email account") };
      return parsed(warmupInput, body, async (input) => {
        await book.changeAccount(account.id, { warmup: toWarmup(input, account.warmup.since) });
        return done("Warmup settings saved");
      });
    },
    "GET /email-accounts/{id}/warmup-stats": async ({ params: { id } }) => {
      const account = await book.account(Number(id));
      if (!account) return { answer: notFound("Email account") };
      return { answer: { status: 200, json: warmupStats(account.warmup, { name: `${seed} ${account.fromEmail}`, now: now() }) } };
    },
  };
}

function toWarmup(input: z.output<typeof warmupInput>, since: string): AccountRecord["warmup"] {
  const { warmup_enabled: isEnabled, total_warmup_per_day: perDay, daily_rampup: rampUp, reply_rate_percentage: replyRate } = input;
  return { isEnabled, perDay, rampUp, replyRate, since };
}
