import "server-only";
import type { ChannelEvent, DeliveryState } from "@/lib/domain/channel-events";
import type { ResendEvent } from "@/lib/integrations/resend/webhook";

/** Under which tag a message carries our key. */
export const TOUCH_TAG = "touch";

type Told = { state: DeliveryState; code?: string | null; isPermanent?: boolean | null };

/** What Resend tells us, in our words; `reference` is the id that sending answered. Opens and clicks are not evidence of anything. */
export function toChannelEvents({ type, created_at: at, data }: ResendEvent): ChannelEvent[] {
  const delivery = ({ state, code = null, isPermanent = null }: Told): ChannelEvent[] => [
    { kind: "delivery", reference: data.email_id, state, code, isPermanent, costMicroAud: null, at },
  ];
  const complaint = () =>
    data.to.map((to): ChannelEvent => ({ kind: "opted_out", channel: "email", address: bareAddress(to), isComplaint: true, at }));

  switch (type) {
    case "email.sent":
      return delivery({ state: "sent" });
    case "email.delivered":
      return delivery({ state: "delivered" });
    case "email.delivery_delayed":
      return delivery({ state: "sent", code: "delivery_delayed", isPermanent: false });
    case "email.bounced": {
      const { type: bounceType, subType } = data.bounce ?? { type: "Undetermined" };
      const code = [bounceType, subType].filter(Boolean).join("/");
      return delivery({ state: "undelivered", code, isPermanent: isPermanentBounce(bounceType) });
    }
    case "email.complained":
      return complaint();
    case "email.failed":
      return delivery({ state: "failed", code: data.failed?.reason ?? null });
    case "email.suppressed": {
      // The list behind this is Resend's own and an address can leave it, so it is no proof that the address is dead.
      const reason = data.suppressed?.reason ?? data.suppressed?.type ?? null;
      return [...delivery({ state: "undelivered", code: `suppressed/${reason}` }), ...(/complain/i.test(reason ?? "") ? complaint() : [])];
    }
    default:
      return [];
  }
}

/** Our key of the message, where it had one. */
export function touchOf({ data }: ResendEvent): string | null {
  return data.tags?.[TOUCH_TAG] ?? null;
}

/** Only `Permanent` condemns an address; `Transient` passes, and of the rest Resend itself does not know. */
function isPermanentBounce(type: string): boolean | null {
  if (type === "Permanent") return true;
  return type === "Transient" ? false : null;
}

/** `Ava <ava@x>` or `ava@x` as `ava@x`. */
export function bareAddress(text: string): string {
  return (/<([^<>]+)>\s*$/.exec(text)?.[1] ?? text).trim().toLowerCase();
}
