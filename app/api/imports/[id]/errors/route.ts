import { z } from "zod";
import { apiMembership } from "@/lib/auth/membership";
import { findImportJob } from "@/lib/db/queries/imports";
import { writeErrorFile } from "@/lib/engines/imports/write-error-file";

type Context = { params: Promise<{ id: string }> };

/** The rows of an import that did not become leads, as a CSV download: the uploaded columns and the reason. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const membership = await apiMembership();
  if (!membership) return Response.json({ code: "signed_out", message: "Your session has ended. Sign in again." }, { status: 401 });
  const id = z.uuid().safeParse((await params).id);
  const job = id.success
    ? await membership.ctx.tx((db) => findImportJob(db, { clientId: membership.clientId, importJobId: id.data }))
    : undefined;
  if (!job) return Response.json({ code: "not_found", message: "There is no such import." }, { status: 404 });

  return new Response(streamOf(writeErrorFile(membership.ctx, { importJobId: job.id })), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="errors.csv"; filename*=UTF-8''${encoded(errorFileName(job.fileName))}`,
      "cache-control": "no-store",
    },
  });
}

function errorFileName(uploaded: string): string {
  return `${uploaded.replace(/\.[^.]{1,5}$/, "")} - errors.csv`;
}

/** As RFC 8187 wants it, which is stricter than a URL. */
function encoded(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
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
