import type { HttpAnswer, HttpRequest } from "@/local/http/http-answer";
import type { ListeningHttp } from "@/local/http/listen-http";
import { serveSite } from "@/local/http/serve-site";
import { control } from "@/local/mail/control";
import type { MailSystem } from "@/local/mail/mail-system";
import { web } from "@/local/mail/web/routes";

const MAX_BODY_BYTES = 30 * 1024 * 1024;

/** Serves the web view at `/` and JSON at `/_control/*` on 127.0.0.1. */
export function startHttp(port: number, system: MailSystem): Promise<ListeningHttp> {
  const answer = (request: HttpRequest): Promise<HttpAnswer> =>
    request.url.pathname.startsWith("/_control/") ? control(system, request) : web(system, request);
  return serveSite({ name: "mail", port, maxBodyBytes: MAX_BODY_BYTES, answer, log: system.log });
}
