import type { Route } from "next";
import { redirect } from "next/navigation";
import { loadSetupOnce } from "@/app/onboarding/load-setup";
import { stepToResume } from "@/lib/domain/onboarding";

/** Goes on where there is something left to do. */
export default async function OnboardingPage() {
  redirect(`/onboarding/${stepToResume(await loadSetupOnce())}` as Route);
}
