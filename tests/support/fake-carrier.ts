import type { OutgoingEmail } from "@/lib/engines/content/compose-email";
import type { EmailCarrier, HandOver, MailboxCredentials } from "@/lib/engines/dispatch/email-carrier";

/** Stands for the outside world in engine tests: keeps what was handed over and answers what it is told. */
export class FakeCarrier implements EmailCarrier {
  readonly sent: OutgoingEmail[] = [];
  answer: (email: OutgoingEmail) => HandOver | Promise<HandOver> = () => ({ outcome: "accepted", response: "250 queued" });

  async handOver(email: OutgoingEmail, _credentials: MailboxCredentials): Promise<HandOver> {
    this.sent.push(email);
    return this.answer(email);
  }
}
