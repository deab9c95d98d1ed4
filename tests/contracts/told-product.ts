import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { listenHttp } from "@/local/http/listen-http";
import type { Contact, Reaction } from "@/local/providers/recipients";
import { startProviders } from "@/local/providers/server";
import type { StandIn } from "@/local/providers/stand-in";

export type Told = { headers: Headers; raw: string; at: Date };

type Options = {
  start: Date;
  react?: (contact: Contact) => readonly Reaction[];
  /** The status the product answers its nth webhook with; 202 unless told otherwise. */
  answer?: (delivery: number) => number;
};

/** One stand-in on a socket with a clock of its own, people who do as told, and a product that writes down what it is told. */
export async function startToldProduct(standIn: StandIn, { start, react = () => [], answer = () => 202 }: Options) {
  let now = start;
  const reached: Contact[] = [];
  const told: Told[] = [];
  const product = await listenHttp(
    createServer((request, response) => {
      text(request)
        .then((raw) => {
          told.push({ headers: new Headers(request.headers as Record<string, string>), raw, at: now });
          response.writeHead(answer(told.length)).end();
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
    appUrl: product.url,
    standIns: [standIn],
    recipients: {
      react: async (contact) => {
        reached.push(contact);
        return react(contact);
      },
    },
  });
  const control = async (method: string, path: string, body: object = {}): Promise<void> => {
    const response = await fetch(`${server.url}/_control${path}`, { method, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  };
  return {
    baseUrl: server.url + standIn.prefix,
    productUrl: product.url,
    reached,
    told,
    control,
    now: () => now,
    fail: (fault: object) => control("POST", "/faults", { provider: standIn.name, ...fault }),
    /** Moves the clock and lets everything due happen. */
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
