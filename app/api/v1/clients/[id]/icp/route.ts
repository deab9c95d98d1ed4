import { answerApi } from "@/lib/http/answer-api";
import { changeIcp, readIcp } from "@/lib/http/icp-api";

type Context = { params: Promise<{ id: string }> };

/** Whom the client sells to, as confirmed. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return answerApi(readIcp, { clientId: (await params).id });
}

/** Changes cards of it; every lead is scored again. */
export async function PUT(request: Request, { params }: Context): Promise<Response> {
  return answerApi((ctx) => changeIcp(ctx, request), { clientId: (await params).id });
}
