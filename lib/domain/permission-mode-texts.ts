import type { PermissionMode } from "@/lib/domain/outreach";

/** Each mode by name, and what choosing it means in practice. */
export const PERMISSION_MODE_TEXTS: Record<PermissionMode, { label: string; consequence: string }> = {
  autopilot: {
    label: "Autopilot",
    consequence: "Messages go out by themselves once every rule allows it. You see each one in the feed afterwards.",
  },
  co_pilot: {
    label: "Co-pilot",
    consequence: "Every message waits for somebody to approve it, for 24 hours at most. Nothing goes out unseen.",
  },
  manual: {
    label: "Manual",
    consequence: "Nothing is scheduled. A person picks each lead and each message.",
  },
};
