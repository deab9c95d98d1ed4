import type { z } from "zod";
import type { Handled, Handler } from "@/local/providers/stand-in";

/** A route whose body must have this form; 400 names the fields that do not. */
export function reading<Schema extends z.ZodType>(schema: Schema, run: (input: z.infer<Schema>, id: string) => Promise<Handled>): Handler {
  return async ({ body, params: { id = "" } }) => {
    const input = schema.safeParse(body);
    if (input.success) return run(input.data, id);
    return refused(400, "invalid request body", [...new Set(input.error.issues.map(({ path }) => String(path[0] ?? "body")))]);
  };
}

export function ok(json: unknown): Handled {
  return { answer: { status: 200, json } };
}

export function refused(status: number, message: string, fields: readonly string[] = []): Handled {
  const data = fields.map((field) => `${field} is a required field`);
  return { answer: { status, json: { message, ...(data.length > 0 ? { data } : {}) } } };
}
