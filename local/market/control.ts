import { z } from "zod";
import { answerControl, type ControlCalls, controlBody, controlQuery } from "@/local/http/control-calls";
import type { HttpAnswer, HttpRequest } from "@/local/http/http-answer";
import { contactPointsOf } from "@/local/market/contact-points";
import { listContacts } from "@/local/market/contact-store";
import type { MarketSystem } from "@/local/market/market-system";
import { groundTruth, listBookings, listReactions, listReceived, listViolations, pending } from "@/local/market/overview";
import { personaOf } from "@/local/market/persona";
import { reachOf } from "@/local/market/reach";

const email = z
  .string()
  .min(3)
  .transform((text) => text.trim().toLowerCase());
const inputs = {
  personas: z.object({ email }),
  received: z.object({ email: email.optional(), limit: z.coerce.number().int().min(1).max(100_000).default(10_000) }),
  bookingLink: z.object({ domain: z.string().min(1).toLowerCase(), url: z.url() }),
};

const CALLS: ControlCalls<MarketSystem> = {
  "GET /_control/state": state,
  "POST /_control/tick": async (system) => {
    await system.tick();
    return state(system);
  },
  "GET /_control/personas": personas,
  "GET /_control/received": async ({ store }, request) => ({
    received: await listReceived(store.pool, controlQuery(inputs.received, request)),
  }),
  "GET /_control/contacts": async ({ store }, request) => ({
    contacts: await listContacts(store.pool, controlQuery(inputs.received, request)),
  }),
  "GET /_control/violations": async ({ store }) => ({ violations: await listViolations(store.pool) }),
  "GET /_control/bookings": async ({ store }) => ({ bookings: await listBookings(store.pool) }),
  "GET /_control/report": ({ store }) => groundTruth(store.pool),
  "PUT /_control/booking-links": async ({ store }, request) => {
    const { domain, url } = controlBody(inputs.bookingLink, request);
    await store.setBookingLink(domain, url);
    return { ok: true };
  },
};

/** The JSON calls for tests and the demo driver; an unknown one is 501 by name. */
export function control(system: MarketSystem, request: HttpRequest): Promise<HttpAnswer> {
  return answerControl(CALLS, system, request);
}

async function state({ store, callbacks, clock }: MarketSystem): Promise<unknown> {
  const now = clock.now();
  return { ...(await pending(store.pool, now)), productUnreachable: callbacks.unreachable(), now };
}

async function personas({ store, seed }: MarketSystem, request: HttpRequest): Promise<unknown> {
  const { email: address } = controlQuery(inputs.personas, request);
  const [person, received, contacts, reactions] = await Promise.all([
    store.person(address),
    listReceived(store.pool, { email: address, limit: 1000 }),
    listContacts(store.pool, { email: address, limit: 1000 }),
    listReactions(store.pool, [address]),
  ]);
  const persona = personaOf(seed, address);
  const points = contactPointsOf(seed, persona);
  return { persona, points, reach: reachOf(seed, persona), history: person ?? null, received, contacts, reactions };
}
