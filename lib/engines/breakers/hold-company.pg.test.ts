import { addDays } from "date-fns";
import { expect, test } from "vitest";
import { holdCompany, releaseCompany } from "@/lib/engines/breakers/hold-company";
import { dispatchTouch } from "@/lib/engines/dispatch/dispatch-touch";
import { ConflictError, ForbiddenError } from "@/lib/errors";
import { addMember, insertLead, testSenderOptions, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { FakeCarrier } from "@/tests/support/fake-carrier";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { planningHelpers } from "@/tests/support/planning-helpers";

const world = fileWorld();
const client = clientPerTest(world);
const { manyLeads } = planningHelpers(() => ({ world, client }));
const COMPANY = { domain: "northside.example", company: "Northside Roofing" };

const hold = (leadId: string, now = WEDNESDAY_MORNING) => {
  const ctx = world.systemCtx(client.clientId, now);
  return ctx.tx((db) => holdCompany(db, ctx, { leadId, reason: "Somebody there said no" }));
};
const holds = () => world.system.selectFrom("companyHolds").selectAll().where("clientId", "=", client.clientId).orderBy("id").execute();

test("after a refusal a colleague waits 90 days, or until an admin says otherwise", async () => {
  const [colleague = ""] = await manyLeads(1, undefined, () => COMPANY);
  const refuser = await insertLead(world, client.clientId, COMPANY);
  await hold(refuser);
  const carrier = new FakeCarrier();
  const dispatch = () =>
    dispatchTouch(world.systemCtx(client.clientId), { touchId: colleague, resourceId: client.mailbox }, testSenderOptions(carrier));
  const until = addDays(WEDNESDAY_MORNING, 90);
  expect(await dispatch()).toMatchObject({ outcome: "defer", code: "company_held" });
  const [held] = await holds();
  expect(held).toMatchObject({ domain: COMPANY.domain, until, releasedAt: null });

  const input = { holdId: held?.id ?? "", reason: "A new director asked us" };
  const member = await addMember(world, client.clientId, "member");
  expect(() => releaseCompany(world.memberCtx(client.clientId, member, "member"), input)).toThrow(ForbiddenError);
  await expect(releaseCompany(world.memberCtx(client.clientId, member, "owner"), input)).rejects.toThrow();
  const owner = world.memberCtx(client.clientId, client.userId, "owner");
  await releaseCompany(owner, input);
  await expect(releaseCompany(owner, input)).rejects.toBeInstanceOf(ConflictError);
  expect(await holds()).toMatchObject([{ releasedAt: WEDNESDAY_MORNING, releasedBy: client.userId }]);
});

test("a second refusal starts the time anew, and never ends a hold without an end", async () => {
  const lead = await insertLead(world, client.clientId, COMPANY);
  await hold(lead);
  const later = addDays(WEDNESDAY_MORNING, 10);
  await hold(lead, later);
  await hold(lead);
  expect(await holds()).toMatchObject([{ until: addDays(later, 90) }]);
  await world.system.updateTable("companyHolds").set({ until: null }).where("clientId", "=", client.clientId).execute();
  await hold(lead, later);
  expect(await holds()).toMatchObject([{ until: null }]);
});

test("a mail host of the public is nobody's company, and a lead without one holds nothing", async () => {
  await hold(await insertLead(world, client.clientId, { domain: "gmail.com" }));
  await hold(await insertLead(world, client.clientId, { domain: null }));
  expect(await holds()).toEqual([]);
});
