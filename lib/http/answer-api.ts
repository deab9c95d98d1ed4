import "server-only";
import type { z } from "zod";
import { apiMembership, type Membership } from "@/lib/auth/membership";
import type { Ctx } from "@/lib/context";
import { env } from "@/lib/env";
import { AppError, InvalidError, NotFoundError } from "@/lib/errors";
import { memberCtx } from "@/lib/http/contexts";
import { createLogger } from "@/lib/log";

const STATUS: Readonly<Record<string, number>> = {
  signed_out: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  not_ready: 409,
  invalid: 422,
  limit: 429,
  provider: 502,
  auth_unavailable: 503,
};

/** One wrong value of a request: where it stands, and what to do. */
type FieldError = { field: string; message: string };

/** A body that does not fit: every field that is wrong. */
class InvalidBodyError extends InvalidError {
  readonly fields: readonly FieldError[];

  constructor(fields: readonly FieldError[]) {
    super(fields[0]?.message ?? "The body is not what this address takes", fields[0]?.field);
    this.fields = fields;
  }
}

/**
 * Answers a request of a signed-in person with what `work` returns, as JSON, or with a problem (RFC 9457) whose `detail` is written for them and
 * whose `errors` name the fields. The middleware has refused by then what comes from a page that is not ours.
 * @param clientId of the address, where it has one: a client the person belongs to; otherwise the one they work in
 */
export async function answerApi(
  work: (ctx: Ctx) => Promise<{ status?: number; body: unknown }>,
  { clientId }: { clientId?: string } = {},
): Promise<Response> {
  return answer(async () => work(chooseCtx(await apiMembership(), clientId)));
}

/** The same for whoever has a context already. */
export async function answer(work: () => Promise<{ status?: number; body: unknown }>): Promise<Response> {
  try {
    const { status = 200, body } = await work();
    return Response.json(body, { status, headers: { "cache-control": "no-store" } });
  } catch (error) {
    if (error instanceof AppError) return problem(error);
    createLogger(env().LOG_LEVEL).error({ err: error }, "an API request failed");
    return problem(new AppError("fault", "Something went wrong on our side. Nothing was changed; please try again."));
  }
}

/** The body of a request as the schema reads it. Throws InvalidError naming every field that is wrong. */
export async function readBody<Output>(request: Request, schema: z.ZodType<Output>): Promise<Output> {
  const text = await request.text();
  const parsed = schema.safeParse(fromJson(text));
  if (parsed.success) return parsed.data;
  throw new InvalidBodyError(parsed.error.issues.map(({ path, message }) => ({ field: path.join(".") || "body", message })));
}

function chooseCtx(membership: Membership | null, clientId: string | undefined): Ctx {
  if (!membership) throw new AppError("signed_out", "Your session has ended. Sign in again.");
  if (clientId === undefined) return membership.ctx;
  const chosen = membership.all.find((one) => one.clientId === clientId);
  if (!chosen) throw new NotFoundError("There is no such client.");
  return memberCtx({ userId: membership.user.id, clientId, role: chosen.role });
}

function problem(error: AppError): Response {
  const fields = error instanceof InvalidBodyError ? error.fields : ownField(error);
  const status = STATUS[error.code] ?? 500;
  const body = { type: "about:blank", status, code: error.code, detail: error.message, ...(fields.length > 0 ? { errors: fields } : {}) };
  return Response.json(body, { status, headers: { "content-type": "application/problem+json", "cache-control": "no-store" } });
}

function ownField(error: AppError): FieldError[] {
  return error instanceof InvalidError && error.field ? [{ field: error.field, message: error.message }] : [];
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidError("Send the body as JSON.", "body");
    throw error;
  }
}
