import "server-only";
import { eventType } from "inngest";
import { z } from "zod";

// Every durable event: its name and what it carries. Ids, never rows. A consumer loads what is true when it runs.

const client = { clientId: z.uuid() };
const leads = { ...client, leadIds: z.array(z.uuid()).min(1).max(100) };

export const importRequested = eventType("leads/import.requested", { schema: z.object({ ...client, importJobId: z.uuid() }) });
export const leadsAdded = eventType("leads/added", { schema: z.object(leads) });
export const leadsEnriched = eventType("leads/enriched", { schema: z.object(leads) });
export const leadsScored = eventType("leads/scored", { schema: z.object(leads) });
/** Leads were scored hot, and nothing fresh is known of them. */
export const leadResearchRequested = eventType("leads/research.requested", { schema: z.object(leads) });
/** A lead's row is to go to the Clay table; its answer was stored. */
export const clayRowChosen = eventType("clay/row.chosen", { schema: z.object({ ...client, clayRowId: z.uuid() }) });
export const clayRowAnswered = eventType("clay/row.answered", { schema: z.object({ ...client, clayRowId: z.uuid() }) });
export const weightsChanged = eventType("weights/changed", { schema: z.object(client) });

/** Somebody wants to know whom the agency sells to: read its site, or what a person typed. */
export const discoveryRequested = eventType("icp/discovery.requested", { schema: z.object({ ...client, discoveryId: z.uuid() }) });

export const campaignActivated = eventType("campaign/activated", { schema: z.object({ ...client, campaignId: z.uuid() }) });
export const campaignPaused = eventType("campaign/paused", { schema: z.object({ ...client, campaignId: z.uuid() }) });
/** A campaign is to be written from its audience. */
export const campaignWritingRequested = eventType("campaign/writing.requested", {
  schema: z.object({ ...client, campaignId: z.uuid(), writingId: z.uuid() }),
});
/** Leads in the middle of a sequence go over to this version of it. */
export const sequenceMoveRequested = eventType("campaign/sequence-move.requested", {
  schema: z.object({ ...client, campaignId: z.uuid(), versionId: z.uuid() }),
});

/** Something changed what a client could send next: plan its coming hour. */
export const planRequested = eventType("outreach/plan.requested", { schema: z.object(client) });

/** A touch has a slot: hand it over at `slotAt`, if the gate still agrees then. */
export const touchDue = eventType("touch/due", {
  schema: z.object({ ...client, touchId: z.uuid(), resourceId: z.uuid(), slotAt: z.iso.datetime() }),
});
export const touchApproved = eventType("touch/approved", { schema: z.object({ ...client, touchId: z.uuid() }) });

/**
 * A message that its carrier still holds must not leave: its person is left alone from now on, or (`pause`) its campaign rests and it goes
 * out once that goes on.
 */
export const touchRecallRequested = eventType("touch/recall.requested", {
  schema: z.object({ ...client, touchId: z.uuid(), cause: z.enum(["stop", "pause"]).optional() }),
});

/** A sender was added: make what it needs at its provider. */
export const senderAdded = eventType("sender/added", { schema: z.object({ ...client, senderId: z.uuid() }) });

/** A stop was thrown or released: carriers that hold what was handed over are told. */
export const stopsChanged = eventType("stops/changed", { schema: z.object(client) });

export const inboundReceived = eventType("inbound/received", {
  schema: z.object({ inboundEventId: z.uuid(), provider: z.string() }),
});
export const replyReceived = eventType("reply/received", { schema: z.object({ ...client, messageId: z.uuid() }) });
/** An answer may go out from `readyAt` on, if nothing speaks against it then. */
export const answerReady = eventType("answer/ready", {
  schema: z.object({ ...client, draftId: z.uuid(), readyAt: z.iso.datetime() }),
});
export const meetingBooked = eventType("meeting/booked", { schema: z.object({ ...client, meetingId: z.uuid(), leadId: z.uuid() }) });
/** A meeting stands at another time than before. */
export const meetingMoved = eventType("meeting/moved", { schema: z.object({ ...client, meetingId: z.uuid(), leadId: z.uuid() }) });

/** An activity was written that a webhook of the client listens to. */
export const activityRecorded = eventType("activity/recorded", { schema: z.object({ ...client, activityId: z.uuid() }) });
/** `round` counts replays: a run of an earlier one stops by itself. */
export const webhookDeliveryRequested = eventType("webhook/delivery.requested", {
  schema: z.object({ ...client, webhookId: z.uuid(), deliveryId: z.uuid(), round: z.int().min(1) }),
});
