import type { SequenceStepInput } from "@/lib/domain/campaigns";
import type { Channel } from "@/lib/domain/outreach";

/**
 * Three plain e-mails over eleven days: what a campaign starts with that has mailboxes only. Every merge field that may be missing has a
 * fallback.
 */
export const DEFAULT_SEQUENCE: readonly SequenceStepInput[] = [
  {
    channel: "email",
    delayDays: 0,
    purpose: "intro",
    subjectTemplate: "{{company|your team}} and {{offer|new enquiries}}",
    bodyTemplate: [
      "Hi {{first_name|there}},",
      "",
      "I work with {{industry|local}} businesses at {{agency}}. We help teams like {{company|yours}} with {{offer|getting more of the right enquiries}}, and I thought it might be relevant to your role.",
      "",
      "Would a short call be worth your time? If not, a one-line no is just as welcome.",
      "",
      "{{sender_first_name|The team}}",
    ].join("\n"),
  },
  {
    channel: "email",
    delayDays: 4,
    purpose: "value_add",
    subjectTemplate: null,
    bodyTemplate: [
      "Hi {{first_name|there}},",
      "",
      "One thing that tends to help {{industry|businesses like yours}}: looking at which enquiries turn into work, and spending only on the places those came from. I am happy to do that review with you, free of charge.",
      "",
      "Is that something you would look at this month?",
      "",
      "{{sender_first_name|The team}}",
    ].join("\n"),
  },
  {
    channel: "email",
    delayDays: 7,
    purpose: "breakup",
    subjectTemplate: null,
    bodyTemplate: [
      "Hi {{first_name|there}},",
      "",
      "I have not heard back, so I will leave it here. If {{offer|new enquiries}} moves up the list at {{company|your end}} later on, a reply to this e-mail reaches me.",
      "",
      "All the best,",
      "{{sender_first_name|The team}}",
    ].join("\n"),
  },
];

const [INTRO, VALUE, BREAKUP] = DEFAULT_SEQUENCE as [SequenceStepInput, SequenceStepInput, SequenceStepInput];

/** The fourteen-day sequence over every channel (domain.md 4.1). */
const FIVE_CHANNELS: readonly SequenceStepInput[] = [
  INTRO,
  {
    channel: "linkedin",
    delayDays: 2,
    purpose: "connect",
    subjectTemplate: null,
    bodyTemplate:
      "Hi {{first_name|there}}, I work with {{industry|local}} businesses at {{agency}} and wrote to you earlier this week. Happy to connect here as well.",
  },
  { ...VALUE, delayDays: 2 },
  {
    channel: "sms",
    delayDays: 3,
    purpose: "pattern_interrupt",
    subjectTemplate: null,
    bodyTemplate:
      "Hi {{first_name|there}}, {{sender_first_name|the team}} from {{agency}}. Is {{offer|getting more enquiries}} worth a short call?",
  },
  {
    channel: "mail",
    delayDays: 2,
    purpose: "value_add",
    subjectTemplate: null,
    bodyTemplate: [
      "Dear {{first_name|reader}},",
      "",
      "I wrote to you about {{offer|getting more of the right enquiries}}. Rather than another e-mail, here is the one question we ask every {{industry|business}} we work with: which of last month's enquiries turned into work, and where did those come from?",
      "",
      "If you would like to look at that together, a short answer by any route is enough.",
      "",
      "Kind regards,",
      "{{sender_name|The team}}",
    ].join("\n"),
  },
  { ...BREAKUP, delayDays: 2 },
  {
    channel: "voice",
    delayDays: 2,
    purpose: "discovery",
    subjectTemplate: null,
    bodyTemplate: [
      "We help {{industry|local}} businesses with {{offer|getting more of the right enquiries}}.",
      "Ask whether that is a topic at {{company|their company}} this quarter, and offer a short meeting with a person of {{agency}}.",
    ].join("\n"),
  },
];

/**
 * Our ready words for a touch, safe for everybody: of the same channel and purpose where there are any, else of the same channel.
 * @param isFirstEmail only the first e-mail of a sequence has a subject
 */
export function readyText(
  { channel, purpose }: Pick<SequenceStepInput, "channel" | "purpose">,
  { isFirstEmail }: { isFirstEmail: boolean },
): Pick<SequenceStepInput, "subjectTemplate" | "bodyTemplate"> {
  const ofChannel = FIVE_CHANNELS.filter((step) => step.channel === channel);
  const step = ofChannel.find((candidate) => candidate.purpose === purpose) ?? ofChannel[isFirstEmail ? 0 : ofChannel.length - 1] ?? INTRO;
  return { subjectTemplate: isFirstEmail ? INTRO.subjectTemplate : null, bodyTemplate: step.bodyTemplate };
}

/** What a new campaign starts with: the steps of the channels the client can use, the gaps between them kept. */
export function defaultSequence(channels: readonly Channel[]): readonly SequenceStepInput[] {
  if (channels.every((channel) => channel === "email")) return DEFAULT_SEQUENCE;
  let carriedDays = 0;
  return FIVE_CHANNELS.flatMap((step) => {
    const delayDays = carriedDays + step.delayDays;
    const isOpen = channels.includes(step.channel);
    carriedDays = isOpen ? 0 : delayDays;
    return isOpen ? { ...step, delayDays } : [];
  });
}
