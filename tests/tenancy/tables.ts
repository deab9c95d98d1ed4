import { createHash } from "node:crypto";
import type { Role } from "@/lib/domain/roles";

/** A role and those above it in the row's own client; nobody; or exactly these actors. */
export type Who = Role | "nobody" | readonly string[];

export type TableRule = {
  reads: Who;
  inserts: Who;
  updates: Who;
  /** Column that must name the person who inserts. */
  author?: string;
  /** Columns the row generator cannot guess; `tag` is unique to the row. */
  row?: (tag: string) => Record<string, string | null>;
};

/**
 * Who may do what with each table of `public`. Nobody deletes. A table that is missing here fails the test: decide, then write it down.
 * `users` and `memberships` are asked about the profile of client A's (or B's) member and the membership of its viewer.
 */
export const TABLE_RULES: Record<string, TableRule> = {
  clients: { reads: "viewer", inserts: "nobody", updates: "admin" },
  users: { reads: "viewer", inserts: "nobody", updates: ["member"] },
  memberships: { reads: "viewer", inserts: "nobody", updates: "admin" },

  campaigns: { reads: "viewer", inserts: "member", updates: "member" },
  sequence_versions: { reads: "viewer", inserts: "member", updates: "nobody" },
  sequence_steps: { reads: "viewer", inserts: "member", updates: "nobody", row: (tag) => ({ subject_template: tag }) },
  campaign_writings: { reads: "viewer", inserts: "member", updates: "member", author: "requested_by" },
  resources: { reads: "viewer", inserts: "admin", updates: "admin", row: () => ({ kind: "domain", parent_id: null }) },
  campaign_resources: { reads: "viewer", inserts: "member", updates: "member" },
  resource_usage: { reads: "viewer", inserts: "nobody", updates: "nobody" },
  outreach_usage: { reads: "viewer", inserts: "nobody", updates: "nobody" },

  enrolment_senders: { reads: "viewer", inserts: "nobody", updates: "nobody" },
  channel_stops: {
    reads: "viewer",
    inserts: "member",
    updates: "admin",
    author: "stopped_by",
    row: () => ({ released_at: "2026-01-05T00:00:00Z" }),
  },
  breaker_trips: { reads: "viewer", inserts: "nobody", updates: "admin" },
  dmarc_reports: { reads: "viewer", inserts: "nobody", updates: "nobody" },
  placement_tests: { reads: "viewer", inserts: "nobody", updates: "nobody" },

  leads: { reads: "viewer", inserts: "member", updates: "member", row: (tag) => ({ email: `${tag}@prospect.example` }) },
  consent_bases: { reads: "viewer", inserts: "member", updates: "member" },
  suppressions: {
    reads: "viewer",
    inserts: "member",
    updates: "nobody",
    author: "created_by",
    row: (tag) => ({ key_hmac: createHash("sha256").update(tag).digest("hex") }),
  },
  company_holds: { reads: "viewer", inserts: "nobody", updates: "admin" },
  linkedin_connections: { reads: "viewer", inserts: "member", updates: "nobody" },
  calls: { reads: "viewer", inserts: "nobody", updates: "member" },
  number_washes: {
    reads: "viewer",
    inserts: "nobody",
    updates: "nobody",
    row: (tag) => ({ number_hmac: createHash("sha256").update(tag).digest("hex") }),
  },
  import_jobs: { reads: "viewer", inserts: "member", updates: "member" },
  import_rejects: { reads: "viewer", inserts: "nobody", updates: "nobody" },

  enrolments: { reads: "viewer", inserts: "member", updates: "member" },
  touches: { reads: "viewer", inserts: "member", updates: "member" },
  threads: { reads: "viewer", inserts: "member", updates: "member" },
  messages: { reads: "viewer", inserts: "member", updates: "member" },
  meetings: { reads: "viewer", inserts: "member", updates: "member" },
  reply_drafts: {
    reads: "viewer",
    inserts: "nobody",
    updates: "member",
    row: () => ({
      outgoing_id: null,
      // A reminder, which answers no message.
      reminder_kind: "day_before",
      meeting_starts_at: "2026-03-05T00:00:00Z",
      due_at: "2026-03-04T00:00:00Z",
      to_address: "lee@example.com",
    }),
  },
  referrals: { reads: "viewer", inserts: "nobody", updates: "member" },
  meeting_reminders: { reads: "viewer", inserts: "nobody", updates: "nobody" },
  activities: { reads: "viewer", inserts: "member", updates: "nobody", author: "actor_user_id" },
  approvals: { reads: "viewer", inserts: "member", updates: "member" },
  notifications: { reads: "viewer", inserts: "nobody", updates: "viewer" },
  webhook_configs: {
    reads: "viewer",
    inserts: "admin",
    updates: "admin",
    author: "created_by",
    row: () => ({ url: "https://hooks.agency.example/", events: "{lead.created}" }),
  },
  webhook_deliveries: { reads: "viewer", inserts: "admin", updates: "admin" },

  icp_discoveries: {
    reads: "viewer",
    inserts: "admin",
    updates: "admin",
    author: "requested_by",
    row: (tag) => ({ source: "website", website_url: `https://${tag}.example/`, status: "cancelled" }),
  },
  client_portfolio: { reads: "viewer", inserts: "nobody", updates: "admin" },
  icp_versions: {
    reads: "viewer",
    inserts: "admin",
    updates: "nobody",
    author: "created_by",
    row: (tag) => ({ version: tag.replace(/\D/g, "") }),
  },
  knowledge_entries: { reads: "viewer", inserts: "admin", updates: "admin", author: "created_by" },
  agreements: { reads: "viewer", inserts: "owner", updates: "nobody", author: "given_by" },
  industry_research: { reads: "viewer", inserts: "nobody", updates: "nobody" },
  lead_research: {
    reads: "viewer",
    inserts: "nobody",
    updates: "nobody",
    row: () => ({ asked_at: "2026-03-03T23:00:00Z", asked_by_run: "run" }),
  },

  credit_ledger: { reads: "admin", inserts: "nobody", updates: "nobody" },
  provider_costs: { reads: "admin", inserts: "nobody", updates: "nobody" },
  ai_spend_log: { reads: "admin", inserts: "nobody", updates: "nobody" },
  audit_logs: { reads: "admin", inserts: "nobody", updates: "nobody", row: () => ({ resource_id: null }) },
  platform_weights: {
    reads: "nobody",
    inserts: "nobody",
    updates: "nobody",
    row: (tag) => ({ weight_type: "industry", industry_segment: tag }),
  },
};

/** A change that a policy judges by the new row, which the plain matrix cannot show. Asked about the subject row of its table. */
export const EXTRA_UPDATES: { table: string; name: string; set: string; who: Who }[] = [
  { table: "memberships", name: "promote to owner", set: "role = 'owner'", who: "owner" },
];

/** Columns out of every member's reach, whoever they are (`id`, `client_id` and `created_at` are out of reach in every table). */
export const LOCKED_COLUMNS: Record<string, readonly string[]> = {
  clients: [
    "credits_remaining",
    "credits_reset_at",
    "tier",
    "subscription_status",
    "deleted_at",
    "als_learned_weights",
    "als_learned_confidence",
    "conversion_sample_count",
    "stripe_customer_id",
    "stripe_subscription_id",
    "is_sample",
    "sample_for",
  ],
  users: ["email"],
  memberships: ["user_id", "accepted_at", "invited_by"],
  notifications: ["user_id", "title", "body", "href"],
  import_jobs: ["enrichment_spent_micros"],
  campaign_writings: ["stages", "version_id", "is_in_force", "requested_by"],
  icp_discoveries: ["proposal", "results", "cost_micros", "requested_by"],
  client_portfolio: ["name_key", "standing_by", "quote", "source_url"],
};

/** Everything role `authenticated` may do in schema `private`; whatever else is granted there fails the test. A right on some columns names them. */
export const PRIVATE_GRANTS: readonly string[] = [
  "import_chunks INSERT",
  "outbox INSERT",
  "platform_settings SELECT (key, value)",
  "resource_secrets INSERT",
  "resource_secrets SELECT (client_id, resource_id)",
  "resource_secrets UPDATE",
  "webhook_secrets INSERT",
  "webhook_secrets SELECT (client_id, expires_at, webhook_id)",
  "webhook_secrets UPDATE (expires_at)",
];

/**
 * Unique keys that reach across tenants although no part of them is an id nobody can guess. A clash tells that somebody holds the key
 * and no more, so each needs a reason to exist.
 */
export const SHARED_KEYS: Record<string, string> = {
  resources_external_idx: "a provider's id of a seat or number, which tells nothing; what the provider posts finds its tenant by it",
  resources_number_idx: "a text finds its tenant by the number it was sent to; who owns a number is no secret worth keeping",
  resources_mailbox_idx: "an inbound message finds its tenant by the receiving mailbox; who owns a real mailbox is no secret worth keeping",
  reply_drafts_outgoing_id_key: "random; an answer is matched by it before its tenant is known",
  touches_idempotency_key_key: "made of ids; says that a touch exists to somebody who already knows its enrolment",
  touches_message_id_key: "random; a reply is matched by it before its tenant is known",
  touches_unsubscribe_token_key: "random; looked up before any tenant is known",
};

/** Every function of ours that role `authenticated` may call. */
export const MEMBER_FUNCTIONS: readonly string[] = [
  "private.my_client_ids()",
  "private.my_client_ids(membership_role)",
  "private.my_teammate_ids()",
  "private.recent_contacts(text[],timestamp with time zone)",
  "private.now()",
  "private.suppressed_hashes(uuid,text,text[],channel_type)",
  "private.find_lead_ids(uuid,text,text,text,integer)",
  "private.uuid_v7()",
];
