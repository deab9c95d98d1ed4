import { z } from "zod";
import { type HttpAnswer, HttpError, type HttpRequest, json } from "@/local/http/http-answer";

/** The JSON calls of a stand-in by method and path, `POST /_control/tick`. What one resolves to is the body of a 200. */
export type ControlCalls<System> = Readonly<Record<string, (system: System, request: HttpRequest) => Promise<unknown>>>;

/** @throws HttpError 501 that names the call, when `calls` has none like it */
export async function answerControl<System>(calls: ControlCalls<System>, system: System, request: HttpRequest): Promise<HttpAnswer> {
  const name = `${request.method} ${request.url.pathname}`;
  const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
  if (!call) throw new HttpError(501, `This stand-in does not implement ${name}.`);
  return json(200, await call(system, request));
}

/** The JSON body; an empty one counts as `{}`. @throws HttpError 400 */
export function controlBody<T extends z.ZodType>(schema: T, { body }: HttpRequest): z.output<T> {
  try {
    return check(schema, JSON.parse(body || "{}"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new HttpError(400, "The body is not JSON.");
    throw error;
  }
}

/** The query parameters, the last of each name. @throws HttpError 400 */
export function controlQuery<T extends z.ZodType>(schema: T, { url }: HttpRequest): z.output<T> {
  return check(schema, Object.fromEntries(url.searchParams));
}

function check<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new HttpError(400, z.prettifyError(parsed.error));
  return parsed.data;
}
