import type { Answer, Call, Handled } from "@/local/providers/stand-in";

/** What ClickSend puts around an answer. */
export function envelope(data: unknown, subject: string | null = null, credits = 0): Handled {
  const json = { http_code: 200, response_code: "SUCCESS", response_msg: "Success.", data };
  return { answer: { status: 200, json }, subject, credits };
}

/** A failure in the same envelope. */
export function failed(status: number, code: string): Answer {
  return { status, json: { http_code: status, response_code: code, response_msg: "The request was refused.", data: null } };
}

export function refused(status: number, code: string): Handled {
  return { answer: failed(status, code) };
}

type Page = { page: number; limit: number };

/** The page a call asks for; 15 to a page unless it says otherwise, 100 at most. */
export function pageIn({ query }: Pick<Call, "query">): Page {
  const whole = (name: string, otherwise: number) => Math.max(1, Math.trunc(Number(query.get(name))) || otherwise);
  return { page: whole("page", 1), limit: Math.min(100, whole("limit", 15)) };
}

export function pageOf(data: readonly unknown[], total: number, { page, limit }: Page) {
  const lastPage = Math.max(1, Math.ceil(total / limit));
  const at = (other: number) => (other >= 1 && other <= lastPage ? `/?page=${other}` : null);
  const from = data.length === 0 ? null : (page - 1) * limit + 1;
  return {
    total,
    per_page: limit,
    current_page: page,
    last_page: lastPage,
    next_page_url: at(page + 1),
    prev_page_url: at(page - 1),
    from,
    to: from === null ? null : from + data.length - 1,
    data,
  };
}
