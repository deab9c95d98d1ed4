import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Ctx } from "@/lib/context";
import { addMember, type ReadyClient, readyClient, type TestWorld, testWorld } from "./factories";

// Each of these is called at the top of a test file and answers an object that vitest's hooks fill: what it holds is there from the first
// test on, and in the hooks that the file registers after the call.

/** A migrated database for the file, dropped after its last test. */
export function fileWorld(): TestWorld {
  const world = {} as TestWorld;
  let opened: TestWorld | undefined;
  beforeAll(async () => {
    opened = await testWorld();
    Object.assign(world, opened);
  });
  afterAll(() => opened?.close());
  return world;
}

/** A client that may send, another one for each test. */
export function clientPerTest(world: TestWorld, options?: Parameters<typeof readyClient>[1]): ReadyClient {
  const client = {} as ReadyClient;
  beforeEach(async () => void Object.assign(client, await readyClient(world, options)));
  return client;
}

/** Two clients for the whole file and three people: the owner and a viewer of the first, the owner of the other. */
export function fileCast(world: TestWorld): { client: ReadyClient; other: ReadyClient; owner: Ctx; viewer: Ctx; outsider: Ctx } {
  const cast = { client: {} as ReadyClient, other: {} as ReadyClient, owner: {} as Ctx, viewer: {} as Ctx, outsider: {} as Ctx };
  beforeAll(async () => {
    const client = Object.assign(cast.client, await readyClient(world));
    const other = Object.assign(cast.other, await readyClient(world));
    Object.assign(cast.owner, world.memberCtx(client.clientId, client.userId, "owner"));
    Object.assign(cast.viewer, world.memberCtx(client.clientId, await addMember(world, client.clientId, "viewer"), "viewer"));
    Object.assign(cast.outsider, world.memberCtx(other.clientId, other.userId, "owner"));
  });
  return cast;
}
