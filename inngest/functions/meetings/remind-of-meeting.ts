import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { listReminders, remindOfMeeting } from "@/lib/engines/meetings/remind-of-meeting";
import { meetingBooked, meetingMoved } from "@/lib/events/catalogue";

/** Reminds a client's people a day and an hour before a meeting. One that was moved meanwhile has a run of its own for its new time. */
export const remindOfBookedMeeting = ({ systemCtx }: Deps) =>
  inngest.createFunction({ id: "remind-of-meeting", triggers: [meetingBooked, meetingMoved] }, async ({ event, step }) => {
    const { clientId, meetingId } = event.data;
    const reminders = await step.run("list", () => listReminders(systemCtx(clientId), { meetingId }));
    let told = 0;
    for (const { kind, at, startsAt } of reminders) {
      await step.sleepUntil(`wait-${kind}`, at);
      const isTold = await step.run(kind, () => remindOfMeeting(systemCtx(clientId), { meetingId, kind, startsAt: new Date(startsAt) }));
      if (isTold) told += 1;
    }
    return { told };
  });
