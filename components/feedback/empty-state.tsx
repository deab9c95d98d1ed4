import type { ReactNode } from "react";
import { cn } from "@/lib/ui/cn";

type EmptyStateProps = {
  /** A lucide icon element. */
  icon?: ReactNode;
  title: string;
  /** Why it is empty and what fills it. */
  children?: ReactNode;
  action?: ReactNode;
  className?: string;
};

/** Nothing here yet, said honestly, with the next step. */
export function EmptyState({ icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div className={cn("grid justify-items-center gap-2 px-4 py-12 text-center", className)}>
      {icon ? (
        <div aria-hidden className="mb-1 grid size-10 place-content-center rounded-full bg-muted text-muted-foreground [&_svg]:size-5">
          {icon}
        </div>
      ) : null}
      <p className="text-base font-medium">{title}</p>
      {children ? <div className="max-w-md text-pretty text-muted-foreground">{children}</div> : null}
      {action ? <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}
