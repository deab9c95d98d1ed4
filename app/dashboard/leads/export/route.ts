import { loadLeadFilter } from "@/app/dashboard/leads/lead-params";
import { apiMembership } from "@/lib/auth/membership";
import { roleAtLeast } from "@/lib/domain/roles";
import { writeLeadFile } from "@/lib/engines/leads/write-lead-file";

/** The leads the table shows, with the same filters in the URL, as a CSV download. */
export async function GET(request: Request): Promise<Response> {
  const membership = await apiMembership();
  if (!membership) return Response.json({ code: "signed_out", message: "Your session has ended. Sign in again." }, { status: 401 });
  if (!roleAtLeast(membership.role, "member"))
    return Response.json({ code: "forbidden", message: "An export needs the member role." }, { status: 403 });
  const filter = await loadLeadFilter(new URL(request.url).searchParams);
  return new Response(streamOf(writeLeadFile(membership.ctx, filter)), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="leads.csv"`,
      "cache-control": "no-store",
    },
  });
}

function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
