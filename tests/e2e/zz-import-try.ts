import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "@/lib/db/client";
import { startStack } from "@/local/stack";
import { DEMO_AGENCY, seedAgency } from "@/scripts/seed/agency";
import { launchBrowser } from "@/tests/e2e/browser";
import { leadFile } from "@/tests/support/lead-file";

const print = (x: unknown) => process.stdout.write(`${typeof x === "string" ? x : JSON.stringify(x)}\n`);
const stack = await startStack({ root: "/work/main", dataDir: "/tmp/zz-try", fresh: true, app: "none", portOffset: 1700, fsync: false });
const db = connect(stack.config.databaseUrl, { maximum: 2 });
await seedAgency(stack, db);
const app = spawn(process.execPath, [...(process.env.FLAGS ? process.env.FLAGS.split(" ") : []), "/work/main/node_modules/next/dist/bin/next", "start", "--hostname", "127.0.0.1", "--port", String(stack.config.ports.app)], {
  cwd: "/tmp/zzapp", env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1", ...stack.env }, stdio: ["ignore", "pipe", "pipe"] });
app.stdout.on("data", (d) => print(`app ${d}`)); app.stderr.on("data", (d) => print(`app! ${d}`));
const rss = () => { const m = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${app.pid}/status`, "utf8")); const h = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${app.pid}/status`, "utf8")); return `rss ${Math.round(Number(m?.[1]) / 1024)} peak ${Math.round(Number(h?.[1]) / 1024)}`; };
try {
  for (let i = 0; i < 200; i++) { const r = await fetch(`${stack.config.appUrl}/api/health`).catch(() => undefined); if (r?.ok) break; await sleep(200); }
  print(`ready ${rss()}`);
  const browser = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1300, height: 1000 } });
  page.on("console", (m) => m.type() === "error" && print(`console ${m.text()}`));
  page.on("pageerror", (e) => print(`pageerror ${e.message}`));
  await page.goto(`${stack.config.appUrl}/sign-in`);
  await page.getByLabel(/e-?mail/i).fill(DEMO_AGENCY.email);
  await page.getByLabel(/^password/i).fill(DEMO_AGENCY.password);
  await page.getByRole("button", { name: /sign in/i }).first().click();
  await sleep(2500);
  await page.goto(`${stack.config.appUrl}/dashboard/leads/import`);
  await page.screenshot({ path: "/tmp/zz1.png" });
  print(`import page ${rss()}`);
  const { text, truth } = leadFile(50_000);
  writeFileSync("/tmp/zz-leads.csv", text);
  await page.setInputFiles("input[type=file]", "/tmp/zz-leads.csv");
  await page.waitForURL(/import\/[0-9a-f-]{36}/, { timeout: 60_000 });
  print(`uploaded ${rss()}`);
  await page.waitForSelector("text=Columns"); await page.screenshot({ path: "/tmp/zz2.png", fullPage: true });
  await page.getByText("They are a customer").click();
  await page.screenshot({ path: "/tmp/zz3.png", fullPage: true });
  await page.getByRole("textbox", { name: "Date" }).fill("2026-01-05");
  await page.getByLabel("What the relationship is").fill("clients of 2025");
  const started = performance.now();
  await page.getByRole("button", { name: "Start import" }).click();
  await page.waitForSelector("text=Progress", { timeout: 15000 });
  for (let i = 0; i < 5; i++) { await sleep(1000); print(`importing ${rss()}`); } await page.screenshot({ path: "/tmp/zz4.png", fullPage: true });
  await page.getByText("Finished", { exact: true }).waitFor({ timeout: 240_000 });
  print(`finished in ${Math.round(performance.now() - started)} ${rss()} truth ${JSON.stringify({ ...truth, reasons: undefined })}`);
  await page.screenshot({ path: "/tmp/zz5.png", fullPage: true });
  const download = page.waitForEvent("download");
  await page.getByText(/not imported \(CSV\)/).click();
  const file = await download; print(`download ${file.suggestedFilename()}`); await file.saveAs("/tmp/zz-errors.csv");
  await page.goto(`${stack.config.appUrl}/dashboard/leads/import`); await page.screenshot({ path: "/tmp/zz6.png" });
  writeFileSync("/tmp/zz-bad.csv", Buffer.concat([Buffer.from("504b0304", "hex"), Buffer.alloc(5_000_000, 1)]));
  await page.setInputFiles("input[type=file]", "/tmp/zz-bad.csv");
  await page.getByText("The file was not taken in").waitFor({ timeout: 10000 }); await page.screenshot({ path: "/tmp/zz7.png" });
  const cookies = (await page.context().cookies()).map((c) => `${c.name}=${c.value}`).join("; ");
  for (const origin of [stack.config.appUrl, "http://evil.example"]) {
    const big = await fetch(`${stack.config.appUrl}/api/uploads/leads`, { method: "POST", headers: { cookie: cookies, origin, "content-type": "text/csv" },
      // @ts-expect-error duplex
      duplex: "half", body: new ReadableStream({ start(c) { this.n = 0; c.enqueue(Buffer.from("Email,Note\n")); }, pull(c) { this.n += 65536; if (this.n > 200 * 1048576) c.close(); else c.enqueue(Buffer.from(`a@x.example,${"x".repeat(1011)}\n`.repeat(64))); } }) }).then(async (r) => `${r.status} ${await r.text()}`, (e) => `error ${e.message} ${e.cause?.code}`);
    print(`200MB chunked from ${origin}: ${big} ${rss()}`);
  }
  await browser.close();
} catch (error) { print(String(error)); } finally { app.kill(); await db.destroy(); await stack.close(); }
