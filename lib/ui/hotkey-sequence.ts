/** What a key press looks like to the matcher; a DOM `KeyboardEvent` is one. */
export type KeyPress = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean };

/** Keys already pressed of an unfinished sequence, and when the last one was (milliseconds, any origin). */
export type HotkeyProgress = { pressed: readonly string[]; atMs: number };

/** A sequence not continued within this time starts anew. */
export const SEQUENCE_TIMEOUT_MS = 1200;

/**
 * Name of a key press as hotkeys spell it: "k", "mod+k" (Ctrl, or Command on a Mac), "alt+j", "escape", "?".
 * Shift is not spelled: "?" and "#" already need it on some keyboards and not on others.
 */
export function keyName(press: KeyPress): string {
  const key = press.key.toLowerCase();
  return `${press.ctrlKey || press.metaKey ? "mod+" : ""}${press.altKey ? "alt+" : ""}${key === " " ? "space" : key}`;
}

/**
 * Advances by one key press. `hotkeys` are single keys ("j", "mod+k") or sequences with spaces ("g h").
 * Returns the hotkey that is now complete, if any, and the progress to hand in with the next press.
 */
export function advanceHotkeys(
  hotkeys: readonly string[],
  progress: HotkeyProgress,
  press: { name: string; atMs: number },
): { matched: string | undefined; progress: HotkeyProgress } {
  const isStale = press.atMs - progress.atMs > SEQUENCE_TIMEOUT_MS;
  const continued = isStale ? [press.name] : [...progress.pressed, press.name];

  for (const pressed of [continued, [press.name]]) {
    const typed = pressed.join(" ");
    if (hotkeys.includes(typed)) return { matched: typed, progress: { pressed: [], atMs: press.atMs } };
    if (hotkeys.some((hotkey) => hotkey.startsWith(`${typed} `))) return { matched: undefined, progress: { pressed, atMs: press.atMs } };
  }
  return { matched: undefined, progress: { pressed: [], atMs: press.atMs } };
}
