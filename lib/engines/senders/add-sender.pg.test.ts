import { expect, test } from "vitest";
import { listSenders } from "@/lib/db/queries/senders";
import { addSender, setSenderPaused } from "@/lib/engines/senders/add-sender";
import { ConflictError, ForbiddenError, NotFoundError } from "@/lib/errors";
import { addMember, readyClient, WEDNESDAY_MORNING } from "@/tests/support/factories";
import { clientPerTest, fileWorld } from "@/tests/support/file-world";

const world = fileWorld();
const client = clientPerTest(world);
const owner = () => world.memberCtx(client.clientId, client.userId, "owner");
const senders = () => listSenders(world.system, { clientId: client.clientId, now: WEDNESDAY_MORNING });
const number = (label: string) => ({
  type: "text_number" as const,
  label,
  senderName: "Priya Nair",
  externalId: `PN${label.replaceAll(/\D/g, "")}`,
  dailyLimit: 100,
  isPrewarmed: false,
});

test("a number is kept in one spelling and belongs to one client only", async () => {
  await addSender(owner(), number("0412 000 101"));
  expect(await senders()).toMatchObject([{ kind: "number", channel: "sms", label: "+61412000101", usedToday: 0, pausedAt: null }]);
  await expect(addSender(owner(), number("+61 412 000 101"))).rejects.toBeInstanceOf(ConflictError);
  const other = await readyClient(world);
  await expect(addSender(world.memberCtx(other.clientId, other.userId, "owner"), number("0412 000 101"))).rejects.toBeInstanceOf(
    ConflictError,
  );
});

test("what is no number, or more than may leave, is refused", () => {
  expect(() => addSender(owner(), number("not a number"))).toThrow("Australian number");
  expect(() => addSender(owner(), { ...number("0412 000 102"), dailyLimit: 101 })).toThrow("At most 100 a day");
  expect(() => addSender(owner(), { ...number("Priya"), type: "seat", dailyLimit: 18 })).toThrow("At most 17 a day");
});

test("an admin pauses one and lets it go on; a member and another client may not", async () => {
  const { senderId } = await addSender(owner(), { ...number("Priya Nair"), type: "seat", externalId: "seat-77", dailyLimit: 17 });
  await setSenderPaused(owner(), { senderId, reason: "LinkedIn asks for a login" });
  expect(await senders()).toMatchObject([{ pausedAt: WEDNESDAY_MORNING, pausedReason: "LinkedIn asks for a login" }]);
  await setSenderPaused(owner(), { senderId, reason: null });
  expect(await senders()).toMatchObject([{ pausedAt: null, pausedReason: null }]);

  const member = await addMember(world, client.clientId, "member");
  expect(() => setSenderPaused(world.memberCtx(client.clientId, member, "member"), { senderId, reason: "x" })).toThrow(ForbiddenError);
  await expect(setSenderPaused(world.memberCtx(client.clientId, member, "owner"), { senderId, reason: "x" })).rejects.toBeInstanceOf(
    NotFoundError,
  );
  expect(() => addSender(world.memberCtx(client.clientId, member, "member"), number("0412 000 103"))).toThrow(ForbiddenError);
  await expect(addSender(world.memberCtx(client.clientId, member, "owner"), number("0412 000 103"))).rejects.toThrow();
  const stranger = await readyClient(world);
  await expect(
    setSenderPaused(world.memberCtx(stranger.clientId, stranger.userId, "owner"), { senderId, reason: "x" }),
  ).rejects.toBeInstanceOf(NotFoundError);
});
