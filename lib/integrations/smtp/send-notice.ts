import "server-only";
import { createTransport } from "nodemailer";
import { ProviderError } from "@/lib/errors";

const TIMEOUT_MS = 10_000;

/** A message of the product itself to one of its users. */
export type Notice = { to: string; subject: string; text: string };

/**
 * Sends the product's own notices over the relay that PRODUCT_SMTP_URL names. One attempt.
 * @throws ProviderError when the relay does not take it
 */
export function createNoticeSender({ smtpUrl, from }: { smtpUrl: string; from: string }) {
  return {
    async send({ to, subject, text }: Notice): Promise<void> {
      const transport = createTransport({
        url: smtpUrl,
        connectionTimeout: TIMEOUT_MS,
        greetingTimeout: TIMEOUT_MS,
        socketTimeout: TIMEOUT_MS,
      });
      try {
        await transport.sendMail({ from, to, subject, text, disableFileAccess: true, disableUrlAccess: true });
      } catch (cause) {
        throw new ProviderError({ provider: "mail relay", message: "the notice was not accepted", retryable: true, cause });
      } finally {
        transport.close();
      }
    },
  };
}
