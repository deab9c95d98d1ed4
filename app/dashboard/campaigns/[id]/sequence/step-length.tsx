import type { Channel } from "@/lib/domain/outreach";
import { countSmsSegments, toGsm7 } from "@/lib/domain/sms";
import { cn } from "@/lib/ui/cn";
import { formatCountOf } from "@/lib/ui/format-number";

/** LinkedIn's own limit for the note of an invitation; a message is long before it ends, and a letter has one page. */
const LONGEST = { note: 300, linkedin: 1900, voice: 2500, mail: 2500 } as const;

/** How long a step's text is on its channel, as typed: fields count as they stand here, and a sender's tail comes on top. */
export function StepLength({ channel, isInvitation, text }: { channel: Channel; isInvitation: boolean; text: string }) {
  if (channel === "email") return null;
  if (channel === "sms") {
    const { units, segments, foreign, encoding } = countSmsSegments(toGsm7(text));
    return (
      <p className="text-xs text-muted-foreground">
        {formatCountOf(units, "character")}, {formatCountOf(segments, "message")} before the sender's name and the way out are added.
        {encoding === "ucs2" ? (
          <span className="text-warning"> {foreign.slice(0, 5).join(" ")} makes each message hold 70 characters instead of 160.</span>
        ) : null}
      </p>
    );
  }
  const longest = isInvitation ? LONGEST.note : LONGEST[channel];
  return (
    <p className={cn("text-xs", text.length > longest ? "text-danger" : "text-muted-foreground")}>
      {text.length} of {longest} characters
    </p>
  );
}
