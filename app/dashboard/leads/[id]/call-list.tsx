import { StatusBadge, type StatusTone } from "@/components/feedback/status-badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { LeadCall } from "@/lib/db/queries/lead-channels";
import type { CallOutcome } from "@/lib/domain/channel-events";
import { cn } from "@/lib/ui/cn";
import { formatDuration, formatShortTime } from "@/lib/ui/format-time";

const TONES: Readonly<Record<CallOutcome, StatusTone>> = {
  meeting_booked: "success",
  interested: "success",
  callback: "info",
  voicemail: "neutral",
  no_answer: "neutral",
  busy: "neutral",
  not_interested: "warning",
  wrong_number: "warning",
  dnc_request: "danger",
  failed: "danger",
};

/** Calls with a lead: how each ended, and what was said where they agreed to have it kept. */
export function CallList({ calls, now, timeZone }: { calls: readonly LeadCall[]; now: Date; timeZone: string }) {
  if (calls.length === 0) return null;
  return (
    <Card>
      <CardHeader>
        <CardTitle>Calls</CardTitle>
      </CardHeader>
      <CardContent>
        <ul className="grid gap-4">
          {calls.map((call) => (
            <li key={call.id} className="grid gap-1.5">
              <span className="flex flex-wrap items-center justify-between gap-2">
                <span>
                  {formatShortTime(call.startedAt, now, timeZone)}
                  {call.seconds ? <span className="text-muted-foreground"> · {formatDuration(call.seconds * 1000)}</span> : null}
                </span>
                <StatusBadge
                  status={call.outcome ?? "sending"}
                  {...(call.outcome ? { tone: TONES[call.outcome as CallOutcome] } : { label: "Calling" })}
                />
              </span>
              {call.summary ? <p className="text-xs text-pretty text-muted-foreground">{call.summary}</p> : null}
              {call.callbackAt ? <p className="text-xs">They want to be called {formatShortTime(call.callbackAt, now, timeZone)}</p> : null}
              {call.transcript ? (
                <Transcript text={call.transcript} />
              ) : (
                <p className="text-xs text-muted-foreground">Nothing that was said is kept.</p>
              )}
            </li>
          ))}
        </ul>
      </CardContent>
    </Card>
  );
}

/** What was said, turn by turn; it exists only after they agreed to the recording. */
function Transcript({ text }: { text: string }) {
  return (
    <details>
      <summary className="text-xs font-medium">What was said, recorded with their consent</summary>
      <ol className="mt-2 grid gap-1.5">
        {turnsOf(text).map(({ position, isTheirs, said }) => (
          <li
            key={position}
            className={cn(
              "w-fit max-w-[85%] rounded-lg px-2.5 py-1.5 text-xs break-words",
              isTheirs ? "justify-self-start bg-muted" : "justify-self-end bg-primary/12",
            )}
          >
            <span className="sr-only">{isTheirs ? "They said: " : "The caller said: "}</span>
            {said}
          </li>
        ))}
      </ol>
    </details>
  );
}

/** A transcript is kept as lines "AI: …" and "User: …"; a line without a name goes on from the one before. */
function turnsOf(text: string): { position: number; isTheirs: boolean; said: string }[] {
  const turns: { position: number; isTheirs: boolean; said: string }[] = [];
  for (const line of text.split("\n")) {
    const [, speaker, said] = /^(AI|User): (.*)$/.exec(line) ?? [];
    const last = turns.at(-1);
    if (speaker) turns.push({ position: turns.length, isTheirs: speaker === "User", said: said ?? "" });
    else if (last && line.trim()) last.said += ` ${line.trim()}`;
  }
  return turns;
}
