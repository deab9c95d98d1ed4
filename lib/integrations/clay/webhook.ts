import "server-only";
import { z } from "zod";
import { listSecrets, type Secrets } from "@/lib/integrations/signatures/hmac-signature";
import { isSameText } from "@/lib/integrations/signatures/is-same-text";

const text = z.string().nullish();

/** What the table's last column posts. The form is ours: the column's template must be set up to send it. */
export const clayCallback = z.object({
  agency_os_request_id: z.string().min(1),
  status: z.enum(["found", "partial", "not_found", "error"]),
  email: text,
  email_status: text,
  phone: text,
  first_name: text,
  last_name: text,
  title: text,
  company: text,
  domain: text,
  linkedin_url: text,
  company_employee_count: z.number().int().nullish(),
  company_industry: text,
  company_country: text,
  credits_used: z.number().min(0).nullish(),
  provider: text,
});
export type ClayCallback = z.infer<typeof clayCallback>;

/**
 * Whether the call carries our secret as `Authorization: Bearer`. Clay signs nothing and the header is one we put into the column, so
 * whoever holds it could make up a person: match the request id and believe no more than a data provider is believed.
 * @param authorization as received
 */
export function verifyClay(authorization: string | null, secrets: Secrets): boolean {
  let isKnown = false;
  for (const secret of listSecrets(secrets)) if (isSameText(authorization ?? "", `Bearer ${secret}`)) isKnown = true;
  return isKnown;
}
