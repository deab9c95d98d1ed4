import "server-only";
import type { TwilioCall } from "@/lib/integrations/twilio/request";

/**
 * The first page of a list, or the one Twilio's `next_page_uri` names.
 * @throws RangeError when `page` is not a page of this list: it came from outside and must not lead anywhere else
 */
export function pageRequest({
  path,
  query,
  page,
  accountSid,
}: {
  path: string;
  query: NonNullable<TwilioCall["query"]>;
  page: string | null;
  accountSid: string;
}): TwilioCall {
  if (page === null) return { method: "GET", path, query };
  const { pathname, searchParams } = new URL(page, "http://origin.invalid");
  if (pathname !== `/2010-04-01/Accounts/${accountSid}${path}`) throw new RangeError("the next page is not one of this list");
  return { method: "GET", path, query: Object.fromEntries(searchParams) };
}
