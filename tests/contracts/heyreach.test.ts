import { afterEach, describe, expect, test } from "vitest";
import { heyreach } from "@/lib/integrations/heyreach/api";
import { createHeyreachCarrier } from "@/lib/integrations/heyreach/carrier";
import { ensureSeatCampaign, pauseSeat, resumeSeat, SEAT_CAMPAIGN_KINDS } from "@/lib/integrations/heyreach/seat-campaigns";
import { toChannelEvents, toConversationEvents } from "@/lib/integrations/heyreach/transform";
import { ensureHeyreachWebhooks, heyreachEventKey, heyreachWebhook } from "@/lib/integrations/heyreach/webhook";
import { addedLeads } from "@/lib/integrations/heyreach/wire";
import type { Contact, Reaction } from "@/local/providers/recipients";
import { hasContracts, readSamples } from "@/tests/contracts/contract";
import { DAY, HOUR, invitation, MINUTE, message, person, SCHEDULE, SEAT, START, startHeyreach } from "@/tests/contracts/heyreach-fixture";
import { scriptedFetch } from "@/tests/contracts/stand-in";

describe.skipIf(!hasContracts)("HeyReach: setting up, pausing, messages and refusals keep the contract", () => {
  let run: Awaited<ReturnType<typeof startHeyreach>>;
  const accepts = ({ act, at }: Contact): Reaction[] =>
    act === "invitation" ? [{ kind: "accepts", at: new Date(at.getTime() + DAY) }] : [];
  const start = async (react?: (contact: Contact) => readonly Reaction[]) => {
    run = await startHeyreach(react);
    for (const kind of SEAT_CAMPAIGN_KINDS) await ensureSeatCampaign(run.api, { seat: SEAT, kind, schedule: SCHEDULE });
    await ensureHeyreachWebhooks(run.api, run.hook);
    await run.pass(2 * MINUTE);
  };
  afterEach(async () => {
    await run.close();
    expect(run.watch.problems).toEqual([]);
  });

  describe("setting up a seat", () => {
    test("campaigns and webhooks are made once, however often they are asked for", async () => {
      await start();
      const ids = async () => (await run.api.listCampaigns()).map(({ id, status }) => ({ id, status }));
      const first = await ids();
      for (const kind of SEAT_CAMPAIGN_KINDS) await ensureSeatCampaign(run.api, { seat: SEAT, kind, schedule: SCHEDULE });
      await ensureHeyreachWebhooks(run.api, run.hook);
      expect(await ids()).toEqual(first);
      expect(first.map(({ status }) => status)).toEqual(["PAUSED", "PAUSED", "PAUSED"]); // nobody in them yet
      expect((await run.api.listWebhooks()).map(({ eventType }) => eventType).sort()).toEqual([
        "CONNECTION_REQUEST_ACCEPTED",
        "CONNECTION_REQUEST_SENT",
        "MESSAGE_REPLY_RECEIVED",
        "MESSAGE_SENT",
      ]);
    });

    test("a creation whose answer was lost is found and started by the repeat", async () => {
      run = await startHeyreach();
      await run.fail({ operation: "POST /campaign/Create", kind: "answer_lost" });
      const ensure = () => ensureSeatCampaign(run.api, { seat: SEAT, kind: "invitation", schedule: SCHEDULE });
      await expect(ensure()).rejects.toMatchObject({ retryable: false, message: expect.stringContaining("unknown outcome") });
      const id = await ensure();
      expect((await run.api.listCampaigns()).map((campaign) => campaign.id)).toEqual([id]);
    });

    test("second registrations of a webhook are removed", async () => {
      await start();
      await run.api.createWebhook({ name: "copy", url: run.hook, eventType: "MESSAGE_SENT" });
      await ensureHeyreachWebhooks(run.api, run.hook);
      expect(await run.api.listWebhooks()).toHaveLength(4);
    });

    test("seats say whether LinkedIn still lets them in", async () => {
      await start();
      await run.api.checkKey();
      expect((await run.api.listSenders()).find(({ id }) => id === SEAT)).toMatchObject({ isActive: true, authIsValid: true });
    });

    test("a seat that was not set up is ours to mend, and nobody is reached", async () => {
      run = await startHeyreach();
      expect(await run.carrier.handOver(invitation("jane-doe"), "t1")).toMatchObject({
        outcome: "refused",
        cause: "ours",
        isPermanent: false,
      });
    });
  });

  describe("pausing", () => {
    test("holds what has not left; while people wait nobody is added; resuming lets it go once", async () => {
      await start();
      await run.carrier.handOver(invitation("jane-doe"), "t1");
      await pauseSeat(run.api, SEAT);
      await pauseSeat(run.api, SEAT);
      await run.pass(2 * DAY);
      expect(run.reached).toEqual([]);
      expect(await run.carrier.handOver(invitation("second"), "t2")).toMatchObject({
        outcome: "refused",
        cause: "ours",
        isPermanent: false,
      });
      await resumeSeat(run.api, SEAT);
      await run.pass(2 * DAY);
      expect(run.reached.map(({ to }) => to)).toEqual([person("jane-doe")]);
    });

    test("a campaign that ran out of people wakes with the next one", async () => {
      await start();
      await run.carrier.handOver(invitation("first"), "t1");
      await run.pass(45 * DAY);
      expect((await run.api.listCampaigns())[0]?.status).toBe("FINISHED");
      await run.carrier.handOver(invitation("second"), "t2");
      await run.pass(2 * DAY);
      expect(run.reached).toHaveLength(2);
    });
  });

  describe("a message", () => {
    const connect = async (name: string) => {
      await run.carrier.handOver(invitation(name), "t1");
      await run.pass(3 * DAY);
    };

    test("the first goes through the campaign, later ones into the conversation, each once", async () => {
      await start(accepts);
      await connect("jane-doe");
      expect(await run.carrier.handOver(message("jane-doe", "First, {braces}"), "t2")).toMatchObject({
        outcome: "accepted",
        reference: "t2",
      });
      expect(await run.carrier.reconcile("t2", message("jane-doe", "First, {braces}"))).toMatchObject({ outcome: "accepted" });
      await run.pass(DAY);
      expect(await run.carrier.handOver(message("jane-doe", "Second"), "t3")).toMatchObject({ outcome: "accepted", reference: "t3" });
      expect(await run.carrier.reconcile("t3", message("jane-doe", "Second"))).toMatchObject({ outcome: "accepted" });
      expect(await run.carrier.reconcile("t4", message("jane-doe", "Third"))).toEqual({ outcome: "not_found" });
      await run.pass(DAY);
      expect(run.reached.filter(({ act }) => act === "message").map(({ text }) => text)).toEqual(["First, {braces}", "Second"]);
      expect(run.events()).toContainEqual(expect.objectContaining({ kind: "delivery", reference: "t2", state: "sent" }));
    });

    test("into a conversation whose answer was lost is unknown and found by its text", async () => {
      await start(accepts);
      await run.carrier.handOver(invitation("jane-doe", "Hello"), "t1");
      await run.pass(3 * DAY);
      await run.fail({ operation: "POST /inbox/SendMessage", kind: "answer_lost" });
      expect(await run.carrier.handOver(message("jane-doe", "Was it\nsent?"), "t2")).toMatchObject({ outcome: "unknown" });
      expect(await run.carrier.reconcile("t2", message("jane-doe", "Was it sent?"))).toMatchObject({ outcome: "accepted" });
      expect(run.reached.filter(({ act }) => act === "message")).toHaveLength(1);
    });

    test("to somebody who is not connected reaches nobody, whoever claimed the acceptance", async () => {
      await start();
      await run.carrier.handOver(message("stranger", "Hello"), "t1");
      await run.pass(DAY);
      expect(run.reached).toEqual([]);
      expect(await run.carrier.reconcile("t1", message("stranger", "Hello"))).toMatchObject({ outcome: "refused", cause: "address" });
    });

    test("is answered: the reply arrives once, however often and in whichever order it is told, and the inbox tells the same", async () => {
      await start((contact) =>
        contact.act === "message" ? [{ kind: "reply", at: new Date(contact.at.getTime() + HOUR), text: "Please stop" }] : accepts(contact),
      );
      await connect("jane-doe");
      await run.carrier.handOver(message("jane-doe", "First"), "t2");
      await run.pass(DAY);
      await run.control("POST", "/redeliver", { provider: "heyreach", times: 2, isShuffled: true });
      const replies = run.events().filter((event) => event.kind === "message");
      expect(replies).toMatchObject(
        Array.from({ length: 3 }, () => ({ channel: "linkedin", from: person("jane-doe"), to: SEAT, text: "Please stop" })),
      );
      const [reply] = replies;
      expect(new Set(replies.map((event) => event.kind === "message" && event.externalId)).size).toBe(1);
      expect(new Set(run.told.map(({ body }) => heyreachEventKey(heyreachWebhook.parse(body)))).size).toBe(run.told.length / 3);
      const inInbox = [];
      for await (const conversation of run.api.conversations({ seats: [SEAT] })) inInbox.push(...toConversationEvents(conversation));
      expect(inInbox).toEqual([reply]);
    });
  });

  test("a seat LinkedIn has signed out says so, and what waits for it waits on", async () => {
    await start();
    await run.carrier.handOver(invitation("jane-doe"), "t1");
    await run.control("PUT", "/heyreach/seats", { id: Number(SEAT), authIsValid: false });
    await run.pass(3 * DAY);
    expect((await run.api.listSenders()).find(({ id }) => id === SEAT)).toMatchObject({ authIsValid: false });
    expect(run.reached).toEqual([]);
    await run.control("PUT", "/heyreach/seats", { id: Number(SEAT), authIsValid: true });
    await run.pass(DAY);
    expect(run.reached).toHaveLength(1);
  });

  test("a wrong key is ours, a limit and an outage are the moment's, and an error after acting is unknown", async () => {
    await start();
    const wrong = createHeyreachCarrier({ ...run.access, apiKey: "nope" });
    expect(await wrong.handOver(invitation("a"), "t")).toMatchObject({ outcome: "refused", cause: "ours", isPermanent: false });
    expect(await run.carrier.handOver(message("a", "Hello"), "t")).toMatchObject({ outcome: "accepted" });
    const elsewhere = { ...message("a", "Hello"), seat: "seat-1" };
    expect(await run.carrier.handOver(elsewhere, "t")).toMatchObject({ outcome: "refused", cause: "ours", isPermanent: false });
    const add = { operation: "POST /campaign/AddLeadsToCampaignV2", kind: "status" };
    await run.carrier.handOver(invitation("first"), "t0");
    for (const [status, expected] of [
      [429, { outcome: "refused", cause: "moment", isPermanent: false }],
      [401, { outcome: "refused", cause: "ours", isPermanent: false }],
      [400, { outcome: "refused", cause: "content", isPermanent: true }],
    ] as const) {
      await run.fail({ ...add, status });
      expect(await run.carrier.handOver(invitation("a"), "t")).toMatchObject(expected);
    }
    await run.fail({ operation: "POST /campaign/AddLeadsToCampaignV2", kind: "drop" });
    expect(await run.carrier.handOver(invitation("a"), "t")).toMatchObject({ outcome: "unknown" });
    await run.fail({ operation: "GET /campaign/GetById", kind: "drop" });
    expect(await run.carrier.handOver(invitation("a"), "t")).toMatchObject({ outcome: "refused", cause: "moment" });
  });
});

describe.skipIf(!hasContracts)("HeyReach: every sample parses", () => {
  const samples = hasContracts ? readSamples("heyreach") : {};
  const events = (name: string) => toChannelEvents(heyreachWebhook.parse(samples[name]), START);

  test("what was sent, accepted and answered", () => {
    const profileUrl = "https://www.linkedin.com/in/sam-example-agency";
    expect(events("webhook-message-sent.json")).toEqual([]); // not one of ours: it carries no touch
    expect(events("webhook-connection-request-accepted.json")).toEqual([
      { kind: "invitation_accepted", seat: "123", profileUrl, at: new Date("2026-01-15T01:30:00Z") },
    ]);
    expect(events("webhook-message-reply-received.json")).toMatchObject([
      { kind: "message", from: profileUrl, to: "123", text: "Happy to chat next week", at: new Date("2026-01-15T02:00:00Z") },
    ]);
  });

  test("the three events share a correlation id and are three all the same", () => {
    const keys = Object.entries(samples)
      .filter(([name]) => name.startsWith("webhook-"))
      .map(([, body]) => heyreachEventKey(heyreachWebhook.parse(body)));
    expect(new Set(keys).size).toBe(3);
  });

  test("counts and a refusal", async () => {
    expect(addedLeads.parse(samples["add-leads.response.json"])).toEqual({ addedLeadsCount: 1, updatedLeadsCount: 0, failedLeadsCount: 0 });
    const fetch = scriptedFetch(400, JSON.stringify(samples["error-400.json"]));
    await expect(heyreach({ apiKey: "k", baseUrl: "https://api.example", fetch }).resumeCampaign("1")).rejects.toThrow(
      "is not paused, finished",
    );
  });
});
