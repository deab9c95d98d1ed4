import { existsSync, globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { GATE_RULES } from "@/lib/engines/gate/rules";
import { SENDING_REQUIREMENTS } from "@/tests/support/sending-requirements";

/** The numbers of the register that concern sending; what lies between is about other things or was never given. */
const REGISTER = [
  ...numbered("AU", range(1, 33), [50, 51]),
  "AU-19a",
  "AU-19b",
  ...numbered("EM", [3, 5], range(10, 13), range(20, 23), range(30, 33), range(40, 44), range(50, 53), range(60, 62)),
  ...numbered("OP", range(1, 3), range(10, 15), [20, 21, 30, 31, 35, 36, 40, 50, 51, 55]),
  ...numbered("SU", range(1, 10), [15]),
];
const requirements = Object.entries(SENDING_REQUIREMENTS);

test("every requirement on sending is kept by something", () => {
  expect(new Set(Object.keys(SENDING_REQUIREMENTS))).toEqual(new Set(REGISTER));
});

test.each(requirements.flatMap(([id, by]) => ("rules" in by ? [[id, by.says, by.rules] as const] : [])))(
  "%s (%s): rules of the gate",
  (id, _says, rules) => {
    const keepers = GATE_RULES.filter(({ source }) => source.includes(id)).map(({ code }) => code);
    expect(new Set(keepers)).toEqual(new Set(rules));
  },
);

test("no rule names a requirement that is kept elsewhere, or that nobody knows", () => {
  const kept = new Set(requirements.flatMap(([id, by]) => ("rules" in by ? id : [])));
  expect(GATE_RULES.flatMap(({ code, source }) => source.filter((id) => !kept.has(id)).map((id) => `${code}: ${id}`))).toEqual([]);
});

test.each(requirements.flatMap(([id, by]) => ("code" in by ? [[id, by.says, by.code, by.test] as const] : [])))(
  "%s (%s): %s, tested by %s",
  (_id, _says, ...files) => {
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  },
);

/** Requirements that hold because nothing in the product does the thing: whoever writes it has to think of them first. */
test.each([
  ["OP-03", "puts a mailbox into a warm-up pool", /\.(?:setWarmup|saveMailbox)\(/],
  [
    "AU-11",
    "gives up a sender that a message names",
    /updateTable\("resources"\)\s*\.set\(\{[^}]*deletedAt|deleteFrom\("resources"\)|\.removeMailbox\(/,
  ],
])("%s: nothing %s", (id, _what, pattern) => {
  expect(SENDING_REQUIREMENTS[id]).toHaveProperty("nothing");
  const files = globSync(["lib/engines/**/*.ts", "lib/db/**/*.ts", "inngest/**/*.ts", "app/**/*.ts"]).filter(
    (file) => !file.endsWith(".test.ts"),
  );
  expect(files.length).toBeGreaterThan(300);
  expect(files.filter((file) => pattern.test(readFileSync(file, "utf8")))).toEqual([]);
});

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

function numbered(prefix: string, ...numbers: number[][]): string[] {
  return numbers.flat().map((number) => `${prefix}-${String(number).padStart(2, "0")}`);
}
