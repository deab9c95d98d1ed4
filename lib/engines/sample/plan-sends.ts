import "server-only";
import { TIER_CHANNELS, type Tier } from "@/lib/domain/scoring";
import { contentHash } from "@/lib/engines/content/content-hash";
import type { SampleCampaign } from "@/lib/engines/sample/insert-campaign";
import { SAMPLE_STEPS, sampleText } from "@/lib/engines/sample/sample-agency";
import { officeTimeAgo } from "@/lib/engines/sample/sample-day";
import { SAMPLE_PEOPLE } from "@/lib/engines/sample/sample-people";
import { SAMPLE_COHORTS, SAMPLE_REPLIES, type SampleReply } from "@/lib/engines/sample/sample-story";

/** A planned message of somebody's, with what decides whether it would have gone out. `person`: their place among the people. */
export type SampleTouch = {
  id: string;
  leadId: string;
  person: number;
  stepNumber: number;
  channel: "email" | "linkedin";
  email: string;
  linkedinUrl: string | null;
  tier: Tier;
};

export type PlannedSend = SampleTouch & {
  sentAt: Date;
  resourceId: string;
  messageId: string;
  subject: string;
  body: string;
  contentHash: string;
};

/** Between two people's messages, in minutes. */
const APART = 9;
const LATE_IN_THE_DAY = 300;

/** What would have gone out by now, and what would have been left out because the score or the profile says no. */
export function planSends(
  touches: readonly SampleTouch[],
  { campaign, now }: { campaign: SampleCampaign; now: Date },
): { sends: PlannedSend[]; skipped: SampleTouch[] } {
  const due = touches.flatMap((touch) => {
    const sentAt = sentAtOf(touch, now);
    return sentAt === null ? [] : [{ touch, sentAt }];
  });
  const isOpen = ({ touch }: (typeof due)[number]) =>
    TIER_CHANNELS[touch.tier].includes(touch.channel) && (touch.channel === "email" || touch.linkedinUrl !== null);
  return {
    skipped: due.filter((one) => !isOpen(one)).map(({ touch }) => touch),
    sends: due.filter(isOpen).map(({ touch, sentAt }) => {
      const content = sampleContent(touch);
      return {
        ...touch,
        ...content,
        sentAt,
        resourceId: touch.channel === "email" ? campaign.mailboxId : campaign.seatId,
        messageId: `<${touch.id}@${campaign.mailbox.split("@")[1] ?? ""}>`,
        contentHash: contentHash(content),
      };
    }),
  };
}

/** When an answer came: late in the day, after whatever went out on it. */
export function answeredAt({ daysAgo, person }: SampleReply, now: Date): Date {
  return officeTimeAgo(now, daysAgo, LATE_IN_THE_DAY + person);
}

/** Subject and body of a step as this person would read them; a message on LinkedIn has no subject. */
export function sampleContent({ person, stepNumber, channel }: Pick<SampleTouch, "person" | "stepNumber" | "channel">): {
  subject: string;
  body: string;
} {
  const who = SAMPLE_PEOPLE[person];
  const step = SAMPLE_STEPS[stepNumber - 1];
  if (!who || !step) throw new Error("every touch is of a person and a step of the sample");
  const first = sampleText(SAMPLE_STEPS[0].subject, who);
  const subject = channel === "linkedin" ? "" : stepNumber > 1 ? `Re: ${first}` : first;
  return { subject, body: sampleText(step.body, who) };
}

/** Null where it is still to come, waits for a person, or they had answered by then. */
function sentAtOf({ person, stepNumber }: SampleTouch, now: Date): Date | null {
  const cohort = SAMPLE_COHORTS.find(({ from, to }) => person >= from && person < to);
  if (!cohort || cohort.isWaiting) return null;
  const daysAgo = cohort.daysAgo - SAMPLE_STEPS.slice(0, stepNumber).reduce((sum, { delayDays }) => sum + delayDays, 0);
  if (daysAgo < 1 || hasAnswered(person, daysAgo)) return null;
  const sentAt = officeTimeAgo(now, daysAgo, APART * (person + 1));
  return sentAt < now ? sentAt : null;
}

function hasAnswered(person: number, daysAgo: number): boolean {
  return SAMPLE_REPLIES.some((reply) => reply.person === person && reply.intent !== "out_of_office" && reply.daysAgo >= daysAgo);
}
