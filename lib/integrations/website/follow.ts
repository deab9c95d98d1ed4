import "server-only";
import { isIP } from "node:net";
import { isPrivateAddress } from "@/lib/integrations/egress/is-private-address";
import { type LookUpHost, resolveHost } from "@/lib/integrations/egress/resolve-host";
import { within } from "@/lib/integrations/egress/within";
import { type Exchanged, exchange } from "@/lib/integrations/website/exchange";

export type FollowOptions = {
  userAgent: string;
  /** True where the app itself is reachable from this machine alone, and for an operator's own command line. */
  allowPrivateHosts: boolean;
  maxBytes: number;
  /** Milliseconds for the whole way, every hop included. */
  timeoutMs: number;
  signal?: AbortSignal | undefined;
  lookUp?: LookUpHost | undefined;
};

/** Where a way ended: at an answer, or because it may or can not be gone further. */
export type Followed =
  | ({ kind: "answer"; url: URL } & Exchanged)
  | { kind: "refused"; url: URL; isFirst: boolean }
  | { kind: "loop"; url: URL }
  | { kind: "unreachable"; url: URL; why: string };

const MOST_HOPS = 5;

/**
 * Fetches a page, redirects followed by hand: every hop is http or https, its name is looked up once, each of its addresses must be public,
 * and the connection goes to what was checked (SE-20). Private hosts, where allowed, are reached only as the address that was given: no
 * redirect leads from one origin into a private network. Never throws for what the other side does.
 */
export async function follow(first: URL, options: FollowOptions): Promise<Followed> {
  const signal = AbortSignal.any([AbortSignal.timeout(options.timeoutMs), ...(options.signal ? [options.signal] : [])]);
  const seen = new Set<string>();
  let url = first;
  for (let hop = 0; hop <= MOST_HOPS; hop += 1) {
    if (seen.has(url.href)) return { kind: "loop", url };
    seen.add(url.href);
    if (!isWeb(url)) return { kind: "refused", url, isFirst: hop === 0 };
    const allowPrivateHosts = options.allowPrivateHosts && url.host === first.host;
    try {
      const found = await within(signal, resolveHost(bareHost(url), { allowPrivateHosts, lookUp: options.lookUp }));
      if (found.outcome === "missing") return { kind: "unreachable", url, why: "There is no server of that name." };
      if (found.outcome === "refused" || found.addresses.some(isLinkLocal)) return { kind: "refused", url, isFirst: hop === 0 };
      const { userAgent, maxBytes } = options;
      const answer = await exchange(url, { addresses: found.addresses, userAgent, maxBytes, signal });
      const next = nextHop(answer, url);
      if (next === null) return { kind: "answer", url, ...answer };
      url = next;
    } catch (error) {
      const why = signal.aborted ? "It did not answer in time." : describe(error);
      return { kind: "unreachable", url, why };
    }
  }
  return { kind: "loop", url };
}

const META_REFRESH = /<meta[^>]+http-equiv\s*=\s*["']?refresh["']?[^>]+content\s*=\s*(?:"([^"]*)"|'([^']*)')/i;

/** Where an answer sends its reader: a redirect, or a page that says nothing but where to go. */
function nextHop({ status, location, body }: Exchanged, from: URL): URL | null {
  if (status >= 300 && status < 400 && location !== null) return URL.parse(location, from);
  if (status !== 200 || body.length === 0 || body.length > 2_000) return null;
  const html = body.toString("latin1");
  const [, double, single] = META_REFRESH.exec(html) ?? [];
  const target = /^\s*[\d.]*\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(double ?? single ?? "")?.[1];
  return target === undefined ? null : URL.parse(target.trim().replaceAll("&amp;", "&"), from);
}

function isWeb({ protocol, username, password }: URL): boolean {
  return (protocol === "https:" || protocol === "http:") && username === "" && password === "";
}

/** Where clouds keep the keys of their machines: never a website, whatever else is allowed. */
function isLinkLocal(address: string): boolean {
  return isPrivateAddress(address) && (/^(?:::ffff:)?169\.254\./i.test(address) || /^(?:fe[89ab]|fd00:ec2|::ffff:a9fe)/i.test(address));
}

function bareHost({ hostname }: URL): string {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return isIP(bare) === 0 ? bare.replace(/\.$/, "") : bare;
}

function describe(error: unknown): string {
  const { code = "", errors } = error as { code?: string; errors?: { code?: string }[] };
  const cause = code || errors?.[0]?.code || "no reason given";
  if (/CERT|TLS|SSL|SIGNED|UNABLE_TO|DEPTH_ZERO/.test(cause)) return `Its certificate cannot be trusted (${cause}).`;
  return `Nobody answered there, or the connection was cut (${cause}).`;
}
