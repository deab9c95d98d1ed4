import { startMail } from "@/local/mail/server";
import { startProviders } from "@/local/providers/server";
import { WEDNESDAY_MORNING } from "@/tests/support/factories";

/**
 * A process of its own with the mail server and the providers, as the local stack has them; state goes to the database whose address is
 * its only argument. Tells its parent where they listen, and ends when the parent asks or is gone.
 */
export type CarriersAt = { smtpPort: number; providersUrl: string };

const databaseUrl = process.argv[2] ?? "";
const clock = { now: () => WEDNESDAY_MORNING };
const mail = await startMail({
  smtpPort: 0,
  httpPort: 0,
  databaseUrl,
  clock,
  postmark: { webhookUrl: "http://127.0.0.1:9/none", user: "none", password: "none" },
});
const providers = await startProviders({ port: 0, databaseUrl, clock, seed: 1 });
const at: CarriersAt = { smtpPort: Number(new URL(mail.smtpUrl).port), providersUrl: providers.url };
process.send?.(at);

const end = async () => {
  await Promise.all([mail.close(), providers.close()]);
  process.exit(0);
};
process.once("SIGTERM", () => void end());
process.once("disconnect", () => void end());
