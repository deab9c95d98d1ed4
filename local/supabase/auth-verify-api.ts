import { z } from "zod";
import { type AuthContext, inTransaction } from "./auth-context";
import { AuthError, validationFailed } from "./auth-error";
import { MAIL_KINDS } from "./auth-mail";
import { issueAuthCode, redeemToken } from "./auth-one-time";
import { allowedRedirect } from "./auth-redirect";
import { createSession, type SessionJson } from "./auth-sessions";
import { type ApiReply, type ApiRequest, readJson } from "./http";

const verifyBody = z.looseObject({
  type: z.string().default(""),
  token_hash: z.string().nullish(),
  token: z.string().nullish(),
  email: z.string().nullish(),
});

/** `POST /verify`: a token hash, or an address and the six-digit code, for a session. @throws AuthError otp_expired */
export async function verifyProof(context: AuthContext, request: ApiRequest): Promise<SessionJson> {
  const { type, token_hash, token, email } = readJson(request, verifyBody);
  const proof = token_hash ? { type, hash: token_hash } : email && token ? { type, email, otp: token } : undefined;
  if (!proof) throw validationFailed("Only an email address and token, or a token_hash, should be provided on verify");
  return inTransaction(context.db, async (tx) => {
    const { user } = await redeemToken(tx, proof);
    return createSession(tx, { context, user, method: "otp", request });
  });
}

/**
 * `GET /verify`: a person followed a link. Always a redirect: with `?code=` for the browser that began a PKCE flow, else with the
 * session in the fragment, or with what went wrong.
 */
export async function answerLink(context: AuthContext, request: ApiRequest): Promise<ApiReply> {
  const target = new URL(allowedRedirect(context.settings, request.query.get("redirect_to")));
  const hash = request.query.get("token") ?? "";
  const kind = z.enum(MAIL_KINDS).safeParse(request.query.get("type"));
  try {
    if (!kind.success) throw validationFailed("Verify requires a verification type");
    await inTransaction(context.db, async (tx) => {
      const { user, pkce } = await redeemToken(tx, { type: kind.data, hash });
      if (pkce) {
        target.searchParams.set("code", await issueAuthCode(tx, user, kind.data));
        return;
      }
      const { access_token, refresh_token, expires_at, expires_in, token_type } = await createSession(tx, {
        context,
        user,
        method: "otp",
        request,
      });
      const session = {
        access_token,
        expires_at: String(expires_at),
        expires_in: String(expires_in),
        refresh_token,
        token_type,
        type: kind.data,
      };
      target.hash = new URLSearchParams(session).toString();
    });
  } catch (error) {
    if (!(error instanceof AuthError)) throw error;
    const description = error.code === "otp_expired" ? "Email link is invalid or has expired" : error.message;
    const problem = new URLSearchParams({ error: "access_denied", error_code: error.code, error_description: description });
    // A server can only read the query; the fragment is where the implicit flow looks.
    if (hash.startsWith("pkce_")) for (const [name, value] of problem) target.searchParams.set(name, value);
    target.hash = problem.toString();
  }
  return { status: 303, headers: { location: target.href } };
}
