import { answerApi } from "@/lib/http/answer-api";
import { discoveryResult } from "@/lib/http/icp-api";

type Context = { params: Promise<{ job: string }> };

/** What a discovery found, and how it differs from what is in force. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return answerApi(async (ctx) => discoveryResult(ctx, (await params).job));
}
