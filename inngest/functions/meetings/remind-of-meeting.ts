import { inngest } from "@/inngest/client";
import type { Deps } from "@/inngest/deps";
import { prepareReminders, reminderDraftTime } from "@/lib/engines/meetings/prospect-reminders";
import { listReminders, remindOfMeeting } from "@/lib/engines/meetings/remind-of-meeting";
import { meetingBooked, meetingMoved } from "@/lib/events/catalogue";

/**
 * Reminds a client's people a day and an hour before a meeting, and writes what reminds the prospect where the client wants that. One that
 * was moved meanwhile has a run of its own for its new time.
 */
export const remindOfBookedMeeting = ({ systemCtx }: Deps) =>
  inngest.createFunction({ id: "remind-of-meeting", triggers: [meetingBooked, meetingMoved] }, async ({ event, step }) => {
    const { clientId, meetingId } = event.data;
    const { reminders, draftAt } = await step.run("list", async () => ({
      reminders: await listReminders(systemCtx(clientId), { meetingId }),
      draftAt: await reminderDraftTime(systemCtx(clientId), { meetingId }),
    }));
    const [first] = reminders;
    if (draftAt !== null && first) {
      await step.sleepUntil("wait-draft", draftAt);
      await step.run("draft", () => prepareReminders(systemCtx(clientId), { meetingId, startsAt: new Date(first.startsAt) }));
    }
    let told = 0;
    for (const { kind, at, startsAt } of reminders) {
      await step.sleepUntil(`wait-${kind}`, at);
      const isTold = await step.run(kind, async () => {
        const meeting = { meetingId, startsAt: new Date(startsAt) };
        await prepareReminders(systemCtx(clientId), meeting);
        return remindOfMeeting(systemCtx(clientId), { ...meeting, kind });
      });
      if (isTold) told += 1;
    }
    return { told };
  });
