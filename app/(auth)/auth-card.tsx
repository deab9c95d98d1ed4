import type { ReactNode } from "react";

type AuthCardProps = { title: string; description?: ReactNode; footer?: ReactNode; children: ReactNode };

/** The one panel of a sign-in page. */
export function AuthCard({ title, description, footer, children }: AuthCardProps) {
  return (
    <div className="grid w-full max-w-sm gap-4">
      <section className="grid gap-5 rounded-xl border bg-card p-6 shadow-xs">
        <div className="grid gap-1">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          {description ? <div className="text-pretty text-muted-foreground">{description}</div> : null}
        </div>
        {children}
      </section>
      {footer ? <div className="text-center text-muted-foreground">{footer}</div> : null}
    </div>
  );
}

export const authLinkClasses = "font-medium text-link underline-offset-4 hover:underline";
