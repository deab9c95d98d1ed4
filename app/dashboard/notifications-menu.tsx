"use client";

import { Bell } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { useAction } from "next-safe-action/hooks";
import { useState } from "react";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { markNotificationsReadAction } from "@/app/dashboard/actions";
import { RelativeTime } from "@/components/feedback/relative-time";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import type { NotificationRow } from "@/lib/db/queries/dashboard";
import { cn } from "@/lib/ui/cn";
import { formatCompactCount } from "@/lib/ui/format-number";

type NotificationsMenuProps = { items: readonly NotificationRow[]; unread: number; now: Date; timeZone: string };

export function NotificationsMenu({ items, unread, now, timeZone }: NotificationsMenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const markRead = useAction(markNotificationsReadAction, { onError: (failure) => toast.error(actionErrorText(failure)) });
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          size="icon"
          className="relative"
          aria-label={unread > 0 ? `Notifications, ${formatCompactCount(unread)} new` : "Notifications"}
        >
          <Bell />
          {unread > 0 ? (
            <span className="absolute -top-0.5 -right-0.5 grid h-4 min-w-4 place-content-center rounded-full bg-primary px-1 text-[0.625rem] text-primary-foreground">
              {formatCompactCount(unread)}
            </span>
          ) : null}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="p-0">
        <div className="flex min-h-11 items-center justify-between border-b px-3">
          <p className="font-medium">Notifications</p>
          {unread > 0 ? (
            <Button variant="ghost" size="sm" isPending={markRead.isExecuting} onClick={() => markRead.execute()}>
              Mark all as read
            </Button>
          ) : null}
        </div>
        {items.length === 0 ? (
          <p className="px-3 py-8 text-center text-muted-foreground">Nothing yet. Replies, meetings and trouble show up here.</p>
        ) : (
          <ul className="max-h-96 overflow-y-auto py-1">
            {items.map((item) => (
              <li key={item.id}>
                <NotificationLink item={item} onFollow={() => setIsOpen(false)}>
                  <span className={cn("mt-1.5 size-1.5 shrink-0 rounded-full", item.readAt ? "bg-transparent" : "bg-primary")}>
                    {item.readAt ? null : <span className="sr-only">New</span>}
                  </span>
                  <span className="grid min-w-0 gap-0.5">
                    <span className="break-words">{item.title}</span>
                    {item.body ? <span className="line-clamp-2 text-xs break-words text-muted-foreground">{item.body}</span> : null}
                    <RelativeTime at={item.createdAt} now={now} timeZone={timeZone} className="text-xs text-muted-foreground" />
                  </span>
                </NotificationLink>
              </li>
            ))}
          </ul>
        )}
      </PopoverContent>
    </Popover>
  );
}

type NotificationLinkProps = { item: NotificationRow; onFollow: () => void; children: React.ReactNode };

function NotificationLink({ item, onFollow, children }: NotificationLinkProps) {
  const className = "flex gap-2 px-3 py-2";
  // Written by the product itself; anything but a path of ours is not followed.
  if (!item.href?.startsWith("/") || item.href.startsWith("//")) return <div className={className}>{children}</div>;
  return (
    <Link href={item.href as Route} onClick={onFollow} className={cn(className, "hover:bg-accent")}>
      {children}
    </Link>
  );
}
