import { after, NextResponse } from "next/server";
import { inboundProvider } from "@/lib/http/inbound-providers";
import { relay } from "@/lib/http/relay";
import { receiveWebhook } from "@/lib/http/webhook-door";

/** Every provider's deliveries come in here. */
export async function POST(request: Request, { params }: { params: Promise<{ provider: string }> }): Promise<NextResponse> {
  const provider = inboundProvider((await params).provider);
  if (!provider) return NextResponse.json({ message: "No such provider" }, { status: 404 });
  const { status, message } = await receiveWebhook(provider, request);
  if (status === 202) after(relay);
  return NextResponse.json({ message }, { status });
}
