import { expect, test } from "@playwright/test";
import { simpleParser } from "mailparser";
import { interactive, mailTo, signIn, visit } from "./product";

const INVITED = { email: "noor@brightwater.example", password: "look-but-not-touch" };

/** The link that an address was last sent. */
async function linkIn(address: string): Promise<string> {
  const [message] = (await mailTo(address)).slice(-1);
  const { text } = await simpleParser(message?.raw ?? "");
  const link = /https?:\/\/\S+/.exec(text ?? "")?.[0];
  if (!link) throw new Error(`${address} was sent no link`);
  return link;
}

test("somebody who is invited as viewer joins in one go, sees everything and changes nothing", async ({ page, browser }) => {
  await signIn(page);
  await visit(page, "/dashboard/settings/team");
  await page.getByLabel("Invite by e-mail").fill(INVITED.email);
  await page.getByLabel("Role", { exact: true }).selectOption("viewer");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await expect(page.getByText(`${INVITED.email} was invited.`)).toBeVisible();
  await expect(async () => expect(await mailTo(INVITED.email)).not.toEqual([])).toPass();

  const theirs = await browser.newPage();
  await theirs.goto(await linkIn(INVITED.email)); // the sign-in service, which passes on to the product
  await expect(theirs.getByRole("heading", { name: "Join Brightwater Digital" })).toBeVisible();
  await interactive(theirs);
  await theirs.getByLabel("Your name").fill("Noor Haddad");
  await theirs.getByLabel("Password", { exact: true }).fill(INVITED.password);
  await theirs.getByRole("button", { name: "Join", exact: true }).click();
  await expect(theirs).toHaveURL(/\/dashboard$/);
  await expect(theirs.getByRole("heading", { name: "Brightwater Digital" })).toBeVisible();
  await expect(theirs.getByRole("button", { name: "Account of Noor Haddad" })).toBeVisible();

  await visit(theirs, "/dashboard/campaigns");
  await expect(theirs.getByRole("heading", { level: 1, name: "Campaigns" })).toBeVisible();
  await expect(theirs.getByRole("link", { name: /New campaign/ })).toHaveCount(0);
  await visit(theirs, "/dashboard/campaigns/new");
  await expect(theirs.getByRole("button", { name: "Create the draft" })).toBeDisabled();
  await visit(theirs, "/dashboard/settings/team");
  await expect(theirs.getByRole("button", { name: "Invite", exact: true })).toHaveCount(0);
  await theirs.getByRole("button", { name: "Emergency stop" }).first().click();
  await expect(theirs.getByText("Only an admin or an owner can do this")).toBeVisible();
  await expect(theirs.getByRole("button", { name: "Stop everything" })).toHaveCount(0);

  await theirs.context().clearCookies();
  await signIn(theirs, INVITED);
  await expect(theirs.getByRole("heading", { name: "Brightwater Digital" })).toBeVisible();
  await theirs.close();

  await visit(page, "/dashboard/settings/team");
  await expect(page.getByRole("row", { name: /Noor Haddad/ })).toBeVisible();
});
