import { afterEach, describe, expect, test } from "vitest";
import { recallFromHeyreach } from "@/lib/integrations/heyreach/recall";
import { ensureSeatCampaign, SEAT_CAMPAIGN_KINDS } from "@/lib/integrations/heyreach/seat-campaigns";
import { toAcceptance, toLeadProgress } from "@/lib/integrations/heyreach/transform";
import { ensureHeyreachWebhooks } from "@/lib/integrations/heyreach/webhook";
import type { Contact, Reaction } from "@/local/providers/recipients";
import { hasContracts } from "@/tests/contracts/contract";
import { DAY, HOUR, invitation, MINUTE, person, SCHEDULE, SEAT, START, startHeyreach } from "@/tests/contracts/heyreach-fixture";

describe.skipIf(!hasContracts)("HeyReach: an invitation keeps the contract", () => {
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

  describe("an invitation", () => {
    test("leaves hours later inside the seat's schedule, is told with our key, and its acceptance too", async () => {
      await start(accepts);
      expect(await run.carrier.handOver(invitation("jane-doe"), "touch-1")).toMatchObject({ outcome: "accepted", reference: "touch-1" });
      await run.pass(2 * HOUR);
      expect(run.reached).toEqual([]);
      await run.pass(2 * DAY);
      expect(run.reached).toMatchObject([{ act: "invitation", to: person("jane-doe"), from: SEAT, text: "" }]);
      expect(run.reached[0]?.at.getTime()).toBeGreaterThanOrEqual(START.getTime() + 3 * HOUR);
      expect(run.events()).toMatchObject([
        { kind: "delivery", reference: "touch-1", state: "sent" },
        { kind: "invitation_accepted", seat: SEAT, profileUrl: person("jane-doe") },
      ]);
    });

    test("handed over late in the day, it waits for the next morning; on Friday, for Monday", async () => {
      await start();
      await run.pass(4 * HOUR); // five in the afternoon
      await run.carrier.handOver(invitation("late"), "t1");
      await run.pass(3 * DAY - 4 * HOUR); // Friday at one
      await run.pass(4 * HOUR);
      await run.carrier.handOver(invitation("friday"), "t2");
      await run.pass(5 * DAY);
      const hours = run.reached.map(({ at }) =>
        at.toLocaleString("en-AU", { timeZone: "Australia/Sydney", weekday: "short", hour: "2-digit" }),
      );
      expect(hours).toEqual(["Wed 08 am", "Mon 08 am"]);
    });

    test("carries its note, and only that", async () => {
      await start();
      await run.carrier.handOver(invitation("jane-doe", "Hi Sam, {braces} stay"), "t1");
      await run.pass(DAY);
      expect(run.reached.map(({ text }) => text)).toEqual(["Hi Sam, {braces} stay"]);
    });

    test("a name that needs encoding arrives and is found again", async () => {
      await start(accepts);
      await run.carrier.handOver(invitation("rené-x"), "t1");
      await run.pass(3 * DAY);
      expect(run.reached.map(({ to }) => to)).toEqual([person("rené-x")]);
      expect(await run.carrier.reconcile("t1", invitation("rené-x"))).toMatchObject({ outcome: "accepted" });
    });

    test("whose answer was lost is unknown, is found by its profile, and a second hand-over reaches nobody twice", async () => {
      await start();
      await run.fail({ operation: "POST /campaign/AddLeadsToCampaignV2", kind: "answer_lost" });
      expect(await run.carrier.handOver(invitation("jane-doe"), "t1")).toMatchObject({ outcome: "unknown" });
      expect(await run.carrier.reconcile("t1", invitation("jane-doe"))).toMatchObject({ outcome: "accepted", reference: "t1" });
      expect(await run.carrier.reconcile("t2", invitation("somebody-else"))).toEqual({ outcome: "not_found" });
      expect(await run.carrier.handOver(invitation("jane-doe"), "t1")).toMatchObject({ outcome: "accepted" });
      await run.pass(DAY);
      expect(await run.carrier.handOver(invitation("jane-doe"), "t1")).toMatchObject({
        outcome: "refused",
        cause: "address",
        isPermanent: true,
      });
      await run.pass(5 * DAY);
      expect(run.reached).toHaveLength(1);
    });

    test("that is taken back before it left never leaves; one that is out stays out and is withdrawn at 30 days", async () => {
      await start(accepts);
      const recall = (name: string) => recallFromHeyreach(run.api, { seat: SEAT, profileUrl: person(name), handedOverAt: START });
      await run.carrier.handOver(invitation("jane-doe"), "t1");
      await run.carrier.handOver(invitation("rené-x", "Hello"), "t2");
      expect(await recall("jane-doe")).toEqual({ outcome: "stopped" });
      expect(await recall("jane-doe")).toEqual({ outcome: "stopped" });
      expect(await recall("somebody-else")).toEqual({ outcome: "left" });
      await run.pass(5 * DAY);
      expect(run.reached.map(({ to }) => to)).toEqual([person("rené-x")]);
      expect(await recall("rené-x")).toEqual({ outcome: "left" });
      expect(run.events().map(({ kind }) => kind)).toEqual(["delivery", "invitation_accepted"]);
    });

    test("that was taken back for a while is handed over again, leaves once, and then stays out", async () => {
      await start();
      const recall = () =>
        recallFromHeyreach(run.api, { seat: SEAT, profileUrl: person("jane-doe"), handedOverAt: START, again: SCHEDULE });
      for (const key of ["t1", "t2", "t3"]) {
        expect(await run.carrier.reconcile(key, invitation("jane-doe"))).toEqual({ outcome: "not_found" });
        expect(await run.carrier.handOver(invitation("jane-doe"), key)).toMatchObject({ outcome: "accepted", reference: key });
        expect(await run.carrier.reconcile(key, invitation("jane-doe"))).toMatchObject({ outcome: "accepted" });
        if (key !== "t3") for (let n = 0; n < 2; n += 1) expect(await recall()).toEqual({ outcome: "stopped" });
      }
      await run.pass(5 * DAY);
      expect(await recall()).toEqual({ outcome: "left" });
      expect(await run.carrier.handOver(invitation("jane-doe"), "t4")).toMatchObject({ outcome: "refused", isPermanent: true });
      await run.pass(5 * DAY);
      expect(run.reached).toHaveLength(1);
      expect(run.events()).toMatchObject([{ kind: "delivery", reference: "t3", state: "sent" }]);
    });

    test("is taken back after 30 days: an acceptance after that is none", async () => {
      await start(({ at }) => [{ kind: "accepts", at: new Date(at.getTime() + 31 * DAY) }]);
      await run.carrier.handOver(invitation("jane-doe"), "t1");
      await run.pass(40 * DAY);
      expect(run.events().map(({ kind }) => kind)).toEqual(["delivery"]);
    });

    test("of an acceptance no webhook told of, the campaign's list does", async () => {
      await start(accepts);
      await run.carrier.handOver(invitation("jane-doe"), "t1");
      await run.pass(3 * DAY);
      const [campaign] = await run.api.listCampaigns();
      const seen = [];
      const period = { from: START, to: new Date(START.getTime() + 9 * DAY) };
      for await (const lead of run.api.campaignLeads(campaign?.id ?? "", period)) seen.push(toLeadProgress(lead));
      expect(seen.flatMap((lead) => (lead ? toAcceptance(lead, START) : []))).toMatchObject([
        { kind: "invitation_accepted", seat: SEAT, profileUrl: person("jane-doe") },
      ]);
    });

    test("the seat's own limit at HeyReach spreads what was handed over at once", async () => {
      await start();
      for (let index = 0; index < 20; index += 1) await run.carrier.handOver(invitation(`person-${index}`), `t${index}`);
      await run.pass(4 * DAY);
      const days = run.reached.map(({ at }) => at.toLocaleDateString("en-CA", { timeZone: "Australia/Sydney" }));
      expect(days.filter((day) => day === "2026-11-24")).toHaveLength(17);
      expect(run.reached).toHaveLength(20);
    });
  });
});
