import type { Journal } from "@/local/providers/journal";
import type { World } from "@/local/providers/world";

/** One call to a provider, parsed as far as all providers share it. `path` is what follows the provider's base URL. */
export type Call = {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Record<string, string | string[] | undefined>;
  body: unknown;
};

/** `json` may hold bigints, written as bare numbers; `text` goes out as text/plain; neither is an empty body. */
export type Answer = { status: number; json?: unknown; text?: string };

/** `subject`: whom or what the call was about; `credits`: what it took from the account. Both go to the request log. */
export type Handled = { answer: Answer; subject?: string | null; credits?: number };

export type Operation = { name: string; run(call: Call): Handled | Promise<Handled> };

export type Provider = {
  /** Undefined when the route is not one the stand-in plays. */
  find(call: Call): Operation | undefined;
  /** The refusal, or undefined when the key is right. */
  authenticate(call: Call): Answer | undefined;
  /** Advertised limit; held against the caller only when limits are enforced. */
  perMinute(operation: string): number;
  headers(operation: string, limit: number, left: number): Record<string, string>;
  /** How this provider words a failure of that status. */
  failure(status: number, operation: string): Answer;
};

export type ProviderContext = { world: World; journal: Journal };
