import { ChevronRight } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/lib/ui/cn";

type PageHeaderProps = {
  title: ReactNode;
  description?: ReactNode;
  /** Pages above this one, topmost first. */
  parents?: readonly { label: string; href: Route }[];
  /** Chips beside the title (status, tier). */
  badges?: ReactNode;
  actions?: ReactNode;
  className?: string;
};

/** The one `h1` of a page, with its way up and its actions. */
export function PageHeader({ title, description, parents = [], badges, actions, className }: PageHeaderProps) {
  return (
    <header className={cn("mb-5 flex flex-wrap items-start justify-between gap-x-6 gap-y-3", className)}>
      <div className="grid min-w-0 gap-1">
        {parents.length > 0 ? (
          <nav aria-label="Breadcrumb">
            <ol className="flex flex-wrap items-center gap-1 text-xs text-muted-foreground">
              {parents.map(({ label, href }) => (
                <li key={href} className="flex items-center gap-1">
                  <Link href={href} className="hover:text-foreground hover:underline">
                    {label}
                  </Link>
                  <ChevronRight className="size-3" aria-hidden />
                </li>
              ))}
            </ol>
          </nav>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
          {badges}
        </div>
        {description ? <div className="max-w-2xl text-pretty text-muted-foreground">{description}</div> : null}
      </div>
      {actions ? <div className="flex flex-wrap items-center gap-2">{actions}</div> : null}
    </header>
  );
}
