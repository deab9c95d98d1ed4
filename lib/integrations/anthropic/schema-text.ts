import "server-only";
import { z } from "zod";

const texts = new WeakMap<z.ZodType, string>();

/** A schema about as it goes over the wire, for its length. */
export function schemaText(schema: z.ZodType): string {
  const known = texts.get(schema);
  if (known !== undefined) return known;
  const text = JSON.stringify(z.toJSONSchema(schema, { unrepresentable: "any", io: "input" }));
  texts.set(schema, text);
  return text;
}
