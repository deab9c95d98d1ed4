import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { signIn, visit } from "./product";
import { stackUnderTest } from "./stack-file";

const LENA = { email: "lena@harbourlight.example", password: "a-long-password" };

test("somebody signs up, puts the set-up off, lands in a workspace of their own, signs out and in again", async ({ page }) => {
  await visit(page, "/sign-up");
  await page.getByLabel("Your name").fill("Lena Fischer");
  await page.getByLabel("Agency name").fill("Harbourlight");
  await page.getByLabel("Work email").fill(LENA.email);
  await page.getByLabel("Password", { exact: true }).fill(LENA.password);
  await page.locator("form button[type=submit]").click();
  await expect(page).toHaveURL(/\/onboarding\/website$/);
  await page.getByRole("link", { name: "Finish later" }).click();
  await expect(page).toHaveURL(/\/dashboard$/);
  await expect(page.getByRole("heading", { name: "Harbourlight" })).toBeVisible();
  await expect(page.getByText("Nothing has happened yet")).toBeVisible();

  await page.context().clearCookies();
  await visit(page, "/dashboard/leads");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signIn(page, LENA);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("the address of a website becomes an audience that a person edited and confirmed", async ({ page }) => {
  await signIn(page, LENA);
  await visit(page, "/onboarding/website");
  await page.getByLabel("Address of your website").fill(`http://127.0.0.1:${stackUnderTest().ports.sites}/harbour-lane/`);
  await page.getByRole("button", { name: "Read it" }).click();
  await page.getByRole("link", { name: "Review what we found" }).click({ timeout: 60_000 });

  await page
    .getByRole("button", { name: /Where this comes from/ })
    .first()
    .click();
  await expect(page.getByRole("link", { name: /harbour-lane/ }).first()).toBeVisible();
  await page.getByRole("button", { name: "Edit: Job titles" }).click();
  await page.getByLabel("Entries").fill("Practice Manager");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Confirm everything and go on" }).click();
  await expect(page).toHaveURL(/\/onboarding\/identity$/);

  await visit(page, "/dashboard/settings/audience");
  await expect(page.getByText(/^Confirmed \d/)).toBeVisible();
  await expect(page.getByText("Practice Manager")).toBeVisible();
});

test("a wrong password is refused in words, and signs nobody in", async ({ page }) => {
  await visit(page, "/sign-in");
  await page.getByLabel("Email").first().fill("owner@brightwater.example");
  await page.getByLabel("Password", { exact: true }).fill("not-the-password");
  await page.locator("form button[type=submit]").first().click();
  await expect(page.getByText("do not match")).toBeVisible();
  await expect(page).toHaveURL(/\/sign-in/);
});

test("one workspace shows nothing of another", async ({ page }) => {
  await signIn(page, LENA);
  await visit(page, "/dashboard/leads");
  await expect(page.getByText("No leads yet")).toBeVisible();
  await visit(page, "/dashboard/leads/019e0000-0000-7000-8000-000000000000");
  await expect(page.getByText("There is nothing here in this workspace")).toBeVisible();
});

const SCREENS = [
  ...["/dashboard", "/dashboard/campaigns", "/dashboard/campaigns/new", "/dashboard/leads", "/dashboard/leads/import"],
  ...["/dashboard/approvals", "/dashboard/inbox", "/dashboard/settings", "/dashboard/settings/team", "/dashboard/settings/mailboxes"],
];

for (const colorScheme of ["light", "dark"] as const) {
  test(`the main screens have no accessibility faults a machine can find, ${colorScheme}`, async ({ page }) => {
    test.slow(); // looks at ten screens
    await page.emulateMedia({ colorScheme });
    await signIn(page);
    for (const path of SCREENS) {
      await visit(page, path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      const { violations } = await new AxeBuilder({ page })
        .options({
          runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] },
          rules: { "label-content-name-mismatch": { enabled: true } },
        })
        .analyze();
      expect
        .soft(
          violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
          path,
        )
        .toEqual([]);
    }
  });
}
