import { cva, type VariantProps } from "class-variance-authority";
import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "@/lib/ui/cn";

const alertVariants = cva("flex items-start gap-2.5 rounded-lg border px-3 py-2.5 [&>svg]:mt-0.5 [&>svg]:size-4 [&>svg]:shrink-0", {
  variants: {
    tone: {
      info: "border-info/30 bg-info/8 [&>svg]:text-info",
      success: "border-success/30 bg-success/8 [&>svg]:text-success",
      warning: "border-warning/35 bg-warning/8 [&>svg]:text-warning",
      danger: "border-danger/35 bg-danger/8 [&>svg]:text-danger",
    },
  },
  defaultVariants: { tone: "info" },
});

const ICONS = { info: Info, success: CircleCheck, warning: TriangleAlert, danger: CircleAlert };

type AlertProps = Omit<ComponentProps<"div">, "title"> & VariantProps<typeof alertVariants> & { title?: ReactNode; action?: ReactNode };

/** A message that stays; `danger` and `warning` are announced to screen readers. */
export function Alert({ className, tone, title, action, children, ...props }: AlertProps) {
  const Icon = ICONS[tone ?? "info"];
  return (
    <div role={tone === "danger" || tone === "warning" ? "alert" : "status"} className={cn(alertVariants({ tone }), className)} {...props}>
      <Icon aria-hidden />
      <div className="grid min-w-0 flex-1 gap-0.5">
        {title ? <p className="font-medium">{title}</p> : null}
        {children ? <div className={cn(title && "text-muted-foreground")}>{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
