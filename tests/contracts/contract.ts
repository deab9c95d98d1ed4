import { existsSync, readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";

type Json = Record<string, unknown>;
type Operation = { parameters?: Parameter[]; requestBody?: Media; responses: Record<string, Media | undefined> };
type Parameter = { name: string; in: string; required?: boolean; schema?: Json };
type Media = { content?: Record<string, { schema?: Json } | undefined> };
export type Document = {
  paths: Record<string, Record<string, Operation | undefined> | undefined>;
  components?: { schemas?: Record<string, Json> };
};

/** Twilio's own format names that say nothing its types do not. */
const PLAIN_FORMATS = ["phone-number", "phone-number-capabilities", "currency", "http-method", "uri-map"];
const FORM = "application/x-www-form-urlencoded";
const JSON_LINES = "application/x-jsonl";
const root = new URL("../../../shared/contracts/", import.meta.url);

/** The contract documents are handed over beside the project, not inside it: tests that read them skip without them. */
export const hasContracts = existsSync(root);

export type Contract = {
  /** Problems of a request as sent; empty when it keeps the contract. A form is its `URLSearchParams`. */
  checkRequest(request: { method: string; path: string; query: URLSearchParams; body: unknown }): string[];
  /** Problems of an answer; a status the operation does not list is a problem of its own. */
  checkAnswer(answer: { method: string; path: string; status: number; contentType: string | null; body: unknown }): string[];
};

/**
 * Reads `<provider>.openapi.json`.
 * @param correct changes the document where its own notes say that it is wrong
 */
export function readContract(provider: string, correct: (document: Document) => void = () => undefined): Contract {
  const document = JSON.parse(readFileSync(new URL(`${provider}.openapi.json`, root), "utf8")) as Document;
  correct(document);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  for (const name of PLAIN_FORMATS) ajv.addFormat(name, true);
  ajv.addFormat("date-time-rfc-2822", /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}$/);
  const components = {
    schemas: Object.fromEntries(Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => [name, plain(schema)])),
  };

  const compiled = new Map<Json, ReturnType<typeof ajv.compile>>();
  const validatorOf = (schema: Json) => {
    const validate = compiled.get(schema) ?? ajv.compile({ ...(plain(schema) as Json), components });
    compiled.set(schema, validate);
    return validate;
  };
  const check = (schema: Json | undefined, value: unknown, where: string): string[] => {
    if (!schema) return [];
    const validate = validatorOf(schema);
    return validate(value) ? [] : (validate.errors ?? []).map((error) => `${where}${error.instancePath} ${error.message ?? ""}`);
  };
  const find = (method: string, path: string): Operation => {
    const templates = Object.keys(document.paths).sort((a, b) => Number(a.includes("{")) - Number(b.includes("{")));
    const template = templates.find((one) => new RegExp(`^${one.replace(/\{[^}]+\}/g, "[^/]+")}$`).test(path));
    const operation = template && document.paths[template]?.[method.toLowerCase()];
    if (!operation) throw new Error(`${method} ${path} is not in the ${provider} contract`);
    return operation;
  };

  return {
    checkRequest({ method, path, query, body }) {
      const operation = find(method, path);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
      const unknown = [...new Set(query.keys())].filter((name) => !declared.some((parameter) => parameter.name === name));
      const missing = declared.filter(({ name, required }) => required && !query.has(name)).map(({ name }) => name);
      const content = operation.requestBody?.content;
      const isForm = body instanceof URLSearchParams;
      const schema = content?.[isForm ? FORM : "application/json"]?.schema;
      const sent = isForm ? formValues(body, schema) : body;
      return [
        ...unknown.map((name) => `query ${name} is not declared`),
        ...missing.map((name) => `query ${name} is required`),
        ...declared
          .filter(({ name }) => query.has(name))
          .flatMap(({ name, schema: wanted }) => check(wanted, coerced(query.getAll(name), wanted), `query ${name}`)),
        ...(isForm && !schema ? ["a form is not declared"] : []),
        ...(isForm ? undeclared(body, schema).map((name) => `form field ${name} is not declared`) : []),
        ...(schema && sent !== undefined ? check(schema, sent, "body") : []),
      ];
    },
    checkAnswer({ method, path, status, contentType, body }) {
      const answer = find(method, path).responses[String(status)];
      if (!answer) return [`status ${status} is not declared`];
      const types = Object.keys(answer.content ?? {});
      const type = types.find((one) => contentType?.startsWith(one));
      if (types.length > 0 && !type) return [`content type ${contentType} is not one of ${types.join(", ")}`];
      if (type === JSON_LINES) return (body as unknown[]).flatMap((line) => check(answer.content?.[type]?.schema, line, "line"));
      return type === "application/json" ? check(answer.content?.[type]?.schema, body, "answer") : [];
    },
  };
}

/** Example bodies of a provider by file name; of JSON Lines, the list. */
export function readSamples(provider: string): Record<string, unknown> {
  const folder = new URL(`samples/${provider}/`, root);
  return Object.fromEntries(
    readdirSync(folder).map((name) => {
      const text = readFileSync(new URL(name, folder), "utf8");
      return [name, parsed(text, name.endsWith(".jsonl") ? JSON_LINES : "application/json")];
    }),
  );
}

/** A `fetch` that notes every way in which the traffic through it breaks the contract; without one (a skipped suite) it notes nothing. */
export function watchedFetch(contract: Contract | null, basePath: string) {
  const problems: string[] = [];
  const watched: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const path = url.pathname.replace(basePath, "");
    const method = init?.method ?? "GET";
    const body = sentBody(init);
    const name = `${method} ${path}`;
    problems.push(
      ...(contract?.checkRequest({ method, path, query: url.searchParams, body }) ?? []).map((problem) => `${name}: ${problem}`),
    );
    const response = await fetch(input, init);
    const text = await response.clone().text();
    const contentType = response.headers.get("content-type");
    const answer = contentType?.includes("json") ? parsed(text, contentType) : text;
    problems.push(
      ...(contract?.checkAnswer({ method, path, status: response.status, contentType, body: answer }) ?? []).map(
        (problem) => `${name}: ${problem}`,
      ),
    );
    return response;
  };
  return { fetch: watched, problems };
}

function sentBody(init: RequestInit | undefined): unknown {
  if (typeof init?.body !== "string") return undefined;
  const isForm = new Headers(init.headers).get("content-type")?.startsWith(FORM);
  return isForm ? new URLSearchParams(init.body) : (JSON.parse(init.body) as unknown);
}

function parsed(text: string, contentType: string): unknown {
  return JSON.parse(contentType.startsWith(JSON_LINES) ? `[${text.trim().split("\n").join(",")}]` : text);
}

/** Everything in a form is text; the schema says what it stands for. */
function formValues(form: URLSearchParams, schema: Json | undefined): Json {
  const properties = (schema?.properties ?? {}) as Record<string, Json | undefined>;
  return Object.fromEntries([...new Set(form.keys())].map((name) => [name, coerced(form.getAll(name), properties[name])]));
}

function undeclared(form: URLSearchParams, schema: Json | undefined): string[] {
  return [...new Set(form.keys())].filter((name) => schema?.properties && !Object.hasOwn(schema.properties, name));
}

/** OpenAPI 3.0's `nullable` as JSON Schema. */
function plain(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(plain);
  if (typeof schema !== "object" || schema === null) return schema;
  const { nullable, ...rest } = schema as Json;
  const converted = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, plain(value)]));
  return nullable === true ? { anyOf: [converted, { type: "null" }] } : converted;
}

function coerced(values: string[], schema: Json | undefined): unknown {
  if (schema?.type === "array") return values;
  const [value = ""] = values;
  if (schema?.type === "integer" || schema?.type === "number") return Number(value);
  return schema?.type === "boolean" ? value === "true" : value;
}
