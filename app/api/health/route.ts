import { NextResponse } from "next/server";
import { checkHealth } from "@/lib/http/check-health";

export const dynamic = "force-dynamic";

/** For load balancers and for whoever starts the product. */
export async function GET(): Promise<NextResponse> {
  const health = await checkHealth();
  return NextResponse.json(health, { status: health.isHealthy ? 200 : 503 });
}
