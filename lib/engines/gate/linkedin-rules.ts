import "server-only";
import { addDays } from "date-fns";
import { localDay, startOfNextDay } from "@/lib/engines/gate/local-time";
import { defer, type GateRule, hold, skip } from "@/lib/engines/gate/rule";

/** Of a seat (OP-14). */
export const INVITATIONS_A_WEEK = 80;
const PENDING_INVITATIONS = 400;
/** An invitation nobody answered counts as ignored after this, and is withdrawn later (domain.md 4.7). */
export const IGNORED_AFTER_DAYS = 14;
/** A new connection is left alone for this long before the first message. */
export const REST_AFTER_ACCEPTANCE_DAYS = 3;
const WEEK_DAYS = 7;

/** Invitation, acceptance, message: one after the other, from one seat. */
export const linkedinRules: readonly GateRule[] = [
  {
    code: "linkedin_url_missing",
    source: [],
    channels: ["linkedin"],
    fix: "/dashboard/leads",
    check: ({ lead }) => (lead.linkedinUrl === null ? skip("No LinkedIn profile is known") : null),
  },
  {
    code: "already_invited",
    source: [],
    channels: ["linkedin"],
    fix: null,
    check: ({ linkedin, touch }) =>
      touch.act === "invite" && linkedin !== null && linkedin.connection !== "none" ? skip("They were invited before") : null,
  },
  {
    code: "not_connected",
    source: ["AU-51"],
    channels: ["linkedin"],
    fix: null,
    check: ({ linkedin, touch }, at) => {
      if (touch.act === "invite" || linkedin === null) return null;
      if (linkedin.connection === "accepted") return null;
      if (linkedin.connection !== "invited" || linkedin.invitedAt === null) return skip("There is no connection to write to");
      const until = addDays(linkedin.invitedAt, IGNORED_AFTER_DAYS);
      return at < until ? defer(until, "Waits for them to accept the invitation") : skip(`Not accepted within ${IGNORED_AFTER_DAYS} days`);
    },
  },
  {
    code: "connection_is_new",
    source: [],
    channels: ["linkedin"],
    fix: null,
    check: ({ linkedin, touch }, at) => {
      if (touch.act === "invite" || !linkedin?.acceptedAt) return null;
      const until = addDays(linkedin.acceptedAt, REST_AFTER_ACCEPTANCE_DAYS);
      return at < until ? defer(until, "They accepted a moment ago") : null;
    },
  },
  {
    code: "invitations_a_week",
    source: ["OP-14"],
    channels: ["linkedin"],
    fix: null,
    check: ({ resource, touch }, at) => {
      if (touch.act !== "invite" || !resource) return null;
      const week = Array.from({ length: WEEK_DAYS }, (_, ago) => resource.used[localDay(addDays(at, -ago), resource.timezone)] ?? 0);
      const used = week.reduce((sum, day) => sum + day, 0);
      return used >= INVITATIONS_A_WEEK
        ? defer(startOfNextDay(at, resource.timezone), `${resource.label} sent ${INVITATIONS_A_WEEK} invitations within seven days`)
        : null;
    },
  },
  {
    code: "pending_invitations",
    source: ["OP-14"],
    channels: ["linkedin"],
    fix: null,
    // When somebody answers is nobody's to know; after thirty days an invitation is withdrawn.
    check: ({ resource, touch }) =>
      touch.act === "invite" && resource && resource.pendingInvitations >= PENDING_INVITATIONS
        ? hold(`${PENDING_INVITATIONS} invitations of ${resource.label} wait for an answer or to be withdrawn`)
        : null,
  },
];
