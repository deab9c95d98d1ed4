import type { MailLink, MailVerdict, PostedMail, ReceivedMail, SentMail } from "@/local/providers/mail/mail-link";

/** Mail of one process, for tests that need no mail system. */
export type MemoryMail = MailLink & {
  sent: SentMail[];
  posted: PostedMail[];
  /** How a recipient's server answers from now on; undefined takes the message. */
  answerFor(address: string, verdict: MailVerdict | undefined): void;
  /** Something arrives in a mailbox. */
  receive(mailbox: string, raw: string, receivedAt: Date): void;
};

export function memoryMail(): MemoryMail {
  const verdicts = new Map<string, MailVerdict>();
  const received: ReceivedMail[] = [];
  const sent: SentMail[] = [];
  const posted: PostedMail[] = [];
  return {
    sent,
    posted,
    answerFor(address, verdict) {
      if (verdict) verdicts.set(address, verdict);
      else verdicts.delete(address);
    },
    receive: (mailbox, raw, receivedAt) => void received.push({ id: String(received.length + 1), mailbox, receivedAt, raw }),
    async send(mail) {
      const verdict = verdicts.get(mail.to) ?? { outcome: "accepted", isPermanent: false, response: "250 taken" };
      if (verdict.outcome === "accepted") sent.push(mail);
      return verdict;
    },
    receivedBy: async (mailbox, since) => received.filter((mail) => mail.mailbox === mailbox && mail.receivedAt >= since),
    postedToProduct: async () => posted,
    close: () => undefined,
  };
}
