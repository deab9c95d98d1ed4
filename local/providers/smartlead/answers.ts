import { z } from "zod";
import type { Answer, Handled } from "@/local/providers/stand-in";

/** A write that worked. */
export function done(message: string): Answer {
  return { status: 200, json: { ok: true, message } };
}

export function notFound(what: string): Answer {
  return { status: 404, json: { error: `${what} not found` } };
}

/** Answers what `then` says, or 422 with what is wrong with the body. */
export async function parsed<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  then: (input: z.output<Schema>) => Promise<Answer> | Answer,
): Promise<Handled> {
  const result = schema.safeParse(body);
  return { answer: result.success ? await then(result.data) : { status: 422, json: { error: z.prettifyError(result.error) } } };
}
