/** Channels as the schema names them; `mail` is a letter. */
export const CHANNELS = ["email", "linkedin", "voice", "sms", "mail"] as const;
export type Channel = (typeof CHANNELS)[number];

/** What people call a channel. */
export const CHANNEL_LABELS: Readonly<Record<Channel, string>> = {
  email: "E-mail",
  linkedin: "LinkedIn",
  voice: "Voice",
  sms: "SMS",
  mail: "Letters",
};

export const PERMISSION_MODES = ["autopilot", "co_pilot", "manual"] as const;
export type PermissionMode = (typeof PERMISSION_MODES)[number];

/** The mode that holds for a lead: its own, else the campaign's, else the client's, else co-pilot. */
export function effectiveMode(modes: {
  lead: PermissionMode | null;
  campaign: PermissionMode | null;
  client: PermissionMode | null;
}): PermissionMode {
  return modes.lead ?? modes.campaign ?? modes.client ?? "co_pilot";
}

/** States from which a touch may still go out. */
export const PENDING_TOUCH_STATES = ["planned", "awaiting_approval", "ready"] as const;

/** Daily outreach a client may do across campaigns, by tier (domain facts, 4.2). */
export const CLIENT_DAILY_OUTREACH = { ignition: 50, velocity: 100, dominance: 200 } as const;
