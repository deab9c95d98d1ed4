import { join } from "node:path";
import { parseArgs } from "node:util";
import { fileClock } from "@/lib/clock";
import { connect, systemTransaction } from "@/lib/db/client";
import { explainLead } from "@/lib/engines/explain/explain-lead";
import { InvalidError, NotFoundError } from "@/lib/errors";
import { LOCAL_KEYS } from "@/local/stack-config";
import { readStackFile } from "../stack-file";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Prints what happens next to one lead of the local stack. @throws InvalidError, NotFoundError */
export async function explain(args: string[], { root, out }: { root: string; out: NodeJS.WritableStream }): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { lead: { type: "string" }, "data-dir": { type: "string", default: join(root, ".local") } },
  });
  if (!values.lead) throw new InvalidError("Name the lead: explain --lead <id or e-mail>", "lead");
  const wanted = values.lead;
  const config = readStackFile(values["data-dir"]);
  const db = connect(config.databaseUrl, { maximum: 2 });
  try {
    const lead = await db
      .selectFrom("leads")
      .select(["id", "clientId"])
      .where("deletedAt", "is", null)
      .where((eb) => (UUID.test(wanted) ? eb("id", "=", wanted) : eb("email", "=", wanted)))
      .limit(1)
      .executeTakeFirst();
    if (!lead) throw new NotFoundError(`There is no lead ${wanted}`);
    const now = fileClock(config.clockUrl).now();
    const explanation = await explainLead(
      { clientId: lead.clientId, actor: { kind: "system" }, now, tx: (work) => systemTransaction(db, { now }, work) },
      { leadId: lead.id },
      { pepper: process.env.SUPPRESSION_PEPPER ?? LOCAL_KEYS.suppressionPepper },
    );
    out.write(`${JSON.stringify(explanation)}\n`);
  } finally {
    await db.destroy();
  }
}
