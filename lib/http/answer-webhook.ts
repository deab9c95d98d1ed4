import "server-only";
import { after, NextResponse } from "next/server";
import { inboundProvider } from "@/lib/http/inbound-providers";
import { relay } from "@/lib/http/relay";
import { receiveWebhook } from "@/lib/http/webhook-door";

/**
 * Answers a delivery at the address of one provider.
 * @param token the last part of the address; null where there is none. An address that is not the provider's own has no door
 */
export async function answerWebhook(request: Request, name: string, token: string | null): Promise<NextResponse> {
  const provider = inboundProvider(name);
  if (!provider || (token !== null && !provider.hasToken)) return NextResponse.json({ message: "No such provider" }, { status: 404 });
  const { status, message } = await receiveWebhook(provider, request, token);
  if (status === 202) after(relay);
  return NextResponse.json({ message }, { status });
}
