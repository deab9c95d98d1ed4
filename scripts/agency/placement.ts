import { join } from "node:path";
import { parseArgs } from "node:util";
import { fileClock } from "@/lib/clock";
import { connect, systemTransaction } from "@/lib/db/client";
import { recordPlacement } from "@/lib/engines/senders/record-placement";
import { InvalidError, NotFoundError } from "@/lib/errors";
import { readStackFile } from "../stack-file";

/**
 * Records a placement test of a sending domain and prints what came of it. With `--database-url` it speaks to that database instead of
 * the local stack's. @throws InvalidError, NotFoundError
 */
export async function placementCommand(args: string[], { root, out }: { root: string; out: NodeJS.WritableStream }): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      domain: { type: "string" },
      inbox: { type: "string" },
      of: { type: "string" },
      "data-dir": { type: "string", default: join(root, ".local") },
      "database-url": { type: "string" },
    },
  });
  if (!values.domain || !values.inbox || !values.of)
    throw new InvalidError("placement --domain <name> --inbox <found> --of <seeds>", "domain");
  const domain = values.domain.toLowerCase();
  const stack = values["database-url"] === undefined ? readStackFile(values["data-dir"]) : null;
  const db = connect(values["database-url"] ?? stack?.databaseUrl ?? "", { maximum: 1 });
  try {
    const now = stack ? fileClock(stack.clockUrl).now() : new Date();
    const owner = await db
      .selectFrom("resources")
      .select("clientId")
      .where("kind", "=", "domain")
      .where("label", "=", domain)
      .where("deletedAt", "is", null)
      .executeTakeFirst();
    if (!owner) throw new NotFoundError(`Nobody sends from ${domain}`);
    const result = await recordPlacement(
      { clientId: owner.clientId, actor: { kind: "system" }, now, tx: (work) => systemTransaction(db, { now }, work) },
      { domain, seeds: Number(values.of), inInbox: Number(values.inbox) },
    );
    out.write(`${JSON.stringify({ domain, ...result })}\n`);
  } finally {
    await db.destroy();
  }
}
