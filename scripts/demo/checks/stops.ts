import { sql } from "kysely";
import { leadSuppressionKeys } from "@/lib/engines/suppression/suppression-key";
import { type Check, type Evidence, rowsOf } from "../evidence";

type Claimed = {
  email: string;
  domain: string | null;
  phone: string | null;
  linkedinUrl: string | null;
  channel: string;
  stepNumber: number;
  claimedAt: Date;
};
type Stop = { kind: string; keyHmac: string; reason: string; channels: string[]; createdAt: Date };

/** Once a stop is committed (suppression, a person's answer, a meeting) nothing more of that person is claimed. */
export const sendsAfterStop: Check = {
  name: "nothing is sent after a stop",
  async find(evidence) {
    const { clientId } = evidence;
    const said = await rowsOf(
      evidence,
      sql<{ email: string; stepNumber: number; why: string }>`
        with claimed as (
          select t.lead_id, t.step_number, t.claimed_at, l.email::text as email
          from touches t join leads l on l.id = t.lead_id
          where t.client_id = ${clientId} and t.claimed_at is not null and t.state in ('sending', 'sent', 'unknown', 'failed')
        )
        select c.email, c.step_number, 'they had replied' as why from claimed c
        where exists (select from messages m where m.lead_id = c.lead_id and m.direction = 'inbound' and m.is_reply and m.created_at < c.claimed_at)
        union all
        select c.email, c.step_number, 'a meeting was booked' from claimed c
        where exists (select from meetings m where m.lead_id = c.lead_id and m.booked_at < c.claimed_at)`,
    );
    const claimed = await rowsOf(
      evidence,
      sql<Claimed>`
        select l.email::text as email, l.domain, l.phone, l.linkedin_url, t.channel::text as channel, t.step_number, t.claimed_at from touches t join leads l on l.id = t.lead_id
        where t.client_id = ${clientId} and t.claimed_at is not null and t.state in ('sending', 'sent', 'unknown', 'failed')`,
    );
    return [
      ...said.map(({ email, stepNumber, why }) => `${email} step ${stepNumber} was claimed although ${why}`),
      ...(await afterSuppression(evidence, claimed)),
    ];
  },
};

/** Compared by keyed hash, as the product stores it; a release opens the way again. */
async function afterSuppression(evidence: Evidence, claimed: readonly Claimed[]): Promise<string[]> {
  const stops = await rowsOf(
    evidence,
    sql<Stop>`
      select kind, key_hmac, reason, channels::text[] as channels, created_at from suppressions where client_id = ${evidence.clientId}
      union all
      select kind, key_hmac, reason,
        case when reason = 'hard_bounced' then array['email'] else array['email', 'sms', 'linkedin', 'voice', 'mail'] end, created_at
      from private.global_suppressions
      order by created_at`,
  );
  const byKey = Map.groupBy(stops, ({ kind, keyHmac }) => `${kind}:${keyHmac}`);
  return claimed.flatMap(({ email, channel, stepNumber, claimedAt, ...known }) => {
    const keys = leadSuppressionKeys({ pepper: evidence.pepper }, { email, ...known });
    const own = Object.entries(keys).flatMap(([kind, hashes]) => hashes.map((key) => `${kind}:${key}`));
    const standing = own.flatMap(
      (key) =>
        byKey
          .get(key)
          ?.filter(({ createdAt, channels, reason }) => createdAt < claimedAt && (reason === "released" || channels.includes(channel)))
          .at(-1) ?? [],
    );
    const stop = standing.find(({ reason }) => reason !== "released");
    return stop ? [`${email} step ${stepNumber} was claimed although suppressed (${stop.reason})`] : [];
  });
}
