import type { NextResponse } from "next/server";
import { answerWebhook } from "@/lib/http/answer-webhook";

/** Bookings made on a client's booking page. */
export function POST(request: Request): Promise<NextResponse> {
  return answerWebhook(request, "bookings", null);
}
