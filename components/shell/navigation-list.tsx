"use client";

import Link from "next/link";
import { isCurrentItem, type NavigationGroup, type NavigationItem } from "@/components/shell/navigation";
import { Tooltip, TooltipContent, TooltipTrigger } from "@/components/ui/tooltip";
import { cn } from "@/lib/ui/cn";
import { formatCompactCount } from "@/lib/ui/format-number";

type NavigationListProps = { navigation: readonly NavigationGroup[]; pathname: string; isCollapsed: boolean };

export function NavigationList({ navigation, pathname, isCollapsed }: NavigationListProps) {
  return (
    <div className="grid gap-4">
      {navigation.map(({ label, items }) => (
        <div key={label ?? items[0]?.href} className="grid gap-0.5">
          {label && !isCollapsed ? <p className="px-2 pb-1 text-xs text-muted-foreground">{label}</p> : null}
          {items.map((item) => (
            <NavigationLink key={item.href} item={item} isCurrent={isCurrentItem(item, pathname)} isCollapsed={isCollapsed} />
          ))}
        </div>
      ))}
    </div>
  );
}

function NavigationLink({ item, isCurrent, isCollapsed }: { item: NavigationItem; isCurrent: boolean; isCollapsed: boolean }) {
  const count = item.count ?? 0;
  const link = (
    <Link
      href={item.href}
      aria-current={isCurrent ? "page" : undefined}
      aria-label={isCollapsed ? item.label : undefined}
      className={cn(
        "relative flex h-8 items-center gap-2.5 rounded-md font-medium text-muted-foreground hover:bg-accent hover:text-foreground aria-[current=page]:bg-accent aria-[current=page]:text-foreground [&_svg]:size-4 [&_svg]:shrink-0",
        isCollapsed ? "justify-center" : "px-2",
      )}
    >
      {item.icon}
      {isCollapsed ? null : <span className="truncate">{item.label}</span>}
      {count > 0 && !isCollapsed ? (
        <span className="ml-auto rounded-full bg-primary/12 px-1.5 text-xs text-link">{formatCompactCount(count)}</span>
      ) : null}
      {count > 0 && isCollapsed ? <span className="absolute top-1 right-1.5 size-1.5 rounded-full bg-primary" /> : null}
    </Link>
  );
  if (!isCollapsed) return link;
  return (
    <Tooltip>
      <TooltipTrigger asChild>{link}</TooltipTrigger>
      <TooltipContent side="right">{count > 0 ? `${item.label} (${formatCompactCount(count)})` : item.label}</TooltipContent>
    </Tooltip>
  );
}
