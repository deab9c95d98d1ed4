import type { Deps } from "@/inngest/deps";
import { moveLeadsToVersion } from "@/inngest/functions/campaigns/move-leads";
import { writeCampaign } from "@/inngest/functions/campaigns/write-campaign";
import { discoverClientIcp } from "@/inngest/functions/discovery/discover-icp";
import { handleReply } from "@/inngest/functions/inbound/handle-reply";
import { processInboundEvent } from "@/inngest/functions/inbound/process-inbound";
import { sendReadyAnswer } from "@/inngest/functions/inbound/send-answer";
import { tellDueFollowUps } from "@/inngest/functions/inbound/tell-follow-ups";
import { askClay, takeClayAnswer } from "@/inngest/functions/leads/ask-clay";
import { deepenScoredLeads } from "@/inngest/functions/leads/deepen-leads";
import { enrichNewLeads, sweepWaitingLeads } from "@/inngest/functions/leads/enrich-leads";
import { enrolScoredLeads } from "@/inngest/functions/leads/enrol-leads";
import { importLeads } from "@/inngest/functions/leads/import-leads";
import { researchHotLeads } from "@/inngest/functions/leads/research-hot-leads";
import { rescoreLeads, scoreEnrichedLeads } from "@/inngest/functions/leads/score-leads";
import { alignSeatsWithStops } from "@/inngest/functions/maintenance/align-seats";
import { connectAddedSender } from "@/inngest/functions/maintenance/connect-sender";
import { announceToWebhooks, deliverWebhook } from "@/inngest/functions/maintenance/deliver-webhook";
import { reconcileWithProviders } from "@/inngest/functions/maintenance/reconcile-providers";
import { refreshStaleLeads } from "@/inngest/functions/maintenance/refresh-leads";
import { sweepOutbox } from "@/inngest/functions/maintenance/relay-outbox";
import { resetCredits } from "@/inngest/functions/maintenance/reset-credits";
import { washDueNumbers } from "@/inngest/functions/maintenance/wash-numbers";
import { remindOfBookedMeeting } from "@/inngest/functions/meetings/remind-of-meeting";
import { dispatchDueTouch } from "@/inngest/functions/outreach/dispatch-touch";
import { expireLapsedApprovals } from "@/inngest/functions/outreach/expire-approvals";
import { planClientOutreach, requestPlans } from "@/inngest/functions/outreach/plan-outreach";
import { recallHandedOverTouch } from "@/inngest/functions/outreach/recall-touch";
import { reconcileAbandonedTouches } from "@/inngest/functions/outreach/reconcile-touches";

/** Every durable function of the product. */
const FACTORIES = [
  (deps: Deps) => importLeads({ ...deps, suppression: deps.sending }),
  enrichNewLeads,
  sweepWaitingLeads,
  askClay,
  takeClayAnswer,
  scoreEnrichedLeads,
  deepenScoredLeads,
  rescoreLeads,
  researchHotLeads,
  discoverClientIcp,
  enrolScoredLeads,
  writeCampaign,
  moveLeadsToVersion,
  requestPlans,
  planClientOutreach,
  dispatchDueTouch,
  reconcileAbandonedTouches,
  recallHandedOverTouch,
  expireLapsedApprovals,
  processInboundEvent,
  handleReply,
  sendReadyAnswer,
  tellDueFollowUps,
  remindOfBookedMeeting,
  announceToWebhooks,
  deliverWebhook,
  sweepOutbox,
  resetCredits,
  washDueNumbers,
  alignSeatsWithStops,
  connectAddedSender,
  reconcileWithProviders,
  refreshStaleLeads,
] as const;

/** Builds every function with real dependencies, or with a test's. */
export function durableFunctions(deps: Deps) {
  return FACTORIES.map((factory) => factory(deps));
}
