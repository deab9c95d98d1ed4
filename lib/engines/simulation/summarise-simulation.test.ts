import { expect, test } from "vitest";
import type { SimulationReport } from "./simulate-tier";
import { summariseSimulation } from "./summarise-simulation";

const at = (day: string, channel: "email" | "sms", touches: number) => ({ day, channel, resource: "a sender", touches });

test("adds a report up by day, with the days between, and by channel", () => {
  const report = {
    days: 30,
    leads: { all: 9, reached: 7, finished: 5 },
    schedule: [at("2026-03-31", "email", 4), at("2026-03-31", "sms", 1), at("2026-04-02", "email", 2)],
    finish: { at: null, day: null, touchesLeft: 3 },
    fit: { misfit: null },
    bottleneck: null,
    cost: { expectedAud: 12.5 },
    approvals: { all: 0, mostADay: 0 },
    notReached: { no_consent_basis: 1, email_unverified: 1, held: 4 },
  } as unknown as SimulationReport;
  expect(summariseSimulation(report)).toMatchObject({
    messages: 7,
    byDay: [
      { day: "2026-03-31", messages: 5 },
      { day: "2026-04-01", messages: 0 },
      { day: "2026-04-02", messages: 2 },
    ],
    byChannel: [
      { channel: "email", messages: 6 },
      { channel: "sms", messages: 1 },
    ],
    notReached: [
      { code: "held", leads: 4 },
      { code: "email_unverified", leads: 1 },
      { code: "no_consent_basis", leads: 1 },
    ],
  });
});
