import { sql } from "kysely";
import { type Check, rowsOf } from "../evidence";

type Found = { found: string };

/** Rules without which nothing may ever leave; a certificate that does not name them was not made by the gate. */
const MUST_HAVE_RUN = [
  ...["suppressed", "replied", "outside_window", "resource_cap", "spacing"].map((code) => ({ code, channels: null })),
  { code: "no_consent_basis", channels: ["email", "sms", "linkedin"] },
  { code: "domain_cap", channels: ["email"] },
  { code: "dncr_unknown", channels: ["voice"] },
  { code: "calling_hours", channels: ["voice"] },
];

/** Each message carries the certificate of the checks it passed. */
export const certificates: Check = {
  name: "every message has a clean certificate",
  async find(evidence) {
    const rows = await rowsOf(
      evidence,
      sql<Found>`
        with sent as (
          select l.email, t.channel::text as channel, t.step_number, coalesce(t.certificate -> 'checks', '[]') as checks from touches t join leads l on l.id = t.lead_id
          where t.client_id = ${evidence.clientId} and t.state in ('sending', 'sent', 'unknown')
        )
        select email || ' step ' || step_number || ' failed ' || (c ->> 'code') as found from sent, jsonb_array_elements(checks) c
        where c ->> 'verdict' is distinct from 'pass'
        union all
        select email || ' step ' || step_number || ' was not checked for ' || code
        from sent, jsonb_to_recordset(${JSON.stringify(MUST_HAVE_RUN)}::jsonb) as rule (code text, channels text[])
        where (channels is null or channel = any (channels)) and not exists (select from jsonb_array_elements(checks) c where c ->> 'code' = code)`,
    );
    return rows.map(({ found }) => found);
  },
};

/** Everything announced was relayed. */
export const outbox: Check = {
  name: "the outbox is empty",
  async find(evidence) {
    const rows = await rowsOf(
      evidence,
      sql<Found>`select count(*) || ' events ' || name || ' wait' as found from private.outbox where sent_at is null group by name order by name`,
    );
    return rows.map(({ found }) => found);
  },
};

/** What a provider tells us by the way: a state on the road, or somebody we never wrote to. */
const OF_NO_CONCERN = "nothing in it is about anything of ours";

/** Everything that came in was thought about and understood. */
export const inbound: Check = {
  name: "every inbound event is processed",
  async find(evidence) {
    const rows = await rowsOf(
      evidence,
      sql<Found>`
        select count(*) || ' from ' || provider || ' wait' as found from private.inbound_events where processed_at is null group by provider
        union all
        select count(*) || ' from ' || provider || ': ' || error from private.inbound_events where processed_at is not null and error is not null and error <> ${OF_NO_CONCERN}
        group by provider, error`,
    );
    return rows.map(({ found }) => found);
  },
};

/** No hand-over is left half done. */
export const sending: Check = {
  name: "nothing is left in sending",
  async find(evidence) {
    const rows = await rowsOf(
      evidence,
      sql<Found>`
        select l.email || ' step ' || t.step_number || ' is still sending' as found from touches t join leads l on l.id = t.lead_id
        where t.client_id = ${evidence.clientId} and t.state = 'sending'`,
    );
    return rows.map(({ found }) => found);
  },
};
