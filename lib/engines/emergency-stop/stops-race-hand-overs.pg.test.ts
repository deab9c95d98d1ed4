import { expect, test } from "vitest";
import type { Ctx } from "@/lib/context";
import { connect, type Db, systemTransaction } from "@/lib/db/client";
import { pauseCampaign } from "@/lib/engines/campaigns/activate-campaign";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { stopEverything } from "@/lib/engines/emergency-stop/emergency-stop";
import { stopChannel } from "@/lib/engines/emergency-stop/stop-channel";
import { setPlatformStop } from "@/lib/engines/emergency-stop/stop-platform";
import { setMailboxPaused } from "@/lib/engines/mailboxes/connect-mailbox";
import { type ReadyClient, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { planningHelpers } from "@/tests/support/planning-helpers";

const world = fileWorld();
const client = clientPerTest(world, { spacingSeconds: 0, mailboxLimit: 40 });
const { manyLeads } = planningHelpers(() => ({ world, client }));

const DISPATCHERS = 50;
const LET_THROUGH = 4;

type Stop = (ctx: Ctx, client: ReadyClient) => Promise<unknown>;
const STOPS: readonly [name: string, code: string, stop: Stop][] = [
  ["client", "emergency_stop", (ctx) => stopEverything(ctx, { reason: "wrong list" })],
  ["channel", "channel_stopped", (ctx) => stopChannel(ctx, { channel: "email", reason: "wrong list" })],
  ["campaign", "campaign_inactive", (ctx, { campaign }) => pauseCampaign(ctx, { campaignId: campaign, reason: "wrong list" })],
  ["mailbox", "resource_paused", (ctx, { mailbox }) => setMailboxPaused(ctx, { mailboxId: mailbox, reason: "wrong list" })],
];

test.each(STOPS)("with 50 dispatchers at work none commits after the stop of the %s commits", async (_name, code, stop) => {
  const member = world.memberCtx(client.clientId, client.userId, "owner");
  const { atCommit, atEnd, codes } = await race((count) => {
    let counted = -1;
    // Counted inside the stop's own transaction, last of all: whoever is still undecided then must find it.
    const ctx: Ctx = {
      ...member,
      tx: (work) =>
        member.tx(async (db) => {
          const result = await work(db);
          counted = await count(db);
          return result;
        }),
    };
    return stop(ctx, client).then(() => counted);
  });
  expect(atEnd).toBe(atCommit);
  expect([...codes]).toEqual([code]);
});

test("nor after the platform's, whose switch is thrown by hand", async () => {
  const operator = connect(world.systemUrl, { maximum: 1 });
  const { atCommit, atEnd, codes } = await race((count) =>
    systemTransaction(operator, { now: WEDNESDAY_MORNING }, async (db) => {
      await setPlatformStop(db, { channel: null, isStopped: true, now: WEDNESDAY_MORNING });
      return count(db);
    }),
  ).finally(() => operator.destroy());
  expect(atEnd).toBe(atCommit);
  expect([...codes]).toEqual(["platform_stopped"]);
  const release = { channel: null, isStopped: false, now: WEDNESDAY_MORNING };
  expect(await world.systemCtx(client.clientId).tx((db) => setPlatformStop(db, release))).toEqual({
    sendingStopped: false,
    stoppedChannels: [],
  });
});

test("one channel of the platform stops for everybody, and only that one", async () => {
  const [first = "", second = ""] = await manyLeads(2);
  const set = (channel: "sms" | "email", isStopped: boolean) =>
    world.systemCtx(client.clientId).tx((db) => setPlatformStop(db, { channel, isStopped, now: WEDNESDAY_MORNING }));
  await set("sms", true);
  expect(await dispatch(first)).toEqual({ outcome: "sent" });
  expect(await set("email", true)).toEqual({ sendingStopped: false, stoppedChannels: ["email", "sms"] });
  expect(await dispatch(second)).toMatchObject({ outcome: "hold", code: "channel_stopped" });
  await set("email", false);
  expect(await set("sms", false)).toEqual({ sendingStopped: false, stoppedChannels: [] });
  expect(await dispatch(second)).toEqual({ outcome: "sent" });
});

const carrier = new FakeCarrier();
const dispatch = (touchId: string) =>
  dispatchTouch(world.systemCtx(client.clientId), { touchId, resourceId: client.mailbox }, testSenderOptions(carrier));

/** Lets dispatchers loose, throws a switch once some got through, and counts what was claimed at its commit and in the end. */
async function race(throwSwitch: (count: (db: Db) => Promise<number>) => Promise<number>) {
  const touches = await manyLeads(DISPATCHERS);
  const claimed = async (db: Db) => {
    const { n } = await db
      .selectFrom("touches")
      .select(({ fn }) => fn.countAll<number>().as("n"))
      .where("clientId", "=", client.clientId)
      .where("claimedAt", "is not", null)
      .executeTakeFirstOrThrow();
    return n;
  };
  const before = carrier.sent.length;
  const running = Promise.all(touches.map(dispatch));
  while (carrier.sent.length < before + LET_THROUGH) await new Promise((resolve) => setTimeout(resolve, 1));
  const atCommit = await throwSwitch(claimed);
  const results = await running;
  const refused = results.filter(({ outcome }) => outcome !== "sent");
  expect(results.length - refused.length).toBeGreaterThanOrEqual(LET_THROUGH);
  return { atCommit, atEnd: await claimed(world.system), codes: new Set(refused.flatMap(({ code }) => code ?? [])) };
}
