import { z } from "zod";
import type { IncomingEvent } from "./ingest";
import type { Reply, RequestContext } from "./request-context";

const incomingEvent = z.object({
  name: z.string().min(1),
  data: z.record(z.string(), z.unknown()).nullish(),
  id: z.string().nullish(),
  ts: z.number().nullish(),
  user: z.record(z.string(), z.unknown()).nullish(),
  v: z.string().nullish(),
});

/** `POST /e/:key`: any key is accepted, one event or an array (inngest-protocol section 4). */
export async function answerEvents({ executor, request, url, body }: RequestContext): Promise<Reply | undefined> {
  if (request.method !== "POST" || !/^\/e\/[^/]+$/.test(url.pathname)) return undefined;
  const refuse = (error: string): Reply => ({ status: 400, json: { ids: [""], status: 400, error } });
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return refuse("the body is not JSON");
  }
  const list = Array.isArray(parsed) ? parsed : [parsed];
  if (list.some((event) => typeof event === "object" && event !== null && !event.name)) return refuse("event name is empty");
  const events = z.array(incomingEvent).safeParse(list);
  if (!events.success) return refuse(z.prettifyError(events.error));

  const seed = request.headers["x-inngest-event-id-seed"];
  const ids = await executor.receive(events.data.map(withoutNulls), typeof seed === "string" ? seed : undefined);
  return { status: 200, json: { ids, status: 200 } };
}

function withoutNulls({ name, ...rest }: z.output<typeof incomingEvent>): IncomingEvent {
  const event: IncomingEvent = { name };
  for (const [key, value] of Object.entries(rest)) if (value !== null && value !== undefined) Object.assign(event, { [key]: value });
  return event;
}
