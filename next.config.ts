import type { NextConfig } from "next";
import { PHASE_PRODUCTION_BUILD } from "next/constants";
import { checkEnvAtBuild, env } from "./lib/env";

/** On every response, static files and webhooks included; middleware.ts adds the content security policy to pages. */
const SECURITY_HEADERS = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
  {
    key: "Permissions-Policy",
    value:
      "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=(), browsing-topics=()",
  },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
];

const config: NextConfig = {
  reactCompiler: true,
  typedRoutes: true,
  poweredByHeader: false,
  agentRules: false,
  devIndicators: false,
  // Types are checked by `npm run check`, once, for the whole repository.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["pg", "pino"],
  headers: async () => [{ source: "/:path*", headers: SECURITY_HEADERS }],
};

/** A build needs no configuration, but stops at a wrong value; a server does not start without a complete one. */
export default function nextConfig(phase: string): NextConfig {
  if (phase === PHASE_PRODUCTION_BUILD) checkEnvAtBuild();
  else env();
  return config;
}
