import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { expect } from "vitest";
import type { OutgoingLinkedIn } from "@/lib/domain/hand-over";
import { heyreach } from "@/lib/integrations/heyreach/api";
import { createHeyreachCarrier } from "@/lib/integrations/heyreach/carrier";
import { toChannelEvents } from "@/lib/integrations/heyreach/transform";
import { heyreachWebhook } from "@/lib/integrations/heyreach/webhook";
import { listenHttp } from "@/local/http/listen-http";
import { HEYREACH_KEY, heyreachStandIn } from "@/local/providers/heyreach/heyreach";
import type { Contact, Reaction } from "@/local/providers/recipients";
import { startProviders } from "@/local/providers/server";
import { hasContracts, readContract, watchedFetch } from "@/tests/contracts/contract";

export const SEAT = "101";
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** A Tuesday, one in the afternoon in Sydney. */
export const START = new Date("2026-11-24T02:00:00Z");
export const SCHEDULE = { timeZone: "Australia/Sydney", from: "08:00", to: "18:00", days: [1, 2, 3, 4, 5] };
export const person = (name: string) => `https://www.linkedin.com/in/${name}`;
export const invitation = (name: string, note: string | null = null): OutgoingLinkedIn => ({
  act: "invite",
  seat: SEAT,
  profileUrl: person(name),
  note,
  firstName: "Sam",
  lastName: null,
});
export const message = (name: string, body: string): OutgoingLinkedIn => ({ act: "message", seat: SEAT, profileUrl: person(name), body });

/** The stand-in on a socket with a clock of its own, people who do as told, and a product that writes down what it is told. */
export async function startHeyreach(react: (contact: Contact) => readonly Reaction[] = () => []) {
  let now = START;
  const reached: Contact[] = [];
  const told: { body: unknown; at: Date }[] = [];
  const product = await listenHttp(
    createServer((request, response) => {
      text(request)
        .then((raw) => {
          told.push({ body: JSON.parse(raw) as unknown, at: now });
          response.writeHead(202).end();
        })
        .catch(() => response.destroy());
    }),
    { port: 0 },
  );
  const server = await startProviders({
    port: 0,
    databaseUrl: null,
    clock: { now: () => now },
    seed: 1,
    standIns: [heyreachStandIn],
    recipients: {
      react: async (contact) => {
        reached.push(contact);
        return react(contact);
      },
    },
  });
  const control = async (method: string, path: string, body: object = {}) => {
    const answer = await fetch(`${server.url}/_control${path}`, { method, body: JSON.stringify(body) });
    expect(answer.ok).toBe(true);
  };
  const watch = watchedFetch(hasContracts ? readContract("heyreach") : null, heyreachStandIn.prefix);
  const access = { apiKey: HEYREACH_KEY, baseUrl: server.url + heyreachStandIn.prefix, fetch: watch.fetch };
  return {
    api: heyreach(access),
    carrier: createHeyreachCarrier(access),
    hook: `${product.url}/api/webhooks/heyreach/unguessable`,
    access,
    watch,
    reached,
    told,
    control,
    events: () => told.flatMap(({ body, at }) => toChannelEvents(heyreachWebhook.parse(body), at)),
    fail: (fault: object) => control("POST", "/faults", { provider: "heyreach", ...fault }),
    /** Moves the clock on; whatever falls due happens, and is told. */
    async pass(ms: number) {
      now = new Date(now.getTime() + ms);
      await control("POST", "/tick");
    },
    async close() {
      await server.close();
      await product.close();
    },
  };
}
