import { randomBytes } from "node:crypto";
import { answerUnsubscribe } from "@/app/u/[token]/answer-unsubscribe";
import { systemPool } from "@/lib/db/pools";
import { requestSystemCtx } from "@/lib/http/contexts";
import { requestSecrets } from "@/lib/http/sender-options";

type Context = { params: Promise<{ token: string }> };

/** The unsubscribe link of every message: GET shows one button, POST unsubscribes (RFC 8058, AU-12 to AU-14). */
async function answer(request: Request, { params }: Context): Promise<Response> {
  const { token } = await params;
  return answerUnsubscribe(request, token, {
    db: systemPool(),
    ctxFor: requestSystemCtx,
    pepper: requestSecrets().pepper,
    // The middleware's policy holds as well as ours, and allows what carries its nonce.
    nonce: request.headers.get("x-nonce") ?? randomBytes(16).toString("base64"),
  });
}

export { answer as GET, answer as HEAD, answer as OPTIONS, answer as POST };
