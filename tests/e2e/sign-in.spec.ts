import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { signIn, visit } from "./product";

test("somebody signs up, lands in a workspace of their own, signs out and in again", async ({ page }) => {
  const person = { email: "lena@harbourlight.example", password: "a-long-password" };
  await visit(page, "/sign-up");
  await page.getByLabel("Your name").fill("Lena Fischer");
  await page.getByLabel("Agency name").fill("Harbourlight");
  await page.getByLabel("Work email").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(person.password);
  await page.locator("form button[type=submit]").click();
  await expect(page).toHaveURL(/\/dashboard/);
  await expect(page.getByRole("heading", { name: "Harbourlight" })).toBeVisible();
  await expect(page.getByText("Nothing has happened yet")).toBeVisible();

  await page.context().clearCookies();
  await visit(page, "/dashboard/leads");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await signIn(page, person);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
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
  await signIn(page, { email: "lena@harbourlight.example", password: "a-long-password" });
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
      expect(
        violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
        path,
      ).toEqual([]);
    }
  });
}
