import { createServer, type IncomingMessage } from "node:http";
import { receiveLeadFile } from "@/app/api/imports/receive-lead-file";
import type { Ctx } from "@/lib/context";
import { listenHttp } from "@/local/http/listen-http";

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
  const http = await listenHttp(server, { port: 0 });
  return { url: `${http.url}/api/imports`, close: () => http.close() };
}

function toWebRequest(request: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (typeof value === "string") headers.set(name, value);
  const init: RequestInit & { duplex: "half" } = { method: "POST", headers, body: request as unknown as BodyInit, duplex: "half" };
  return new Request(`http://${request.headers.host}${request.url}`, init);
}
