import { receiveLeadFile } from "@/app/api/imports/receive-lead-file";
import { apiMembership } from "@/lib/auth/membership";
import { isSameOriginRequest } from "@/lib/auth/same-origin";

/**
 * Lead files. The middleware stays out of /api/imports: it would copy the body into memory before we see it, and cut it at 10 MB. So the check
 * that the request comes from one of our pages is made here.
 */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOriginRequest(request.method, request.headers)) {
    return Response.json(
      { code: "forbidden", message: "This upload did not come from a page of Agency OS, so it was refused." },
      { status: 403 },
    );
  }
  const membership = await apiMembership();
  if (!membership) return Response.json({ code: "signed_out", message: "Your session has ended. Sign in again." }, { status: 401 });
  return receiveLeadFile(request, membership.ctx);
}
