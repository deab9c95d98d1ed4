import { sql } from "kysely";
import { type Check, countBy, handedOver, rowsOf } from "../evidence";

/** A person gets each step once: by what they received, by what the mail server took, and nothing that nobody planned. */
export const doubleSends: Check = {
  name: "no step is sent twice",
  async find(evidence) {
    const { clientId, local } = evidence;
    const touches = await handedOver(evidence);
    const mailboxes = await rowsOf(
      evidence,
      sql<{ label: string }>`select lower(label) as label from resources where client_id = ${clientId} and kind = 'mailbox'`,
    );
    const senders = mailboxes.map(({ label }) => label);
    const [{ rows: received }, { rows: taken }, others] = await Promise.all([
      local.query<{ email: string; messageId: string }>(
        `select email, message_id as "messageId" from market.received where lower(mailbox) = any($1::text[]) order by received_at, email`,
        [senders],
      ),
      local.query<{ messageId: string; count: number }>(
        `select message_id as "messageId", count(*)::int as count from mail.transactions where mail_from = any($1::text[]) group by 1`,
        [senders],
      ),
      rowsOf(
        evidence,
        sql<{ messageId: string }>`select message_id from messages
          where client_id = ${clientId} and direction = 'outbound' and touch_id is null and message_id is not null`,
      ),
    ]);
    const touchOf = new Map(touches.map((touch) => [touch.messageId, touch]));
    const written = new Set(others.map(({ messageId }) => messageId));
    const steps = new Map(touches.map((touch) => [`${touch.leadId} ${touch.stepId}`, touch]));
    const perStep = countBy(
      received.filter(({ messageId }) => touchOf.has(messageId)),
      ({ messageId }) => `${touchOf.get(messageId)?.leadId} ${touchOf.get(messageId)?.stepId}`,
    );
    const claims = countBy(touches, ({ leadId, stepId }) => `${leadId} ${stepId}`);
    return [
      ...over(perStep).map(([key, count]) => `${nameOf(steps.get(key))} was received ${count} times`),
      ...over(claims).map(([key, count]) => `${nameOf(steps.get(key))} was claimed ${count} times`),
      ...taken
        .filter(({ count }) => count > 1)
        .map(({ messageId, count }) => `${nameOf(touchOf.get(messageId))} was taken ${count} times by the mail server`),
      ...received
        .filter(({ messageId }) => !touchOf.has(messageId) && !written.has(messageId))
        .map(({ email }) => `${email} received a message that nobody planned`),
    ];
  },
};

function over(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].filter(([, count]) => count > 1);
}

function nameOf(touch: { email: string; stepNumber: number } | undefined): string {
  return touch ? `${touch.email} step ${touch.stepNumber}` : "a message outside any sequence";
}
