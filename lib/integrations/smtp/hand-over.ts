import "server-only";
import { createTransport, type Transporter } from "nodemailer";

/** What the server said about one message; see the carrier port for what follows from it. */
export type SmtpResult =
  | { outcome: "accepted"; response: string }
  | { outcome: "refused"; isPermanent: boolean; code: number | null; enhancedCode: string | null; response: string }
  | { outcome: "unknown"; response: string };

export type SmtpMessage = {
  messageId: string;
  from: { name: string; address: string };
  to: { name: string | null; address: string };
  subject: string;
  text: string;
  date: Date;
  inReplyTo: string | null;
  references: readonly string[];
  headers: Readonly<Record<string, string>>;
};

export type SmtpServer = { host: string; port: number; secure: boolean; user: string; password: string };

const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 30_000;
/** Below what servers allow an idle connection, so that we close it and not they, in the middle of a hand-over. */
const IDLE_TIMEOUT_MS = 20_000;
const ENHANCED_CODE = /\b([245]\.\d{1,3}\.\d{1,3})\b/;

/** Commands before the message itself: whatever goes wrong there, nobody has it. */
const BEFORE_DATA = new Set(["CONN", "EHLO", "HELO", "LHLO", "STARTTLS", "MAIL FROM", "RCPT TO"]);

/**
 * SMTP hand-over through pooled connections, one pool a mailbox.
 * The library's own re-queueing is off: a message whose connection drops may have arrived, and a repeat would reach somebody.
 */
export function createSmtpCarrier() {
  const pools = new Map<string, Transporter>();

  return {
    async handOver(message: SmtpMessage, server: SmtpServer): Promise<SmtpResult> {
      const pool = poolFor(pools, server);
      try {
        const { response } = await pool.sendMail({
          messageId: message.messageId,
          from: message.from,
          to: message.to.name ? { name: message.to.name, address: message.to.address } : message.to.address,
          subject: message.subject,
          text: message.text,
          date: message.date,
          headers: { ...message.headers },
          ...(message.inReplyTo !== null && { inReplyTo: message.inReplyTo, references: [...message.references] }),
          disableFileAccess: true,
          disableUrlAccess: true,
        });
        return { outcome: "accepted", response: response ?? "accepted" };
      } catch (error) {
        return interpretSmtpError(error);
      }
    },
    close(): void {
      for (const pool of pools.values()) pool.close();
      pools.clear();
    },
  };
}

/** Whether a failed hand-over certainly did not deliver. An answer by the server is certain; silence after DATA is not. */
export function interpretSmtpError(error: unknown): Exclude<SmtpResult, { outcome: "accepted" }> {
  const { code, command, responseCode, response, message } = error as {
    code?: string;
    command?: string;
    responseCode?: number;
    response?: string;
    message?: string;
  };
  const text = response ?? message ?? "no answer";
  const enhancedCode = ENHANCED_CODE.exec(text)?.[1] ?? null;
  if (responseCode !== undefined) {
    return { outcome: "refused", isPermanent: responseCode >= 500 && code !== "EAUTH", code: responseCode, enhancedCode, response: text };
  }
  const neverLeft = code === "EDNS" || code === "EAUTH" || code === "ETLS" || (command !== undefined && isBeforeData(command));
  return neverLeft
    ? { outcome: "refused", isPermanent: false, code: null, enhancedCode, response: text }
    : { outcome: "unknown", response: text };
}

function isBeforeData(command: string): boolean {
  return BEFORE_DATA.has(command) || command.startsWith("AUTH");
}

function poolFor(pools: Map<string, Transporter>, server: SmtpServer): Transporter {
  const key = JSON.stringify([server.host, server.port, server.user, server.password]);
  const existing = pools.get(key);
  if (existing) return existing;
  const pool = createTransport({
    pool: true,
    host: server.host,
    port: server.port,
    secure: server.secure,
    auth: { user: server.user, pass: server.password },
    maxConnections: 2,
    maxRequeues: 0,
    idleTimeout: IDLE_TIMEOUT_MS,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: ANSWER_TIMEOUT_MS,
  });
  pools.set(key, pool);
  return pool;
}
