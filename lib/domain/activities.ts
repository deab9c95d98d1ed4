/** What can happen, as stored in `activities.action`; the table refuses any other. */
export const ACTIVITY_ACTIONS = [
  ...["imported", "enriched", "enrichment_failed", "scored", "enrolled"],
  ...["queued", "sent", "delivered", "bounced", "complained", "failed", "skipped", "unknown", "deferred", "cancelled"],
  ...["undelivered", "connected", "invitation_withdrawn", "called", "letter_posted", "letter_returned"],
  ...["recalled", "not_recalled"],
  ...["replied", "away", "auto_replied", "unsubscribed", "suppressed", "corrected"],
  ...["approval_requested", "approved", "rejected", "expired"],
  ...["meeting_booked", "meeting_held", "meeting_no_show", "meeting_cancelled"],
  ...["campaign_started", "campaign_paused", "campaign_completed"],
  ...["stopped", "resumed", "held", "released", "changed", "emergency_stop", "emergency_release"],
  ...["breaker_tripped", "breaker_released", "channel_stopped", "channel_released"],
] as const;
export type ActivityAction = (typeof ACTIVITY_ACTIONS)[number];

export function isActivityAction(action: string): action is ActivityAction {
  return ACTIVITY_ACTIONS.some((known) => known === action);
}
