import "server-only";
import type { TouchSituation } from "@/lib/db/queries/gate-facts";
import type { ResourceCapacity } from "@/lib/db/queries/resource-capacity";
import { callBrief, callInstructions } from "@/lib/domain/call-brief";
import { parseAustralianNumber } from "@/lib/domain/phone";
import { toGsm7 } from "@/lib/domain/sms";
import { composeEmail } from "@/lib/engines/content/compose-email";
import { linkedinTail, smsTail } from "@/lib/engines/content/message-tails";
import type { Parcel } from "@/lib/engines/dispatch/carriers";

const LINKEDIN_NOTE_LENGTH = 300;
const MAXIMUM_CALL_SECONDS = 300;
const DEFAULT_PURPOSE = "getting more of the right enquiries";
const PURPOSE_LENGTH = 120;

type Piece = {
  situation: TouchSituation;
  content: { subject: string; body: string };
  resource: ResourceCapacity;
  messageId: string;
  unsubscribeUrl: string;
  /** Message-IDs of the e-mail thread so far, oldest first. */
  thread: readonly string[];
  now: Date;
};

/** The message as its carrier takes it: the text, and outside of it who sends it and how to be left alone (AU-10, AU-12, AU-18, AU-50). */
export function composeParcel(piece: Piece): Parcel {
  switch (piece.situation.channel) {
    case "email":
      return { provider: piece.resource.provider === "smartlead" ? "smartlead" : "smtp", email: email(piece) };
    case "sms":
      return { provider: "twilio", text: { to: numberOf(piece), from: piece.resource.label, body: toGsm7(textBody(piece)) } };
    case "linkedin":
      return { provider: "heyreach", act: linkedinAct(piece) };
    case "voice":
      return { provider: "vapi", call: call(piece) };
    case "mail":
      return { provider: "clicksend", letter: letter(piece) };
  }
}

function email({ situation, content, resource, messageId, unsubscribeUrl, thread, now }: Piece) {
  return composeEmail({
    touchId: situation.id,
    messageId,
    mailbox: { name: resource.senderName ?? situation.clientName, address: resource.label },
    lead: { name: fullName(situation), address: situation.email },
    subject: content.subject,
    body: content.body,
    sender: {
      legalName: situation.legalName ?? "",
      abn: situation.abn,
      postalAddress: situation.postalAddress,
      contact: situation.contactEmail ?? "",
    },
    unsubscribeUrl,
    thread,
    campaignId: situation.campaignId,
    clientId: situation.clientId,
    now,
  });
}

function textBody({ situation, content, resource, unsubscribeUrl }: Piece): string {
  return content.body.trim() + smsTail({ legalName: situation.legalName, isTwoWay: resource.isTwoWay, unsubscribeUrl });
}

function linkedinAct({ situation, content, resource }: Piece) {
  const seat = resource.externalId ?? resource.label;
  const profileUrl = situation.linkedinUrl ?? "";
  const signature = `\n${situation.legalName}`;
  if (situation.purpose === "connect") {
    const note = content.body.trim();
    return {
      act: "invite" as const,
      seat,
      profileUrl,
      note: (note.length + signature.length <= LINKEDIN_NOTE_LENGTH ? note + signature : note).slice(0, LINKEDIN_NOTE_LENGTH),
      firstName: situation.firstName,
      lastName: situation.lastName,
    };
  }
  const tail = linkedinTail({ legalName: situation.legalName, contact: situation.contactEmail });
  return { act: "message" as const, seat, profileUrl, body: content.body.trim() + tail };
}

function call({ situation, content, resource, ...piece }: Piece) {
  const brief = callBrief({
    agentName: resource.senderName ?? situation.clientName,
    clientName: situation.legalName ?? situation.clientName,
    purpose: (situation.offer ?? situation.defaultOffer ?? DEFAULT_PURPOSE).slice(0, PURPOSE_LENGTH),
    leadFirstName: situation.firstName,
    numberSource: sourceInWords(situation.source),
    contact: situation.contactEmail ?? "",
  });
  return {
    to: numberOf({ situation, content, resource, ...piece }),
    from: resource.externalId ?? resource.label,
    opening: brief.opening,
    brief: callInstructions(brief, content.body),
    voicemail: null, // none by default (AU-31)
    maximumSeconds: MAXIMUM_CALL_SECONDS,
  };
}

function letter({ situation, content, resource, unsubscribeUrl }: Piece) {
  const footer = [
    `${situation.legalName}${situation.abn ? `, ABN ${situation.abn}` : ""}`,
    situation.postalAddress ?? "",
    `If you would rather not hear from us, or want to know where we found your details: ${unsubscribeUrl} or ${situation.contactEmail}.`,
  ];
  return {
    to: {
      name: fullName(situation) ?? situation.company ?? "",
      company: situation.company,
      line1: situation.addressLine1 ?? "",
      line2: situation.addressLine2,
      city: situation.city ?? "",
      state: situation.leadState ?? "",
      postcode: situation.postcode ?? "",
      country: "AU",
    },
    returnAddressId: resource.externalId ?? resource.label,
    body: [content.body.trim(), "", ...footer.filter(Boolean)].join("\n"),
  };
}

function numberOf({ situation }: Piece): string {
  return parseAustralianNumber(situation.phone ?? "")?.e164 ?? situation.phone ?? "";
}

function fullName({ firstName, lastName }: TouchSituation): string | null {
  return [firstName, lastName].filter(Boolean).join(" ") || null;
}

/** Said on request (AU-29, AU-42): truthfully where we have a number from. */
function sourceInWords(source: string): string {
  return source === "import" ? "a list of business contacts" : `a business data provider, ${source}`;
}
