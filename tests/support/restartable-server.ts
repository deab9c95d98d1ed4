import { createServer, type IncomingHttpHeaders } from "node:http";
import { type ListeningHttp, listenHttp } from "@/local/http/listen-http";
import { readBody } from "@/local/http/read-body";

export type ReceivedRequest = { method: string; path: string; headers: IncomingHttpHeaders; body: string };
export type ScriptedAnswer = { status: number; headers?: Record<string, string>; body?: string };

const MAX_BODY_BYTES = 100_000_000;

/** An HTTP server of a test's own making, which can go away and come back at the port it had. */
export abstract class RestartableServer {
  #http: ListeningHttp | undefined;
  #port = 0;

  protected abstract answer(request: ReceivedRequest): ScriptedAnswer;

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      readBody(request, MAX_BODY_BYTES).then(
        (bytes) => {
          const { method = "", url: path = "", headers } = request;
          const answer = this.answer({ method, path, headers, body: bytes.toString("utf8") });
          response.writeHead(answer.status, answer.headers ?? {}).end(answer.body ?? "");
        },
        () => response.destroy(), // the caller went away in the middle
      );
    });
    this.#http = await listenHttp(server, { port: this.#port });
    this.#port = Number(new URL(this.#http.url).port);
  }

  async stop(): Promise<void> {
    await this.#http?.close();
  }
}
