import type { Persona } from "@/local/market/persona";
import {
  ASKS_FOR_ROBOT,
  CALL_BOOKING,
  CALL_CALLBACK,
  CALL_DNC_REQUEST,
  CALL_HANG_UP,
  CALL_INTERESTED,
  CALL_REFUSAL,
  CALL_WRONG_NUMBER,
  type Script,
} from "@/local/market/wording/calls";
import { fill, namesOf } from "@/local/market/write-reply";
import type { Seeded } from "@/local/providers/seeded";

const SCRIPTS = {
  hang_up: CALL_HANG_UP,
  booking: CALL_BOOKING,
  callback: CALL_CALLBACK,
  interested: CALL_INTERESTED,
  refusal: CALL_REFUSAL,
  wrong_number: CALL_WRONG_NUMBER,
  dnc_request: CALL_DNC_REQUEST,
} as const;
/** How a call somebody picked up can go. */
export type CallKind = keyof typeof SCRIPTS;

export type Talk = { script: Script; seconds: number };

/** Speech on the phone: words a second, and the pause before each turn. */
const WORDS_PER_SECOND = 2.6;
const PAUSE_SECONDS = 0.9;
/** Who calls, why, and the question about the recording. */
const OPENING_SECONDS = 22;

/** Chooses what is said and how long it takes; `asksForRobot` puts that question first. */
export function drawTalk(random: Seeded, kind: CallKind, asksForRobot: boolean): Talk {
  const question = asksForRobot && kind !== "hang_up" ? random.pick(ASKS_FOR_ROBOT) : [];
  const script = [...question, ...random.pick(SCRIPTS[kind])];
  const words = script.reduce((total, [, text]) => total + text.split(" ").length, 0);
  const seconds =
    kind === "hang_up" ? random.whole(4, 9) : Math.round(OPENING_SECONDS + words / WORDS_PER_SECOND + script.length * PAUSE_SECONDS);
  return { script, seconds };
}

/** The turns as they are spoken. `opening` is the assistant's first turn, which names on whose behalf it calls. */
export function spokenTurns(
  { script }: Talk,
  { persona, opening, when }: { persona: Persona; opening: string; when: Date | undefined },
): { who: "assistant" | "person"; text: string }[] {
  const client = /\bcalling for (.+?)\. I'm\b/i.exec(opening)?.[1] ?? "the agency";
  const values = { ...namesOf(persona), client, when: when ? spokenTime(when, persona.company.timezone) : "" };
  return script.map(([who, text]) => ({ who: who === "a" ? "assistant" : "person", text: fill(text, values) }));
}

/** "Thursday at 10:30 am", on the person's clock. */
function spokenTime(at: Date, timeZone: string): string {
  const weekday = new Intl.DateTimeFormat("en-AU", { timeZone, weekday: "long" }).format(at);
  const time = new Intl.DateTimeFormat("en-AU", { timeZone, hour: "numeric", minute: "2-digit", hour12: true }).format(at);
  return `${weekday} at ${time}`;
}
