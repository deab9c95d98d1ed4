import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { StartImportInput } from "@/lib/domain/lead-import";
import { suppressionKey } from "@/lib/engines/suppression/suppression-key";
import { fileWorld } from "@/tests/support/file-world";
import { importHarness, suppression } from "@/tests/support/import-harness";

const world = fileWorld();
const on = importHarness(world);

describe("consent", () => {
  const HEADER = "Email,Title,Website,Consent basis,Consent note,Source URL,Consent date,No contrary statement";

  test("a basis is saved only where its rule holds; the lead comes in either way", async () => {
    const ctx = await on.ownerCtx();
    const job = await on.importText(
      ctx,
      [
        HEADER,
        "express@a.example,,,opted in,web form 12,,3/2/2026,",
        "express-bare@a.example,,,opted in,,,3/2/2026,",
        "future@a.example,,,opted in,web form,,5/3/2026,",
        "customer@a.example,,,existing customer,invoice 7,,1 Feb 2026,",
        "customer-undated@a.example,,,existing customer,invoice 7,,,",
        "published@b.example,Practice Manager,b.example,published,buys ads for the clinic,https://www.b.example/team,2026-02-01,yes",
        "broker@b.example,Practice Manager,b.example,published,buys ads,https://broker.example/list,2026-02-01,yes",
        "unchecked@b.example,Practice Manager,b.example,published,buys ads,https://b.example/team,2026-02-01,",
        "roleless@b.example,,b.example,published,buys ads,https://b.example/team,2026-02-01,yes",
        "refused@a.example,,,opted out,note,,3/2/2026,",
        "silent@a.example,,,,,,,",
      ].join("\n"),
    );
    expect(job).toMatchObject({ rowsAdded: 11, rowsInvalid: 0, rowsWithoutBasis: 8 });
    expect(await on.basesOf(ctx)).toMatchObject([
      {
        email: "customer@a.example",
        basis: "inferred_relationship",
        evidence: { note: "invoice 7" },
        capturedAt: new Date("2026-01-31T13:00:00Z"),
      },
      { email: "express@a.example", basis: "express", evidence: { note: "web form 12" }, recordedVia: "import" },
      {
        email: "published@b.example",
        basis: "inferred_publication",
        sourceUrl: "https://www.b.example/team",
        evidence: { role: "Practice Manager", relevance: "buys ads for the clinic", no_contrary_statement: true },
      },
    ]);
  });

  test("what is stated for the file holds for rows that say nothing themselves", async () => {
    const ctx = await on.ownerCtx();
    const file = `${HEADER}\nsilent@a.example,,,,,,,\nrefused@a.example,,,no,,,,\nown@a.example,,,express,signed form,,1/1/2026,\n`;
    const stated = { basis: "inferred_relationship", note: "clients of 2025", date: "2026-01-01" } as const;
    const job = await on.importText(ctx, file, { defaultConsent: stated as StartImportInput["defaultConsent"] });
    expect(job).toMatchObject({ rowsWithoutBasis: 1, defaultBasis: "inferred_relationship" });
    expect(await on.basesOf(ctx)).toMatchObject([
      { email: "own@a.example", basis: "express", evidence: { note: "signed form" } },
      { email: "silent@a.example", basis: "inferred_relationship", evidence: { note: "clients of 2025" }, recordedBy: job.createdBy },
    ]);
  });

  test("evidence from before a withdrawal does not bring the basis back", async () => {
    const ctx = await on.ownerCtx();
    const file = `${HEADER}\nann@a.example,,,express,form,,3/2/2026,\n`;
    await on.importText(ctx, file);
    await world.system
      .updateTable("consentBases")
      .set({ revokedAt: new Date("2026-02-10T00:00:00Z"), revokedReason: "asked" })
      .where("clientId", "=", ctx.clientId)
      .execute();
    expect(await on.importText(ctx, file)).toMatchObject({ rowsUpdated: 0, rowsDuplicate: 1 });
    expect(await on.importText(ctx, file.replace("3/2/2026", "20/2/2026"))).toMatchObject({ rowsUpdated: 1 });
    expect((await on.basesOf(ctx)).map(({ revokedAt }) => revokedAt === null)).toEqual([false, true]);
  });
});

describe("suppression", () => {
  test("people are recognised by alias, domain, phone and profile; the file says only “suppressed”", async () => {
    const ctx = await on.ownerCtx();
    await on.suppress(ctx, "email", "jane.doe@gmail.com");
    await on.suppress(ctx, "domain", "never.com.au");
    await on.suppress(ctx, "phone", "0412 345 678");
    await on.suppress(ctx, "linkedin", "linkedin.com/in/gone");
    await on.suppress(ctx, "phone", "0412 000 000", ["sms"]);
    await sql`insert into private.global_suppressions (kind, key_hmac, reason, source)
      values ('email', ${suppressionKey(suppression, "email", "trap@x.example")}, 'complaint', 'test')`.execute(world.system);
    const job = await on.importText(
      ctx,
      [
        "Email,Website,Mobile,LinkedIn",
        "JaneDoe+sale@googlemail.com,,,",
        "a@mail.never.com.au,,,",
        "b@gmail.com,www.never.com.au,,",
        "c@x.example,,+61 412 345 678,",
        "d@x.example,,,https://www.linkedin.com/in/Gone/",
        "trap@x.example,,,",
        "fine@x.example,,0412 000 000,",
      ].join("\n"),
    );
    expect(job).toMatchObject({ rowsAdded: 1, rowsSuppressed: 6, rowsInvalid: 0 });
    expect((await on.leadsOf(ctx)).map(({ email }) => email)).toEqual(["fine@x.example"]);
    const rows = (await on.errorFile(ctx, job.id)).slice(1);
    expect(new Set(rows.map((cells) => cells.at(-1)))).toEqual(new Set(["suppressed"]));
  });

  test("another client's list does not count", async () => {
    const [ours, theirs] = [await on.ownerCtx(), await on.ownerCtx("Other")];
    await on.suppress(theirs, "email", "ann@x.example");
    expect(await on.importText(ours, "Email\nann@x.example\n")).toMatchObject({ rowsAdded: 1, rowsSuppressed: 0 });
  });
});
