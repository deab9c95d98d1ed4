import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connect } from "@/lib/db/client";
import { removePostgres } from "@/local/postgres/server";
import { startStack } from "@/local/stack";
import { DEMO_START } from "@/scripts/demo/run-demo";
import { seedAgency } from "@/scripts/seed/agency";
import { publishStack } from "./stack-file";

const PORT_OFFSET = 2000;

/** Starts the whole product on free ports with an empty database and the demo agency; takes everything down at the end. */
export default async function setUp(): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), "agency-os-e2e-"));
  const stack = await startStack({
    root: fileURLToPath(new URL("../..", import.meta.url)),
    dataDir,
    app: "production",
    freezeAt: DEMO_START,
    fsync: false,
    portOffset: PORT_OFFSET,
  });
  const db = connect(stack.config.databaseUrl, { maximum: 2 });
  await seedAgency(stack, db);
  await db.destroy();
  publishStack(stack.config);
  return async () => {
    await stack.close();
    await removePostgres(join(dataDir, "postgres"));
    rmSync(dataDir, { recursive: true, force: true });
  };
}
