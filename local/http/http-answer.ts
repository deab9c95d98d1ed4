export type HttpRequest = { method: string; url: URL; body: string; origin: string | undefined; host: string };
export type HttpAnswer = { status: number; headers: Record<string, string>; body: string | Buffer };

/** A refusal to be told to the caller. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function json(status: number, body: unknown): HttpAnswer {
  return { status, headers: { "content-type": "application/json; charset=utf-8" }, body: JSON.stringify(body) };
}
