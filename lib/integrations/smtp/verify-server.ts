import "server-only";
import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { createTransport } from "nodemailer";
import type { SmtpServer } from "@/lib/integrations/smtp/hand-over";

const TIMEOUT_MS = 10_000;

/** Addresses that are nobody's public mail server: this machine, private and link-local networks, cloud metadata. */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3],
] as const) {
  PRIVATE.addSubnet(network, prefix, "ipv4");
}
for (const [network, prefix] of [
  ["::", 127],
  ["64:ff9b::", 96],
  ["fc00::", 7],
  ["fe80::", 10],
  ["ff00::", 8],
] as const) {
  PRIVATE.addSubnet(network, prefix, "ipv6");
}

/** True for an IP address that only this machine or its network reaches. IPv4 written as IPv6 counts as what it is. */
export function isPrivateAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  const family = isIP(plain);
  return family === 0 || PRIVATE.check(plain, family === 6 ? "ipv6" : "ipv4");
}

/**
 * Signs in to SMTP servers that a person names, to try their credentials; no message is sent.
 * @param allowPrivateHosts false refuses servers inside our own network (SSRF); the name is resolved once and that address is used
 */
export function createServerVerifier({ allowPrivateHosts }: { allowPrivateHosts: boolean }) {
  return {
    async verify(server: SmtpServer): Promise<{ isReady: boolean; detail: string }> {
      const address = await resolve(server.host);
      if (address === null) return { isReady: false, detail: `There is no server called ${server.host}` };
      if (!allowPrivateHosts && isPrivateAddress(address)) return { isReady: false, detail: `${server.host} is not a public mail server` };
      const transport = createTransport({
        host: address,
        port: server.port,
        secure: server.secure,
        auth: { user: server.user, pass: server.password },
        tls: { servername: isIP(server.host) === 0 ? server.host : undefined },
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

async function resolve(host: string): Promise<string | null> {
  try {
    return (await lookup(host)).address;
  } catch {
    return null; // what matters to the person is that the name leads nowhere
  }
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
