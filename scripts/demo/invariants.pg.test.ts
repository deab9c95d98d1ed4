import { addDays, addHours, addMinutes, addSeconds, subMinutes } from "date-fns";
import { expect, test } from "vitest";
import { bookMeeting } from "@/lib/engines/meetings/book-meeting";
import { optOutLead } from "@/lib/engines/suppression/opt-out-lead";
import { suppress } from "@/lib/engines/suppression/suppress";
import { insertLead, TEST_PEPPER, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { DemoWorld } from "./demo-world";
import { checkInvariants } from "./invariants";

const it = new DemoWorld();

const ctx = (now = WEDNESDAY_MORNING) => it.world.systemCtx(it.client.clientId, now);

test("a client that sent properly breaks nothing", async () => {
  const first = await it.send();
  await it.send(addMinutes(WEDNESDAY_MORNING, 3));
  await bookMeeting(ctx(addHours(WEDNESDAY_MORNING, 3)), {
    leadId: first.leadId,
    startsAt: addDays(WEDNESDAY_MORNING, 2),
    source: "booking_link",
    externalId: "bk_1",
  });
  await it.db.updateTable("private.outbox").set({ sentAt: WEDNESDAY_MORNING }).where("clientId", "=", it.client.clientId).execute();
  const broken = (await checkInvariants(it.evidence(addHours(WEDNESDAY_MORNING, 4)))).filter(({ violations }) => violations.length > 0);
  expect(broken).toEqual([]);
});

test("a message received twice, taken twice or planned by nobody", async () => {
  const sent = await it.send();
  await it.arrive(sent);
  await it.local.query("insert into mail.transactions (message_id, mail_from, recipients, received_at) values ($1, $2, '{}', now())", [
    ...[sent.messageId, await it.mailbox()],
  ]);
  await it.arrive({ email: sent.email, messageId: "<stray@nowhere.example>" });
  expect(await it.found("no step is sent twice")).toEqual([
    `${sent.email} received a message that nobody planned`,
    `${sent.email} step 1 was received 2 times`,
    `${sent.email} step 1 was taken 2 times by the mail server`,
  ]);
});

test("a touch claimed after an answer, a meeting or a suppression; a release opens the way again", async () => {
  const name = "nothing is sent after a stop";
  const [replied, met, suppressed, released] = [
    await it.send(),
    await it.send(addMinutes(WEDNESDAY_MORNING, 3)),
    await it.send(addMinutes(WEDNESDAY_MORNING, 6)),
    await it.send(addMinutes(WEDNESDAY_MORNING, 9)),
  ];
  const { clientId, campaign } = it.client;
  const stopAt = subMinutes(WEDNESDAY_MORNING, 30);
  const thread = await it.db
    .insertInto("threads")
    .values({ clientId, campaignId: campaign, leadId: replied.leadId, channel: "email", lastMessageAt: stopAt })
    .returning("id")
    .executeTakeFirstOrThrow();
  await it.db
    .insertInto("messages")
    .values({
      ...{ clientId, threadId: thread.id, leadId: replied.leadId, direction: "inbound", channel: "email" },
      ...{ bodyText: "No thanks", isReply: true, occurredAt: stopAt, createdAt: stopAt },
    })
    .execute();
  await it.db
    .insertInto("meetings")
    .values({ clientId, leadId: met.leadId, source: "manual", startsAt: WEDNESDAY_MORNING, bookedAt: stopAt })
    .execute();
  for (const { email } of [suppressed, released])
    await suppress(it.db, ctx(stopAt), { kind: "email", value: email, reason: "unsubscribed", source: "manual" }, { pepper: TEST_PEPPER });
  const keys = await it.db
    .selectFrom("suppressions")
    .select(["keyHmac", "masked"])
    .where("clientId", "=", clientId)
    .orderBy("id")
    .execute();
  await it.db
    .insertInto("suppressions")
    .values({
      ...{ clientId, kind: "email", keyHmac: keys[1]?.keyHmac ?? "", masked: keys[1]?.masked ?? "" },
      ...{ reason: "released", source: "manual", createdAt: addMinutes(stopAt, 1) },
    })
    .execute();

  expect(await it.found(name)).toEqual(
    [
      `${replied.email} step 1 was claimed although they had replied`,
      `${met.email} step 1 was claimed although a meeting was booked`,
      `${suppressed.email} step 1 was claimed although suppressed (unsubscribed)`,
    ].sort((a, b) => (a < b ? -1 : 1)),
  );
});

test.each([
  ["on a Sunday", "2026-03-07T23:00:00Z", "Australia/Sydney", "NSW", /on 2026-03-08, which is no sending day/],
  ["too early where the recipient is", "2026-03-03T22:00:00Z", "Australia/Perth", "WA", /at 06:00:00 in Australia\/Perth/],
  ["at the minute the window closes", "2026-03-04T05:30:00Z", "Australia/Sydney", "NSW", /at 16:30:00/],
  ["on a holiday of one state", "2026-03-09T00:00:00Z", "Australia/Melbourne", "VIC", /on 2026-03-09: Labour Day/],
  ["in the summer shutdown", "2026-01-07T00:00:00Z", "Australia/Sydney", "NSW", /summer shutdown/],
])("a message that left %s", async (_, at, timezone, state, expected) => {
  const sent = await it.send();
  await it.db.updateTable("leads").set({ timezone, state }).where("id", "=", sent.leadId).execute();
  await it.tamper(sent.touchId, { claimedAt: new Date(at) });
  const [violation] = await it.found("everything is sent inside the recipient's window");
  expect(violation).toMatch(expected);
  expect(violation).toContain(`${sent.email} step 1`);
});

test("a holiday of another state and a zone's own hours are no violation", async () => {
  const sent = await it.send();
  await it.db.updateTable("leads").set({ timezone: "Australia/Perth", state: "WA" }).where("id", "=", sent.leadId).execute();
  await it.tamper(sent.touchId, { claimedAt: new Date("2026-03-09T05:00:00Z") }); // Labour Day in Victoria, 13:00 in Perth
  expect(await it.found("everything is sent inside the recipient's window")).toEqual([]);
});

test("limits of mailbox, domain, campaign and client, a counter that says too little, and a mailbox in a hurry", async () => {
  await it.send();
  const second = await it.send(addMinutes(WEDNESDAY_MORNING, 3));
  expect(await it.found("no daily limit is passed")).toEqual([]);
  const { clientId, mailbox, domain, campaign } = it.client;
  await it.db.updateTable("resources").set({ dailyLimit: 1 }).where("id", "in", [mailbox, domain]).execute();
  await it.db.updateTable("campaigns").set({ dailyLimit: 1 }).where("id", "=", campaign).execute();
  await it.db.updateTable("resourceUsage").set({ used: 1 }).where("resourceId", "=", mailbox).execute();
  const label = await it.mailbox();
  const found = await it.found("no daily limit is passed");
  expect(found).toEqual([
    expect.stringMatching(/^campaign Builders .* sent 2 on 2026-03-04, limit 1$/),
    `domain ${label.split("@")[1]} sent 2 on 2026-03-04, limit 1`,
    `mailbox ${label} sent 2 on 2026-03-04, limit 1`,
    `the counter of ${label} says 1 on 2026-03-04, 2 left`,
  ]);

  await it.db
    .updateTable("resources")
    .set({ isPrewarmed: false, rampStartedAt: addDays(WEDNESDAY_MORNING, -13), dailyLimit: 40 })
    .where("id", "=", mailbox)
    .execute();
  expect(await it.found("no daily limit is passed")).toContain(`mailbox ${label} sent 2 on 2026-03-04, limit 0`);
  expect(await it.found("hand-offs of a mailbox keep their distance")).toEqual([]);
  await it.tamper(second.touchId, { claimedAt: addSeconds(WEDNESDAY_MORNING, 179) });
  expect(await it.found("hand-offs of a mailbox keep their distance")).toEqual([expect.stringContaining("sent twice within 179 seconds")]);
  await it.db.updateTable("clients").set({ deletedAt: WEDNESDAY_MORNING }).where("id", "=", clientId).execute();
});

test("an opt-out the product does not know, and what the market holds against it", async () => {
  const name = "every opt-out is suppressed";
  const sent = await it.send();
  await it.local.query("update market.people set opted_out_at = now(), opted_out_by = 'one_click' where email = $1", [sent.email]);
  expect(await it.found(name)).toEqual([`${sent.email} opted out by one click and is not suppressed`]);
  await ctx().tx((db) =>
    optOutLead(db, ctx(), { leadId: sent.leadId, reason: "unsubscribed", source: "one_click" }, { pepper: TEST_PEPPER }),
  );
  expect(await it.found(name)).toEqual([]);
  await it.local.query(
    "insert into market.violations (kind, email, message_id, at, detail) values ('written_after_opt_out', $1, '<x>', now(), 'by click')",
    [sent.email],
  );
  expect(await it.found(name)).toEqual([`${sent.email}: written after opt out (by click)`]);
});

test("a certificate with a failed check, or without one that had to run", async () => {
  const sent = await it.send();
  const { certificate } = await it.db.selectFrom("touches").select("certificate").where("id", "=", sent.touchId).executeTakeFirstOrThrow();
  const { checks } = certificate as { checks: { code: string; verdict: string }[] };
  const changed = checks
    .filter(({ code }) => code !== "suppressed")
    .map((check) => (check.code === "spacing" ? { ...check, verdict: "defer" } : check));
  await it.tamper(sent.touchId, { certificate: JSON.stringify({ checks: changed }) });
  expect(await it.found("every message has a clean certificate")).toEqual([
    `${sent.email} step 1 failed spacing`,
    `${sent.email} step 1 was not checked for suppressed`,
  ]);
});

test("credits: a counter that drifted, a double charge, a charge for nothing and a lead that was not charged", async () => {
  const { clientId } = it.client;
  const charged = await insertLead(it.world, clientId, { enrichedAt: WEDNESDAY_MORNING });
  const uncharged = await insertLead(it.world, clientId, { enrichedAt: WEDNESDAY_MORNING });
  const raw = await insertLead(it.world, clientId, { status: "new" });
  const emailOf = async (id: string) =>
    (await it.db.selectFrom("leads").select("email").where("id", "=", id).executeTakeFirstOrThrow()).email;
  for (const [index, leadId] of [charged, charged, raw].entries()) {
    await it.db
      .insertInto("creditLedger")
      .values({ clientId, leadId, delta: -1, reason: "enrichment", idempotencyKey: `planted:${leadId}:${index}`, balanceAfter: 1 })
      .execute();
  }
  await it.db
    .insertInto("providerCosts")
    .values({
      ...{ clientId, leadId: uncharged, provider: "apollo", operation: "people/match", costMicros: 1 },
      ...{ idempotencyKey: `planted:${uncharged}`, occurredAt: WEDNESDAY_MORNING },
    })
    .execute();
  expect((await it.found("credits add up")).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
    [
      `${await emailOf(charged)} was charged 2 times`,
      `${await emailOf(raw)} was charged without being enriched`,
      `${await emailOf(uncharged)} was enriched at a cost and not charged`,
      "the ledger says 1247, the counter 1250",
    ].sort((a, b) => (a < b ? -1 : 1)),
  );
});

test("an import with rows nobody accounts for, and one that never finished", async () => {
  const { clientId } = it.client;
  const job = { clientId, fileSha256: "0", rowsTotal: 10, rowsDone: 10, rowsInvalid: 1 };
  await it.db
    .insertInto("importJobs")
    .values([
      { ...job, fileName: "a.csv", status: "finished", rowsAdded: 8 },
      { ...job, fileName: "b.csv", status: "running" },
    ])
    .execute();
  expect(await it.found("every imported row is accounted for")).toEqual([
    "a.csv: 0 leads, 8 counted as added",
    "a.csv: 0 rows in the error file, 1 counted",
    "a.csv: 9 of 10 rows accounted for",
    "b.csv is running",
  ]);
});

test("leads that fell out of the process", async () => {
  const { clientId } = it.client;
  const waiting = await Promise.all(
    [{ status: "new" }, { status: "enriched" }, { status: "scored" }, { status: "in_sequence" }].map((state) =>
      insertLead(it.world, clientId, state),
    ),
  );
  const stuck = await it.send();
  await it.tamper(stuck.laterTouchId, { state: "cancelled", reasonCode: "planted" });
  const forgotten = await it.send(addMinutes(WEDNESDAY_MORNING, 3));
  const emails = await it.db.selectFrom("leads").select(["id", "email"]).where("clientId", "=", clientId).execute();
  const emailOf = (id: string | undefined) => emails.find((lead) => lead.id === id)?.email;
  const found = await it.found("no lead is lost", addDays(WEDNESDAY_MORNING, 6));
  expect(new Set(found)).toEqual(
    new Set([
      `${emailOf(waiting[0])} was never enriched`,
      `${emailOf(waiting[1])} was never scored`,
      `${emailOf(waiting[2])} never entered a campaign`,
      `${emailOf(waiting[3])} is in a sequence that has no enrolment`,
      `${stuck.email} is enrolled with nothing left to happen`,
      `${forgotten.email} step 2 is overdue and nobody says why`,
    ]),
  );
});

test("a meeting without its touch, a touch without its meeting, and a booking that was lost", async () => {
  const { clientId } = it.client;
  const [met, marked] = [await it.send(), await it.send(addMinutes(WEDNESDAY_MORNING, 3))];
  await it.db
    .insertInto("meetings")
    .values({ clientId, leadId: met.leadId, source: "manual", startsAt: WEDNESDAY_MORNING, bookedAt: WEDNESDAY_MORNING })
    .execute();
  await it.tamper(marked.touchId, { ledToBooking: true });
  await it.local.query(
    `insert into market.bookings (id, booking_url, email, name, starts_at, duration_minutes, booked_at, by_persona)
     values ('bk_lost', 'http://x.example/book/a', $1, '', now(), 30, now(), true)`,
    [met.email],
  );
  expect(new Set(await it.found("every meeting has one converting touch"))).toEqual(
    new Set([
      `${met.email} has a meeting without a converting touch`,
      `${met.email} has 0 touches marked as converting`,
      `${marked.email} has a converting touch and no meeting`,
      `${met.email} booked and has no meeting`,
    ]),
  );
});

test("loose ends: an event not relayed, a delivery not thought about or not understood, a touch still sending", async () => {
  const sent = await it.send();
  await it.tamper(sent.touchId, { state: "sending", sentAt: null });
  await it.db.insertInto("private.outbox").values({ name: "planted/event", data: "{}" }).execute();
  const delivery = { provider: "planted", body: "{}", receivedAt: WEDNESDAY_MORNING };
  await it.db
    .insertInto("private.inboundEvents")
    .values([
      { ...delivery, externalId: "1" },
      { ...delivery, externalId: "2", processedAt: WEDNESDAY_MORNING, error: "unreadable" },
    ])
    .execute();
  expect(await it.found("nothing is left in sending")).toEqual([`${sent.email} step 1 is still sending`]);
  expect(await it.found("the outbox is empty")).toContain("1 events planted/event wait");
  expect(await it.found("every inbound event is processed")).toEqual(["1 from planted wait", "1 from planted: unreadable"]);
});
