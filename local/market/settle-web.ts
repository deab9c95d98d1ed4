import type { Acted } from "@/local/market/acted";
import type { Reaction } from "@/local/market/record";
import type { WebOptOut } from "@/local/market/web-opt-out";

/** The tries of somebody whose way out was refused; after the last it stands against the product. */
const WEB_ATTEMPTS = 5;

/** What a way out over the web comes to. `messageId`: what offered it. */
export function fromWeb({ result, detail }: WebOptOut, { reaction, messageId }: { reaction: Reaction; messageId: string }): Acted {
  if (result === "done") return { state: "done", outcome: detail, optedOut: true };
  if (result === "unreachable") return { state: "wait" };
  if (result === "refused" && reaction.attempts + 1 < WEB_ATTEMPTS) return { state: "again", detail };
  const { channel, email, kind, dueAt: at } = reaction;
  return {
    state: "failed",
    outcome: detail,
    violation: { kind: "opt_out_refused", channel, email, messageId, at, detail: `${kind.replaceAll("_", " ")}: ${detail}` },
  };
}
