import { expect, type Page, test } from "@playwright/test";
import { DEMO_AGENCY } from "@/scripts/seed/agency";
import { interactive, signIn } from "./product";

/** Loads a page whose scripts stay away until the returned function lets them come. */
async function visitWithoutScripts(page: Page, path: string): Promise<() => Promise<void>> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/_next/static/**/*.js*", async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(path, { waitUntil: "commit" });
  return async () => {
    release();
    await interactive(page);
  };
}

test("a file chosen before the page's scripts ran is uploaded, once", async ({ page }) => {
  await signIn(page);
  let uploads = 0;
  page.on("request", (request) => {
    if (request.method() === "POST" && request.url().endsWith("/api/imports")) uploads += 1;
  });
  const letScriptsCome = await visitWithoutScripts(page, "/dashboard/leads/import");
  const csv = "First name,Email\nRuth,ruth@early.example\n";
  await page.getByLabel("Lead file").setInputFiles({ name: "early.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  await letScriptsCome();
  await expect(page.getByRole("heading", { name: "Columns" })).toBeVisible();
  expect(uploads).toBe(1);
});

test("a form that needs the page's scripts takes nothing before they run", async ({ page }) => {
  await signIn(page);
  const letScriptsCome = await visitWithoutScripts(page, "/dashboard/campaigns/new");
  const name = page.getByLabel("Name", { exact: true });
  await expect(name).toBeVisible();
  await name.click({ force: true });
  await page.keyboard.type("Too early");
  await page.keyboard.press("Enter");
  await expect(name).toHaveValue("");
  await expect(page).toHaveURL(/\/dashboard\/campaigns\/new$/);

  await letScriptsCome();
  await name.click();
  await page.keyboard.type("In time");
  await expect(name).toHaveValue("In time");
});

test("signing in needs no scripts, and puts no password into an address", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  await page.goto("/sign-in"); // no scripts to wait for
  await page.getByLabel("Email").first().fill(DEMO_AGENCY.email);
  await page.getByLabel("Password", { exact: true }).fill(DEMO_AGENCY.password);
  await page.locator("form button[type=submit]").first().click();
  await expect(page).toHaveURL(/\/dashboard/);
  expect(addresses.filter((address) => address.includes(DEMO_AGENCY.password) || address.includes("password="))).toEqual([]);
  await context.close();
});
