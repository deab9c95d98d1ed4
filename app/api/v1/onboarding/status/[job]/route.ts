import { answerApi } from "@/lib/http/answer-api";
import { discoveryStatus } from "@/lib/http/icp-api";

type Context = { params: Promise<{ job: string }> };

/** How a discovery stands, with partial results. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  return answerApi(async (ctx) => discoveryStatus(ctx, (await params).job));
}
