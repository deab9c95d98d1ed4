import { randomUUID } from "node:crypto";
import { addDays } from "date-fns";
import MailComposer from "nodemailer/lib/mail-composer";
import type { OutgoingEmail } from "@/lib/engines/content/compose-email";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { type ProcessedInbound, processInbound } from "@/lib/engines/inbound/process-inbound";
import { buildReply } from "@/local/mail/mime/build-reply";
import { type OriginalMessage, readOriginal } from "@/local/mail/mime/original-message";
import {
  enrol,
  insertLead,
  type ReadyClient,
  TEST_PEPPER,
  type TestWorld,
  testSenderOptions,
  WEDNESDAY_MORNING,
} from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { isSuppressed } from "@/tests/support/is-suppressed";

/** A lead that got the first of its two messages, with that message as the recipient's server has it. */
export type WrittenTo = {
  leadId: string;
  email: string;
  first: string;
  second: string;
  outgoing: OutgoingEmail;
  original: OriginalMessage;
  person: { name: string; address: string };
};

export const THURSDAY = addDays(WEDNESDAY_MORNING, 1);
export const MONDAY = addDays(WEDNESDAY_MORNING, 5);
export const INBOUND_OPTIONS = { pepper: TEST_PEPPER, appUrl: "https://app.example" };

/** Writes to a new lead of the client: enrolled, first touch handed over. */
export async function writeTo(
  world: TestWorld,
  client: ReadyClient,
  overrides: Record<string, unknown> = {},
  carrier = new FakeCarrier(),
): Promise<WrittenTo> {
  const email =
    typeof overrides.email === "string" ? overrides.email : `lee.${randomUUID().slice(0, 8)}@firm-${randomUUID().slice(0, 8)}.example`;
  const leadId = await insertLead(world, client.clientId, { ...overrides, email });
  const [first = "", second = ""] = await enrol(world, client, leadId);
  await world.system.updateTable("resources").set({ minimumSpacingSeconds: 0 }).where("id", "=", client.mailbox).execute();
  await dispatchTouch(world.systemCtx(client.clientId), { touchId: first, resourceId: client.mailbox }, testSenderOptions(carrier));
  const outgoing = carrier.sent.at(-1);
  if (!outgoing) throw new Error("the gate did not let the first message out");
  return { leadId, email, first, second, outgoing, original: await asReceived(outgoing), person: { name: "Lee Marsden", address: email } };
}

/** The bytes of a message of ours as they arrive. */
async function asReceived(email: OutgoingEmail): Promise<OriginalMessage> {
  const { to, ...rest } = email;
  const composer = new MailComposer({
    ...rest,
    to: { name: to.name ?? "", address: to.address },
    inReplyTo: email.inReplyTo ?? "",
    references: [...email.references],
    headers: { ...email.headers },
    newline: "\r\n",
  });
  return readOriginal(await composer.compile().build());
}

/** What the door stores of one delivery: the same `deliveryId` is the same delivery. */
export async function storeDelivery(
  world: TestWorld,
  delivery: { raw: Buffer | string; recipient: string; deliveryId?: string },
): Promise<string> {
  const body = JSON.stringify({
    MessageID: delivery.deliveryId ?? randomUUID(),
    OriginalRecipient: delivery.recipient,
    RawEmail: delivery.raw.toString(),
  });
  const { id } = await world.system
    .insertInto("private.inboundEvents")
    .values({ provider: "postmark", externalId: delivery.deliveryId ?? randomUUID(), body, receivedAt: WEDNESDAY_MORNING })
    .onConflict((conflict) => conflict.columns(["provider", "externalId"]).doUpdateSet({ body }))
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

/** Processes a delivery as the durable function does. */
export function process(world: TestWorld, inboundEventId: string, now = WEDNESDAY_MORNING): Promise<ProcessedInbound> {
  return processInbound(world.system, (clientId) => world.systemCtx(clientId, now), { inboundEventId }, INBOUND_OPTIONS);
}

/** Delivers raw mail to a client's mailbox and processes it. */
export async function receive(
  world: TestWorld,
  client: ReadyClient,
  raw: Buffer | string,
  { now = WEDNESDAY_MORNING, recipient = mailboxOf(client) }: { now?: Date; recipient?: string } = {},
): Promise<ProcessedInbound> {
  return process(world, await storeDelivery(world, { raw, recipient }), now);
}

export function mailboxOf(client: ReadyClient): string {
  return `priya@${client.clientId.slice(-12)}.example`;
}

/** What tests of inbound mail say and ask, about the client that `current` answers. */
export function inboundLab(world: () => TestWorld, current: () => ReadyClient) {
  const db = () => world().system;
  return {
    reply: (to: WrittenTo, text: string, { from = to.person, now = THURSDAY, quoted = true } = {}) =>
      buildReply({ from, original: to.original, text, now, quoted }),
    hear: (raw: Buffer | string, now = THURSDAY, recipient = mailboxOf(current())) => receive(world(), current(), raw, { now, recipient }),
    lead: (id: string) => db().selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
    touch: (id: string) => db().selectFrom("touches").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
    messagesOf: (clientId = current().clientId) =>
      db()
        .selectFrom("messages")
        .selectAll()
        .where("clientId", "=", clientId)
        .where("direction", "=", "inbound")
        .orderBy("createdAt")
        .orderBy("id")
        .execute(),
    threadsOf: (clientId = current().clientId) =>
      db().selectFrom("threads").selectAll().where("clientId", "=", clientId).orderBy("id").execute(),
    activitiesOf: async (leadId: string) =>
      (await db().selectFrom("activities").select("action").where("leadId", "=", leadId).orderBy("id").execute()).map((row) => row.action),
    noticesOf: (clientId = current().clientId) =>
      db().selectFrom("notifications").select(["kind", "title"]).where("clientId", "=", clientId).execute(),
    isSuppressed: (email: string, clientId = current().clientId) => isSuppressed(db(), { clientId, email }),
    consentOf: (leadId: string) => db().selectFrom("consentBases").select("revokedAt").where("leadId", "=", leadId).execute(),
    announced: (name: string) =>
      db().selectFrom("private.outbox").select("data").where("clientId", "=", current().clientId).where("name", "=", name).execute(),
    dispatch: (touchId: string, now: Date, carrier = new FakeCarrier()) =>
      dispatchTouch(world().systemCtx(current().clientId, now), { touchId, resourceId: current().mailbox }, testSenderOptions(carrier)),
  };
}
