import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

export type ListeningHttp = {
  url: string;
  /** Cuts every connection, answered or not. */
  close(): Promise<void>;
};

/**
 * Brings a server up and resolves once it accepts connections.
 * @param where port 0 picks a free one; the host is 127.0.0.1 unless told otherwise
 * @throws the server's error when the port is taken
 */
export async function listenHttp(server: Server, where: { port: number; host?: string | undefined }): Promise<ListeningHttp> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(where.port, where.host ?? "127.0.0.1", resolve);
  });
  const { address, port } = server.address() as AddressInfo;
  return {
    url: `http://${address.includes(":") ? `[${address}]` : address}:${port}`,
    async close() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections(); // one that hangs would otherwise hold the process
      });
    },
  };
}
