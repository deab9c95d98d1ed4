import { describe, expect, test } from "vitest";
import { answerReply } from "@/lib/agents/answer-reply";
import { noModel } from "@/lib/agents/model-port";
import { listKnowledgeEntries } from "@/lib/db/queries/knowledge";
import { KNOWLEDGE_LIMITS } from "@/lib/domain/knowledge";
import { sendDraft } from "@/lib/engines/answers/decide-draft";
import { loadReply } from "@/lib/engines/answers/load-reply";
import { settleReply } from "@/lib/engines/answers/settle-reply";
import { claimTouch } from "@/lib/engines/dispatch/claim-touch";
import { addKnowledge, deleteKnowledge, editKnowledge, restoreKnowledge } from "@/lib/engines/knowledge/edit-knowledge";
import { setNeverSay, setVoice } from "@/lib/engines/knowledge/set-voice";
import { ForbiddenError, LimitError, NotFoundError } from "@/lib/errors";
import { addMember, enrol, insertLead, testSenderOptions } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { fileCast, fileWorld } from "@/tests/support/file-world";
import { INBOUND_OPTIONS, inboundLab, THURSDAY, writeTo } from "@/tests/support/inbound-mail";

const world = fileWorld();
const cast = fileCast(world);
const { reply, hear, messagesOf } = inboundLab(
  () => world,
  () => cast.client,
);
const REPORTS = { title: "How do you  report?", body: "You get a one-page report every month.", sourceUrl: "agency.example/faq" };
const entries = () => cast.viewer.tx((db) => listKnowledgeEntries(db, { clientId: cast.client.clientId }));

describe("knowledge", () => {
  test("an admin adds, edits, deletes and takes that back; everybody reads it, and the audit trail keeps each change", async () => {
    const adminId = await addMember(world, cast.client.clientId, "admin");
    const admin = world.memberCtx(cast.client.clientId, adminId, "admin");
    const { entryId } = await addKnowledge(admin, REPORTS);
    expect(await entries()).toMatchObject([{ id: entryId, title: "How do you report?", sourceUrl: "https://agency.example/faq" }]);
    await editKnowledge(cast.owner, { entryId, ...REPORTS, body: "A page a month, and a dashboard.", sourceUrl: "" });
    expect(await entries()).toMatchObject([{ body: "A page a month, and a dashboard.", sourceUrl: null }]);
    await deleteKnowledge(admin, { entryId });
    expect(await entries()).toEqual([]);
    await expect(editKnowledge(admin, { entryId, ...REPORTS })).rejects.toThrow(NotFoundError);
    await restoreKnowledge(admin, { entryId });
    expect(await entries()).toHaveLength(1);
    const audit = await world.system
      .selectFrom("auditLogs")
      .select(["action", "actorUserId"])
      .where("resourceId", "=", entryId)
      .orderBy("createdAt")
      .execute();
    expect(audit.map(({ action }) => action)).toEqual([
      "knowledge_entry.created",
      ...Array.from({ length: 3 }, () => "knowledge_entry.updated"),
    ]);
    expect(audit[0]?.actorUserId).toBe(adminId);
  });

  test("is nobody else's: not a viewer's to change, not another client's to see or touch", async () => {
    const { entryId } = await addKnowledge(cast.owner, { ...REPORTS, title: "Who owns the accounts?" });
    await expect(async () => addKnowledge(cast.viewer, REPORTS)).rejects.toThrow(ForbiddenError);
    await expect(async () => setVoice(cast.viewer, { toneSample: "" })).rejects.toThrow(ForbiddenError);
    await expect(async () => setNeverSay(cast.viewer, { phrases: [] })).rejects.toThrow(ForbiddenError);
    for (const change of [deleteKnowledge, restoreKnowledge])
      await expect(change(cast.outsider, { entryId })).rejects.toThrow(NotFoundError);
  });

  test("has an end", async () => {
    const { clientId } = cast.other;
    await world.system
      .insertInto("knowledgeEntries")
      .values(Array.from({ length: KNOWLEDGE_LIMITS.entries }, (_, at) => ({ clientId, title: `Entry ${at}`, body: "Ten letters." })))
      .execute();
    await expect(addKnowledge(world.systemCtx(clientId), REPORTS)).rejects.toThrow(LimitError);
  });
});

describe("in use", () => {
  const ctx = () => world.systemCtx(cast.client.clientId, THURSDAY);
  const drafted = async (text: string) => {
    const to = await writeTo(world, cast.client);
    await hear(await reply(to, text, { now: THURSDAY }), THURSDAY);
    const messageId = (await messagesOf()).at(-1)?.id ?? "";
    const stored = await loadReply(ctx(), { messageId });
    if (!stored) throw new Error("the reply was not stored");
    const answered = await answerReply(stored, { ask: noModel, scope: { clientId: null, runId: null, leadId: null }, now: THURSDAY });
    await settleReply(ctx(), { messageId, answered }, INBOUND_OPTIONS);
    return world.system.selectFrom("replyDrafts").selectAll().where("messageId", "=", messageId).executeTakeFirstOrThrow();
  };

  test("a question is answered by the entry; with a phrase in it that is never said, it is a person's and goes to nobody", async () => {
    const { entryId } = await addKnowledge(cast.owner, { ...REPORTS, title: "How often do you report?" });
    await world.system
      .updateTable("clients")
      .set({ answersByItself: true, defaultPermissionMode: "autopilot" })
      .where("id", "=", cast.client.clientId)
      .execute();
    await world.system.updateTable("campaigns").set({ permissionMode: "autopilot" }).where("clientId", "=", cast.client.clientId).execute();
    const answer = await drafted("Thanks. How often would we get a report?");
    expect(answer).toMatchObject({ state: "ready", needsPerson: null });
    expect(answer.body).toContain(REPORTS.body);
    expect(answer.citations).toContainEqual({
      kind: "knowledge",
      ref: `entry:${entryId}`,
      title: "How often do you report?",
      quote: REPORTS.body,
    });

    await setNeverSay(cast.owner, { phrases: ["One‑page Report"] });
    const held = await drafted("Thanks. How often would we get a report?");
    expect(held).toMatchObject({ state: "suggested", needsPerson: "The draft says “One‑page Report”, which you never say" });
    const send = { draftId: held.id, subject: held.subject, body: held.body };
    await expect(sendDraft(cast.owner, send)).rejects.toThrow("the text says “One‑page Report”");
  });

  test("a touch that says it is held at the claim, named, and the next plan looks again when the phrase is gone", async () => {
    const { clientId, mailbox } = cast.client;
    await setNeverSay(cast.owner, { phrases: [] });
    const [touchId = ""] = await enrol(world, cast.client, await insertLead(world, clientId));
    await setNeverSay(cast.owner, { phrases: ["SHORT  note"] });
    const claim = () => claimTouch(world.systemCtx(clientId), { touchId, resourceId: mailbox }, testSenderOptions(new FakeCarrier()));
    expect(await claim()).toMatchObject({
      outcome: "refused",
      decision: { verdict: "hold", reason: { code: "never_say", detail: "the text says “SHORT note”, which you never say" } },
    });
    await world.system.insertInto("private.planLooks").values({ clientId, lookAt: THURSDAY }).execute();
    await setNeverSay(cast.owner, { phrases: [] });
    expect(await world.system.selectFrom("private.planLooks").select("clientId").where("clientId", "=", clientId).execute()).toEqual([]);
  });
});
