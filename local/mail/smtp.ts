import type { AddressInfo, Socket } from "node:net";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { normalizeAddress } from "@/local/mail/address";
import type { Refusal } from "@/local/mail/behaviour";

const MAX_MESSAGE_BYTES = 25 * 1024 * 1024;

/** Faults asked for through `/_control`; `count` messages are still to be hit. */
export type SmtpFaults = {
  smtp: { mode: "refuse" | "hang" | "drop-after-data"; count: number } | null;
  /** Users whose password is wrong for now. */
  badUsers: Set<string>;
};

export type SmtpEnvelope = { mailFrom: string; recipients: string[]; user: string | null; raw: Buffer };

type Options = {
  port: number;
  faults: SmtpFaults;
  /** What the recipient's server says at RCPT, or undefined when it takes the message. */
  refusalOf(recipient: string): Refusal | undefined;
  /** Stores the message; answers the id told to the client. */
  accept(envelope: SmtpEnvelope): Promise<string>;
  log(line: string): void;
};

export type Smtp = { url: string; close(): Promise<void> };

/** The SMTP side, plain text on 127.0.0.1: any user and password, any sender, any recipient. */
export async function startSmtp({ port, faults, refusalOf, accept, log }: Options): Promise<Smtp> {
  const sockets = new Map<number, Socket>();
  const drop = (session: SMTPServerSession) => sockets.get(session.remotePort)?.destroy();

  const server = new SMTPServer({
    name: "mail.localhost",
    banner: "Agency OS local mail",
    authOptional: true,
    allowInsecureAuth: true,
    authMethods: ["PLAIN", "LOGIN"],
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    size: MAX_MESSAGE_BYTES,
    logger: false,
    closeTimeout: 1,
    onAuth({ username = "" }, _session, callback) {
      const user = normalizeAddress(username);
      if (faults.badUsers.has(user)) callback(smtpError(535, "5.7.8 Authentication credentials invalid"));
      else callback(null, { user });
    },
    onMailFrom(_address, session, callback) {
      const mode = faults.smtp?.mode;
      if (mode === undefined || mode === "drop-after-data") return callback();
      countDown(faults);
      if (mode === "hang") return; // the client's own timeout ends it
      callback(smtpError(421, "4.3.2 Service not available, closing transmission channel"));
      setImmediate(drop, session);
    },
    onRcptTo({ address }, _session, callback) {
      const recipient = normalizeAddress(address);
      const refusal = refusalOf(recipient);
      callback(refusal ? refusalError(recipient, refusal) : undefined);
    },
    onData(stream, session, callback) {
      const dropped = faults.smtp?.mode === "drop-after-data";
      if (dropped) countDown(faults);
      receive(stream, session, accept).then(
        (id) => (dropped ? drop(session) : callback(null, `2.0.0 Ok: queued as ${id}`)),
        (error: unknown) => {
          if (!(error instanceof SmtpError)) log(`mail: smtp ${error instanceof Error ? error.message : String(error)}`);
          callback(error instanceof SmtpError ? error : smtpError(451, "4.3.0 Local error in processing"));
        },
      );
    },
  });
  server.on("error", (error) => log(`mail: smtp ${error.message}`));
  server.server.on("connection", (socket) => {
    const remotePort = socket.remotePort ?? 0;
    sockets.set(remotePort, socket);
    socket.once("close", () => sockets.delete(remotePort));
  });

  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}

class SmtpError extends Error {
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}

function smtpError(code: number, message: string): SmtpError {
  return new SmtpError(code, message);
}

function refusalError(recipient: string, refusal: Refusal): SmtpError {
  if (refusal.kind === "reject") {
    return smtpError(550, `${refusal.status ?? "5.1.1"} ${refusal.text ?? `<${recipient}>: Recipient address rejected: User unknown`}`);
  }
  return smtpError(452, `${refusal.status ?? "4.2.2"} ${refusal.text ?? `<${recipient}>: Mailbox full`}`);
}

function countDown(faults: SmtpFaults): void {
  if (faults.smtp) faults.smtp = faults.smtp.count > 1 ? { ...faults.smtp, count: faults.smtp.count - 1 } : null;
}

async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  accept: (envelope: SmtpEnvelope) => Promise<string>,
): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) if (!stream.sizeExceeded) chunks.push(chunk);
  if (stream.sizeExceeded) throw smtpError(552, "5.3.4 Message too big");

  const { mailFrom, rcptTo } = session.envelope;
  return accept({
    mailFrom: mailFrom ? normalizeAddress(mailFrom.address) : "",
    recipients: [...new Set(rcptTo.map(({ address }) => normalizeAddress(address)))],
    user: session.user ?? null,
    raw: Buffer.concat(chunks),
  });
}
