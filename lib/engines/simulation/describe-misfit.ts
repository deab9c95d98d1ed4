import "server-only";
import { CHANNEL_LABELS } from "@/lib/domain/outreach";
import type { PlanFit, PlanLoad } from "@/lib/engines/simulation/fit-plan";
import type { SendingCaps } from "@/lib/engines/simulation/sending-room";

/** Why a plan does not fit and what would make it fit, in sentences with the numbers (OP-40). Without the last full stop. */
export function describeMisfit({ days, sendingDays, tightest, remedies }: PlanFit, { leads, steps }: PlanLoad, caps: SendingCaps): string {
  const emails = steps.filter((step) => step.channel === "email").length;
  const sequence = emails === steps.length ? plural(emails, "e-mail") : plural(steps.length, "step");
  const daily = Math.min(caps.campaign.dailyLimit, caps.client.dailyOutreach);
  const limit =
    tightest.channel !== null
      ? `the senders connected for ${CHANNEL_LABELS[tightest.channel]}`
      : caps.campaign.dailyLimit < caps.client.dailyOutreach
        ? `the campaign's ${daily} a day`
        : `the plan's ${daily} a day`;
  const ways = [
    remedies.leads !== null && `${count(remedies.leads)} leads`,
    remedies.emailSteps !== null && plural(remedies.emailSteps, "e-mail"),
    remedies.moreMailboxes !== null && `${plural(remedies.moreMailboxes, "more warmed mailbox", "es")}`,
    remedies.days !== null && `${remedies.days} days`,
  ].filter((way) => way !== false);
  return [
    `${plural(leads, "lead")} with a sequence of ${sequence} need ${count(tightest.needed)} messages where ${limit} carry ${count(tightest.room)}, on ${plural(sendingDays, "sending day")} of the next ${days}`,
    ways.length > 0 ? `It would fit with ${ways.join(", or ")}` : "Connect more senders or take leads out",
  ].join(". ");
}

function plural(n: number, noun: string, ending = "s"): string {
  return `${count(n)} ${noun}${n === 1 ? "" : ending}`;
}

function count(n: number): string {
  return n.toLocaleString("en-AU");
}
