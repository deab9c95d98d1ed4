import { describe, expect, test } from "vitest";
import { countInbox, findThread, type InboxView, listConversation, listInbox } from "@/lib/db/queries/inbox";
import type { ReplyIntent } from "@/lib/domain/replies";
import { correctIntent } from "@/lib/engines/inbox/correct-intent";
import { markHandled } from "@/lib/engines/inbox/mark-handled";
import { matchMessage } from "@/lib/engines/inbox/match-message";
import { enrol, insertLead, readyClient, TEST_PEPPER } from "@/tests/support/factories";
import { fileCast, fileWorld } from "@/tests/support/file-world";

const options = { pepper: TEST_PEPPER };
const world = fileWorld();
const { client, owner, viewer, outsider } = fileCast(world);

let minutes = 0;
type Incoming = {
  clientId?: string;
  leadId?: string | null;
  threadId?: string;
  intent?: ReplyIntent;
  kind?: string;
  needsReview?: boolean;
  actions?: string[];
};

/** A message that came in, each a minute after the one before. */
async function incoming({
  clientId = client.clientId,
  leadId = null,
  threadId,
  intent = "question",
  kind = "message",
  needsReview = false,
  actions = [],
}: Incoming) {
  minutes += 1;
  const occurredAt = new Date(owner.now.getTime() + minutes * 60_000);
  const thread =
    threadId ??
    (
      await world.system
        .insertInto("threads")
        .values({
          clientId,
          leadId,
          channel: "email",
          resourceId: clientId === client.clientId ? client.mailbox : null,
          subject: "Hello",
          lastMessageAt: occurredAt,
          needsReply: intent === "question",
        })
        .returning("id")
        .executeTakeFirstOrThrow()
    ).id;
  const { id } = await world.system
    .insertInto("messages")
    .values({
      clientId,
      threadId: thread,
      leadId,
      direction: "inbound",
      channel: "email",
      kind,
      fromAddress: `sender-${minutes}@elsewhere.example`,
      bodyText: "What does it cost?",
      intent,
      intentConfidence: 0.7,
      classifiedBy: "rules:question",
      actions,
      isReply: kind === "message",
      needsReview,
      occurredAt,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  return { messageId: id, threadId: thread };
}
const lead = (id: string) => world.system.selectFrom("leads").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const message = (id: string) => world.system.selectFrom("messages").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const thread = (id: string) => world.system.selectFrom("threads").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
const touchStates = async (leadId: string) =>
  (await world.system.selectFrom("touches").select("state").where("leadId", "=", leadId).execute()).map((touch) => touch.state);
const isSuppressed = async (address: string) => {
  const rows = await world.system.selectFrom("suppressions").select("masked").where("clientId", "=", client.clientId).execute();
  return rows.some((row) => row.masked === `${address[0]}•••${address.slice(address.indexOf("@"))}`);
};

describe("handling a conversation", () => {
  test("it leaves the queue, once, and only for who may", async () => {
    const { threadId, messageId } = await incoming({ needsReview: true });
    await expect(markHandled(viewer, { threadId })).rejects.toThrow("needs the member role");
    await expect(markHandled(outsider, { threadId })).rejects.toThrow("no such conversation");
    await markHandled(owner, { threadId });
    expect(await thread(threadId)).toMatchObject({ needsReply: false });
    expect(await message(messageId)).toMatchObject({ handledAt: owner.now, handledBy: client.userId, needsReview: false });
    await expect(markHandled(owner, { threadId })).rejects.toThrow("handled already");
  });
});

describe("correcting the intent", () => {
  test("refusals leave it as it was", async () => {
    const { messageId } = await incoming({});
    await expect(correctIntent(viewer, { messageId, intent: "interested" }, options)).rejects.toThrow("needs the member role");
    await expect(correctIntent(outsider, { messageId, intent: "interested" }, options)).rejects.toThrow("no such message");
    expect(await message(messageId)).toMatchObject({ intent: "question", classifiedBy: "rules:question" });
  });

  test("what a person says is stored with what was said before, and a repeat is refused", async () => {
    const leadId = await insertLead(world, client.clientId);
    const { messageId, threadId } = await incoming({ leadId });
    await correctIntent(owner, { messageId, intent: "interested" }, options);
    expect(await message(messageId)).toMatchObject({ intent: "interested", classifiedBy: "human", intentConfidence: 1 });
    expect((await message(messageId)).reasons).toEqual(["a person corrected it; before: question (rules:question, 0.7)"]);
    expect(await thread(threadId)).toMatchObject({ lastIntent: "interested", needsReply: true });
    const told = await world.system.selectFrom("activities").select(["action", "metadata"]).where("leadId", "=", leadId).execute();
    expect(told).toMatchObject([{ action: "corrected", metadata: { from: "question", to: "interested" } }]);
    await expect(correctIntent(owner, { messageId, intent: "interested" }, options)).rejects.toThrow("said so already");
  });

  test("an opt-out suppresses the lead and the address it was written from", async () => {
    const leadId = await insertLead(world, client.clientId);
    await enrol(world, client, leadId);
    const { messageId } = await incoming({ leadId });
    await correctIntent(owner, { messageId, intent: "unsubscribe" }, options);
    expect((await lead(leadId)).status).toBe("unsubscribed");
    expect(new Set(await touchStates(leadId))).toEqual(new Set(["cancelled"]));
    expect(await isSuppressed((await lead(leadId)).email)).toBe(true);
    expect(await isSuppressed((await message(messageId)).fromAddress ?? "")).toBe(true);
  });

  test("the other way round nobody is un-suppressed", async () => {
    const leadId = await insertLead(world, client.clientId);
    const { messageId } = await incoming({ leadId });
    await correctIntent(owner, { messageId, intent: "unsubscribe" }, options);
    await correctIntent(owner, { messageId, intent: "interested" }, options);
    expect((await lead(leadId)).status).toBe("unsubscribed");
    const released = await world.system.selectFrom("suppressions").select("id").where("reason", "=", "released").execute();
    expect(released).toEqual([]);
  });

  test("an automatic answer that was a person's ends the sequence", async () => {
    const leadId = await insertLead(world, client.clientId);
    await enrol(world, client, leadId);
    const { messageId } = await incoming({ leadId, intent: "auto_reply", kind: "auto_reply" });
    await correctIntent(owner, { messageId, intent: "not_interested" }, options);
    expect(new Set(await touchStates(leadId))).toEqual(new Set(["cancelled"]));
    expect(await lead(leadId)).toMatchObject({ replyCount: 1, lastRepliedAt: owner.now });
    expect(await message(messageId)).toMatchObject({ kind: "message", isReply: true });
  });
});

describe("matching an unmatched message", () => {
  test("refusals", async () => {
    const leadId = await insertLead(world, client.clientId);
    const { messageId } = await incoming({});
    await expect(matchMessage(viewer, { messageId, leadId }, options)).rejects.toThrow("needs the member role");
    await expect(matchMessage(outsider, { messageId, leadId }, options)).rejects.toThrow("no such lead");
    expect((await message(messageId)).leadId).toBeNull();
  });

  test("the answer counts now: the sequence ends", async () => {
    const leadId = await insertLead(world, client.clientId);
    await enrol(world, client, leadId);
    const { messageId, threadId } = await incoming({ needsReview: true, actions: ["answer_question"] });
    await matchMessage(owner, { messageId, leadId }, options);
    expect((await message(messageId)).leadId).toBe(leadId);
    expect((await thread(threadId)).leadId).toBe(leadId);
    expect(new Set(await touchStates(leadId))).toEqual(new Set(["cancelled"]));
    expect((await lead(leadId)).replyCount).toBe(1);
    await expect(matchMessage(owner, { messageId, leadId }, options)).rejects.toThrow("belongs to a lead already");
    expect((await lead(leadId)).replyCount).toBe(1);
  });

  test("a withdrawal suppresses the lead, and nothing about our own mailbox is done again", async () => {
    const leadId = await insertLead(world, client.clientId);
    const { messageId } = await incoming({ intent: "unsubscribe", actions: ["suppress_contact", "stop_sequence", "pause_mailbox"] });
    await matchMessage(owner, { messageId, leadId }, options);
    expect((await lead(leadId)).status).toBe("unsubscribed");
    const mailbox = await world.system
      .selectFrom("resources")
      .select("pausedAt")
      .where("id", "=", client.mailbox)
      .executeTakeFirstOrThrow();
    expect(mailbox.pausedAt).toBeNull();
  });
});

describe("the list", () => {
  test("shows each conversation once, by its latest message, in the right views, to its own client only", async () => {
    const mine = await readyClient(world);
    const { clientId } = mine;
    const ctx = world.memberCtx(clientId, mine.userId, "owner");
    const leadId = await insertLead(world, clientId);
    const positive = await incoming({ clientId, leadId, intent: "question" });
    await incoming({ clientId, leadId, threadId: positive.threadId, intent: "interested" });
    const away = await incoming({ clientId, leadId: await insertLead(world, clientId), intent: "out_of_office", kind: "auto_reply" });
    const refusal = await incoming({ clientId, leadId: await insertLead(world, clientId), intent: "not_interested" });
    const stranger = await incoming({ clientId, intent: "question" });
    await incoming({ clientId, leadId: await insertLead(world, clientId), intent: "auto_reply", kind: "bounce" });
    const doubtful = await incoming({
      clientId,
      leadId: await insertLead(world, clientId),
      intent: "auto_reply",
      kind: "bounce",
      needsReview: true,
    });

    const inView = async (view: InboxView) =>
      (await ctx.tx((db) => listInbox(db, { clientId, view, before: null }))).rows.map((row) => row.threadId);
    expect(await inView("all")).toEqual([doubtful, stranger, refusal, away, positive].map((entry) => entry.threadId));
    expect(await inView("needs_reply")).toEqual([stranger.threadId, positive.threadId]);
    expect(await inView("positive")).toEqual([positive.threadId]);
    expect(await inView("not_now")).toEqual([refusal.threadId]);
    expect(await inView("away")).toEqual([away.threadId]);
    expect(await inView("unmatched")).toEqual([stranger.threadId]);
    expect(await ctx.tx((db) => countInbox(db, { clientId }))).toEqual({
      all: 5,
      needs_reply: 2,
      positive: 1,
      not_now: 1,
      away: 1,
      unmatched: 1,
    });
    expect((await outsider.tx((db) => listInbox(db, { clientId, view: "all", before: null }))).rows).toEqual([]);
    expect(await outsider.tx((db) => findThread(db, { clientId, threadId: positive.threadId }))).toBeUndefined();

    const said = await ctx.tx((db) => listConversation(db, { clientId, threadId: positive.threadId, leadId }));
    expect(said.map((entry) => entry.intent)).toEqual(["question", "interested"]);
  });

  test("turns pages without losing or repeating a conversation", async () => {
    const mine = await readyClient(world);
    for (let count = 0; count < 45; count += 1) await incoming({ clientId: mine.clientId });
    const ctx = world.memberCtx(mine.clientId, mine.userId, "owner");
    const first = await ctx.tx((db) => listInbox(db, { clientId: mine.clientId, view: "all", before: null }));
    const second = await ctx.tx((db) => listInbox(db, { clientId: mine.clientId, view: "all", before: first.next }));
    expect([first.rows.length, second.rows.length, second.next]).toEqual([40, 5, null]);
    expect(new Set([...first.rows, ...second.rows].map((row) => row.threadId)).size).toBe(45);
  });
});
