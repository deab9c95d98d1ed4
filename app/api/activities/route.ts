import { z } from "zod";
import { apiMembership } from "@/lib/auth/membership";
import { listActivities } from "@/lib/db/queries/activities";
import { FEED_PAGE_SIZE } from "@/lib/domain/feed";

const cursorInput = z.object({ before: z.iso.datetime().transform((text) => new Date(text)), id: z.uuid() });

/** A page of the feed of the client that the signed-in person looks at: the newest rows, or those before a cursor. */
export async function GET(request: Request): Promise<Response> {
  const membership = await apiMembership();
  if (!membership) return problem(401, "Your session has ended. Sign in again.");

  const query = new URL(request.url).searchParams;
  const cursor = cursorInput.safeParse(Object.fromEntries(query));
  if (query.has("before") && !cursor.success) return problem(400, "`before` and `id` must be the time and id of a row of the feed.");

  const { ctx, clientId } = membership;
  const before = cursor.success ? { occurredAt: cursor.data.before, id: cursor.data.id } : null;
  const rows = await ctx.tx((db) => listActivities(db, { clientId, limit: FEED_PAGE_SIZE, before }));
  return Response.json({ rows, now: ctx.now }, { headers: { "cache-control": "no-store" } });
}

function problem(status: number, detail: string): Response {
  return Response.json({ status, detail }, { status, headers: { "content-type": "application/problem+json" } });
}
