import type { Callbacks } from "@/local/providers/callbacks";
import type { Account } from "@/local/providers/journal";
import type { MailLink } from "@/local/providers/mail/mail-link";
import type { Recipients } from "@/local/providers/recipients";
import type { Records } from "@/local/providers/records";
import type { World } from "@/local/providers/world";

/** One call to a provider, parsed as far as all providers share it. */
export type Call = {
  method: string;
  /** What follows the stand-in's prefix. */
  path: string;
  /** What stood in place of the braces of its route. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  /** The body as it came, for forms, XML and bytes. */
  raw: Buffer;
  /** The body's JSON; undefined when there was none or its content type says that it is something else. */
  body: unknown;
};

/** At most one of `json` (may hold bigints, written as bare numbers), `text` (text/plain) and `bytes`; none is an empty body. */
export type Answer = {
  status: number;
  json?: unknown;
  text?: string;
  bytes?: { contentType: string; data: string | Buffer };
  headers?: Readonly<Record<string, string>>;
};

/** `subject`: whom or what the call was about; `credits`: what it took from the account. Both go to the request log. */
export type Handled = { answer: Answer; subject?: string | null; credits?: number };

export type Handler = (call: Call) => Handled | Promise<Handled>;

/** What a stand-in works with. Everything it must remember goes through `account`, `records` and `callbacks`, which outlive the process. */
export type StandInContext = {
  world: World;
  account: Account;
  records: Records;
  /** Webhooks to the product, sent when the clock says so. */
  callbacks: Callbacks;
  /** Who reacts to what reaches them. */
  recipients: Recipients;
  /** The world's mailboxes, for providers that carry mail. */
  mail: MailLink;
  seed: string;
  now: () => Date;
  /** The product; webhooks go to `/api/webhooks/<provider>` there. */
  appUrl: string;
};

/** What a provider says and does. Its faults, limits, request log and refusals of what it does not play are provided for it. */
export type Played = {
  /**
   * By method and path, as `GET /organizations/{id}/job_postings`; a segment in braces takes any value. The key is the operation's
   * name in faults and in the log. A path that is written out wins over one with braces. What is not here is 501 by name.
   */
  routes: Readonly<Record<string, Handler>>;
  /** The refusal, or undefined when the key is right. */
  authenticate(call: Call): Answer | undefined;
  /** How this provider words a failure of that status. */
  failure(status: number, operation: string): Answer;
  /** Advertised limit, held against the caller only when limits are enforced. Left out: none. */
  limits?: {
    perMinute(operation: string): number;
    headers(limit: number, left: number): Record<string, string>;
  };
  /** Does what is due by the clock. Called at each tick and every 200 ms of real time, one call at a time; webhooks are sent after it. */
  tick?(): Promise<void>;
  /** What `/_control/state` shows of it: pending work above all, with the time of the next. */
  state?(): Promise<unknown>;
  /** Its own calls for tests, by method and path below `/_control/<name>`: `POST /inbound`. */
  control?: Readonly<Record<string, Handler>>;
};

/** A provider to be played: one file that exports one of these, and one line in `stand-ins.ts`. */
export type StandIn = {
  /** As faults and the log call it. */
  name: string;
  /** Where its own paths begin. Its base URL is the server's with this behind it. */
  prefix: `/${string}`;
  /** What a fresh account holds, in the provider's own credits or money. Left out: its calls cost nothing. */
  credits?: number;
  /** The product's variables when this stand-in is the provider: base URL, key, secret of its webhooks. */
  env(baseUrl: string): Readonly<Record<string, string>>;
  play(context: StandInContext): Played;
};
