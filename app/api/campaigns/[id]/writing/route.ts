import { z } from "zod";
import { apiMembership } from "@/lib/auth/membership";
import { findLatestWriting } from "@/lib/db/queries/campaign-writings";

type Context = { params: Promise<{ id: string }> };

/** How far the newest writing of a campaign is: a `WritingProgress`, or 404 where the caller's client has none. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const membership = await apiMembership();
  if (!membership) return Response.json({ code: "signed_out", message: "Your session has ended. Sign in again." }, { status: 401 });
  const id = z.uuid().safeParse((await params).id);
  const writing = id.success
    ? await membership.ctx.tx((db) => findLatestWriting(db, { clientId: membership.clientId, campaignId: id.data }))
    : undefined;
  if (!writing) return Response.json({ code: "not_found", message: "Nothing was written for this campaign." }, { status: 404 });
  return Response.json(writing, { headers: { "cache-control": "no-store" } });
}
