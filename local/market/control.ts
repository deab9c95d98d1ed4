import { z } from "zod";
import { type HttpAnswer, HttpError, type HttpRequest, json } from "@/local/mail/http-answer";
import type { MarketSystem } from "@/local/market/market-system";
import { groundTruth, listBookings, listReactions, listReceived, listViolations, pending } from "@/local/market/overview";
import { personaOf } from "@/local/market/persona";

const email = z
  .string()
  .min(3)
  .transform((text) => text.trim().toLowerCase());
const inputs = {
  personas: z.object({ email }),
  received: z.object({ email: email.optional(), limit: z.coerce.number().int().min(1).max(100_000).default(10_000) }),
  bookingLink: z.object({ domain: z.string().min(1).toLowerCase(), url: z.url() }),
};

type Handler = (system: MarketSystem, request: HttpRequest) => Promise<unknown>;

const HANDLERS: Readonly<Record<string, Handler>> = {
  "GET /_control/state": state,
  "POST /_control/tick": async (system) => {
    await system.tick();
    return state(system);
  },
  "GET /_control/personas": personas,
  "GET /_control/received": async ({ store }, request) => ({ received: await listReceived(store.pool, query(inputs.received, request)) }),
  "GET /_control/violations": async ({ store }) => ({ violations: await listViolations(store.pool) }),
  "GET /_control/bookings": async ({ store }) => ({ bookings: await listBookings(store.pool) }),
  "GET /_control/report": ({ store }) => groundTruth(store.pool),
  "PUT /_control/booking-links": async ({ store }, request) => {
    const { domain, url } = body(inputs.bookingLink, request);
    await store.setBookingLink(domain, url);
    return { ok: true };
  },
};

/** The JSON calls for tests and the demo driver; an unknown one is 501 by name. */
export async function control(system: MarketSystem, request: HttpRequest): Promise<HttpAnswer> {
  const name = `${request.method} ${request.url.pathname}`;
  const handler = Object.hasOwn(HANDLERS, name) ? HANDLERS[name] : undefined;
  if (!handler) throw new HttpError(501, `The local market does not implement ${name}.`);
  return json(200, await handler(system, request));
}

async function state({ store, callbacks, clock }: MarketSystem): Promise<unknown> {
  const now = clock.now();
  return { ...(await pending(store.pool, now)), productUnreachable: callbacks.unreachable(), now };
}

async function personas({ store, seed }: MarketSystem, request: HttpRequest): Promise<unknown> {
  const { email: address } = query(inputs.personas, request);
  const [person, received, reactions] = await Promise.all([
    store.person(address),
    listReceived(store.pool, { email: address, limit: 1000 }),
    listReactions(store.pool, [address]),
  ]);
  return { persona: personaOf(seed, address), history: person ?? null, received, reactions };
}

function body<T extends z.ZodType>(schema: T, request: HttpRequest): z.output<T> {
  try {
    return check(schema, JSON.parse(request.body || "{}"));
  } catch (error) {
    if (error instanceof SyntaxError) throw new HttpError(400, "The body is not JSON.");
    throw error;
  }
}

function query<T extends z.ZodType>(schema: T, request: HttpRequest): z.output<T> {
  return check(schema, Object.fromEntries(request.url.searchParams));
}

function check<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new HttpError(400, z.prettifyError(parsed.error));
  return parsed.data;
}
