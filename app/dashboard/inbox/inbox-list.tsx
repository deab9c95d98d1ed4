"use client";

import { Inbox } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useRef, useTransition } from "react";
import { markHandledAction } from "@/app/dashboard/inbox/actions";
import type { InboxRowView } from "@/app/dashboard/inbox/inbox-row-view";
import { INTENT_TEXTS, VIEW_LABELS } from "@/app/dashboard/inbox/inbox-words";
import { runChangeOrToast } from "@/app/dashboard/leads/run-change";
import { EmptyState } from "@/components/feedback/empty-state";
import { RelativeTime } from "@/components/feedback/relative-time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/ui/cn";
import { useHotkeys } from "@/lib/ui/use-hotkeys";

type View = keyof typeof VIEW_LABELS;
const VIEWS = Object.keys(VIEW_LABELS) as View[];

type InboxListProps = {
  rows: readonly InboxRowView[];
  counts: Record<View, number>;
  /** A count that reached this is shown as "99+". */
  countLimit: number;
  view: View;
  threadId: string | null;
  needsReply: boolean;
  older: string | null;
  isFirstPage: boolean;
  now: Date;
  timeZone: string;
  mayChange: boolean;
  className?: string;
};

/** Conversations by view, with j, k and Enter to move and e to mark the open one as handled. */
export function InboxList(props: InboxListProps) {
  const { rows, counts, countLimit, view, threadId, older, isFirstPage, now, timeZone, mayChange, className } = props;
  const list = useRef<HTMLUListElement>(null);
  const [isPending, startChange] = useTransition();
  const move = (step: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll("a") ?? [])];
    const focused = links.indexOf(document.activeElement as HTMLAnchorElement);
    const open = rows.findIndex((row) => row.threadId === threadId);
    const from = focused >= 0 ? focused : open;
    links[Math.min(links.length - 1, Math.max(0, from + step))]?.focus();
  };
  useHotkeys({
    j: () => move(1),
    k: () => move(-1),
    e: () => {
      if (!threadId || !mayChange || isPending) return;
      startChange(async () => {
        await runChangeOrToast(markHandledAction({ threadId }), "Marked as handled");
      });
    },
  });

  return (
    <section aria-label="Conversations" className={cn("grid min-w-0 gap-3", className)}>
      <nav aria-label="Views" className="flex gap-1 overflow-x-auto pb-1 lg:flex-wrap">
        {VIEWS.map((name) => (
          <Link
            key={name}
            href={inboxHref(name)}
            aria-current={name === view ? "page" : undefined}
            className={cn(
              "inline-flex shrink-0 items-center gap-1.5 rounded-md px-2 py-1 text-muted-foreground hover:bg-accent hover:text-foreground",
              name === view && "bg-accent font-medium text-foreground",
            )}
          >
            {VIEW_LABELS[name]}
            {counts[name] > 0 ? (
              <span className="text-xs text-muted-foreground">{counts[name] >= countLimit ? `${countLimit - 1}+` : counts[name]}</span>
            ) : null}
          </Link>
        ))}
      </nav>
      <div className="overflow-hidden rounded-lg border bg-card">
        {rows.length === 0 ? (
          <EmptyState icon={<Inbox />} title={view === "all" ? "Nobody has answered yet" : "Nothing here"}>
            {view === "all"
              ? "Answers appear here within seconds of arriving at one of your mailboxes."
              : "No conversation of this kind; look under All."}
          </EmptyState>
        ) : (
          <ul ref={list} className="max-h-[calc(100dvh-14rem)] divide-y overflow-y-auto max-lg:max-h-none">
            {rows.map((row) => (
              <li key={row.threadId}>
                <ConversationLink row={row} view={view} isOpen={row.threadId === threadId} now={now} timeZone={timeZone} />
              </li>
            ))}
          </ul>
        )}
      </div>
      {older || !isFirstPage ? (
        <div className="flex gap-2">
          {isFirstPage ? null : (
            <Button asChild variant="outline" size="sm">
              <Link href={inboxHref(view)}>Newest</Link>
            </Button>
          )}
          {older ? (
            <Button asChild variant="outline" size="sm">
              <Link href={inboxHref(view, { before: older })}>Older</Link>
            </Button>
          ) : null}
        </div>
      ) : null}
    </section>
  );
}

type ConversationLinkProps = { row: InboxRowView; view: View; isOpen: boolean; now: Date; timeZone: string };

function ConversationLink({ row, view, isOpen, now, timeZone }: ConversationLinkProps) {
  const intent = row.intent ? INTENT_TEXTS[row.intent] : null;
  return (
    <Link
      href={inboxHref(view, { thread: row.threadId })}
      aria-current={isOpen ? "true" : undefined}
      className={cn(
        "grid grid-cols-[minmax(0,1fr)] gap-1 px-3 py-2.5 -outline-offset-2 hover:bg-row-hover",
        isOpen && "bg-row-selected shadow-[inset_2px_0_var(--primary)]",
      )}
    >
      <span className="flex items-baseline justify-between gap-2">
        <span className={cn("min-w-0 truncate", row.needsReply && "font-semibold")}>
          {row.name}
          {row.company ? <span className="font-normal text-muted-foreground"> · {row.company}</span> : null}
        </span>
        <RelativeTime at={row.occurredAt} now={now} timeZone={timeZone} className="text-xs whitespace-nowrap text-muted-foreground" />
      </span>
      <span className="line-clamp-2 text-xs wrap-anywhere text-muted-foreground">{row.excerpt || row.subject || "No text"}</span>
      <span className="flex flex-wrap items-center gap-1.5">
        {intent ? <Badge tone={intent.tone}>{intent.label}</Badge> : null}
        {row.channel ? <Badge tone="neutral">{row.channel}</Badge> : null}
        {row.isUnmatched ? <Badge tone="warning">Unmatched</Badge> : null}
        {row.needsReview ? <Badge tone="warning">To check</Badge> : null}
        {row.needsReply ? <span className="sr-only">Needs a reply</span> : null}
      </span>
    </Link>
  );
}

function inboxHref(view: View, more: { thread?: string; before?: string } = {}): Route {
  const params = new URLSearchParams({ ...(view !== "all" && { view }), ...more });
  return `/dashboard/inbox${params.size > 0 ? `?${params}` : ""}` as Route;
}
