import type { Call, Handled } from "@/local/providers/stand-in";

const DEFAULT_SIZE = 50;
const LARGEST = 1000;

/**
 * A page of a list as Twilio wraps it. The token names the last entry of the page before, so that what is added meanwhile moves nothing.
 * @param items all of them, in the list's order
 */
export function pageOf<Item extends { sid: string }>(call: Call, name: string, items: readonly Item[]): Handled {
  const size = Math.min(LARGEST, Math.max(1, Number(call.query.get("PageSize") ?? DEFAULT_SIZE) || DEFAULT_SIZE));
  const number = Number(call.query.get("Page") ?? 0) || 0;
  const token = call.query.get("PageToken");
  const start = token === null ? number * size : items.findIndex(({ sid }) => `PA${sid}` === token) + 1;
  const shown = items.slice(start, start + size);
  const last = shown.at(-1);
  const uri = (page: number, pageToken?: string) => {
    const query = new URLSearchParams(call.query);
    query.set("PageSize", String(size));
    query.set("Page", String(page));
    query.delete("PageToken");
    if (pageToken !== undefined) query.set("PageToken", pageToken);
    return `${call.path}?${query}`;
  };
  const hasMore = start + size < items.length && last !== undefined;
  const json = {
    [name]: shown,
    first_page_uri: uri(0),
    next_page_uri: hasMore ? uri(number + 1, `PA${last.sid}`) : null,
    previous_page_uri: number > 0 ? uri(number - 1) : null,
    uri: uri(number, token ?? undefined),
    page: number,
    page_size: size,
    start,
    end: Math.max(start, start + shown.length - 1),
  };
  return { answer: { status: 200, json } };
}
