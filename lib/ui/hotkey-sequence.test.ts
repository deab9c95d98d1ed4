import { expect, test } from "vitest";
import { advanceHotkeys, keyName, SEQUENCE_TIMEOUT_MS } from "@/lib/ui/hotkey-sequence";

const HOTKEYS = ["j", "g h", "g c", "mod+k", "?"];

/** What fires when these keys are pressed, `[name, milliseconds since the one before]` each. */
function type(presses: [string, number][]): string[] {
  let progress = { pressed: [] as readonly string[], atMs: 0 };
  let atMs = 0;
  return presses.flatMap(([name, waitMs]) => {
    atMs += waitMs;
    const step = advanceHotkeys(HOTKEYS, progress, { name, atMs });
    progress = step.progress;
    return step.matched ?? [];
  });
}

test.each<[string, [string, number][], string[]]>([
  ["a single key", [["j", 0]], ["j"]],
  [
    "twice the same",
    [
      ["j", 0],
      ["j", 50],
    ],
    ["j", "j"],
  ],
  [
    "a sequence",
    [
      ["g", 0],
      ["h", 300],
    ],
    ["g h"],
  ],
  [
    "a sequence typed too slowly",
    [
      ["g", 0],
      ["h", SEQUENCE_TIMEOUT_MS + 1],
    ],
    [],
  ],
  [
    "a broken sequence starts anew",
    [
      ["g", 0],
      ["x", 50],
      ["g", 50],
      ["c", 50],
    ],
    ["g c"],
  ],
  [
    "a false start keeps the last key",
    [
      ["g", 0],
      ["g", 50],
      ["h", 50],
    ],
    ["g h"],
  ],
  [
    "a single key in the middle of a sequence",
    [
      ["g", 0],
      ["j", 50],
    ],
    ["j"],
  ],
  ["an unknown key", [["q", 0]], []],
])("%s", (_name, presses, fired) => {
  expect(type(presses)).toEqual(fired);
});

test.each([
  [{ key: "k", ctrlKey: true, metaKey: false, altKey: false }, "mod+k"],
  [{ key: "K", ctrlKey: false, metaKey: true, altKey: false }, "mod+k"],
  [{ key: " ", ctrlKey: false, metaKey: false, altKey: false }, "space"],
  [{ key: "Escape", ctrlKey: false, metaKey: false, altKey: false }, "escape"],
  [{ key: "?", ctrlKey: false, metaKey: false, altKey: false }, "?"],
  [{ key: "j", ctrlKey: false, metaKey: false, altKey: true }, "alt+j"],
])("%o is %s", (press, name) => {
  expect(keyName(press)).toBe(name);
});
