import "server-only";
import { type GateRule, hold } from "@/lib/engines/gate/rule";

/** Is the text ready, and has whoever must agree agreed to exactly it? */
export const contentRules: readonly GateRule[] = [
  {
    code: "outcome_unknown",
    source: [],
    fix: "/dashboard/approvals",
    check: ({ touch }) => (touch.hasUnresolvedPredecessor ? hold("Nobody knows yet whether the message before this one arrived") : null),
  },
  {
    code: "content_not_ready",
    source: ["AU-10", "AU-18", "EM-03", "EM-05", "EM-62", "OP-35", "OP-36"],
    fix: "/dashboard/campaigns",
    check: ({ touch }) => (touch.contentProblems?.length ? hold(touch.contentProblems.join("; ")) : null),
  },
  {
    code: "ungrounded_claim",
    source: ["OP-35", "OP-36"],
    fix: "/dashboard/approvals",
    check: ({ touch }) => (touch.unsupportedClaims?.length ? hold(`No stored fact says so: ${touch.unsupportedClaims.join("; ")}`) : null),
  },
  {
    code: "never_say",
    source: [],
    fix: "/dashboard/settings/ai",
    check: ({ touch }) => (touch.neverSaid?.length ? hold(touch.neverSaid.join("; ")) : null),
  },
  {
    code: "permission_pending",
    source: [],
    fix: "/dashboard/approvals",
    check: ({ mode, touch }) => {
      if (mode === "autopilot") return null;
      if (mode === "manual") return hold("Manual mode: a person sends this");
      return touch.approvedHash !== null && touch.approvedHash === touch.contentHash
        ? null
        : hold("Waits for approval of exactly this text");
    },
  },
];
