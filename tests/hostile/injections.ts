import { CALL_INJECTIONS } from "@/tests/hostile/call-injections";
import { FILE_INJECTIONS } from "@/tests/hostile/file-injections";
import type { Injection } from "@/tests/hostile/injection";
import { PAGE_INJECTIONS } from "@/tests/hostile/page-injections";
import { REPLY_INJECTIONS } from "@/tests/hostile/reply-injections";

/** The whole corpus. */
export const INJECTIONS: readonly Injection[] = [...PAGE_INJECTIONS, ...REPLY_INJECTIONS, ...FILE_INJECTIONS, ...CALL_INJECTIONS];

const ON_PAGE: ReadonlySet<string> = new Set(PAGE_INJECTIONS.map(({ place }) => place));

export function isOnPage({ place }: Injection): boolean {
  return ON_PAGE.has(place);
}
