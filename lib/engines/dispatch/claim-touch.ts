import "server-only";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { joinHandOvers } from "@/lib/db/queries/breakers";
import { loadEmailNeeds, registerContact, writeSending } from "@/lib/db/queries/hand-overs";
import type { ResourceCapacity } from "@/lib/db/queries/resource-capacity";
import { countHandOver, lockCounters, lockTouch } from "@/lib/db/queries/touches";
import { PENDING_TOUCH_STATES } from "@/lib/domain/outreach";
import { tripBreakers } from "@/lib/engines/breakers/trip-breakers";
import { outgoingMessageId } from "@/lib/engines/content/compose-email";
import { composeParcel } from "@/lib/engines/content/compose-parcel";
import { contentSnapshot } from "@/lib/engines/content/content-snapshot";
import { applyRefusal } from "@/lib/engines/dispatch/apply-refusal";
import type { Parcel } from "@/lib/engines/dispatch/carriers";
import type { MailboxCredentials } from "@/lib/engines/dispatch/email-carrier";
import { openCredentials } from "@/lib/engines/dispatch/mailbox-secret";
import type { SenderOptions } from "@/lib/engines/dispatch/sender-options";
import { type Decision, decide } from "@/lib/engines/gate/decide";
import { type JudgedTouch, loadFacts } from "@/lib/engines/gate/load-facts";
import { numberKey, personKeys } from "@/lib/engines/gate/load-reach";
import { localDay } from "@/lib/engines/gate/local-time";
import { resourceCap } from "@/lib/engines/gate/ramp";
import { NotFoundError } from "@/lib/errors";

const UNSUBSCRIBE_TOKEN_BYTES = 24;

export type Claim =
  | { outcome: "claimed"; parcel: Parcel; key: string; credentials: MailboxCredentials | null; counted: CountedHandOver }
  | { outcome: "in_flight"; claimedAt: Date | null }
  | { outcome: "not_pending"; state: string }
  | { outcome: "refused"; decision: Exclude<Decision, { verdict: "allow" }> };

/** Which counters a hand-over was counted in, so that exactly these can be given back. */
export type CountedHandOver = {
  resourceId: string;
  clientDay: string;
  campaignId: string;
  campaignDay: string;
  resources: { id: string; day: string }[];
};

/**
 * The transaction that decides: locks the lead, the touch and every counter it needs, asks the gate with exact facts, and on a
 * yes counts the hand-over and writes `sending` with certificate, content, key and the parcel itself. Whoever finds a touch in
 * `sending` must not send it again.
 */
export function claimTouch(
  ctx: Ctx,
  { touchId, resourceId }: { touchId: string; resourceId: string },
  options: Omit<SenderOptions, "carriers">,
): Promise<Claim> {
  const { clientId, now } = ctx;
  return ctx.tx(async (db) => {
    await joinHandOvers(db);
    const touch = await lockTouch(db, { clientId, touchId });
    if (!touch) throw new NotFoundError(`There is no touch ${touchId}`);
    if (touch.state === "sending") return { outcome: "in_flight", claimedAt: touch.claimedAt };
    if (touch.state !== "planned" && touch.state !== "ready") return { outcome: "not_pending", state: touch.state };

    const counted = await lockCapacity(db, ctx, touch, resourceId);
    // An edit of the sequence may have put another step before it since its slot was given.
    if (counted === "waits") return { outcome: "not_pending", state: touch.state };
    if (counted) await tripBreakers(db, ctx, counted);
    const book = await loadFacts(db, {
      clientId,
      touchIds: [touchId],
      resourceIds: counted ? [counted.resourceId] : [],
      now,
      pepper: options.pepper,
    });
    const situation = book.situations.get(touchId);
    if (!situation) throw new NotFoundError(`There is no touch ${touchId}`);
    const judged = book.judge(situation, counted?.resourceId ?? null);

    const decision = decide(judged.facts, now);
    if (decision.verdict !== "allow" || !judged.resource || !counted) {
      if (decision.verdict === "allow") throw new Error("the gate allowed a touch that nothing carries");
      await applyRefusal(db, ctx, touch, decision);
      return { outcome: "refused", decision };
    }

    const { resource } = judged;
    const { sealed, thread } =
      touch.channel === "email"
        ? await loadEmailNeeds(db, { clientId, resourceId: resource.id, leadId: touch.leadId })
        : { sealed: null, thread: [] };
    const credentials = credentialsOf(ctx, resource, sealed, options);
    const claimed = await handOut(db, ctx, { judged, resource, thread, checks: decision.checks, counted, options });
    await countHandOver(db, { clientId, ...counted, by: 1 });
    return { outcome: "claimed", ...claimed, credentials, counted };
  });
}

/**
 * Locks today's counters of client, campaign, sender and its domain; null when the sender is gone (the gate will say so), "waits" while a
 * step before it is still to go.
 */
async function lockCapacity(
  db: Db,
  { clientId, now }: Ctx,
  touch: { campaignId: string; enrolmentId: string; stepNumber: number; channel: string },
  resourceId: string,
): Promise<CountedHandOver | "waits" | null> {
  const scope = await db
    .selectFrom("enrolments as e")
    .innerJoin("campaigns as c", "c.id", "e.campaignId")
    .innerJoin("clients as k", "k.id", "e.clientId")
    .leftJoin("enrolmentSenders as es", (join) => join.onRef("es.enrolmentId", "=", "e.id").on("es.channel", "=", touch.channel as "email"))
    .leftJoin("resources as r", (join) =>
      join.on((eb) => eb("r.id", "=", eb.fn.coalesce("es.resourceId", eb.val(resourceId)))).on("r.deletedAt", "is", null),
    )
    .leftJoin("resources as p", "p.id", "r.parentId")
    .select([
      "c.timezone as campaignTimezone",
      "k.timezone as clientTimezone",
      "r.id as resourceId",
      "r.kind",
      "r.channel",
      "r.timezone as resourceTimezone",
      "r.dailyLimit",
      "r.isPrewarmed",
      "r.rampStartedAt",
      "p.id as parentId",
      "p.timezone as parentTimezone",
      "p.dailyLimit as parentLimit",
    ])
    .select(({ exists, selectFrom }) =>
      exists(
        selectFrom("touches as earlier")
          .select("earlier.id")
          .whereRef("earlier.enrolmentId", "=", "e.id")
          .where("earlier.stepNumber", "<", touch.stepNumber)
          .where("earlier.state", "in", PENDING_TOUCH_STATES),
      ).as("waits"),
    )
    .where("e.clientId", "=", clientId)
    .where("e.id", "=", touch.enrolmentId)
    .executeTakeFirstOrThrow();
  if (scope.waits) return "waits";
  if (!scope.resourceId || !scope.kind || !scope.resourceTimezone || scope.channel !== touch.channel) return null;

  const cap = resourceCap(
    {
      kind: scope.kind as ResourceCapacity["kind"],
      dailyLimit: scope.dailyLimit ?? 0,
      isPrewarmed: scope.isPrewarmed ?? false,
      rampStartedAt: scope.rampStartedAt,
      timezone: scope.resourceTimezone,
    },
    now,
  );
  const days = {
    clientDay: localDay(now, scope.clientTimezone),
    campaignId: touch.campaignId,
    campaignDay: localDay(now, scope.campaignTimezone),
  };
  const parent = scope.parentId
    ? [{ id: scope.parentId, day: localDay(now, scope.parentTimezone ?? scope.resourceTimezone), cap: scope.parentLimit ?? 0 }]
    : [];
  const resources = [...parent, { id: scope.resourceId, day: localDay(now, scope.resourceTimezone), cap }];
  await lockCounters(db, { clientId, ...days, resources });
  return { resourceId: scope.resourceId, ...days, resources: resources.map(({ id, day }) => ({ id, day })) };
}

/** The mailbox's own password, where the carrier is its server; every other carrier has the product's key. */
function credentialsOf(
  { clientId }: Ctx,
  resource: ResourceCapacity,
  sealed: string | null,
  { secretsKey }: { secretsKey: string },
): MailboxCredentials | null {
  if (resource.provider !== "smtp") return null;
  if (sealed === null) throw new NotFoundError(`The mailbox ${resource.label} has no password yet`);
  return openCredentials(sealed, { key: secretsKey, binding: { clientId, resourceId: resource.id } });
}

/** Writes down that the touch is on its way: what it says, why it may, who it reaches and who carries it. */
async function handOut(
  db: Db,
  { clientId, now }: Ctx,
  {
    judged: { situation, content },
    resource,
    thread,
    checks,
    counted,
    options,
  }: {
    judged: JudgedTouch;
    resource: ResourceCapacity;
    thread: readonly string[];
    checks: unknown;
    counted: CountedHandOver;
    options: Omit<SenderOptions, "carriers">;
  },
): Promise<{ parcel: Parcel; key: string }> {
  const attempt = situation.attempts + 1;
  const key = `${situation.id}-${attempt}`;
  const messageId =
    situation.channel === "email" ? outgoingMessageId(situation.id, { mailbox: resource.label, pepper: options.pepper }) : key;
  const unsubscribeToken = options.randomBytes(UNSUBSCRIBE_TOKEN_BYTES).toString("base64url");
  const parcel = composeParcel({
    situation,
    content,
    resource,
    messageId,
    unsubscribeUrl: `${options.appUrl}/u/${unsubscribeToken}`,
    thread,
    now,
  });

  await writeSending(db, {
    clientId,
    touchId: situation.id,
    touch: {
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
      resourceId: resource.id,
      messageId,
      unsubscribeToken,
      claimedAt: now,
      attempts: attempt,
      reasonCode: null,
      reason: null,
    },
    parcel: { key, parcel: JSON.stringify(parcel), counted: JSON.stringify(counted) },
  });
  await registerContact(db, {
    clientId,
    enrolmentId: situation.enrolmentId,
    channel: situation.channel,
    leadId: situation.leadId,
    resource,
    hashes: personKeys(situation, options.pepper),
    at: now,
  });
  if (situation.channel === "voice") {
    await db
      .insertInto("calls")
      .values({
        clientId,
        touchId: situation.id,
        leadId: situation.leadId,
        attempt,
        numberHmac: numberKey(situation.phone, options.pepper) ?? "",
        startedAt: now,
      })
      .execute();
  }
  return { parcel, key };
}
