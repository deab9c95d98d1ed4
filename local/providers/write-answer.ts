import type { ServerResponse } from "node:http";
import type { Answer } from "@/local/providers/stand-in";

/** Writes an answer, unless the caller is gone. */
export function writeAnswer(response: ServerResponse, answer: Answer, headers: Record<string, string> = {}): void {
  if (response.destroyed) return;
  const [contentType, body] = contentOf(answer);
  response
    .writeHead(answer.status, { ...headers, ...answer.headers, ...(contentType === undefined ? {} : { "content-type": contentType }) })
    .end(body);
}

function contentOf({ json, text, bytes }: Answer): [string | undefined, string | Buffer | undefined] {
  if (json !== undefined) return ["application/json; charset=utf-8", stringify(json)];
  if (text !== undefined) return ["text/plain; charset=utf-8", text];
  return [bytes?.contentType, bytes?.data];
}

/** JSON with bigints as bare numbers, which JSON.stringify cannot write by itself. */
function stringify(json: unknown): string {
  return JSON.stringify(json, (_key, value: unknown) => (typeof value === "bigint" ? `\u0000${value}\u0000` : value)).replace(
    /"\\u0000(\d+)\\u0000"/g,
    "$1",
  );
}
