import "server-only";
import { createTransport } from "nodemailer";
import { resolveHost } from "@/lib/integrations/egress/resolve-host";
import type { SmtpServer } from "@/lib/integrations/smtp/hand-over";

const TIMEOUT_MS = 10_000;

/**
 * Signs in to SMTP servers that a person names, to try their credentials; no message is sent.
 * @param allowPrivateHosts false refuses servers inside our own network (SSRF); the name is resolved once and that address is used
 */
export function createServerVerifier({ allowPrivateHosts }: { allowPrivateHosts: boolean }) {
  return {
    async verify(server: SmtpServer): Promise<{ isReady: boolean; detail: string }> {
      const found = await resolveHost(server.host, { allowPrivateHosts });
      if (found.outcome === "missing") return { isReady: false, detail: `There is no server called ${server.host}` };
      if (found.outcome === "refused") return { isReady: false, detail: `${server.host} is not a public mail server` };
      const transport = createTransport({
        host: found.addresses[0],
        port: server.port,
        secure: server.secure,
        auth: { user: server.user, pass: server.password },
        ...(found.servername !== undefined && { tls: { servername: found.servername } }),
        connectionTimeout: TIMEOUT_MS,
        greetingTimeout: TIMEOUT_MS,
        socketTimeout: TIMEOUT_MS,
      });
      try {
        await transport.verify();
        return { isReady: true, detail: "The server accepted the user name and password" };
      } catch (error) {
        return { isReady: false, detail: describe(error) };
      } finally {
        transport.close();
      }
    },
  };
}

/** The server's own sentence where it gave one: it usually says what to change. */
function describe(error: unknown): string {
  const { code, response } = error as { code?: string; response?: string };
  if (response) return response.slice(0, 300);
  switch (code) {
    case "ECONNECTION":
    case "ESOCKET":
      return "Nothing answers there, or not in a way we understand. Check the port, and whether it wants TLS from the start.";
    case "ETIMEDOUT":
      return "The server did not answer within ten seconds";
    case "ETLS":
      return "The server's certificate or TLS version cannot be used";
    default:
      return "The server could not be used";
  }
}
