import { z } from "zod";
import { addressTag } from "@/local/mail/address";

const status = z.string().regex(/^[245]\.\d{1,3}\.\d{1,3}$/);

/** What a mailbox sends back after it took a message. */
export const reaction = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("bounce"), status: status.optional(), diagnostic: z.string().optional() }),
  z.object({ kind: z.literal("delay"), status: status.optional(), diagnostic: z.string().optional() }),
  z.object({ kind: z.literal("away"), days: z.number().int().min(1).max(365).optional(), text: z.string().optional() }),
  z.object({ kind: z.literal("ticket"), text: z.string().optional() }),
  z.object({ kind: z.literal("left"), text: z.string().optional() }),
  z.object({ kind: z.literal("complain") }),
  z.object({ kind: z.literal("read") }),
  z.object({ kind: z.literal("reply"), text: z.string().min(1) }),
]);
export type Reaction = z.infer<typeof reaction>;

/** Said to the sending client at RCPT, so nothing is stored. */
const refusal = z.object({ kind: z.enum(["reject", "defer"]), status: status.optional(), text: z.string().optional() });
export type Refusal = z.infer<typeof refusal>;

/** How an address behaves; `afterMs` delays its reaction on the movable clock. */
export const behaviour = z.union([
  z.object({ kind: z.literal("deliver") }),
  refusal,
  z.object({ kind: z.literal("react"), reaction, afterMs: z.number().int().min(0).default(0) }),
]);
export type Behaviour = z.infer<typeof behaviour>;
export type BehaviourInput = z.input<typeof behaviour>;

/** Tags anyone can put into an address by hand: `anything+bounce@any.domain`. */
export const TAG_BEHAVIOURS: Readonly<Record<string, { does: string; behaviour: Behaviour }>> = {
  bounce: {
    does: "takes the message, then returns it: 5.1.1, no such user",
    behaviour: { kind: "react", reaction: { kind: "bounce" }, afterMs: 0 },
  },
  blocked: {
    does: "takes the message, then returns it: 5.7.1, refused by policy",
    behaviour: {
      kind: "react",
      reaction: { kind: "bounce", status: "5.7.1", diagnostic: "550 5.7.1 Message refused by policy because of the sender's reputation" },
      afterMs: 0,
    },
  },
  reject: { does: "refuses the recipient: 550 5.1.1", behaviour: { kind: "reject" } },
  full: { does: "defers the recipient: 452 4.2.2, mailbox full", behaviour: { kind: "defer" } },
  delayed: {
    does: "takes the message, then reports a delay: 4.2.2, still trying",
    behaviour: { kind: "react", reaction: { kind: "delay" }, afterMs: 0 },
  },
  away: {
    does: "answers out of office, back seven days later",
    behaviour: { kind: "react", reaction: { kind: "away" }, afterMs: 0 },
  },
  autoreply: { does: "answers with a ticket number", behaviour: { kind: "react", reaction: { kind: "ticket" }, afterMs: 0 } },
  left: { does: "answers that the person has left", behaviour: { kind: "react", reaction: { kind: "left" }, afterMs: 0 } },
  complain: { does: "reports spam (ARF)", behaviour: { kind: "react", reaction: { kind: "complain" }, afterMs: 0 } },
  mdn: { does: "sends a read receipt", behaviour: { kind: "react", reaction: { kind: "read" }, afterMs: 0 } },
};

/** The behaviour the address itself asks for by a tag. */
export function behaviourByTag(address: string): Behaviour | undefined {
  const tag = addressTag(address)
    .split("+")
    .find((part) => Object.hasOwn(TAG_BEHAVIOURS, part));
  return tag === undefined ? undefined : TAG_BEHAVIOURS[tag]?.behaviour;
}
