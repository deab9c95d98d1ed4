import { addHours, addMinutes } from "date-fns";
import { beforeEach, expect, test } from "vitest";
import { recallTouch } from "@/lib/engines/recall/recall-touch";
import type { OutreachProviders } from "@/lib/engines/recovery/outreach-providers";
import { reconcileProviders } from "@/lib/engines/recovery/reconcile-providers";
import { smartleadReference } from "@/lib/integrations/smartlead/transform";
import { TEST_PEPPER } from "@/tests/support/factories";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { mailboxOf, THURSDAY, type WrittenTo, writeTo } from "@/tests/support/inbound-mail";
import { fiveTimesShuffled, newsLab } from "@/tests/support/news-lab";
import { silentProviders } from "@/tests/support/silent-providers";

const world = fileWorld();
const client = clientPerTest(world);
const { hear, touch, lead, actionsOf, heardFrom } = newsLab(() => world);
let to: WrittenTo;

/** Smartlead writes a Message-ID of its own. */
const THEIRS = () => `<sl-${to.leadId}@getexample.com>`;
const news = (event_type: string, more: object = {}) => ({
  event_type,
  from_email: mailboxOf(client),
  to_email: to.email,
  to_name: "Lee Marsden",
  campaign_id: 123,
  event_timestamp: THURSDAY.toISOString(),
  ...more,
});
const sent = () => news("EMAIL_SENT", { message_id: THEIRS() });

beforeEach(async () => {
  to = await writeTo(world, client);
  await world.system
    .updateTable("touches")
    .set({ providerReference: smartleadReference(123, to.email) })
    .where("id", "=", to.first)
    .execute();
});

test("the Message-ID it gave is kept, and the answer that cites it is the lead's, once", async () => {
  for (let n = 0; n < 3; n += 1) expect(await hear("smartlead", sent())).toEqual({ outcome: "applied" });
  expect(await touch(to.first)).toMatchObject({ messageId: THEIRS(), deliveryState: "sent" });

  const reply = news("EMAIL_REPLY", {
    subject: "Re: local search",
    sent_message: { message_id: THEIRS() },
    reply_message: { message_id: "<CAF-2@firm.example>", text: "Sounds good, can you send me some details?" },
    leadCorrespondence: { replyReceivedFrom: "somebody.else@firm.example" },
  });
  for (let n = 0; n < 3; n += 1) await hear("smartlead", reply, THURSDAY);
  expect(await heardFrom(to.leadId)).toMatchObject([
    { intent: "interested", inReplyTo: THEIRS(), fromAddress: "somebody.else@firm.example" },
  ]);
  expect(await lead(to.leadId)).toMatchObject({ replyCount: 1 });
  expect((await touch(to.second)).state).toBe("cancelled");
});

test("a bounce and an unsubscribe end the same in any order", async () => {
  for (const one of fiveTimesShuffled([sent(), news("EMAIL_BOUNCE"), news("LEAD_UNSUBSCRIBED")], 7)) await hear("smartlead", one);
  expect((await touch(to.first)).deliveryState).toBe("undelivered");
  expect((await touch(to.second)).state).toBe("cancelled");
  expect((await lead(to.leadId)).status).toBe("unsubscribed");
  const actions = await actionsOf(to.leadId);
  expect(actions.filter((action) => action === "undelivered" || action === "unsubscribed")).toHaveLength(2);
});

const reconcile = (own: Partial<OutreachProviders>, now: Date) =>
  reconcileProviders({
    db: world.system,
    systemCtx: (id) => world.systemCtx(id, now),
    providers: silentProviders(own),
    pepper: TEST_PEPPER,
    now,
  });

test("a message it holds is paused there, and one it sent without a word is written down with its Message-ID", async () => {
  await world.system.updateTable("resources").set({ provider: "smartlead" }).where("id", "=", client.mailbox).execute();
  const { claimedAt, attempts } = await touch(to.first);
  const history: object[] = [];
  const paused: number[] = [];
  const smartlead = {
    findLead: async () => ({
      id: 7,
      isUnsubscribed: false,
      customFields: { agency_key_1: `${to.first}-${attempts}` },
      campaigns: [{ id: 123, name: `Agency OS relay ${mailboxOf(client)} #1` }],
    }),
    getHistory: async () => history,
    pauseLead: async (_campaign: number, leadId: number) => void paused.push(leadId),
  } as unknown as OutreachProviders["smartlead"];
  const later = addHours(claimedAt ?? THURSDAY, 12);

  history.push({ isOurs: true, at: later, messageId: THEIRS(), statsId: "s", bodyHtml: "" });
  const recall = () =>
    recallTouch(
      world.systemCtx(client.clientId, later),
      { touchId: to.first },
      { providers: silentProviders({ smartlead }), pepper: TEST_PEPPER },
    );
  expect(await recall()).toEqual({ outcome: "left" });
  expect((await reconcile({ smartlead }, later)).missed).toBe(1);
  expect((await reconcile({ smartlead }, later)).missed).toBe(0);
  expect(await touch(to.first)).toMatchObject({ state: "sent", deliveryState: "sent", messageId: THEIRS() });

  history.length = 0;
  expect(await recall()).toEqual({ outcome: "stopped" });
  expect(paused).toEqual([7]);
  expect((await touch(to.first)).state).toBe("cancelled");
});

test("an answer that came in at Postmark and never at our door takes the same way, once", async () => {
  const inbound = (MessageID: string, address: string, at: Date) => ({
    ...{ MessageID, From: to.email, OriginalRecipient: address, Subject: "Re: hello", Date: at.toISOString(), Status: "failed" },
    ...{ FromFull: null, ToFull: [], TextBody: "Please call me.", HtmlBody: null, Headers: [] },
  });
  const listed = [
    inbound("pm-lost", mailboxOf(client), addHours(THURSDAY, -20)),
    inbound("pm-elsewhere", "nobody@nowhere.example", addHours(THURSDAY, -20)),
    inbound("pm-on-its-way", mailboxOf(client), addMinutes(THURSDAY, -5)),
  ];
  const postmark = {
    listInbound: async () => ({ TotalCount: listed.length, InboundMessages: listed }),
    getInbound: async (id: string) => listed.find(({ MessageID }) => MessageID === id),
  } as unknown as NonNullable<OutreachProviders["postmark"]>;
  expect((await reconcile({ postmark }, THURSDAY)).missed).toBe(1);
  expect((await reconcile({ postmark }, THURSDAY)).missed).toBe(0);
  const events = await world.system.selectFrom("private.inboundEvents").selectAll().where("provider", "=", "postmark").execute();
  expect(events).toMatchObject([{ externalId: "pm-lost", processedAt: null }]);
  expect(await hear("postmark", JSON.parse(events[0]?.body ?? ""), THURSDAY)).toMatchObject({ outcome: "stored" });
  expect((await lead(to.leadId)).replyCount).toBe(1);
});
