import "server-only";
import type { InboundEmail } from "@/lib/engines/replies/inbound-email";

/** An id that fits an index row. Longer ones are nobody's real id; the delivery's own id still tells repeats. */
const MAXIMUM_ID_LENGTH = 500;

/** The message as the database can hold it: text without NUL characters (Postgres takes none), ids in angle brackets and of sane length. */
export function storableEmail(email: InboundEmail): InboundEmail {
  return {
    ...email,
    messageId: idOf(email.messageId),
    inReplyTo: idOf(email.inReplyTo),
    references: email.references.flatMap((reference) => idOf(reference) ?? []),
    from: email.from && { name: clean(email.from.name), address: clean(email.from.address) },
    subject: clean(email.subject),
    text: clean(email.text),
    html: email.html === null ? null : clean(email.html),
    report: email.report && {
      ...email.report,
      original: email.report.original && { ...email.report.original, messageId: idOf(email.report.original.messageId) },
    },
  };
}

function idOf(text: string | null): string | null {
  const bare = clean(text ?? "").replace(/^<|>$/g, "");
  return bare && bare.length <= MAXIMUM_ID_LENGTH ? `<${bare}>` : null;
}

function clean(text: string): string {
  return text.replaceAll("\0", "");
}
