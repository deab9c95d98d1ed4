import "server-only";
import { addDays, addHours, addMinutes } from "date-fns";
import type { MailHost } from "@/lib/domain/mail-hosts";
import { roomAgainAt } from "@/lib/engines/gate/hour-counts";
import { localDay, startOfNextDay } from "@/lib/engines/gate/local-time";
import { MATURE_FROM_DAY, mailboxCap, warmUpDay } from "@/lib/engines/gate/ramp";
import { defer, type GateRule, hold, skip, stop } from "@/lib/engines/gate/rule";

/** Local parts nobody may be marketed to at (OP-31). */
const NEVER_LOCAL_PARTS: ReadonlySet<string> = new Set([
  "abuse",
  "postmaster",
  "privacy",
  "legal",
  "noreply",
  "no-reply",
  "donotreply",
  "mailer-daemon",
]);

/** Shared addresses: only where the address itself was published for such offers (OP-31). */
const ROLE_LOCAL_PARTS: ReadonlySet<string> = new Set([
  "info",
  "sales",
  "admin",
  "accounts",
  "support",
  "hr",
  "office",
  "hello",
  "contact",
  "enquiries",
  "reception",
  "marketing",
  "team",
  "billing",
  "help",
]);

/** A verdict on an address is good for this long before a first touch (OP-30). */
export const VERIFICATION_DAYS = 60;
/** Of a mailbox's day, at most this share goes to servers that accept any address (OP-30). */
const CATCH_ALL_SHARE = 0.15;
/** To one recipient domain (OP-10, OP-11). */
const TO_DOMAIN_A_DAY = 3;
const TO_DOMAIN_A_WEEK = 10;
const TO_DOMAIN_GAP_MINUTES = 20;
const WEEK_DAYS = 7;
/**
 * Messages a day to personal addresses of one service, below where it calls a registrable domain a bulk sender for good (EM-50). Gmail has
 * said 5,000 since February 2024 and Microsoft since May 2025; Yahoo names no number and gets the same.
 */
const TO_PERSONAL_A_DAY: readonly { effectiveFrom: Date; host: MailHost; messages: number }[] = [
  { effectiveFrom: new Date("2024-02-01T00:00:00Z"), host: "google", messages: 4_000 },
  { effectiveFrom: new Date("2024-02-01T00:00:00Z"), host: "yahoo", messages: 4_000 },
  { effectiveFrom: new Date("2025-05-05T00:00:00Z"), host: "microsoft", messages: 4_000 },
];
const PERSONAL_MAIL = { google: "Gmail", microsoft: "Outlook.com", yahoo: "Yahoo Mail", other: "mail" } as const;
/** Microsoft's own limit of a tenant's messages to outsiders within 24 hours; half of it is ours (EM-52). */
const exchangeLimit = (licences: number) => Math.floor((500 * licences ** 0.7 + 9_500) / 2);

/** May this address be written to, and by this domain? */
export const emailRules: readonly GateRule[] = [
  {
    code: "role_address",
    source: ["OP-31"],
    channels: ["email"],
    fix: "/dashboard/leads",
    check: ({ lead, consent }) => {
      const local = lead.email.slice(0, lead.email.lastIndexOf("@")).toLowerCase();
      if (NEVER_LOCAL_PARTS.has(local)) return stop(`${local}@ is never written to`);
      if (ROLE_LOCAL_PARTS.has(local) && consent?.basis !== "inferred_publication" && consent?.basis !== "express") {
        return hold(`${local}@ is a shared address; it needs publication evidence`);
      }
      return null;
    },
  },
  {
    code: "email_invalid",
    source: ["AU-07", "OP-30"],
    channels: ["email"],
    fix: null,
    check: ({ lead }) => (lead.emailStatus === "invalid" ? skip("The address does not exist") : null),
  },
  {
    code: "email_unverified",
    source: ["AU-07", "OP-30"],
    channels: ["email"],
    fix: "/dashboard/leads",
    check: ({ lead, consent }) => {
      if (lead.emailStatus === "verified" || lead.emailStatus === "invalid") return null;
      if (lead.emailStatus === "catch_all") {
        return consent?.basis === "inferred_publication" || consent?.basis === "express"
          ? null
          : hold("The server accepts any address; this one needs publication evidence (OP-30)");
      }
      return hold("Nobody has verified that this address exists (Spam Act 2003 s 16(6))");
    },
  },
  {
    code: "email_verification_stale",
    source: ["OP-30"],
    channels: ["email"],
    fix: "/dashboard/leads",
    check: ({ lead, touch }, at) =>
      touch.isNewThread && lead.emailVerifiedAt !== null && addDays(lead.emailVerifiedAt, VERIFICATION_DAYS) <= at
        ? hold(`The address was last verified more than ${VERIFICATION_DAYS} days ago and is being verified again`)
        : null,
  },
  {
    code: "sender_domain_not_verified",
    source: ["EM-40", "EM-42"],
    channels: ["email"],
    fix: "/dashboard/settings/mailboxes",
    check: ({ email, touch, parent }) => {
      const state = email?.authState ?? "verified";
      const label = parent?.label ?? "The sending domain";
      if (state === "failed" || state === "pending" || state === "propagating") {
        return hold(`${label} is not ready to send: its mail authentication is ${state}`);
      }
      return state === "degraded" && touch.isNewThread
        ? hold(`${label}'s mail authentication is degraded; no new conversations start`)
        : null;
    },
  },
  {
    code: "recipient_domain_cap",
    source: ["OP-10"],
    channels: ["email"],
    fix: null,
    check: ({ email, lead, client }, at) => {
      if (!email || lead.isFreeMail) return null;
      const oldest = email.toDomain.filter((sent) => addDays(sent, WEEK_DAYS) > at).at(-TO_DOMAIN_A_WEEK);
      if (oldest) return defer(addDays(oldest, WEEK_DAYS), `${TO_DOMAIN_A_WEEK} messages to ${lead.emailDomain} within seven days`);
      const today = localDay(at, client.timezone);
      return email.toDomain.filter((sent) => localDay(sent, client.timezone) === today).length >= TO_DOMAIN_A_DAY
        ? defer(startOfNextDay(at, client.timezone), `${TO_DOMAIN_A_DAY} messages to ${lead.emailDomain} on one day`)
        : null;
    },
  },
  {
    code: "recipient_domain_spacing",
    source: ["OP-11"],
    channels: ["email"],
    fix: null,
    check: ({ email, lead }, at) => {
      const last = email?.toDomain.at(-1);
      if (!last || lead.isFreeMail) return null;
      const until = addMinutes(last, TO_DOMAIN_GAP_MINUTES);
      return at < until
        ? defer(until, `Somebody at ${lead.emailDomain} was written to less than ${TO_DOMAIN_GAP_MINUTES} minutes ago`)
        : null;
    },
  },
  {
    code: "bulk_sender_limit",
    source: ["EM-50", "OP-10"],
    channels: ["email"],
    fix: null,
    check: ({ email, parent }, at) => {
      if (!email?.personalHost) return null;
      const limit = TO_PERSONAL_A_DAY.filter(({ host, effectiveFrom }) => host === email.personalHost && effectiveFrom <= at).at(
        -1,
      )?.messages;
      if (limit === undefined) return null;
      const until = roomAgainAt(email.toPersonal, limit, at);
      return (
        until &&
        defer(until, `${parent?.label ?? "The domain"} sent ${limit} messages to ${PERSONAL_MAIL[email.personalHost]} within a day`)
      );
    },
  },
  {
    code: "exchange_tenant_limit",
    source: ["EM-52"],
    channels: ["email"],
    fix: null,
    // Each mailbox has a licence of its own, so their number is the least that the tenant has.
    check: ({ resource }, at) => {
      if (!resource?.exchange) return null;
      const limit = exchangeLimit(resource.exchange.mailboxes);
      const until = roomAgainAt(resource.exchange.sent, limit, at);
      return (
        until && defer(until, `The mailboxes at Exchange Online sent ${limit} messages within a day, half of what Microsoft lets through`)
      );
    },
  },
  {
    code: "catch_all_share",
    source: ["OP-30"],
    channels: ["email"],
    fix: null,
    check: ({ lead, resource }, at) => {
      if (lead.emailStatus !== "catch_all" || !resource) return null;
      if (!resource.isPrewarmed && warmUpDay(resource.rampStartedAt, at, resource.timezone) < MATURE_FROM_DAY) {
        return hold(`${resource.label} is too young to write to servers that accept any address`);
      }
      const share = Math.floor(mailboxCap(resource, at) * CATCH_ALL_SHARE);
      return (resource.catchAllUsed[localDay(at, resource.timezone)] ?? 0) >= share
        ? defer(
            startOfNextDay(at, resource.timezone),
            `${share} messages a day of ${resource.label} may go to servers that accept any address`,
          )
        : null;
    },
  },
  {
    code: "hourly_cap",
    source: ["OP-11"],
    channels: ["email"],
    fix: null,
    check: ({ resource }, at) => {
      const oldest = resource?.usedLastHour.filter((used) => addHours(used, 1) > at).at(-resource.hourlyLimit);
      return oldest ? defer(addHours(oldest, 1), `${resource?.label} sent ${resource?.hourlyLimit} messages within the hour`) : null;
    },
  },
];
