import type { MailLink } from "@/local/providers/mail/mail-link";
import { readReport } from "@/local/providers/mail/read-report";
import type { EmailBook, EmailRecord } from "@/local/providers/resend/email-book";

/** Where reports about what Resend sends go; nobody's mailbox but its own. */
export const RESEND_FEEDBACK = "bounces@feedback.resend.example";

const MINUTE_MS = 60_000;
/** Waits between attempts when a server says "not now". */
const DEFERRALS_MS = [15 * MINUTE_MS, 60 * MINUTE_MS, 240 * MINUTE_MS];
const UNREACHABLE_WAIT_MS = MINUTE_MS;

export type Attempt = { id: string; to: string; attempt: number };

type Deps = {
  book: EmailBook;
  mail: MailLink;
  tell: (type: string, email: EmailRecord, at: Date, more?: object) => Promise<void>;
  later: (at: Date, attempt: Attempt) => Promise<void>;
  now: () => Date;
};

/** Carries a message to one recipient, over real SMTP, and tells what became of it. */
export async function deliver({ book, mail, tell, later, now }: Deps, { id, to, attempt }: Attempt): Promise<void> {
  const email = await book.findEmail(id);
  if (!email) return;
  const at = now();
  const suppressed = await book.suppressionOf(to);
  if (suppressed) {
    const about = {
      type: "OnAccountSuppressionList",
      reason: suppressed,
      message: "The address is on the account's list.",
      diagnosticCode: [],
    };
    return tell("suppressed", email, at, { suppressed: about });
  }
  const replyTo = email.replyTo.length > 0 ? { "Reply-To": email.replyTo.join(", ") } : {};
  const verdict = await mail.send({
    envelopeFrom: RESEND_FEEDBACK,
    from: email.from,
    to,
    subject: email.subject,
    text: email.text,
    ...(email.html === null ? {} : { html: email.html }),
    messageId: email.messageId,
    date: at,
    headers: { ...email.headers, ...replyTo },
  });
  if (verdict.outcome === "accepted") return tell("delivered", email, at);
  if (verdict.outcome === "unreachable") return later(new Date(at.getTime() + UNREACHABLE_WAIT_MS), { id, to, attempt });
  if (verdict.isPermanent) return bounced({ book, tell }, email, { to, at, response: verdict.response });
  const waitMs = DEFERRALS_MS[attempt];
  await tell("delivery_delayed", email, at);
  if (waitMs === undefined) return tell("bounced", email, at, bounce("Transient", "MailboxFull", verdict.response));
  return later(new Date(at.getTime() + waitMs), { id, to, attempt: attempt + 1 });
}

/** Reads the reports that came back about messages, each once. */
export async function readReports({ book, mail, tell, now }: Omit<Deps, "later">): Promise<void> {
  const cursor = (await book.readCursor()) ?? { at: new Date(0).toISOString(), ids: [] };
  const reports = await mail.receivedBy(RESEND_FEEDBACK, new Date(cursor.at));
  for (const { id, receivedAt, raw } of reports) {
    if (cursor.ids.includes(id)) continue;
    await readOne({ book, tell }, raw, receivedAt);
    const at = receivedAt.toISOString();
    cursor.ids = at === cursor.at ? [...cursor.ids, id] : [id];
    cursor.at = at;
    await book.putCursor(cursor, now());
  }
}

async function readOne({ book, tell }: Pick<Deps, "book" | "tell">, raw: string, at: Date): Promise<void> {
  const report = readReport(raw);
  for (const messageId of report.messageIds) {
    const email = await book.findByMessageId(messageId);
    const [to = ""] = email?.to ?? [];
    if (!email) continue;
    if (report.kind === "complaint") {
      await book.suppress(to, "previous_complaint", at);
      return tell("complained", email, at);
    }
    if (report.kind === "delay") return tell("delivery_delayed", email, at);
    if (report.kind !== "bounce") return;
    const response = report.diagnostic ?? "";
    // A refusal by policy (5.7) is about us or the message, not about the address.
    if (report.status?.startsWith("5.7.")) return tell("bounced", email, at, bounce("Transient", "General", response));
    return bounced({ book, tell }, email, { to, at, response });
  }
}

async function bounced(
  { book, tell }: Pick<Deps, "book" | "tell">,
  email: EmailRecord,
  { to, at, response }: { to: string; at: Date; response: string },
): Promise<void> {
  await book.suppress(to, "previous_bounce", at);
  await tell("bounced", email, at, bounce("Permanent", "General", response));
}

function bounce(type: string, subType: string, response: string) {
  return { bounce: { type, subType, message: "The recipient's server refused the message.", diagnosticCode: [`smtp; ${response}`] } };
}
