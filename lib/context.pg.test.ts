import { expect, test } from "vitest";
import { addMember, insertLead, readyClient, signUp } from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";

const world = fileWorld();

test("a member transaction sees its own client and nothing of another", async () => {
  const ours = await readyClient(world);
  const theirs = await signUp(world, "Other");
  await insertLead(world, ours.clientId);

  const seenByUs = await world.memberCtx(ours.clientId, ours.userId, "owner").tx((db) => db.selectFrom("leads").select("id").execute());
  const seenByThem = await world
    .memberCtx(theirs.clientId, theirs.userId, "owner")
    .tx((db) => db.selectFrom("leads").select("id").execute());

  expect(seenByUs).toHaveLength(1);
  expect(seenByThem).toEqual([]);
});

test("the time of a transaction is the one that was passed in", async () => {
  const { clientId } = await signUp(world);
  const at = new Date("2031-05-06T07:08:09Z");
  await addMember(world, clientId, "viewer");
  await world.systemCtx(clientId, at).tx((db) => db.insertInto("notifications").values({ clientId, kind: "system", title: "x" }).execute());
  const row = await world.system.selectFrom("notifications").select("createdAt").where("clientId", "=", clientId).executeTakeFirstOrThrow();
  expect(row.createdAt).toEqual(at);
});
