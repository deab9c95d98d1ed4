import type { NextResponse } from "next/server";
import { answerWebhook } from "@/lib/http/answer-webhook";

/** Deliveries of providers whose address itself is the secret, or part of it. */
export async function POST(request: Request, { params }: { params: Promise<{ provider: string; token: string }> }): Promise<NextResponse> {
  const { provider, token } = await params;
  return answerWebhook(request, provider, token);
}
