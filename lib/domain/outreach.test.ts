import { expect, test } from "vitest";
import { sequenceStepInput } from "@/lib/domain/campaigns";
import { effectiveMode, PERMISSION_MODES } from "@/lib/domain/outreach";
import { ROLES, roleAtLeast } from "@/lib/domain/roles";

test("the mode nearest to the lead holds; with none it is co-pilot", () => {
  for (const mode of PERMISSION_MODES) {
    expect(effectiveMode({ lead: mode, campaign: "autopilot", client: "manual" })).toBe(mode);
    expect(effectiveMode({ lead: null, campaign: mode, client: "autopilot" })).toBe(mode);
    expect(effectiveMode({ lead: null, campaign: null, client: mode })).toBe(mode);
  }
  expect(effectiveMode({ lead: null, campaign: null, client: null })).toBe("co_pilot");
});

test("a role may what every weaker role may, and no more", () => {
  for (const [rank, role] of ROLES.entries()) {
    expect(ROLES.filter((minimum) => roleAtLeast(role, minimum))).toEqual(ROLES.slice(rank));
  }
  expect(roleAtLeast("owner", "owner")).toBe(true);
  expect(roleAtLeast("viewer", "member")).toBe(false);
});

test("an empty subject is none: the step answers in its thread", () => {
  const step = { channel: "email", delayDays: 0, purpose: "intro", bodyTemplate: "Hi {{first_name|there}}, a short note." };
  expect(sequenceStepInput.parse({ ...step, subjectTemplate: "  " }).subjectTemplate).toBeNull();
  expect(sequenceStepInput.parse({ ...step, subjectTemplate: " Hello " }).subjectTemplate).toBe("Hello");
});
