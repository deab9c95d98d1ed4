import "server-only";
import { env } from "@/lib/env";
import type { InboundProvider } from "@/lib/http/webhook-door";
import { postmarkInbound, verifyPostmark } from "@/lib/integrations/postmark/webhook";

/** The providers that may knock, by the last part of their address. */
const PROVIDERS: Readonly<Record<string, () => InboundProvider>> = {
  postmark: () => ({
    name: "postmark",
    verify: ({ headers }) =>
      verifyPostmark(headers.get("authorization"), { user: env().POSTMARK_INBOUND_USER, password: env().POSTMARK_INBOUND_PASSWORD }),
    externalId: (body) => postmarkInbound.pick({ MessageID: true }).safeParse(body).data?.MessageID,
  }),
};

export function inboundProvider(name: string): InboundProvider | undefined {
  return Object.hasOwn(PROVIDERS, name) ? PROVIDERS[name]?.() : undefined;
}
