/** A simple-string reply such as `OK`, told apart from a stored value that happens to read the same. */
export class Status {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a command answers: bulk string, integer, nil, status or an array of these. */
export type Reply = string | number | null | Status | Reply[];

export const OK = new Status("OK");

/** A command failed; `message` starts with its Redis code (`ERR`, `WRONGTYPE`, `NOSCRIPT`, …). */
export class RedisError extends Error {}

/**
 * A reply as JSON. With `base64` every bulk string is encoded, nested ones too; integers, nil and the status `OK` stay
 * as they are, which is what the client's decoder expects.
 */
export function encodeReply(reply: Reply, base64: boolean): unknown {
  if (Array.isArray(reply)) return reply.map((item) => encodeReply(item, base64));
  if (reply instanceof Status) return reply.text === "OK" ? "OK" : encodeReply(reply.text, base64);
  if (typeof reply === "string" && base64) return Buffer.from(reply, "utf8").toString("base64");
  return reply;
}
