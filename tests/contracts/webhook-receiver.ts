import { createServer } from "node:http";
import { listenHttp } from "@/local/http/listen-http";
import { readBody } from "@/local/http/read-body";

export type ReceivedWebhook = { path: string; headers: Headers; body: string };

/** A product that keeps what it is told and answers as the test says. */
export async function webhookReceiver() {
  const received: ReceivedWebhook[] = [];
  const state = { status: 200 };
  const server = createServer((request, response) => {
    void readBody(request, 1_000_000, () => new Error("too large")).then((body) => {
      const headers = new Headers(Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]));
      received.push({ path: request.url ?? "", headers, body: body.toString("utf8") });
      response.writeHead(state.status).end();
    });
  });
  const { url, close } = await listenHttp(server, { port: 0 });
  return { url, close, received, state };
}
