import { after, NextResponse } from "next/server";
import { inboundProvider } from "@/lib/http/inbound-providers";
import { relay } from "@/lib/http/relay";
import { receiveWebhook } from "@/lib/http/webhook-door";

/** Bookings made on a client's booking page. */
export async function POST(request: Request): Promise<NextResponse> {
  const provider = inboundProvider("bookings");
  if (!provider) return NextResponse.json({ message: "No such provider" }, { status: 404 });
  const { status, message } = await receiveWebhook(provider, request);
  if (status === 202) after(relay);
  return NextResponse.json({ message }, { status });
}
