import { Writable } from "node:stream";
import { expect, test, vi } from "vitest";
import { simulateCommand } from "@/scripts/agency/simulate";

// Whole months are simulated here, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

async function run(...args: string[]): Promise<string> {
  const chunks: string[] = [];
  const out = new Writable({
    write(chunk, _encoding, done) {
      chunks.push(String(chunk));
      done();
    },
  });
  await simulateCommand(args, { root: "/nowhere", out });
  return chunks.join("");
}

test("a plan's own equipment needs no database, and the same question gets the same answer", async () => {
  const args = ["--tier", "ignition", "--leads", "40", "--days", "30", "--json"];
  const [first, second] = [await run(...args), await run(...args)];
  expect(first).toBe(second);
  const report = JSON.parse(first);
  expect(report).toMatchObject({
    startsAt: "2026-03-15T21:00:00.000Z",
    days: 30,
    leads: { all: 40, reached: 40, finished: 40 },
    fit: { fits: true, misfit: null },
    finish: { touchesLeft: 0 },
    cost: { plannedAud: 666 },
  });
  expect(report.schedule[0]).toMatchObject({
    day: "2026-03-16",
    channel: "email",
    resource: expect.stringMatching(/^mailbox-\d@domain-\d/),
  });
});

test("what does not fit is said in words, with what would", async () => {
  const text = await run("--leads", "400", "--emails", "4", "--days", "5");
  expect(text).toMatch(/It does not fit the credit month\. 400 leads with a sequence of 4 e-mails need 1,600 messages/);
  expect(text).toMatch(/It would fit with \d+ leads, or 2 e-mails, or \d+ days/);
});

test.each([
  ["an unknown plan", ["--tier", "gold"]],
  ["no leads", ["--leads", "0"]],
  ["a year", ["--days", "365"]],
  ["two sequences", ["--emails", "2", "--channels", "all"]],
  ["an unknown option", ["--lead", "5"]],
])("%s is refused", async (_what, args) => {
  await expect(run(...args)).rejects.toThrow();
});
