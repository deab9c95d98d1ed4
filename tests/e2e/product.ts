import { expect, type Page } from "@playwright/test";
import { sql } from "kysely";
import { connect } from "@/lib/db/client";
import { movableClock } from "@/local/clock";
import { driveDemo } from "@/scripts/demo/drive";
import { DEMO_AGENCY } from "@/scripts/seed/agency";
import { stackUnderTest } from "./stack-file";

const INTERACTIVE_WITHIN_MS = 30_000;

/** Goes to a page of the product and waits until it answers to a person. The only way in which a journey loads a page. */
export async function visit(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await interactive(page);
}

/** The same page once more, from the server. */
export async function reload(page: Page): Promise<void> {
  await page.reload();
  await interactive(page);
}

/**
 * Waits until every control of a page that was loaded whole has its handlers. Before that a click, a choice or a keystroke reaches
 * nobody, which on a slow machine is seconds after the page is there to see.
 */
export async function interactive(page: Page): Promise<void> {
  await page.waitForFunction(
    (controls) =>
      document.querySelector("form[inert], select[inert], input[inert]") === null &&
      [...document.querySelectorAll(controls)].every((control) => Object.keys(control).some((key) => key.startsWith("__reactProps$"))),
    // Hidden inputs in a form are written for browsers without scripts, and React leaves them alone.
    "a[href], button, input:not([type=hidden]), select, textarea",
    { timeout: INTERACTIVE_WITHIN_MS },
  );
  // The handlers are there before the effects of the same render are.
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

/** Signs in on the page, as a person does. */
export async function signIn(page: Page, { email, password } = DEMO_AGENCY as { email: string; password: string }): Promise<void> {
  await visit(page, "/sign-in");
  await page.getByLabel("Email").first().fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.locator("form button[type=submit]").first().click();
  await expect(page).toHaveURL(/\/dashboard/);
}

/** Lets `hours` of business time pass, everything due on the way included. */
export async function passTime(hours: number): Promise<void> {
  const config = stackUnderTest();
  const clock = movableClock(config.clockUrl);
  const db = connect(config.databaseUrl, { maximum: 2 });
  try {
    await driveDemo({
      clock,
      executorUrl: at(config.ports.inngest),
      marketUrl: at(config.ports.market),
      mailUrl: at(config.ports.mail),
      providersUrl: at(config.ports.providers),
      until: new Date(clock.now().getTime() + hours * 3_600_000),
      idleTimeoutMs: 60_000,
      outboxWaiting: async () => {
        const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting from private.outbox where sent_at is null`.execute(
          db,
        );
        return rows[0]?.waiting ?? 0;
      },
    });
  } finally {
    await db.destroy();
  }
}

/** Messages that reached a mailbox anywhere in the local world. */
export async function mailTo(address: string): Promise<{ id: string; raw: string }[]> {
  const response = await fetch(`${at(stackUnderTest().ports.mail)}/_control/messages?full=1&to=${encodeURIComponent(address)}`);
  return ((await response.json()) as { messages: { id: string; raw: string }[] }).messages;
}

/** Answers a message from the mailbox it reached, the way the mail page does. */
export async function replyTo(messageId: string, text: string): Promise<void> {
  const response = await fetch(`${at(stackUnderTest().ports.mail)}/message/${messageId}/reply`, {
    method: "POST",
    body: new URLSearchParams({ text }),
    redirect: "manual",
  });
  expect(response.status).toBeLessThan(400);
}

function at(port: number): string {
  return `http://127.0.0.1:${port}`;
}
