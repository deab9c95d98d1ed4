import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { durableFunctions } from "@/inngest";
import { inngest } from "@/inngest/client";
import { copyEnvOnce } from "@/lib/env";
import { realDeps } from "./deps";

export const maxDuration = 300;

let handlers: ReturnType<typeof serve> | undefined;

/** Built at the first request: the configuration is there at run time, not when the product is built. */
function served(): ReturnType<typeof serve> {
  if (handlers) return handlers;
  copyEnvOnce();
  handlers = serve({ client: inngest, functions: durableFunctions(realDeps()) });
  return handlers;
}

export const GET = (request: NextRequest, context: unknown) => served().GET(request, context);
export const POST = (request: NextRequest, context: unknown) => served().POST(request, context);
export const PUT = (request: NextRequest, context: unknown) => served().PUT(request, context);
