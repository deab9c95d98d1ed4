import { Check as CheckIcon, Clock, X } from "lucide-react";
import type { Route } from "next";
import Link from "next/link";
import { GATE_WORDS } from "@/lib/domain/gate-words";
import { cn } from "@/lib/ui/cn";

/** One rule of the gate and what it says. */
export type ShownCheck = { code: string; verdict: string; detail?: string; fix?: string };

/** The gate's checks in the order in which it asks them. */
export function CheckList({ checks, className }: { checks: readonly ShownCheck[]; className?: string }) {
  return (
    <ol className={cn("grid gap-x-6 gap-y-1.5 sm:grid-cols-2", className)}>
      {checks.map(({ code, verdict, detail, fix }) => {
        const Icon = verdict === "pass" ? CheckIcon : verdict === "defer" ? Clock : X;
        return (
          <li key={code} className="flex items-start gap-2">
            <Icon
              aria-hidden
              className={cn(
                "mt-0.5 size-4 shrink-0",
                verdict === "pass" ? "text-success" : verdict === "defer" ? "text-warning" : "text-danger",
              )}
            />
            <span className="min-w-0 break-words">
              <span className="sr-only">{verdict === "pass" ? "Passes: " : "In the way: "}</span>
              {GATE_WORDS[code]?.passes ?? code.replaceAll("_", " ")}
              {detail ? <span className="block text-xs text-muted-foreground">{detail}</span> : null}
              {fix && verdict !== "pass" ? (
                <Link href={fix as Route} className="text-xs text-link hover:underline">
                  Change it
                </Link>
              ) : null}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
