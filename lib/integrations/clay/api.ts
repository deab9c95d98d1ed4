import "server-only";
import { InvalidError } from "@/lib/errors";
import { CLAY_LIMITS } from "@/lib/integrations/clay/limits";
import { failedAnswer, type HttpRequest, type ProviderAccess, send } from "@/lib/integrations/http";

/** `webhookId` is the last part of the table's webhook address; `token` is shown once when it is made, null for a webhook without. */
export type ClayKey = { webhookId: string; token: string | null };

/** One person to be looked for. Whatever is null is not sent. */
export type ClayRow = {
  /** Ours; the table sends it back with the answer. */
  requestId: string;
  clientId: string;
  firstName: string | null;
  lastName: string | null;
  company: string | null;
  domain: string | null;
  email: string | null;
  linkedinUrl: string | null;
  /** What the table's look-ups may spend on the row; its columns are set up to stop there. */
  mostCredits: number | null;
  /** Where the table's last column posts the answer. */
  callbackUrl: string;
};

export type Clay = ReturnType<typeof clay>;

/**
 * A Clay table as rows in and callbacks out; Clay has no other API that can be relied on. Throws ProviderError, none of which names a
 * person or the webhook, whose address is half its secret.
 * @param access `baseUrl` such as https://api.clay.com
 */
export function clay({ apiKey, baseUrl, fetch }: ProviderAccess<ClayKey>) {
  return {
    /**
     * Puts a row into the table, which starts its paid look-ups; the answer comes later, see `toClayAnswer`. A repeat pays again, so a lost
     * answer is an unknown outcome: wait for the callback until the deadline.
     * @throws InvalidError for a row over 100 KB
     */
    async sendRow(row: ClayRow): Promise<void> {
      const body = toRow(row);
      if (Buffer.byteLength(JSON.stringify(body)) > CLAY_LIMITS.payloadBytes) throw new InvalidError("The row is too large for Clay.");
      const request: HttpRequest = {
        provider: "clay",
        fetch,
        method: "POST",
        baseUrl,
        path: `/v3/sources/webhook/${encodeURIComponent(apiKey.webhookId)}`,
        label: "/v3/sources/webhook/{id}",
        headers: apiKey.token === null ? {} : { "x-clay-webhook-auth": apiKey.token },
        body,
      };
      const answer = await send(request);
      if (answer.status < 200 || answer.status > 299) throw failedAnswer(request, answer, detailOf(answer.status));
    },
  };
}

function toRow({ requestId, clientId, callbackUrl, firstName, lastName, company, domain, email, linkedinUrl, mostCredits }: ClayRow) {
  const known = { first_name: firstName, last_name: lastName, company, domain, email, linkedin_url: linkedinUrl, max_credits: mostCredits };
  return {
    agency_os_request_id: requestId,
    tenant_id: clientId,
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== null)),
    callback_url: callbackUrl,
  };
}

function detailOf(status: number): { detail?: string } {
  if (status === 401) return { detail: "the webhook token is not accepted" };
  return status === 404 ? { detail: "the webhook is removed or used up" } : {};
}
