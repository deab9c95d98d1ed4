import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { type ReplyLine, type ReplyResultLine, replyLine } from "@/lib/domain/replies";
import { classifyReply } from "@/lib/engines/replies/classify-reply";
import { parseInboundEmail } from "@/lib/engines/replies/parse-inbound-email";
import { InvalidError } from "@/lib/errors";

/**
 * `agency classify`: replies in, one JSON object a line; `{id, intent, actions, confidence, by}` out, a line each, in the same order.
 * Reads and writes as a stream and needs no database.
 * @param now used for a reply without a date header
 * @throws InvalidError naming line and field of the first line that cannot be read; lines before it have been answered
 */
export async function classify(input: Readable, output: Writable, { now }: { now: Date }): Promise<void> {
  let lineNumber = 0;
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    lineNumber++;
    if (text.trim() === "") continue;
    const result = await classifyLine(readLine(text.replace(/^\uFEFF/, ""), lineNumber), now);
    if (!output.write(`${JSON.stringify(result)}\n`)) await once(output, "drain");
  }
}

async function classifyLine({ id, channel, headers, subject, body }: ReplyLine, now: Date): Promise<ReplyResultLine> {
  const isEmail = channel === "email";
  const { intent, actions, confidence, by } = isEmail
    ? classifyReply({ channel, email: await parseInboundEmail(toMessage({ headers, subject, body })) }, { now })
    : classifyReply({ channel, headers, subject, body }, { now });
  return { id, intent, actions, confidence, by };
}

/** The message as it came over the wire, from decoded headers and a body that is either plain words or raw MIME parts. */
function toMessage({ headers, subject, body }: Pick<ReplyLine, "headers" | "subject" | "body">): string {
  const names = Object.keys(headers);
  const find = (name: string) => headers[names.find((candidate) => candidate.toLowerCase() === name) ?? ""];
  const type = find("content-type") ?? "text/plain";
  const isStructured = /^\s*(?:multipart|message)\//i.test(type);
  const lines = names
    .filter((name) => /^[!-9;-~]+$/.test(name) && !["subject", "content-type", "content-transfer-encoding"].includes(name.toLowerCase()))
    .map((name) => `${name}: ${onOneLine(headers[name] ?? "")}`);
  lines.push(`Subject: ${onOneLine(subject || find("subject") || "")}`);
  lines.push(
    `Content-Type: ${isStructured ? onOneLine(type) : `${/^[\w.+-]+\/[\w.+-]+/.exec(type.trim())?.[0] ?? "text/plain"}; charset=utf-8`}`,
  );
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}

const onOneLine = (value: string) => value.replace(/[\r\n]+[ \t]*/g, " ");

function readLine(text: string, lineNumber: number): ReplyLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new InvalidError(`Line ${lineNumber}: not a JSON object`, undefined, { cause });
  }
  const parsed = replyLine.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue?.path.join(".") || "line";
  throw new InvalidError(`Line ${lineNumber}: field "${field}": ${issue?.message ?? "invalid"}`, field, { cause: parsed.error });
}
