import { createServer } from "node:http";
import { type ListeningHttp, listenHttp } from "@/local/http/listen-http";
import { readSitePage } from "@/local/sites/read-site-page";

/**
 * Serves the sample agencies' websites, each in a folder of its own: `http://127.0.0.1:<port>/harbour-lane/`. They are files; nothing of
 * them can be changed from outside.
 */
export function startSites({ port, host }: { port: number; host?: string }): Promise<ListeningHttp> {
  const server = createServer(({ url = "/" }, response) => {
    const { status, headers, body } = readSitePage(url);
    response.writeHead(status, headers);
    response.end(body);
  });
  return listenHttp(server, { port, host });
}
