import { z } from "zod";
import { apiMembership } from "@/lib/auth/membership";
import { findImportJob } from "@/lib/db/queries/imports";
import { toImportProgress } from "@/lib/engines/imports/to-import-progress";

type Context = { params: Promise<{ id: string }> };

/** How far an import is: an `ImportProgress`, or 404 for one that the caller's client does not have. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const membership = await apiMembership();
  if (!membership) return Response.json({ code: "signed_out", message: "Your session has ended. Sign in again." }, { status: 401 });
  const id = z.uuid().safeParse((await params).id);
  const job = id.success
    ? await membership.ctx.tx((db) => findImportJob(db, { clientId: membership.clientId, importJobId: id.data }))
    : undefined;
  if (!job) return Response.json({ code: "not_found", message: "There is no such import." }, { status: 404 });
  return Response.json(toImportProgress(job), { headers: { "cache-control": "no-store" } });
}
