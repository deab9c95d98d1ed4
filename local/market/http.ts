import { html } from "@/local/http/html";
import { type HttpAnswer, HttpError, type HttpRequest } from "@/local/http/http-answer";
import type { ListeningHttp } from "@/local/http/listen-http";
import { serveSite } from "@/local/http/serve-site";
import { bookingPage } from "@/local/market/booking-page";
import { control } from "@/local/market/control";
import type { MarketSystem } from "@/local/market/market-system";
import { page } from "@/local/market/page";
import { peoplePage } from "@/local/market/people-pages";
import { personPage } from "@/local/market/person-page";

const MAX_BODY_BYTES = 100_000;

export type MarketHttp = ListeningHttp & {
  /** From now on requests are answered; before, they wait for it. */
  serve(system: MarketSystem): void;
};

/** Serves the people pages, the booking pages and JSON at `/_control/*` on 127.0.0.1. */
export async function startHttp(port: number, log: (line: string) => void): Promise<MarketHttp> {
  const ready = Promise.withResolvers<MarketSystem>();
  const http = await serveSite({
    name: "market",
    port,
    maxBodyBytes: MAX_BODY_BYTES,
    answer: async (request) => respond(await ready.promise, request),
    refusalPage: ({ status, message }) => page("That did not work", html`<p>${message}</p>`, { status }),
    log,
  });
  return { ...http, serve: ready.resolve };
}

async function respond(system: MarketSystem, request: HttpRequest): Promise<HttpAnswer> {
  const { pathname } = request.url;
  if (pathname.startsWith("/_control/")) return control(system, request);
  const [area = "", name, ...rest] = pathname.slice(1).split("/").map(decode);
  if (area === "book" && name && rest.length === 0) return bookingPage(system, request, name);
  if (request.method === "GET" && area === "") return peoplePage(system, request);
  if (request.method === "GET" && area === "person" && name && rest.length === 0) return personPage(system, name.toLowerCase());
  throw new HttpError(404, "There is no such page.");
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) throw new HttpError(404, "There is no such page.");
    throw error;
  }
}
