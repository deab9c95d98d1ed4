import "server-only";
import { randomBytes } from "node:crypto";
import { systemPool } from "@/lib/db/pools";
import { answerUnsubscribe } from "@/lib/http/answer-unsubscribe";
import { requestSystemCtx } from "@/lib/http/contexts";
import { requestSecrets } from "@/lib/http/sender-options";

/** Answers a request to an unsubscribe link with the product's own connections: whoever clicks is signed in nowhere. */
export function unsubscribeLink(request: Request, token: string): Promise<Response> {
  return answerUnsubscribe(request, token, {
    db: systemPool(),
    ctxFor: requestSystemCtx,
    pepper: requestSecrets().pepper,
    // The middleware's policy holds beside the page's own, and lets pass what carries its nonce.
    nonce: request.headers.get("x-nonce") ?? randomBytes(16).toString("base64"),
  });
}
