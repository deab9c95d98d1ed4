import "server-only";
import { z } from "zod";
import { clock } from "@/lib/business-clock";
import { env } from "@/lib/env";
import { verifyBookingSignature } from "@/lib/http/verify-booking";
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
  bookings: () => ({
    name: "bookings",
    verify: ({ headers, body }) =>
      verifyBookingSignature(headers.get("x-market-signature"), body, { secret: env().BOOKING_WEBHOOK_SECRET, at: clock().now() }),
    externalId: (body) => z.object({ bookingId: z.string() }).safeParse(body).data?.bookingId,
  }),
};

/** Every door there is. */
export const INBOUND_PROVIDERS = Object.keys(PROVIDERS);

export function inboundProvider(name: string): InboundProvider | undefined {
  return Object.hasOwn(PROVIDERS, name) ? PROVIDERS[name]?.() : undefined;
}
