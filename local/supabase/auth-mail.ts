import { createTransport } from "nodemailer";

export const MAIL_KINDS = ["signup", "invite", "magiclink", "recovery", "email_change"] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

export type AuthMail = { to: string; kind: MailKind; link: string; otp: string };

export type AuthMailer = {
  /** Mails accepted by the SMTP server since the start. */
  sentCount(): number;
  /** @throws Error when the SMTP server refuses or does not answer */
  send(mail: AuthMail): Promise<void>;
  close(): void;
};

const WORDING: Record<MailKind, { subject: string; action: string }> = {
  signup: { subject: "Confirm your sign-up", action: "Confirm your address" },
  invite: { subject: "You have been invited", action: "Accept the invitation" },
  magiclink: { subject: "Your sign-in link", action: "Sign in" },
  recovery: { subject: "Reset your password", action: "Choose a new password" },
  email_change: { subject: "Confirm your new address", action: "Confirm the change" },
};

/** Sends what hosted sends from its mail templates: one link and, for those who type it in, the six-digit code. */
export function createAuthMailer({ smtpUrl, from }: { smtpUrl: string; from: string }): AuthMailer {
  // Without the pool every mail waits about 100 ms for a connection.
  const transport = createTransport({ url: smtpUrl, pool: true, maxConnections: 2, ignoreTLS: true, connectionTimeout: 5_000 });
  let sent = 0;
  return {
    sentCount: () => sent,
    async send({ to, kind, link, otp }) {
      const { subject, action } = WORDING[kind];
      const href = link.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
      await transport.sendMail({
        from,
        to,
        subject,
        text: `${action}:\n${link}\n\nOr enter this code: ${otp}\n\nThe link and the code work once, for one hour.`,
        html: `<h2>${subject}</h2><p><a href="${href}">${action}</a></p><p>Or enter this code: <strong>${otp}</strong></p><p>The link and the code work once, for one hour.</p>`,
        headers: { "X-Auth-Mail": kind },
      });
      sent += 1;
    },
    close: () => transport.close(),
  };
}
