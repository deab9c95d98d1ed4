import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { countHandOver, lockCounters, lockTouch } from "@/lib/db/queries/touches";
import { composeEmail, type OutgoingEmail, outgoingMessageId } from "@/lib/engines/content/compose-email";
import { contentSnapshot } from "@/lib/engines/content/content-snapshot";
import { applyRefusal } from "@/lib/engines/dispatch/apply-refusal";
import type { MailboxCredentials } from "@/lib/engines/dispatch/email-carrier";
import { openCredentials } from "@/lib/engines/dispatch/mailbox-secret";
import type { SenderOptions } from "@/lib/engines/dispatch/sender-options";
import { type Decision, decide } from "@/lib/engines/gate/decide";
import { type JudgedTouch, loadFacts } from "@/lib/engines/gate/load-facts";
import { localDay } from "@/lib/engines/gate/local-time";
import { mailboxCap } from "@/lib/engines/gate/ramp";

import { NotFoundError } from "@/lib/errors";

const UNSUBSCRIBE_TOKEN_BYTES = 24;

export type Claim =
  | { outcome: "claimed"; email: OutgoingEmail; credentials: MailboxCredentials; counted: CountedHandOver }
  | { outcome: "in_flight"; claimedAt: Date | null }
  | { outcome: "not_pending"; state: string }
  | { outcome: "refused"; decision: Exclude<Decision, { verdict: "allow" }> };

/** Which counters a hand-over was counted in, so that exactly these can be given back. */
export type CountedHandOver = {
  mailboxId: string;
  clientDay: string;
  campaignId: string;
  campaignDay: string;
  resources: { id: string; day: string }[];
};

/**
 * The transaction that decides: locks the lead, the touch and every counter it needs, asks the gate with exact facts, and on a
 * yes counts the hand-over and writes `sending` with certificate, content and Message-ID. Whoever finds a touch in `sending`
 * must not send it again.
 */
export function claimTouch(
  ctx: Ctx,
  { touchId, resourceId }: { touchId: string; resourceId: string },
  options: SenderOptions,
): Promise<Claim> {
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    const touch = await lockTouch(db, { clientId, touchId });
    if (!touch) throw new NotFoundError(`There is no touch ${touchId}`);
    if (touch.state === "sending") return { outcome: "in_flight", claimedAt: touch.claimedAt };
    if (touch.state !== "planned" && touch.state !== "ready") return { outcome: "not_pending", state: touch.state };

    const counted = await lockCapacity(db, ctx, touch, resourceId);
    const mailboxId = counted?.mailboxId ?? null;
    const book = await loadFacts(db, {
      clientId,
      touchIds: [touchId],
      mailboxIds: mailboxId ? [mailboxId] : [],
      now,
      pepper: options.pepper,
    });
    const situation = book.situations.get(touchId);
    if (!situation) throw new NotFoundError(`There is no touch ${touchId}`);
    const judged = book.judge(situation, mailboxId);

    const decision = decide(judged.facts, now);
    if (decision.verdict !== "allow" || !judged.mailbox || !counted) {
      if (decision.verdict === "allow") throw new Error("the gate allowed a touch that has no mailbox");
      await applyRefusal(db, ctx, touch, decision);
      return { outcome: "refused", decision };
    }

    const secret = await db
      .selectFrom("private.resourceSecrets")
      .select("sealed")
      .where("resourceId", "=", judged.mailbox.id)
      .where("clientId", "=", clientId)
      .executeTakeFirst();
    if (!secret) throw new NotFoundError(`The mailbox ${judged.mailbox.label} has no password yet`);
    const credentials = openCredentials(secret.sealed, { key: options.secretsKey, binding: { clientId, resourceId: judged.mailbox.id } });

    const email = await writeSending(db, ctx, { judged, mailbox: judged.mailbox, checks: decision.checks, options });
    await countHandOver(db, { clientId, ...counted, by: 1 });
    return { outcome: "claimed", email, credentials, counted };
  });
}

/** Locks today's counters of client, campaign, domain and mailbox; null when the mailbox is gone (the gate will say so). */
async function lockCapacity(
  db: Db,
  { clientId, now }: Ctx,
  touch: { campaignId: string; enrolmentId: string },
  resourceId: string,
): Promise<CountedHandOver | null> {
  const scope = await db
    .selectFrom("enrolments as e")
    .innerJoin("campaigns as c", "c.id", "e.campaignId")
    .innerJoin("clients as k", "k.id", "e.clientId")
    .leftJoin("resources as m", (join) =>
      join.on((eb) => eb("m.id", "=", eb.fn.coalesce("e.mailboxId", eb.val(resourceId)))).on("m.deletedAt", "is", null),
    )
    .leftJoin("resources as d", "d.id", "m.parentId")
    .select([
      "c.timezone as campaignTimezone",
      "k.timezone as clientTimezone",
      "m.id as mailboxId",
      "m.timezone as mailboxTimezone",
      "m.dailyLimit",
      "m.isPrewarmed",
      "m.rampStartedAt",
      "d.id as domainId",
      "d.timezone as domainTimezone",
      "d.dailyLimit as domainLimit",
    ])
    .where("e.clientId", "=", clientId)
    .where("e.id", "=", touch.enrolmentId)
    .executeTakeFirstOrThrow();
  if (!scope.mailboxId || !scope.domainId || !scope.mailboxTimezone || !scope.domainTimezone) return null;

  const mailbox = {
    dailyLimit: scope.dailyLimit ?? 0,
    isPrewarmed: scope.isPrewarmed ?? false,
    rampStartedAt: scope.rampStartedAt,
    timezone: scope.mailboxTimezone,
  };
  const days = {
    clientDay: localDay(now, scope.clientTimezone),
    campaignId: touch.campaignId,
    campaignDay: localDay(now, scope.campaignTimezone),
  };
  const resources = [
    { id: scope.domainId, day: localDay(now, scope.domainTimezone), cap: scope.domainLimit ?? 0 },
    { id: scope.mailboxId, day: localDay(now, scope.mailboxTimezone), cap: mailboxCap(mailbox, now) },
  ];
  await lockCounters(db, { clientId, ...days, resources });
  return { mailboxId: scope.mailboxId, ...days, resources: resources.map(({ id, day }) => ({ id, day })) };
}

async function writeSending(
  db: Db,
  { clientId, now }: Ctx,
  {
    judged,
    mailbox,
    checks,
    options,
  }: { judged: JudgedTouch; mailbox: NonNullable<JudgedTouch["mailbox"]>; checks: unknown; options: SenderOptions },
): Promise<OutgoingEmail> {
  const { situation, content } = judged;
  const messageId = outgoingMessageId(situation.id, { mailbox: mailbox.label, pepper: options.pepper });
  const unsubscribeToken = options.randomBytes(UNSUBSCRIBE_TOKEN_BYTES).toString("base64url");
  const thread = await db
    .selectFrom("messages")
    .select("messageId")
    .where("clientId", "=", clientId)
    .where("leadId", "=", situation.leadId)
    .where("channel", "=", "email")
    .where("messageId", "is not", null)
    .where("kind", "=", "message")
    .orderBy("occurredAt")
    .execute();

  const email = composeEmail({
    touchId: situation.id,
    messageId,
    mailbox: { name: mailbox.senderName ?? situation.clientName, address: mailbox.label },
    lead: { name: [situation.firstName, situation.lastName].filter(Boolean).join(" ") || null, address: situation.email },
    subject: content.subject,
    body: content.body,
    sender: {
      legalName: situation.legalName ?? "",
      abn: situation.abn,
      postalAddress: situation.postalAddress,
      contact: situation.contactEmail ?? "",
    },
    unsubscribeUrl: `${options.appUrl}/u/${unsubscribeToken}`,
    thread: thread.flatMap((row) => row.messageId ?? []),
    campaignId: situation.campaignId,
    clientId,
    now,
  });

  await db
    .updateTable("touches")
    .set({
      state: "sending",
      subject: content.subject,
      body: content.body,
      contentHash: content.hash,
      contentSnapshot: JSON.stringify(
        contentSnapshot({
          ...content,
          stepNumber: situation.stepNumber,
          purpose: situation.purpose,
          at: now,
          timezone: situation.leadTimezone ?? situation.clientTimezone,
        }),
      ),
      certificate: JSON.stringify({ decidedAt: now.toISOString(), checks }),
      resourceId: mailbox.id,
      messageId,
      unsubscribeToken,
      claimedAt: now,
      attempts: (eb) => eb("attempts", "+", 1),
      reasonCode: null,
      reason: null,
    })
    .where("id", "=", situation.id)
    .where("clientId", "=", clientId)
    .execute();
  await db
    .updateTable("enrolments")
    .set({ mailboxId: mailbox.id })
    .where("id", "=", situation.enrolmentId)
    .where("clientId", "=", clientId)
    .execute();
  await db
    .updateTable("resources")
    .set({ lastUsedAt: now })
    .where("id", "in", [mailbox.id, mailbox.parentId])
    .where("clientId", "=", clientId)
    .execute();
  await db.updateTable("leads").set({ lastContactedAt: now }).where("id", "=", situation.leadId).where("clientId", "=", clientId).execute();
  return email;
}
