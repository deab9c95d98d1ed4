import { expect, test } from "@playwright/test";
import { connect } from "@/lib/db/client";
import { demoLeadsCsv } from "@/local/market/people";
import { mailTo, passTime, reload, replyTo, signIn, visit } from "./product";
import { stackUnderTest } from "./stack-file";

const CAMPAIGN = "Winter bookings";

/** Addresses that have been written to, oldest first. */
async function writtenTo(): Promise<{ email: string; leadId: string }[]> {
  const db = connect(stackUnderTest().databaseUrl, { maximum: 1 });
  try {
    return await db
      .selectFrom("touches as t")
      .innerJoin("leads as l", "l.id", "t.leadId")
      .select(["l.email", "l.id as leadId"])
      .where("t.state", "=", "sent")
      .where("l.status", "=", "in_sequence")
      .where("l.lastRepliedAt", "is", null)
      .orderBy("t.sentAt")
      .execute();
  } finally {
    await db.destroy();
  }
}

test.describe.configure({ mode: "serial" });

test("a file of leads becomes a running campaign", async ({ page }) => {
  await signIn(page);
  await visit(page, "/dashboard/leads/import");
  const csv = demoLeadsCsv({ seed: stackUnderTest().seed, count: 20 });
  await page.getByLabel("Lead file").setInputFiles({ name: "leads.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await expect(page.getByRole("heading", { name: "Columns" })).toBeVisible();
  await page.getByRole("button", { name: "Start import" }).click();
  await expect(page.getByRole("link", { name: "See the leads" })).toBeVisible({ timeout: 60_000 });

  await visit(page, "/dashboard/campaigns/new");
  await page.getByLabel("Name", { exact: true }).fill(CAMPAIGN);
  await page.getByRole("radio", { name: /Autopilot/ }).click();
  await page.getByRole("button", { name: "Create the draft" }).click();
  await expect(page.getByRole("heading", { name: CAMPAIGN })).toBeVisible();
  await page.getByRole("button", { name: "Activate" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Activate" }).click();
  await expect(page.getByText(`${CAMPAIGN} is running.`)).toBeVisible();

  await passTime(2);
  expect((await writtenTo()).length).toBeGreaterThan(2);
  await visit(page, "/dashboard");
  await expect(page.getByText(/every check passed/).first()).toBeVisible();
});

test("an answer stops the sequence and waits in the inbox", async ({ page }) => {
  const [lead] = await writtenTo();
  if (!lead) throw new Error("nobody was written to");
  const [message] = await mailTo(lead.email);
  await replyTo(message?.id ?? "", "Thanks, sounds good. Could we talk on Thursday at 10am?");

  await signIn(page);
  await visit(page, `/dashboard/leads/${lead.leadId}`);
  await expect(async () => {
    await reload(page);
    await expect(page.getByText(/they replied|was stopped/i).first()).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 30_000 });
  await visit(page, "/dashboard/inbox");
  await expect(page.getByText(/Thursday at 10am/).first()).toBeVisible();
});

test("the link in a message unsubscribes with one press, and nothing else does", async ({ browser }) => {
  const [, lead] = await writtenTo();
  if (!lead) throw new Error("too few were written to");
  const [message] = await mailTo(lead.email);
  const link = /http:\/\/127\.0\.0\.1:\d+\/u\/[\w-]{32}/.exec(message?.raw ?? "")?.[0];
  if (!link) throw new Error("the message has no unsubscribe link");
  const stranger = await browser.newPage();
  await stranger.goto(link); // no page of the product: it has no scripts
  expect((await writtenTo()).map(({ email }) => email)).toContain(lead.email);
  await stranger.getByRole("button", { name: "Unsubscribe" }).click();
  await expect(stranger.getByText("You are unsubscribed")).toBeVisible();
  expect((await writtenTo()).map(({ email }) => email)).not.toContain(lead.email);
  await stranger.close();
});

test("the emergency stop holds everything until it is released", async ({ page }) => {
  await signIn(page);
  await page.getByRole("button", { name: "Emergency stop" }).first().click();
  await page.getByLabel("Why?").fill("Wrong offer in the intro");
  await page.getByRole("button", { name: "Stop everything" }).click();
  await expect(page.getByText(/Wrong offer in the intro/).first()).toBeVisible();
  const before = (await writtenTo()).length;
  await passTime(2);
  expect((await writtenTo()).length).toBeLessThanOrEqual(before);

  await visit(page, "/dashboard");
  await page.getByRole("button", { name: "Release" }).first().click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Release" }).click();
  await expect(page.getByRole("button", { name: "Release" })).toHaveCount(0);
  await passTime(2);
  expect((await writtenTo()).length).toBeGreaterThan(before);
});
