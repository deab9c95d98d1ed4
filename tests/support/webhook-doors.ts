import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, vi } from "vitest";
import { movableClock } from "@/local/clock";
import { type TestWorld, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { testEnv } from "@/tests/support/test-env";

export type WebhookDoors = {
  /** The names of all doors. */
  names: readonly string[];
  knock(provider: string, request: Request, token?: string): Promise<{ status: number }>;
};

/**
 * The inbound doors as the app opens them, on the database of the file and a clock that stands still. Call it after `fileWorld()`, at the
 * top of a test file.
 */
export function webhookDoors(world: TestWorld, settings: Record<string, string> = {}): WebhookDoors {
  const doors = {} as WebhookDoors;
  let close: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), "doors-"));
    const clock = movableClock(pathToFileURL(join(folder, "clock.json")).href);
    clock.freeze(WEDNESDAY_MORNING);
    const base = testEnv({ DATABASE_URL: world.systemUrl, MEMBER_DATABASE_URL: world.memberUrl, CLOCK_URL: clock.url });
    for (const [name, value] of Object.entries({ ...base, ...settings })) vi.stubEnv(name, value);
    forgetEnvironment();
    const { INBOUND_PROVIDERS, inboundProvider } = await import("@/lib/http/inbound-providers");
    const { receiveWebhook } = await import("@/lib/http/webhook-door");
    const { systemPool } = await import("@/lib/db/pools");
    doors.names = INBOUND_PROVIDERS;
    doors.knock = async (name, request, token) => {
      const provider = inboundProvider(name);
      return provider ? receiveWebhook(provider, request, token ?? null) : { status: 404 };
    };
    close = async () => {
      vi.unstubAllEnvs();
      await systemPool().destroy();
      forgetEnvironment();
      rmSync(folder, { recursive: true });
    };
  });
  afterAll(() => close?.());
  return doors;
}

/** The app reads its environment once and keeps its pools for the life of the process, which test files share. */
function forgetEnvironment(): void {
  vi.resetModules();
  delete (globalThis as { agencyOsPools?: unknown }).agencyOsPools;
}
