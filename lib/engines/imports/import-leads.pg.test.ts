import { parse } from "csv-parse/sync";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { insertLead, readyClient } from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";
import { importHarness } from "@/tests/support/import-harness";
import { leadFile } from "@/tests/support/lead-file";

const world = fileWorld();
const on = importHarness(world);

test("a lead is found by its key, also where no statistics say how many there are", async () => {
  const plan = await world.system.connection().execute(async (db) => {
    await sql`set plan_cache_mode = force_generic_plan`.execute(db);
    await sql`prepare by_key (uuid, uuid) as select 1 from only public.leads where client_id = $1 and id = $2 for key share`.execute(db);
    const { rows } = await sql<Record<string, string>>`explain execute by_key (gen_random_uuid(), gen_random_uuid())`.execute(db);
    await sql`deallocate by_key`.execute(db);
    await sql`reset plan_cache_mode`.execute(db);
    return rows.map((row) => row["QUERY PLAN"]).join("\n");
  });
  expect(plan).toMatch(/Index Cond: .*\bid = \$2/);
});

describe("50,000 rows", () => {
  const { text, truth } = leadFile(50_000);

  test("exact counts, the right error file, and a second import that adds nothing", async () => {
    const ctx = await on.ownerCtx();
    const first = await on.importText(ctx, text);
    expect(first).toMatchObject({
      status: "finished",
      rowsTotal: 50_000,
      rowsDone: 50_000,
      rowsAdded: 49_000,
      rowsUpdated: 0,
      rowsInvalid: 800,
      rowsDuplicate: 200,
      rowsSuppressed: 0,
      rowsWithoutBasis: 4_000,
    });
    expect(first).toMatchObject({ rowsAdded: truth.added, rowsInvalid: truth.invalid, rowsDuplicate: truth.duplicate });
    expect(await on.countOf("leads", ctx)).toBe(49_000);
    expect(await on.countOf("consentBases", ctx)).toBe(45_000);

    const [header, ...rows] = await on.errorFile(ctx, first.id);
    expect(header?.join(",")).toBe(`${text.split("\r\n", 1)[0]},reason`);
    const uploaded: string[][] = parse(text, { relax_column_count: true });
    const badRows = [...truth.reasons.keys()];
    expect(rows).toHaveLength(1000);
    for (const [index, cells] of rows.entries()) {
      const row = badRows[index] ?? 0;
      expect(cells.slice(0, -1)).toEqual(uploaded[row]?.slice(0, 14));
      expect(cells.at(-1)).toMatch(truth.reasons.get(row) ?? "no bad row");
    }

    const announced = await on.announcedLeads(ctx);
    expect(announced.sizes.every((size) => size <= 100)).toBe(true);
    expect(announced.ids.size).toBe(49_000);
    expect(await on.activitiesOf(ctx)).toEqual([expect.objectContaining({ action: "imported", leadId: null })]);
    expect(await sql`select 1 from private.import_chunks where client_id = ${ctx.clientId}`.execute(world.system)).toMatchObject({
      rows: [],
    });

    const before = await on.leadsDigest(ctx);
    const second = await on.importText(ctx, text);
    expect(second).toMatchObject({ rowsAdded: 0, rowsUpdated: 0, rowsDuplicate: 49_200, rowsInvalid: 800, fileSha256: first.fileSha256 });
    expect(await on.leadsDigest(ctx)).toEqual(before);
    expect((await on.announcedLeads(ctx)).ids.size).toBe(49_000);
  }, 400_000);
});

describe("a row becomes a lead", () => {
  test("with values in the product's own form", async () => {
    const ctx = await on.ownerCtx();
    const job = await on.importText(
      ctx,
      [
        "Email,Name,Job Title,Company,Website,Phone,State,Postcode,Country,LinkedIn,# Employees,Notes",
        `"Jane <Jane.Doe@Firm.com.AU>",Dr Jane Doe,CEO,Firm,HTTPS://www.firm.com.au/x,(02) 9876 5432,new south wales,,australia,au.linkedin.com/in/Jane-Doe?x=1,"1,200",hello`,
        "bo@gmail.com,\"Ng, Bo\",=CMD|' /C calc'!A0,,facebook.com/bo,12,,800,Australia,linkedin.com/company/x,many,",
      ].join("\n"),
      {
        mapping: {
          email: "Email",
          fullName: "Name",
          title: "Job Title",
          company: "Company",
          website: "Website",
          phone: "Phone",
          state: "State",
          postcode: "Postcode",
          country: "Country",
          linkedinUrl: "LinkedIn",
          employees: "# Employees",
          "custom:Notes": "Notes",
        },
      },
    );
    expect(await on.leadsOf(ctx)).toMatchObject([
      {
        email: "bo@gmail.com",
        firstName: "Bo",
        lastName: "Ng",
        title: "=CMD|' /C calc'!A0",
        domain: null,
        phone: null,
        state: "NT",
        postcode: "0800",
        timezone: "Australia/Darwin",
        linkedinUrl: null,
        organizationEmployeeCount: null,
        custom: {},
      },
      {
        email: "jane.doe@firm.com.au",
        firstName: "Jane",
        lastName: "Doe",
        company: "Firm",
        domain: "firm.com.au",
        websiteUrl: "https://www.firm.com.au/x",
        phone: "+61298765432",
        state: "NSW",
        country: "AU",
        timezone: "Australia/Sydney",
        linkedinUrl: "https://www.linkedin.com/in/jane-doe",
        organizationEmployeeCount: 1200,
        custom: { Notes: "hello" },
        source: "import",
        status: "new",
        importJobId: job.id,
      },
    ]);
    expect(job.notices).toEqual({ unread: { phone: 1, linkedinUrl: 1, employees: 1 } });
  });

  test("gaps of a known lead are filled, what is there stays, blanks never overwrite", async () => {
    const ctx = await on.ownerCtx();
    await insertLead(world, ctx.clientId, { email: "Lee@firm.example", company: "Firm", title: null, phone: null, postcode: null });
    const file =
      "Email,First name,Company,Title,Mobile,State\nlee@FIRM.example,Leonard,firm,Owner,0412345678,\nlee@firm.example,,Another Pty Ltd,,,VIC\n";
    const job = await on.importText(ctx, file);
    expect(job).toMatchObject({ rowsAdded: 0, rowsUpdated: 1, rowsDuplicate: 1 });
    expect(await on.leadsOf(ctx)).toMatchObject([
      {
        firstName: "Lee",
        lastName: "Marsden",
        company: "Firm",
        title: "Owner",
        phone: "+61412345678",
        state: "NSW",
        status: "scored",
        alsScore: 70,
      },
    ]);
    expect(await on.importText(ctx, file)).toMatchObject({ rowsAdded: 0, rowsUpdated: 0, rowsDuplicate: 2 });
  });

  test("later rows of the same person complete the first, in one chunk or across chunks, and a second import changes nothing", async () => {
    const ctx = await on.ownerCtx();
    const filler = Array.from({ length: 600 }, (_, index) => `filler${index}@x.example,,`).join("\n");
    const file = `Email,First name,Mobile\nann@x.example,,\nANN@x.example,Ann,\n${filler}\nann@x.example,Anna,0412345678\nann@x.example,,\n`;
    expect(await on.importText(ctx, file)).toMatchObject({ rowsAdded: 601, rowsUpdated: 2, rowsDuplicate: 1 });
    const ann = (await on.leadsOf(ctx)).find(({ email }) => email === "ann@x.example");
    expect(ann).toMatchObject({ firstName: "Ann", phone: "+61412345678" });
    const again = await on.importText(ctx, file);
    expect(again).toMatchObject({ rowsAdded: 0, rowsUpdated: 0, rowsDuplicate: 604 });
  });

  test("a chosen campaign is put on the leads; another client's is refused", async () => {
    const ours = await readyClient(world);
    const ctx = world.memberCtx(ours.clientId, ours.userId, "owner");
    const importJobId = await on.upload(ctx, "Email\na@x.example\n");
    const theirs = await readyClient(world);
    await expect(on.start(ctx, importJobId, { campaignId: theirs.campaign })).rejects.toMatchObject({ code: "not_found" });
    await on.start(ctx, importJobId, { campaignId: ours.campaign });
    await on.workOff(ctx, importJobId);
    expect(await on.leadsOf(ctx)).toMatchObject([{ email: "a@x.example", campaignId: ours.campaign }]);
  });
});
