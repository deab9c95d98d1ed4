import { beforeEach, expect, test } from "vitest";
import { smartleadReference } from "@/lib/integrations/smartlead/transform";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { mailboxOf, THURSDAY, type WrittenTo, writeTo } from "@/tests/support/inbound-mail";
import { fiveTimesShuffled, newsLab } from "@/tests/support/news-lab";

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
