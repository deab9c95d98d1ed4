import { z } from "zod";
import { parseAustralianNumber } from "@/lib/domain/phone";
import { reasonInput } from "@/lib/domain/reasons";

/** What can carry messages beside a mailbox of the client's own server: its channel, who provides it, and the most it may do a day (OP-14; domain.md 4.2). */
export const SENDER_TYPES = {
  seat: { kind: "seat", channel: "linkedin", provider: "heyreach", label: "LinkedIn seat", mostADay: 17 },
  text_number: { kind: "number", channel: "sms", provider: "twilio", label: "Number for text messages", mostADay: 100 },
  call_number: { kind: "number", channel: "voice", provider: "vapi", label: "Number for calls", mostADay: 100 },
  return_address: { kind: "return_address", channel: "mail", provider: "clicksend", label: "Return address of letters", mostADay: 1000 },
  managed_mailbox: { kind: "mailbox", channel: "email", provider: "smartlead", label: "Mailbox kept at Smartlead", mostADay: 40 },
} as const;
export type SenderType = keyof typeof SENDER_TYPES;
export const senderTypes = Object.keys(SENDER_TYPES) as SenderType[];

/**
 * A sender that exists at its provider already. A number is kept as +61…, a mailbox by its address; the others are named as people call
 * them. A mailbox is found at Smartlead by its address, so its id there may be left out.
 */
export const senderInput = z
  .object({
    type: z.enum(senderTypes),
    label: z.string().trim().min(1, "Enter the number, or a name").max(200),
    senderName: z.string().trim().max(100),
    externalId: z.string().trim().max(200),
    dailyLimit: z.number("Enter a number").int().min(1, "At least 1").max(1000),
    isPrewarmed: z.boolean(),
  })
  .superRefine(({ type, label, senderName, externalId, dailyLimit }, context) => {
    const { kind, mostADay } = SENDER_TYPES[type];
    const wrong = (path: keyof SenderInput, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (kind === "mailbox") {
      if (!z.email().safeParse(label).success) wrong("label", "Enter the mailbox's full address");
      if (senderName === "") wrong("senderName", "Whose name do messages carry?");
      if (!/^\d*$/.test(externalId)) wrong("externalId", "Smartlead's ids are numbers");
    } else if (externalId === "") {
      wrong("externalId", "Enter the id its provider shows");
    }
    if (kind === "number" && parseAustralianNumber(label) === null) {
      wrong("label", "Enter an Australian number, like +61 412 345 678");
    }
    if (dailyLimit > mostADay) wrong("dailyLimit", `At most ${mostADay} a day`);
  });
export type SenderInput = z.input<typeof senderInput>;

export const senderPauseInput = z.object({
  senderId: z.uuid(),
  /** Null lets it send again. */
  reason: reasonInput.nullable(),
});
