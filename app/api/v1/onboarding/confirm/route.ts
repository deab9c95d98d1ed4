import { answerApi } from "@/lib/http/answer-api";
import { confirmDiscovery } from "@/lib/http/icp-api";
import { requestSecrets } from "@/lib/http/sender-options";

/** Confirms what a discovery found, with last edits. */
export async function POST(request: Request): Promise<Response> {
  return answerApi((ctx) => confirmDiscovery(ctx, request, requestSecrets()));
}
