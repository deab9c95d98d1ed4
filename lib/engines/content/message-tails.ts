import "server-only";

/**
 * Who writes and how to be left alone, as every text ends (AU-18). "Reply STOP" only where a reply arrives (AU-19); an alphanumeric
 * sender gets a link.
 */
export function smsTail({
  legalName,
  isTwoWay,
  unsubscribeUrl,
}: {
  legalName: string | null;
  isTwoWay: boolean;
  unsubscribeUrl: string;
}): string {
  return `\n${legalName}. ${isTwoWay ? "Reply STOP to opt out" : `Opt out: ${unsubscribeUrl}`}`;
}

/** The same for a message on LinkedIn, where an answer is the way to opt out (AU-51). */
export function linkedinTail({ legalName, contact }: { legalName: string | null; contact: string | null }): string {
  return `\n\n${legalName} · ${contact}. Not for you? Tell me and I will not write again.`;
}
