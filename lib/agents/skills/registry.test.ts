import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { z } from "zod";
import { FENCE_RULE } from "@/lib/agents/fenced";
import type { Skill } from "@/lib/agents/skill";
import { SKILLS } from "@/lib/agents/skills/registry";

const folder = new URL(".", import.meta.url);
const defined = await Promise.all(
  readdirSync(folder)
    .filter((name) => /^[a-z-]+\.ts$/.test(name) && name !== "registry.ts")
    .map(async (name) => {
      const exported = (await import(new URL(name, folder).href)) as Record<string, unknown>;
      const skill = Object.values(exported).find(isSkill);
      return { name, skill, source: readFileSync(new URL(name, folder), "utf8") };
    }),
);

test("every skill is in the registry, once, under the name of its file", () => {
  const names = SKILLS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const files = defined.flatMap(({ name, skill }) => (skill ? [[name.replace(/\.ts$/, "").replaceAll("-", "_"), skill.name]] : []));
  expect(files.map(([file]) => file)).toEqual(files.map(([, name]) => name));
  expect(names.toSorted()).toEqual(files.map(([, name]) => name).toSorted());
});

test.each(SKILLS.map((skill) => ({ name: skill.name, skill })))("$name says what it is for and how it is asked", ({ skill }) => {
  const { version, system, maxOutputTokens, temperature } = skill.model;
  expect(skill.name).toMatch(/^[a-z]+(?:_[a-z]+)+$/);
  expect(skill.description).toMatch(/^[A-Z].*\.$/);
  expect(version).toBeGreaterThanOrEqual(1);
  expect(system.length).toBeGreaterThan(20);
  expect(maxOutputTokens).toBeGreaterThan(0);
  expect(maxOutputTokens).toBeLessThanOrEqual(8_192);
  expect(temperature).toBeGreaterThanOrEqual(0);
  expect(temperature).toBeLessThanOrEqual(1);
});

test.each(SKILLS.map((skill) => ({ name: skill.name, skill })))("a model can be asked for what $name answers", ({ skill }) => {
  expect(z.toJSONSchema(skill.output, { io: "input" })).toMatchObject({ type: "object" });
});

test("who reads text from outside is told that it is no instruction", () => {
  const reading = defined.filter(({ source, skill }) => skill && /\bfenced\(/.test(source));
  expect(reading.filter(({ skill }) => !skill?.model.system.includes(FENCE_RULE)).map(({ name }) => name)).toEqual([]);
});

function isSkill(value: unknown): value is Skill<unknown, unknown> {
  return typeof value === "object" && value !== null && "baseline" in value && "model" in value && "name" in value;
}
