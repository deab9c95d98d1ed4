import { expect, test } from "@playwright/test";
import { connect } from "@/lib/db/client";
import { DEMO_AGENCY } from "@/scripts/seed/agency";
import { interactive, signIn, visit } from "./product";
import { stackUnderTest } from "./stack-file";

const CAMPAIGN = "Half typed";

async function campaignsCalled(name: string): Promise<number> {
  const db = connect(stackUnderTest().databaseUrl, { maximum: 1 });
  try {
    return (await db.selectFrom("campaigns").select("id").where("name", "=", name).execute()).length;
  } finally {
    await db.destroy();
  }
}

test("a session that ends in the middle of a form loses nothing and writes nothing", async ({ page, context }) => {
  await signIn(page);
  await visit(page, "/dashboard/campaigns/new");
  const name = page.getByLabel("Name", { exact: true });
  await name.fill(CAMPAIGN);
  await context.clearCookies();
  await page.getByRole("button", { name: "Create the draft" }).click();

  await expect(page.getByText("Your session has ended").first()).toBeVisible();
  const wayBack = page.getByRole("link", { name: "Sign in in a new tab" });
  await expect(wayBack).toBeVisible();
  await expect(name).toHaveValue(CAMPAIGN);
  expect(await campaignsCalled(CAMPAIGN)).toBe(0);

  const [beside] = await Promise.all([context.waitForEvent("page"), wayBack.click()]);
  await interactive(beside);
  await beside.getByLabel("Email").first().fill(DEMO_AGENCY.email);
  await beside.getByLabel("Password", { exact: true }).fill(DEMO_AGENCY.password);
  await beside.locator("form button[type=submit]").first().click();
  await expect(beside).toHaveURL(/\/dashboard\/campaigns\/new$/);
  await beside.close();

  await expect(wayBack).toBeHidden();
  await expect(name).toHaveValue(CAMPAIGN);
  await page.getByRole("button", { name: "Create the draft" }).click();
  await expect(page.getByRole("heading", { name: CAMPAIGN })).toBeVisible();
  expect(await campaignsCalled(CAMPAIGN)).toBe(1);
});

test("whoever follows a link without a session signs in and arrives where the link led", async ({ page, context }) => {
  await signIn(page);
  await context.clearCookies();
  await visit(page, "/dashboard/leads?sort=-score");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel("Email").first().fill(DEMO_AGENCY.email);
  await page.getByLabel("Password", { exact: true }).fill(DEMO_AGENCY.password);
  await page.locator("form button[type=submit]").first().click();
  await expect(page).toHaveURL(/\/dashboard\/leads\?sort=-score$/);
});
