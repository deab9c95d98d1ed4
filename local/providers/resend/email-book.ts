import type { Records } from "@/local/providers/records";

export type EmailRecord = {
  id: string;
  messageId: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string | null;
  replyTo: string[];
  headers: Record<string, string>;
  tags: Record<string, string>;
  createdAt: string;
  lastEvent: string;
};

export type KeyRecord = { hash: string; ids: string[]; createdAt: string };

/** What the stand-in for Resend remembers: messages, idempotency keys for 24 hours, and addresses it no longer writes to. */
export function emailBook(records: Records) {
  return {
    addEmail: (email: EmailRecord) => records.insert("email", email.id, email, new Date(email.createdAt)),
    findEmail: async (id: string) => (await records.find<EmailRecord>("email", id))?.data,
    findByMessageId: async (messageId: string) => (await records.list<EmailRecord>("email", { where: { messageId }, limit: 1 }))[0]?.data,
    /** Newest first. */
    listEmails: async () => (await records.list<EmailRecord>("email", { newestFirst: true })).map(({ data }) => data),
    setLastEvent: (id: string, lastEvent: string) => records.update("email", id, { lastEvent }),
    nextNumber: () => records.next("email"),

    findKey: async (key: string) => (await records.find<KeyRecord>("key", key))?.data,
    async putKey(key: string, value: KeyRecord, at: Date): Promise<void> {
      if (!(await records.insert("key", key, value, at))) await records.update("key", key, value);
    },

    suppress: (address: string, reason: string, at: Date) => records.insert("suppressed", address, { reason }, at),
    suppressionOf: async (address: string) => (await records.find<{ reason: string }>("suppressed", address))?.data.reason,

    /** Up to when the mailbox for reports has been read, and what was read at that moment. */
    readCursor: async () => (await records.find<{ at: string; ids: string[] }>("cursor", "reports"))?.data,
    async putCursor(cursor: { at: string; ids: string[] }, at: Date): Promise<void> {
      if (!(await records.insert("cursor", "reports", cursor, at))) await records.update("cursor", "reports", cursor);
    },
  };
}

export type EmailBook = ReturnType<typeof emailBook>;
