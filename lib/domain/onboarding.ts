/** The steps of the guided set-up, in their order. Each is a page below /onboarding. */
export const ONBOARDING_STEPS = ["website", "audience", "identity", "channels", "consent", "done"] as const;
export type OnboardingStep = (typeof ONBOARDING_STEPS)[number];

export const ONBOARDING_LABELS: Readonly<Record<OnboardingStep, string>> = {
  website: "Your website",
  audience: "Whom you sell to",
  identity: "Who you are",
  channels: "Channels",
  consent: "Agreements",
  done: "Ready",
};

/** What of the set-up is there, read from what is stored: nothing remembers which page somebody was on. */
export type SetupFacts = {
  /** A discovery that waits for the person or was confirmed. */
  hasDiscovery: boolean;
  hasAudience: boolean;
  hasIdentity: boolean;
  hasSender: boolean;
  hasAgreed: boolean;
};

/** Which steps are done: what is filled in is done, whichever way it came. */
export function doneSteps(facts: SetupFacts): ReadonlySet<OnboardingStep> {
  const isDone: Record<Exclude<OnboardingStep, "done">, boolean> = {
    website: facts.hasDiscovery || facts.hasAudience,
    audience: facts.hasAudience,
    identity: facts.hasIdentity,
    channels: facts.hasSender,
    consent: facts.hasAgreed,
  };
  const done = ONBOARDING_STEPS.filter((step) => step !== "done" && isDone[step]);
  return new Set(done.length === ONBOARDING_STEPS.length - 1 ? ONBOARDING_STEPS : done);
}

/** Where somebody goes on: the first step that is left. */
export function stepToResume(facts: SetupFacts): OnboardingStep {
  const done = doneSteps(facts);
  return ONBOARDING_STEPS.find((step) => !done.has(step)) ?? "done";
}

/** The step after one, done or not; the last leads nowhere else. */
export function stepAfter(step: OnboardingStep): OnboardingStep {
  return ONBOARDING_STEPS[ONBOARDING_STEPS.indexOf(step) + 1] ?? "done";
}
