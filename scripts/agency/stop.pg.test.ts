import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { placementCommand } from "@/scripts/agency/placement";
import { stopCommand } from "@/scripts/agency/stop";
import { readyClient } from "@/tests/support/factories";
import { fileWorld } from "@/tests/support/file-world";

const world = fileWorld();

async function run(isStopped: boolean, ...args: string[]): Promise<unknown> {
  const out = new PassThrough();
  await stopCommand([...args, "--database-url", world.systemUrl], { isStopped, root: "/nowhere", out });
  out.end();
  return JSON.parse(await text(out));
}

test("stop and release print what is stopped now, and repeating them changes nothing", async () => {
  expect(await run(true, "--channel", "sms")).toEqual({ sendingStopped: false, stoppedChannels: ["sms"] });
  expect(await run(true, "--channel", "sms")).toEqual({ sendingStopped: false, stoppedChannels: ["sms"] });
  expect(await run(true)).toEqual({ sendingStopped: true, stoppedChannels: ["sms"] });
  expect(await run(false)).toEqual({ sendingStopped: false, stoppedChannels: ["sms"] });
  expect(await run(false, "--channel", "sms")).toEqual({ sendingStopped: false, stoppedChannels: [] });
});

test("a channel nobody has is refused, and nothing is stopped", async () => {
  await expect(run(true, "--channel", "fax")).rejects.toThrow("--channel is one of");
  expect(await run(false)).toEqual({ sendingStopped: false, stoppedChannels: [] });
});

test("a placement test is recorded for whoever sends from the domain", async () => {
  const client = await readyClient(world);
  const domain = `${client.clientId.slice(-12)}.example`;
  const record = async (...args: string[]) => {
    const out = new PassThrough();
    await placementCommand([...args, "--database-url", world.systemUrl], { root: "/nowhere", out });
    out.end();
    return JSON.parse(await text(out));
  };
  expect(await record("--domain", domain.toUpperCase(), "--inbox", "7", "--of", "10")).toEqual({ domain, share: 0.7, isStopped: false });
  await expect(record("--domain", domain, "--inbox", "7")).rejects.toThrow("placement --domain");
  await expect(record("--domain", domain, "--inbox", "many", "--of", "10")).rejects.toThrow();
  await expect(record("--domain", "others.example", "--inbox", "7", "--of", "10")).rejects.toThrow("Nobody sends from");
});
