import { connect } from "@/lib/db/client";
import { activateCampaign } from "@/lib/engines/campaigns/activate-campaign";
import { movableClock } from "@/local/clock";
import { systemContext } from "./seed/agency";
import { readStackFile } from "./stack-file";
const config = readStackFile("/tmp/agency-try");
const db = connect(config.databaseUrl, { maximum: 2 });
const clock = movableClock(config.clockUrl);
const hours = Number(process.argv[2] ?? 24);
if (process.argv[3] === "activate") {
  const campaign = await db.selectFrom("campaigns").select(["id", "clientId"]).executeTakeFirstOrThrow();
  await db.updateTable("campaigns").set({ permissionMode: "autopilot" }).execute();
  await activateCampaign(systemContext(db, { clock } as never, campaign.clientId), { campaignId: campaign.id });
}
const post = (port: number) => fetch(`http://127.0.0.1:${port}/_control/tick`, { method: "POST" }).then((r) => r.text());
const t0 = Date.now();
for (let step = 0; step < hours * 6; step += 1) {
  clock.advance(10 * 60_000);
  for (let round = 0; round < 2; round += 1) {
    await Promise.all([post(config.ports.inngest), post(config.ports.mail), post(config.ports.market)]);
    await fetch(`http://127.0.0.1:${config.ports.inngest}/_control/idle?timeoutMs=20000`, { method: "POST" }).then((r) => r.text());
  }
}
console.log(clock.now().toISOString(), (Date.now() - t0) / (hours * 6), "ms a step");
await db.destroy();
