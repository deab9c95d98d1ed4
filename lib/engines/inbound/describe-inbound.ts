import "server-only";
import type { NewActivity } from "@/lib/engines/activities/record-activity";
import { isHumanReply } from "@/lib/engines/inbound/apply-reply-actions";
import type { InboundEmail } from "@/lib/engines/replies/inbound-email";
import type { ReplyClassification } from "@/lib/engines/replies/reply-classification";

type Description = Pick<NewActivity, "action" | "reason" | "actor" | "metadata">;

/** What an inbound message was, for the lead's timeline; undefined where what it did is recorded already or there is nothing to tell. */
export function describeInbound({ report }: InboundEmail, classification: ReplyClassification): Description | undefined {
  const { intent, returnDate } = classification;
  if (report?.kind === "dsn") return { actor: "provider", ...describeDelivery(report, classification) };
  if (report) return undefined;
  if (intent === "out_of_office") {
    const until = returnDate ? `until ${returnDate}` : "a week";
    return { action: "away", actor: "prospect", reason: `Away; the sequence waits ${until}` };
  }
  if (isHumanReply(classification)) {
    return {
      action: "replied",
      actor: "prospect",
      reason: `Replied: ${intent.replaceAll("_", " ")}. Everything pending was cancelled`,
      metadata: { intent },
    };
  }
  return { action: "auto_replied", actor: "prospect", reason: "A machine answered" };
}

function describeDelivery(
  { recipients }: Extract<InboundEmail["report"], { kind: "dsn" }>,
  { actions }: ReplyClassification,
): Pick<Description, "action" | "reason"> {
  if (actions.includes("suppress_address_hard_bounce")) return { action: "bounced", reason: "The address does not exist: suppressed" };
  if (actions.includes("pause_mailbox"))
    return { action: "bounced", reason: "Refused for our reputation or authentication: the mailbox was paused, the address is fine" };
  if (actions.includes("ignore")) return { action: "delivered", reason: "Their server confirms the delivery" };
  const isDelayed = recipients.length > 0 && recipients.every(({ action }) => action === "delayed");
  return isDelayed
    ? { action: "deferred", reason: "Delivery is delayed; their server keeps trying" }
    : { action: "bounced", reason: "Could not be delivered for now" };
}
