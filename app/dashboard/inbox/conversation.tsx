import { ArrowLeft, Bot, User } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { INTENT_TEXTS } from "@/app/dashboard/inbox/inbox-words";
import { leadName } from "@/app/dashboard/leads/lead-words";
import { EmptyState } from "@/components/feedback/empty-state";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { ConversationMessage, InboxThread, InboxView } from "@/lib/db/queries/inbox";
import { CHANNEL_LABELS } from "@/lib/domain/outreach";
import { visibleReplyText } from "@/lib/engines/replies/visible-reply-text";
import { cn } from "@/lib/ui/cn";
import { formatShortTime, formatZonedTime } from "@/lib/ui/format-time";

type ConversationProps = {
  thread: InboxThread;
  messages: readonly ConversationMessage[];
  view: InboxView;
  /** The message a notification pointed at. */
  highlighted: string | null;
  now: Date;
  timeZone: string;
};

/** Everything that was said, oldest first, as text: what came as HTML was turned into the text a reader sees. */
export function Conversation({ thread, messages, view, highlighted, now, timeZone }: ConversationProps) {
  return (
    <Card className="min-w-0" aria-label="Conversation">
      <CardHeader>
        <div className="grid min-w-0 gap-1">
          <Link
            href={`/dashboard/inbox${view === "all" ? "" : `?view=${view}`}` as Route}
            className="inline-flex items-center gap-1 text-xs text-muted-foreground hover:text-foreground lg:hidden"
          >
            <ArrowLeft className="size-3.5" aria-hidden />
            All conversations
          </Link>
          <CardTitle className="wrap-anywhere">
            {thread.subject || (thread.channel === "email" ? "No subject" : CHANNEL_LABELS[thread.channel])}
          </CardTitle>
          <p className="text-xs text-muted-foreground">
            {[thread.campaignName, thread.mailbox && `at ${thread.mailbox}`].filter(Boolean).join(", ")}
          </p>
        </div>
      </CardHeader>
      <CardContent>
        {messages.length === 0 ? (
          <EmptyState title="No message is left in this conversation" />
        ) : (
          <ol className="grid gap-3">
            {messages.map((message) => (
              <Message
                key={message.id}
                message={message}
                name={message.direction === "inbound" ? leadName({ ...thread, email: message.fromAddress }) : (message.fromAddress ?? "Us")}
                sent={textBefore(messages, message)}
                isHighlighted={message.id === highlighted}
                now={now}
                timeZone={timeZone}
              />
            ))}
          </ol>
        )}
      </CardContent>
    </Card>
  );
}

type MessageProps = {
  message: ConversationMessage;
  name: string;
  sent: string | undefined;
  isHighlighted: boolean;
  now: Date;
  timeZone: string;
};

function Message({ message, name, sent, isHighlighted, now, timeZone }: MessageProps) {
  const isInbound = message.direction === "inbound";
  const { reply: shown, removed } = isInbound ? visibleReplyText(message.bodyText, { sent }) : withoutFooter(message.bodyText);
  const intent = message.intent && INTENT_TEXTS[message.intent];
  const Icon = message.kind === "message" ? User : Bot;
  return (
    <li
      id={message.id}
      className={cn(
        "grid max-w-[85%] min-w-0 gap-1.5 rounded-lg border p-3 max-sm:max-w-full",
        isInbound ? "justify-self-start bg-background" : "justify-self-end bg-primary/6",
        isHighlighted && "border-primary/60",
      )}
    >
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <span className="inline-flex min-w-0 items-center gap-1.5 font-medium">
          <Icon className="size-3.5 shrink-0 text-muted-foreground" aria-hidden />
          <span className="truncate">{name}</span>
        </span>
        <time
          dateTime={message.occurredAt.toISOString()}
          title={formatZonedTime(message.occurredAt, timeZone)}
          className="text-xs text-muted-foreground"
        >
          {formatShortTime(message.occurredAt, now, timeZone)}
        </time>
      </header>
      {message.kind === "message" ? null : (
        <p className="text-xs text-muted-foreground">
          {message.kind === "auto_reply" ? "Automatic answer" : `Delivery report: ${message.kind}`}
        </p>
      )}
      {shown ? (
        <p className="wrap-anywhere whitespace-pre-wrap">{shown}</p>
      ) : (
        <p className="text-muted-foreground">Nothing of their own, only a quote or a signature</p>
      )}
      {removed.length > 0 ? (
        <details>
          <summary className="w-fit rounded-sm text-xs text-muted-foreground hover:text-foreground">
            Whole message, with {removed.map((part) => part.replaceAll("_", " ")).join(", ")}
          </summary>
          <p className="mt-2 max-h-96 overflow-y-auto border-l-2 pl-3 text-xs wrap-anywhere whitespace-pre-wrap text-muted-foreground">
            {message.bodyText}
          </p>
        </details>
      ) : null}
      {isInbound && intent ? (
        <p className="flex flex-wrap items-center gap-2 text-xs text-muted-foreground">
          <Badge tone={intent.tone}>{intent.label}</Badge>
          {message.handledAt
            ? `Handled${message.handledByName ? ` by ${message.handledByName}` : ""}, ${formatShortTime(message.handledAt, now, timeZone)}`
            : null}
        </p>
      ) : null}
    </li>
  );
}

/** Our own messages end with who we are and how to opt out, below a line of two hyphens. */
function withoutFooter(text: string): { reply: string; removed: string[] } {
  const [own = "", ...footer] = text.split(/\n-- ?\n/);
  return footer.length > 0 ? { reply: own.trimEnd(), removed: ["sender details"] } : { reply: text, removed: [] };
}

/** The last thing we sent before a message: its lines are quoted in the answer and are not the person's own. */
function textBefore(messages: readonly ConversationMessage[], message: ConversationMessage): string | undefined {
  return messages.slice(0, messages.indexOf(message)).findLast((earlier) => earlier.direction === "outbound")?.bodyText;
}
