import "server-only";
import { createTransport, type Transporter } from "nodemailer";
import { type LookUpHost, type ResolvedHost, resolveHost } from "@/lib/integrations/egress/resolve-host";

/** What the server said about one message; see the carrier port for what follows from it. */
export type SmtpResult =
  | { outcome: "accepted"; response: string }
  | { outcome: "refused"; isPermanent: boolean; code: number | null; enhancedCode: string | null; response: string }
  | { outcome: "unknown"; response: string }
  | { outcome: "barred"; response: string };

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
const BEFORE_DATA = new Set(["EHLO", "HELO", "LHLO", "STARTTLS", "MAIL FROM", "RCPT TO"]);
/** Failures to reach the server or to open a session with it. */
const NEVER_IN_SESSION = new Set(["EDNS", "EAUTH", "ETLS", "EENVELOPE"]);
const NEVER_CONNECTED = new Set(["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH"]);
const NEVER_GREETED = new Set(["CONNECT_TIMEOUT", "GREETING_TIMEOUT"]);
/** Only answers to these speak about the recipient or the message; before them a server speaks about us. */
const ABOUT_THE_MESSAGE = new Set(["RCPT TO", "DATA"]);

export type SmtpCarrierOptions = {
  /** False refuses servers inside our own network, whatever was checked when the mailbox was connected (SSRF). */
  allowPrivateHosts: boolean;
  /** Milliseconds to connect, and to be greeted. */
  connectTimeoutMs?: number;
  /** Milliseconds to wait for each answer. */
  answerTimeoutMs?: number;
  lookUp?: LookUpHost;
};

/**
 * SMTP hand-over through pooled connections, one pool a mailbox and address. The server's name is looked up for each message and the
 * connection goes to an address that was checked, never to the name.
 * The library's own re-queueing is off: a message whose connection drops may have arrived, and a repeat would reach somebody.
 */
export function createSmtpCarrier({
  allowPrivateHosts,
  connectTimeoutMs = CONNECT_TIMEOUT_MS,
  answerTimeoutMs = ANSWER_TIMEOUT_MS,
  lookUp,
}: SmtpCarrierOptions) {
  const pools = new Map<string, Transporter>();
  let isClosed = false;

  return {
    async handOver(message: SmtpMessage, server: SmtpServer): Promise<SmtpResult> {
      const found = await resolveHost(server.host, { allowPrivateHosts, ...(lookUp && { lookUp }) });
      if (found.outcome === "refused") return { outcome: "barred", response: `${server.host} is not a public mail server` };
      if (found.outcome === "missing") return notFound(server.host);
      const pool = poolFor(pools, server, found, { connectTimeoutMs, answerTimeoutMs });
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
        // Closing cuts connections in the middle of a message, with an error that does not say where.
        return isClosed ? { outcome: "unknown", response: "the process was stopping" } : interpretSmtpError(error);
      }
    },
    close(): void {
      isClosed = true;
      for (const pool of pools.values()) pool.close();
      pools.clear();
    },
  };
}

function notFound(host: string): SmtpResult {
  return { outcome: "refused", isPermanent: false, code: null, enhancedCode: null, response: `There is no server called ${host}` };
}

/**
 * Whether a failed hand-over certainly did not deliver. An answer by the server is certain; silence in the middle of a session is
 * not: the library reports a connection that drops or hangs after the message as it does one before it.
 */
export function interpretSmtpError(error: unknown): Extract<SmtpResult, { outcome: "refused" | "unknown" }> {
  const { code, originalCode, timeoutType, command, responseCode, response, message } = error as {
    code?: string;
    originalCode?: string;
    timeoutType?: string;
    command?: string;
    responseCode?: number;
    response?: string;
    message?: string;
  };
  const text = response ?? message ?? "no answer";
  const enhancedCode = ENHANCED_CODE.exec(text)?.[1] ?? null;
  if (responseCode !== undefined) {
    // A sender refused for its reputation stays refused; any other objection to us must not be held against the recipient.
    const isFinal = ABOUT_THE_MESSAGE.has(command ?? "") || (enhancedCode?.startsWith("5.7.") ?? false);
    const isPermanent = responseCode >= 500 && code !== "EAUTH" && isFinal;
    return { outcome: "refused", isPermanent, code: responseCode, enhancedCode, response: text };
  }
  const neverLeft =
    NEVER_IN_SESSION.has(code ?? "") ||
    NEVER_CONNECTED.has(originalCode ?? "") ||
    NEVER_GREETED.has(timeoutType ?? "") ||
    isBeforeData(command) ||
    // The pool says so, without a command, of a message it held back because its connection was gone.
    (code === "ECONNECTION" && command === undefined);
  return neverLeft
    ? { outcome: "refused", isPermanent: false, code: null, enhancedCode, response: text }
    : { outcome: "unknown", response: text };
}

function isBeforeData(command = ""): boolean {
  return BEFORE_DATA.has(command) || command.startsWith("AUTH");
}

function poolFor(
  pools: Map<string, Transporter>,
  server: SmtpServer,
  { addresses, servername }: Extract<ResolvedHost, { outcome: "found" }>,
  { connectTimeoutMs, answerTimeoutMs }: { connectTimeoutMs: number; answerTimeoutMs: number },
): Transporter {
  const keyOf = (address: string) => JSON.stringify([address, server.host, server.port, server.secure, server.user, server.password]);
  // A name with several addresses keeps the one it was reached at.
  const address = addresses.find((known) => pools.has(keyOf(known))) ?? addresses[0];
  const existing = pools.get(keyOf(address));
  if (existing) return existing;
  const pool = createTransport({
    pool: true,
    host: address,
    port: server.port,
    secure: server.secure,
    auth: { user: server.user, pass: server.password },
    ...(servername !== undefined && { tls: { servername } }),
    maxConnections: 2,
    maxRequeues: 0,
    idleTimeout: IDLE_TIMEOUT_MS,
    connectionTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: answerTimeoutMs,
  });
  pools.set(keyOf(address), pool);
  return pool;
}
