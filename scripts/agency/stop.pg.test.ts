import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { stopCommand } from "@/scripts/agency/stop";
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
