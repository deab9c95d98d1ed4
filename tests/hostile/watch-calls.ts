import { expect } from "vitest";
import { FENCE_RULE } from "@/lib/agents/fenced";
import type { ModelCall, SpendScope } from "@/lib/agents/model-port";

const FENCED = /<untrusted kind="[^"<>\n]*">\n[\s\S]*?\n<\/untrusted>/g;
const KNOWN = ["maxOutputTokens", "prompt", "promptVersion", "schema", "scope", "skill", "system", "temperature", "tier"];
const WINDOW = 22;
/** Words of a prompt in a row that nobody writes by chance. */
const RUN = 7;

type AskedSkill = { name: string; output: unknown; model: { system: string } };

/** Holds one question to what every question to a model must be: our own system prompt, no tools, the same account, strangers' words in fences. */
export function expectUnmoved(call: ModelCall, { skill, scope, text }: { skill: AskedSkill; scope: SpendScope; text: string }): void {
  expect(
    Object.keys(call).toSorted((a, b) => (a < b ? -1 : 1)),
    `${skill.name}: a question has no tools`,
  ).toEqual(KNOWN);
  expect(call.system).toBe(skill.model.system);
  expect(call.system, `${skill.name}: the fence rule`).toContain(FENCE_RULE);
  expect(call.schema).toBe(skill.output);
  expect(call.scope).toEqual(scope);
  const outside = call.prompt.replace(FENCED, " ⟂ ");
  expect(outside, `${skill.name}: fences close`).not.toMatch(/untrusted/i);
  expect(shared(outside, text), `${skill.name}: a stranger's words outside a fence`).toBeNull();
}

/** A piece of `text` that stands in `whole`, letters and digits only; null when there is none. */
export function shared(whole: string, text: string): string | null {
  const hay = letters(whole);
  const needle = letters(text);
  if (needle.length < WINDOW) return needle !== "" && hay.includes(needle) ? needle : null;
  for (let at = 0; at + WINDOW <= needle.length; at += 4) {
    const piece = needle.slice(at, at + WINDOW);
    if (hay.includes(piece)) return piece;
  }
  return null;
}

/** A run of a prompt's own words that comes out in what is kept; null when there is none. */
export function leakedPrompt(kept: unknown, system: string): string | null {
  const hay = textsOf(kept)
    .map((text) => ` ${words(text.replace(/\{\{[^{}]*\}\}/g, " ")).join(" ")} `)
    .join("\n");
  const prompt = words(system);
  for (let at = 0; at + RUN <= prompt.length; at += 1) {
    const run = prompt.slice(at, at + RUN).join(" ");
    if (hay.includes(` ${run} `)) return run;
  }
  return null;
}

/** Every text in a value. */
export function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

function words(text: string): string[] {
  return (
    text
      .replace(/\\[nrt"]/g, " ")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

function letters(text: string): string {
  return words(text.replace(/\p{Cf}/gu, "")).join("");
}
