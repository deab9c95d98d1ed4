import { launchBrowser } from "@/tests/e2e/browser";
const base = process.argv[2] ?? "http://127.0.0.1:8000";
const paths = process.argv.slice(3);
const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });
page.on("console", (m) => { if (m.type() === "error") console.log("console:", m.text().slice(0, 300)); });
page.on("pageerror", (e) => console.log("pageerror", e.message));
await page.goto(`${base}/sign-in`);
await page.getByLabel(/email/i).first().fill("owner@brightwater.example");
await page.getByLabel(/^password/i).first().fill("meetings-please");
await page.getByRole("button", { name: /sign in/i }).first().click();
await page.waitForURL(/dashboard/, { timeout: 15000 }).catch((e) => console.log(e.message));
for (const path of paths) {
  const r = await page.goto(`${base}${path}`);
  await page.waitForTimeout(1200);
  const file = `/tmp/team/shot${path.replaceAll("/", "_").replaceAll("?","_")}.png`;
  await page.screenshot({ path: file });
  console.log(path, r?.status(), file);
}
await browser.close();
