import type { Metadata } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { loadSetupOnce } from "@/app/onboarding/load-setup";
import { StepNavigation } from "@/app/onboarding/step-navigation";
import { Logo } from "@/components/shell/logo";
import { Button } from "@/components/ui/button";
import { requireMembership } from "@/lib/auth/membership";
import { doneSteps } from "@/lib/domain/onboarding";

export const metadata: Metadata = { title: { default: "Set up", template: "%s · Set up · Agency OS" } };

/** The guided set-up: six steps in any order, each of which can be left and taken up again. */
export default async function OnboardingLayout({ children }: { children: ReactNode }) {
  const { client } = await requireMembership();
  const done = doneSteps(await loadSetupOnce());
  return (
    <div className="min-h-dvh">
      <header className="sticky top-0 z-20 border-b bg-background">
        <div className="mx-auto flex h-14 max-w-5xl items-center justify-between gap-4 px-4">
          <div className="flex min-w-0 items-center gap-3">
            <Logo />
            <span className="hidden min-w-0 truncate text-muted-foreground sm:block">{client.name}</span>
          </div>
          <Button asChild variant="ghost">
            <Link href="/dashboard">Finish later</Link>
          </Button>
        </div>
      </header>
      <div className="mx-auto grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-6 px-4 py-6 lg:grid-cols-[12rem_minmax(0,1fr)] lg:gap-10">
        <StepNavigation done={[...done]} />
        <main className="min-w-0">{children}</main>
      </div>
    </div>
  );
}
