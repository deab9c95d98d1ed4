import { env } from "@/lib/env";
import { isLoopbackUrl } from "@/lib/env-schema";
import { answerApi } from "@/lib/http/answer-api";
import { analyzeWebsite } from "@/lib/http/icp-api";

/** Starts reading the agency's website, or takes what a person typed instead. */
export async function POST(request: Request): Promise<Response> {
  return answerApi((ctx) => analyzeWebsite(ctx, request, { allowPrivateHosts: isLoopbackUrl(env().APP_URL) }));
}
