/** What can happen, as stored in `activities.action`; the table refuses any other. */
export const ACTIVITY_ACTIONS = [
  ...["imported", "enriched", "enrichment_failed", "scored", "enrolled"],
  ...["queued", "sent", "delivered", "bounced", "complained", "failed", "skipped", "unknown", "deferred", "cancelled"],
  ...["replied", "away", "auto_replied", "unsubscribed", "suppressed", "corrected"],
  ...["approval_requested", "approved", "rejected", "expired"],
  ...["meeting_booked", "meeting_held", "meeting_no_show", "meeting_cancelled"],
  ...["campaign_started", "campaign_paused", "campaign_completed"],
  ...["stopped", "resumed", "held", "released", "changed", "emergency_stop", "emergency_release"],
] as const;
export type ActivityAction = (typeof ACTIVITY_ACTIONS)[number];

export function isActivityAction(action: string): action is ActivityAction {
  return ACTIVITY_ACTIONS.some((known) => known === action);
}
