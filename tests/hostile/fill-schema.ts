import type { z } from "zod";

/** What is put into a schema's free places, by the names that lead there ("pages", "0", "url"). */
export type Filling = {
  text(path: readonly string[]): string;
  /** One of those a choice offers. */
  choose(options: readonly string[], path: readonly string[]): string;
  number?(path: readonly string[], bounds: { min: number; max: number }): number;
  /** Entries of a list. */
  entries: number;
};

type Node = {
  def: {
    type: string;
    shape?: Record<string, z.ZodType>;
    element?: z.ZodType;
    innerType?: z.ZodType;
    keyType?: z.ZodType;
    valueType?: z.ZodType;
    options?: readonly z.ZodType[];
    items?: readonly z.ZodType[];
    in?: z.ZodType;
    entries?: Record<string, string>;
    values?: readonly unknown[];
    checks?: readonly { _zod: { def: { check: string; minimum?: number; maximum?: number; length?: number } } }[];
  };
  format?: string | null;
  maxLength?: number | null;
  minLength?: number | null;
  minValue?: number | null;
  maxValue?: number | null;
};

const PLAIN_FORMATS: Readonly<Record<string, string>> = {
  date: "2031-02-03",
  datetime: "2031-02-03T04:05:06Z",
  uuid: "0190b3c4-0000-7000-8000-000000000001",
};

/**
 * A value of a schema with everything in it that may be chosen chosen by `filling`: nothing null, nothing empty. Reads the schema's own
 * description, so a skill that gains a field is attacked there too.
 */
export function fillSchema(schema: z.ZodType, filling: Filling, path: readonly string[] = []): unknown {
  const { def, ...node } = asNode(schema);
  const inside = (inner: z.ZodType | undefined, name: string) => (inner ? fillSchema(inner, filling, [...path, name]) : undefined);
  switch (def.type) {
    case "object":
      return Object.fromEntries(Object.entries(def.shape ?? {}).map(([name, inner]) => [name, inside(inner, name)]));
    case "array": {
      const most = lengthOf(def.checks, "max_length") ?? filling.entries;
      return Array.from({ length: Math.min(most, filling.entries) }, (_, index) => inside(def.element, String(index)));
    }
    case "tuple":
      return (def.items ?? []).map((inner, index) => inside(inner, String(index)));
    case "record": {
      const key = asNode(def.keyType as z.ZodType).def;
      const names = key.entries ? Object.values(key.entries) : [filling.text([...path, "key"])];
      return Object.fromEntries(names.map((name) => [name, inside(def.valueType, name)]));
    }
    case "string":
      return textOf(node, filling, path);
    case "enum":
      return filling.choose(Object.values(def.entries ?? {}), path);
    case "number": {
      const bounds = { min: finite(node.minValue, 0), max: finite(node.maxValue, 100) };
      return filling.number?.(path, bounds) ?? bounds.max;
    }
    case "boolean":
      return true;
    case "literal":
      return def.values?.[0];
    case "date":
      return new Date("2026-11-23T00:00:00Z");
    case "union":
      return fillSchema(def.options?.[0] as z.ZodType, filling, path);
    case "pipe":
      return fillSchema(def.in as z.ZodType, filling, path);
    case "custom":
    case "unknown":
    case "any":
      return filling.text(path);
    default:
      if (def.innerType) return fillSchema(def.innerType, filling, path);
      throw new Error(`fillSchema knows no ${def.type} (${path.join(".")})`);
  }
}

function textOf({ format, maxLength, minLength }: Omit<Node, "def">, filling: Filling, path: readonly string[]): string {
  if (format === "url")
    return filling.text([...path, "url"]).startsWith("http") ? filling.text([...path, "url"]) : "https://harbour-lane.example/";
  if (format && PLAIN_FORMATS[format]) return PLAIN_FORMATS[format];
  const text = filling.text(path).padEnd(minLength ?? 0, "x");
  return maxLength == null ? text : text.slice(0, maxLength).trim();
}

function asNode(schema: z.ZodType): Node {
  const node = schema as unknown as Omit<Node, "def"> & { _zod: { def: Node["def"] } };
  const { format = null, maxLength = null, minLength = null, minValue = null, maxValue = null } = node;
  return { def: node._zod.def, format, maxLength, minLength, minValue, maxValue };
}

function lengthOf(checks: Node["def"]["checks"], name: string): number | undefined {
  return checks?.map(({ _zod }) => _zod.def).find(({ check }) => check === name)?.maximum;
}

function finite(value: number | null | undefined, otherwise: number): number {
  return value != null && Math.abs(value) < 1_000_000 ? value : otherwise;
}
