import type { NextResponse } from "next/server";
import { answerWebhook } from "@/lib/http/answer-webhook";

/** Deliveries of providers that sign what they post. */
export async function POST(request: Request, { params }: { params: Promise<{ provider: string }> }): Promise<NextResponse> {
  return answerWebhook(request, (await params).provider, null);
}
