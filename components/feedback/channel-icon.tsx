import { Mail, MessageSquare, Phone, Send, UserPlus } from "lucide-react";
import { CHANNEL_LABELS, type Channel } from "@/lib/domain/outreach";
import { cn } from "@/lib/ui/cn";

const ICONS = { email: Mail, linkedin: UserPlus, voice: Phone, sms: MessageSquare, mail: Send } as const;

/** A channel at a glance. Beside its name it is decoration; `isNamed` says it where no name stands. */
export function ChannelIcon({ channel, isNamed = false, className }: { channel: Channel; isNamed?: boolean; className?: string }) {
  const Icon = ICONS[channel];
  const shape = cn("size-4 shrink-0 text-muted-foreground", className);
  return isNamed ? <Icon className={shape} role="img" aria-label={CHANNEL_LABELS[channel]} /> : <Icon className={shape} aria-hidden />;
}
