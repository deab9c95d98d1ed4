import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { type ParsedMail, simpleParser } from "mailparser";
import { Pool } from "pg";
import { SMTPServer } from "smtp-server";
import { inject } from "vitest";
import { bootstrapSupabase, connectionUrl, createDatabase } from "@/local/postgres/bootstrap";
import { dropDatabases } from "@/tests/support/test-database";
import { loadAuthKeys } from "./auth-keys";
import { type SupabaseOptions, startSupabase } from "./server";

export const PUBLISHABLE_KEY = "sb_publishable_test";
export const SECRET_KEY = "sb_secret_test";
export const SITE_URL = "http://app.localhost:3000";

/** The stand-in on a bootstrapped database without the product's migrations, and an SMTP server that keeps what it gets. */
export async function testSupabase(changes: Partial<SupabaseOptions> = {}) {
  const { superuserUrl } = inject("postgres");
  const database = `supabase_${randomBytes(6).toString("hex")}`;
  const { systemUrl: databaseUrl } = await bootstrapSupabase(superuserUrl, { database });
  const { systemUrl: localDatabaseUrl } = await createDatabase(superuserUrl, `${database}_local`);
  const mailbox = await startMailbox();
  const options: SupabaseOptions = {
    port: 0,
    databaseUrl,
    localDatabaseUrl,
    smtpUrl: mailbox.smtpUrl,
    publishableKey: PUBLISHABLE_KEY,
    secretKey: SECRET_KEY,
    siteUrl: SITE_URL,
    redirectAllowList: ["https://*.example.com/welcome/**"],
    ...changes,
  };
  let running = await startSupabase(options);
  const clients: SupabaseClient[] = [];
  const db = new Pool({ connectionString: connectionUrl(superuserUrl, { database }), max: 2 });

  return {
    get url() {
      return running.url;
    },
    db,
    /** A token signed with the stand-in's own key, for claims sign-in would not give. */
    async signToken(claims: Record<string, unknown>): Promise<string> {
      const local = new Pool({ connectionString: localDatabaseUrl, max: 1 });
      const keys = await loadAuthKeys(local);
      await local.end();
      return keys.sign(claims);
    },
    /** The next mail to an address that no earlier call has returned. */
    nextMail: mailbox.next,
    /** A browser-like client with its own memory. */
    client(key = PUBLISHABLE_KEY, auth: Record<string, unknown> = {}): SupabaseClient {
      const client = createClient(running.url, key, {
        auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false, ...auth },
      });
      clients.push(client);
      return client;
    },
    /** Stops the stand-in and starts it again on the same port. */
    async restart() {
      const port = Number(new URL(running.url).port);
      await running.close();
      running = await startSupabase({ ...options, port });
    },
    async close() {
      for (const client of clients) await client.removeAllChannels();
      for (const client of clients) await client.realtime.disconnect();
      await running.close();
      await mailbox.close();
      await db.end();
      await dropDatabases(superuserUrl, database, `${database}_local`);
    },
  };
}

export type TestSupabase = Awaited<ReturnType<typeof testSupabase>>;

async function startMailbox() {
  const mails: ParsedMail[] = [];
  const waiting = new Set<() => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, done) {
      simpleParser(stream).then((mail) => {
        mails.push(mail);
        for (const wake of waiting) wake();
        done();
      }, done);
    },
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.server.address() as AddressInfo;
  const take = (address: string) => {
    const at = mails.findIndex((mail) => [mail.to].flat().some((to) => to?.text === address));
    return at === -1 ? undefined : mails.splice(at, 1)[0];
  };
  return {
    smtpUrl: `smtp://127.0.0.1:${port}`,
    async next(address: string): Promise<{ subject: string; link: URL; otp: string }> {
      for (;;) {
        const mail = take(address);
        if (mail) {
          const text = mail.text ?? "";
          return { subject: mail.subject ?? "", link: new URL(/http\S+/.exec(text)?.[0] ?? ""), otp: /\b\d{6}\b/.exec(text)?.[0] ?? "" };
        }
        await new Promise<void>((wake) => waiting.add(wake));
      }
    },
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}
