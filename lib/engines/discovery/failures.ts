import "server-only";
import type { DiscoveryFailure, DiscoveryStep } from "@/lib/domain/discovery";
import { SITE_STATE_WORDS, type SiteState } from "@/lib/domain/site-reading";

const TYPE_IT_IN = "Tell us about your agency by hand: it takes two minutes.";

/** Why a site could not be read, after every way to read it was tried. */
export function siteFailure(state: SiteState, detail: string | null): DiscoveryFailure {
  const { sentence, nextStep, advice } = SITE_STATE_WORDS[state];
  const isLastResort = nextStep === "crawl" || nextStep === "form";
  return {
    step: "fetch_website",
    code: state,
    message: [sentence, detail].filter(Boolean).join(" "),
    next: nextStep === "check_address" ? "check_address" : "type_it_in",
    nextText: isLastResort && nextStep === "crawl" ? TYPE_IT_IN : advice,
  };
}

/** Nothing on the pages is what a profile could be made of. */
export function nothingFound(step: DiscoveryStep): DiscoveryFailure {
  return {
    step,
    code: "nothing_found",
    message: "We read your website and found neither what you offer nor for whom.",
    next: "type_it_in",
    nextText: TYPE_IT_IN,
  };
}

/** A fault of ours, after everything was tried again. */
export function ourFault(step: DiscoveryStep): DiscoveryFailure {
  return {
    step,
    code: "fault",
    message: "Something went wrong on our side, and trying again did not help.",
    next: "try_again",
    nextText: "Try again in a few minutes, or tell us about your agency by hand.",
  };
}
