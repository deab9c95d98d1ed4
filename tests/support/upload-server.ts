import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { receiveLeadFile } from "@/app/api/imports/receive-lead-file";
import type { Ctx } from "@/lib/context";

/** The upload route behind a real HTTP server that hands requests over as the framework does: the body is the socket's own stream. */
export async function startUploadServer(ctx: Ctx): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void receiveLeadFile(toWebRequest(request), ctx).then(
      async (answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(await answer.text());
      },
      (error: unknown) => {
        response.writeHead(500);
        response.end(String(error));
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/imports`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function toWebRequest(request: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === "string") headers.set(name, value);
  const init: RequestInit & { duplex: "half" } = { method: "POST", headers, body: request as unknown as BodyInit, duplex: "half" };
  return new Request(`http://${request.headers.host}${request.url}`, init);
}
