import "server-only";
import { z } from "zod";

const text = z.string().nullish();
/** Ids travel as numbers; we keep them as text, whatever their size. */
const id = z.union([z.number().int(), z.string().min(1)]).transform(String);
const count = z.number().nullish();

export const senderAccount = z.object({
  id,
  emailAddress: text,
  firstName: text,
  lastName: text,
  profileUrl: text,
  isActive: z.boolean().nullish(),
  activeCampaigns: count,
  authIsValid: z.boolean().nullish(),
  isValidNavigator: z.boolean().nullish(),
});
export const senderPage = z.object({ totalCount: count, items: z.array(senderAccount).nullish() });
export type HeyreachSender = z.infer<typeof senderAccount>;

/** Statuses known so far: DRAFT, IN_PROGRESS, PAUSED, FINISHED, CANCELED, FAILED, STARTING, SCHEDULED; others may come. */
export const campaign = z.object({
  id,
  name: z.string(),
  status: z.string(),
  linkedInUserListId: id.nullish(),
  campaignAccountIds: z.array(id).nullish(),
  progressStats: z.object({ totalUsers: count, totalUsersInProgress: count, totalUsersPending: count }).nullish(),
});
export const campaignPage = z.object({ totalCount: count, items: z.array(campaign).nullish() });
export type HeyreachCampaign = z.infer<typeof campaign>;

export const createdCampaign = z.object({ campaignId: id });
export const createdList = z.object({ id });

/** Counts only: which of several leads failed is not said, so leads are added one by one. */
export const addedLeads = z.object({ addedLeadsCount: count, updatedLeadsCount: count, failedLeadsCount: count });

/**
 * A person in a campaign. The address of the profile is not in the published description and has been seen in `linkedInUserProfile`;
 * custom fields do not come back.
 */
export const campaignLead = z.object({
  id,
  linkedInUserProfileId: z.union([z.string(), z.number()]).transform(String).nullish(),
  linkedInUserProfile: z.object({ profileUrl: text }).nullish(),
  profileUrl: text,
  linkedInSenderId: id.nullish(),
  leadCampaignStatus: text,
  leadConnectionStatus: text,
  leadMessageStatus: text,
  errorCode: text,
  lastActionTime: text,
  creationTime: text,
});
export const campaignLeadPage = z.object({ totalCount: count, items: z.array(campaignLead).nullish() });
export type HeyreachCampaignLead = z.infer<typeof campaignLead>;

const conversationMessage = z.object({
  createdAt: text,
  body: text,
  /** `ME` or `CORRESPONDENT`. */
  sender: text,
});

/** Items of GetConversationsV2 are not described anywhere; this is what clients of the service have seen. Everything but the id may be missing. */
export const conversation = z.object({
  id,
  linkedInAccountId: id.nullish(),
  groupChat: z.boolean().nullish(),
  lastMessageAt: text,
  correspondentProfile: z.object({ profileUrl: text }).nullish(),
  messages: z.array(conversationMessage).nullish(),
});
export const conversationPage = z.object({ totalCount: count, items: z.array(conversation).nullish() });
export type HeyreachConversation = z.infer<typeof conversation>;

export const createdWebhook = z.object({ webhookId: id.nullish() });
export const webhookRegistration = z.object({
  id,
  webhookName: text,
  webhookUrl: text,
  eventType: text,
  isActive: z.boolean().nullish(),
});
export const webhookPage = z.object({ totalCount: count, items: z.array(webhookRegistration).nullish() });
export type HeyreachWebhookRegistration = z.infer<typeof webhookRegistration>;

export const errorAnswer = z.object({ errorMessage: z.string() });
