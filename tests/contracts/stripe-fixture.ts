import { type FormObject, type FormValue, readForm } from "@/local/providers/stripe/read-form";
import { type Document, hasContracts, readContract } from "@/tests/contracts/contract";

type Json = Record<string, unknown>;

const FORM = "application/x-www-form-urlencoded";

const contract = hasContracts ? readContract("stripe", correct) : null;

/**
 * A `fetch` that notes every way in which the traffic with Stripe breaks its contract. Stripe's forms nest, so each is unfolded and checked
 * as the object it stands for, and no parameter may be there that Stripe does not know.
 */
export function watchedStripeFetch(basePath: string) {
  const problems: string[] = [];
  const watched: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const path = url.pathname.replace(basePath, "");
    const method = init?.method ?? "GET";
    const name = `${method} ${path}`;
    const query = new URLSearchParams([...url.searchParams].map(([key, value]) => [key.replace(/\[\]$/, ""), value]));
    const body = typeof init?.body === "string" ? unfolded(readForm(new URLSearchParams(init.body))) : undefined;
    problems.push(...(contract?.checkRequest({ method, path, query, body }) ?? []).map((problem) => `${name}: ${problem}`));
    const response = await fetch(input, init);
    const answer = (await response.clone().json()) as unknown;
    const contentType = response.headers.get("content-type");
    const { status } = response;
    const found = contract?.checkAnswer({ method, path, status, contentType, body: answer }) ?? [];
    problems.push(...found.map((problem) => `${name}: ${problem}`));
    return response;
  };
  return { fetch: watched, problems };
}

/** Every failure has the one answer written as `default`; forms are checked as JSON. */
function correct({ paths, components }: Document): void {
  for (const operation of Object.values(paths).flatMap((methods) => Object.values(methods ?? {}))) {
    if (!operation?.responses) continue;
    for (const status of [400, 401, 402, 404, 409, 429, 500, 503]) operation.responses[status] ??= operation.responses.default;
    const content = operation.requestBody?.content;
    if (content?.[FORM]) content["application/json"] = content[FORM];
  }
  for (const [name, schema] of Object.entries(components?.schemas ?? {})) {
    if (name.endsWith("Params")) close(schema);
    dropFormats(schema);
  }
}

/** "decimal" says nothing that the type does not. */
function dropFormats(schema: unknown): void {
  if (typeof schema !== "object" || schema === null) return;
  const object = schema as Json;
  if (object.format === "decimal") delete object.format;
  for (const value of Object.values(object)) dropFormats(value);
}

function close(schema: unknown): void {
  if (Array.isArray(schema)) for (const one of schema) close(one);
  if (typeof schema !== "object" || schema === null || Array.isArray(schema)) return;
  const object = schema as Json;
  if (object.properties && object.additionalProperties === undefined) object.additionalProperties = false;
  for (const value of Object.values(object)) close(value);
}

function unfolded(value: FormValue): unknown {
  if (typeof value === "string") return plain(value);
  const entries = Object.entries(value as FormObject).map(([name, inner]) => [name, unfolded(inner)] as const);
  const isList = entries.length > 0 && entries.every(([name], index) => name === String(index));
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

function plain(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  return /^\d+$/.test(text) ? Number(text) : text;
}
