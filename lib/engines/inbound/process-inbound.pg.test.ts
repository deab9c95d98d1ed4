import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { failInbound } from "@/lib/engines/inbound/process-inbound";
import { buildAutoReply } from "@/local/mail/mime/build-auto-reply";
import { packedDmarcMail } from "@/tests/support/dmarc-mail";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";
import { inboundLab, MONDAY, mailboxOf, process, storeDelivery, THURSDAY, writeTo } from "@/tests/support/inbound-mail";

const world = fileWorld();
const client = clientPerTest(world);
const { reply, hear, lead, touch, messagesOf, activitiesOf } = inboundLab(
  () => world,
  () => client,
);

describe("told more than once", () => {
  test("five deliveries in any order, side by side or one by one, leave the same state", async () => {
    const final: unknown[] = [];
    for (const mode of ["once", "in turn", "together"] as const) {
      const to = await writeTo(world, client);
      const raws = [await reply(to, "Please remove me from your list.")];
      const away = await buildAutoReply({ kind: "away", from: to.person, original: to.original, now: THURSDAY, returnsOn: MONDAY });
      const all = [...raws, away];
      const ids: string[] = [];
      const deliveries = mode === "once" ? 1 : 5;
      for (let n = 0; n < deliveries; n += 1) {
        for (const raw of n % 2 ? [...all].reverse() : all) ids.push(await storeDelivery(world, { raw, recipient: mailboxOf(client) }));
      }
      if (mode === "together") {
        // A collision of two first-time deliveries may be refused once; the runner asks again.
        await Promise.allSettled(ids.map((id) => process(world, id, THURSDAY)));
      }
      for (const id of [...ids, ...ids]) await process(world, id, THURSDAY);
      const { status, replyCount, snoozedUntil } = await lead(to.leadId);
      const stored = (await messagesOf()).filter((message) => message.leadId === to.leadId);
      final.push({
        status,
        replyCount,
        isSnoozed: snoozedUntil !== null,
        stored: stored.map((message) => message.intent).sort(),
        actions: (await activitiesOf(to.leadId)).sort(),
        second: (await touch(to.second)).state,
      });
    }
    expect(final[1]).toEqual(final[0]);
    expect(final[2]).toEqual(final[0]);
    expect(final[0]).toMatchObject({
      status: "unsubscribed",
      replyCount: 1,
      second: "cancelled",
      stored: ["out_of_office", "unsubscribe"],
    });
  });

  test("a delivery whose process died before it was marked is not done twice", async () => {
    const to = await writeTo(world, client);
    const id = await storeDelivery(world, { raw: await reply(to, "Tell me more"), recipient: mailboxOf(client) });
    await process(world, id, THURSDAY);
    await world.system.updateTable("private.inboundEvents").set({ processedAt: null }).where("id", "=", id).execute();
    expect(await process(world, id, MONDAY)).toEqual({ outcome: "repeat" });
    expect((await lead(to.leadId)).replyCount).toBe(1);
  });
});

describe("an aggregate report on authentication (DMARC)", () => {
  const domain = () => mailboxOf(client).split("@")[1] ?? "";
  const hearOf = (report: Omit<Parameters<typeof packedDmarcMail>[1], "domain">, of = domain()) =>
    hear(packedDmarcMail(mailboxOf(client), { domain: of, ...report }));
  const kept = () => world.system.selectFrom("dmarcReports").selectAll().where("clientId", "=", client.clientId).execute();
  const notices = () => world.system.selectFrom("notifications").select("title").where("clientId", "=", client.clientId).execute();

  test("is kept once, is nobody's answer, and tells when fewer than 98 % of at least 50 messages were aligned", async () => {
    const first = { id: "a", records: [{ count: 45, dkim: "pass" as const }, { count: 4 }] };
    expect(await hearOf(first)).toEqual({ outcome: "applied" });
    expect(await hearOf(first)).toMatchObject({ outcome: "ignored" });
    expect(await kept()).toMatchObject([{ resourceId: client.domain, reporter: "google.com", reportId: "a", messages: 49, aligned: 45 }]);
    expect(await notices()).toEqual([]);
    await hearOf({ id: "b", records: [{ count: 1, spf: "pass" }] }, `mail.${domain()}`);
    expect(await notices()).toEqual([{ title: expect.stringContaining("not aligned") }]);
    expect(await messagesOf()).toEqual([]);
  });

  test("on somebody else's domain is nothing of ours, and 98 % is enough", async () => {
    expect(await hearOf({ records: [{ count: 100 }] }, "others.example")).toMatchObject({ outcome: "ignored" });
    await hearOf({ records: [{ count: 98, dkim: "pass" }, { count: 2 }] });
    expect(await kept()).toMatchObject([{ messages: 100, aligned: 98 }]);
    expect(await notices()).toEqual([]);
  });
});

describe("what cannot be read", () => {
  test("is kept with its error and not tried for ever", async () => {
    const nested = `Content-Type: multipart/mixed; boundary=a\r\n\r\n${"--a\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n".repeat(500)}`;
    const broken = [
      await storeDelivery(world, { raw: "", recipient: mailboxOf(client) }),
      await storeDelivery(world, { raw: nested, recipient: mailboxOf(client) }),
    ];
    for (const id of broken) {
      const first = await process(world, id, THURSDAY);
      expect(["ignored", "unmatched"]).toContain(first.outcome);
      expect(await process(world, id, THURSDAY)).toEqual({ outcome: "repeat" });
    }
    const [empty] = await world.system
      .selectFrom("private.inboundEvents")
      .select(["error", "body"])
      .where("id", "=", broken[0] ?? "")
      .execute();
    expect(empty?.error).toMatch(/./);
  });

  test("NUL characters, endless ids and a body of the wrong shape stop nothing", async () => {
    const to = await writeTo(world, client);
    const hostile = [
      `From: Lee <${to.email}>\r\nSubject: a\0b\r\nMessage-ID: <a\0b@x>\r\nIn-Reply-To: <\0@x>\r\nContent-Type: text/html\r\n\r\n<p>Tell me\0 more</p>`,
      `From: Lee <${to.email}>\r\nMessage-ID: ${"x".repeat(9000)}\r\nReferences: ${"<y@z> ".repeat(3000)}\r\n\r\nTell me more`,
      `From: Lee <${to.email}>\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nTell=00 me more`,
    ];
    for (const raw of hostile) expect(await hear(raw)).toMatchObject({ outcome: "stored" });
    const { id } = await world.system
      .insertInto("private.inboundEvents")
      .values({ provider: "postmark", externalId: randomUUID(), body: JSON.stringify({ MessageID: 7 }), receivedAt: THURSDAY })
      .returning("id")
      .executeTakeFirstOrThrow();
    expect(await process(world, id, THURSDAY)).toMatchObject({ outcome: "ignored" });
  });

  test("what fails for good is marked and stays to be tried again by hand", async () => {
    const id = await storeDelivery(world, { raw: "x", recipient: mailboxOf(client) });
    await failInbound(world.system, { inboundEventId: id, error: "the database fell over" });
    const row = await world.system
      .selectFrom("private.inboundEvents")
      .select(["error", "processedAt"])
      .where("id", "=", id)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ error: "the database fell over", processedAt: null });
  });
});
