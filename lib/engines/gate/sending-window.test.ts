import { describe, expect, test } from "vitest";
import type { AustralianState } from "@/lib/domain/australian-place";
import { publicHoliday } from "@/lib/engines/gate/holidays";
import { localDay, startOfDay, startOfNextDay } from "@/lib/engines/gate/local-time";
import { recipientPlace } from "@/lib/engines/gate/recipient-place";
import { type SendingWindow, sendingWindow } from "@/lib/engines/gate/sending-window";

const STATES: readonly AustralianState[] = ["NSW", "VIC", "QLD", "SA", "WA", "TAS", "ACT", "NT"];

/** The window of OP-20 for somebody in a state. */
function windowIn(state: AustralianState | null, changes: Partial<SendingWindow> = {}): SendingWindow {
  const place = recipientPlace({ timezone: null, state }, "Australia/Sydney");
  return { ...place, start: "08:30", end: "16:30", workDays: [1, 2, 3, 4, 5], sendsOverShutdown: false, ...changes };
}
const noon = (day: string, window: SendingWindow) => new Date(startOfDay(day, window.timezone).getTime() + 12 * 3_600_000);

describe("days on which nothing goes out", () => {
  const refused: [string, AustralianState, RegExp][] = [
    ["2026-04-27", "NSW", /Anzac/], // substitute for Saturday the 25th
    ["2026-04-27", "ACT", /Anzac/],
    ["2026-04-27", "WA", /Anzac/],
    ["2026-11-03", "VIC", /Cup/],
    ["2027-11-02", "VIC", /Cup/],
    ["2026-09-25", "VIC", /Final/],
    ["2027-10-04", "NSW", /Labour/],
    ["2026-10-05", "QLD", /King/],
    ["2026-03-02", "WA", /Labour/],
    ["2026-03-09", "TAS", /Eight Hours/],
    ["2026-06-01", "ACT", /Reconciliation/],
    ["2026-08-03", "NT", /Picnic/],
    ["2026-03-09", "SA", /Adelaide Cup/],
  ];
  test.each(refused)("%s in %s", (day, state, name) => {
    const window = windowIn(state);
    expect(sendingWindow(noon(day, window), window)).toMatchObject({
      isOpen: false,
      because: "holiday",
      detail: expect.stringMatching(name),
    });
  });

  const allowed: [string, AustralianState][] = [
    ["2026-04-27", "VIC"],
    ["2026-04-27", "QLD"],
    ["2026-11-03", "NSW"],
    ["2026-03-09", "NSW"],
    ["2027-10-04", "VIC"],
    ["2026-08-03", "NSW"], // a bank holiday only
  ];
  test.each(allowed)("but %s in %s is a working day", (day, state) => {
    const window = windowIn(state);
    expect(sendingWindow(noon(day, window), window)).toEqual({ isOpen: true });
  });

  const everywhere = [
    "2026-01-26",
    "2027-01-26",
    "2026-04-03",
    "2026-04-06",
    "2026-04-25",
    "2026-12-25",
    "2026-12-26",
    "2026-12-28",
    "2027-12-27",
    "2027-12-28",
  ];
  test.each(everywhere)("%s in every state, and where the state is unknown", (day) => {
    for (const state of STATES) expect(publicHoliday(day, state), state).not.toBeNull();
    expect(publicHoliday(day, null)).not.toBeNull();
    const window = windowIn("NSW", { workDays: [1, 2, 3, 4, 5, 6, 7], sendsOverShutdown: true });
    expect(sendingWindow(noon(day, window), window)).toMatchObject({ isOpen: false, because: "holiday" });
  });

  test("Australia Day on a Saturday is kept on the Monday", () => {
    for (const state of STATES) expect(publicHoliday("2030-01-28", state), state).toMatch(/Australia Day/);
  });

  test("weekends, and only the days a campaign works on", () => {
    const window = windowIn("NSW");
    expect(sendingWindow(noon("2026-03-07", window), window)).toMatchObject({ isOpen: false, because: "weekend" });
    const tuesdays = windowIn("NSW", { workDays: [2] });
    expect(sendingWindow(noon("2026-03-04", tuesdays), tuesdays)).toMatchObject({
      because: "weekend",
      opensAt: new Date("2026-03-09T21:30:00Z"),
    });
  });

  test("from 20 December to 10 January, unless the campaign sends over the shutdown", () => {
    const window = windowIn("NSW");
    const open = windowIn("NSW", { sendsOverShutdown: true });
    // Friday 18 December is the last working day before it; Monday 11 January the first after.
    expect(sendingWindow(noon("2026-12-18", window), window)).toEqual({ isOpen: true });
    for (const day of ["2026-12-21", "2026-12-31", "2027-01-04", "2027-01-08"]) {
      expect(sendingWindow(noon(day, window), window), day).toMatchObject({
        isOpen: false,
        because: "shutdown",
        opensAt: new Date("2027-01-10T21:30:00Z"),
      });
      expect(sendingWindow(noon(day, open), open), day).toEqual({ isOpen: true });
    }
    expect(sendingWindow(noon("2027-01-11", window), window)).toEqual({ isOpen: true });
  });
});

describe("the hours", () => {
  test("the start belongs to the window, the end does not", () => {
    const window = windowIn("NSW");
    expect(sendingWindow(new Date("2026-03-03T21:29:59.999Z"), window)).toMatchObject({
      because: "hours",
      opensAt: new Date("2026-03-03T21:30:00Z"),
    });
    expect(sendingWindow(new Date("2026-03-03T21:30:00Z"), window)).toEqual({ isOpen: true });
    expect(sendingWindow(new Date("2026-03-04T05:29:59.999Z"), window)).toEqual({ isOpen: true });
    expect(sendingWindow(new Date("2026-03-04T05:30:00Z"), window)).toMatchObject({
      because: "hours",
      opensAt: new Date("2026-03-04T21:30:00Z"),
    });
  });

  test("Perth opens three hours after Sydney in summer, two in winter", () => {
    const [sydney, perth] = [windowIn("NSW"), windowIn("WA")];
    const summer = new Date("2026-12-01T22:30:00Z"); // 09:30 in Sydney, 06:30 in Perth
    expect(sendingWindow(summer, sydney)).toEqual({ isOpen: true });
    expect(sendingWindow(summer, perth)).toMatchObject({ isOpen: false, opensAt: new Date("2026-12-02T00:30:00Z") });
    expect(sendingWindow(new Date("2026-07-14T20:00:00Z"), sydney)).toMatchObject({ opensAt: new Date("2026-07-14T22:30:00Z") });
    expect(sendingWindow(new Date("2026-07-14T20:00:00Z"), perth)).toMatchObject({ opensAt: new Date("2026-07-15T00:30:00Z") });
  });

  test("the Monday after the clocks go forward opens an hour earlier in UTC (Melbourne, 4 October 2027)", () => {
    const window = windowIn("VIC");
    expect(sendingWindow(new Date("2027-10-01T07:00:00Z"), window)).toMatchObject({ opensAt: new Date("2027-10-03T21:30:00Z") });
    expect(sendingWindow(new Date("2027-10-03T21:30:00Z"), window)).toEqual({ isOpen: true });
    expect(sendingWindow(new Date("2027-10-03T21:29:59Z"), window)).toMatchObject({ isOpen: false });
    // In Sydney that Monday is Labour Day.
    expect(sendingWindow(new Date("2027-10-01T07:00:00Z"), windowIn("NSW"))).toMatchObject({ opensAt: new Date("2027-10-04T21:30:00Z") });
  });

  test("the Monday after they go back opens an hour later (Sydney, 5 April 2027); Brisbane never moves", () => {
    expect(sendingWindow(new Date("2027-04-02T06:00:00Z"), windowIn("NSW"))).toMatchObject({ opensAt: new Date("2027-04-04T22:30:00Z") });
    expect(sendingWindow(new Date("2027-04-02T07:00:00Z"), windowIn("QLD"))).toMatchObject({ opensAt: new Date("2027-04-04T22:30:00Z") });
    expect(sendingWindow(new Date("2027-10-01T07:00:00Z"), windowIn("QLD", { state: null }))).toMatchObject({
      opensAt: new Date("2027-10-03T22:30:00Z"),
    });
  });

  test("Adelaide's half hour", () => {
    expect(sendingWindow(new Date("2026-07-14T20:00:00Z"), windowIn("SA"))).toMatchObject({ opensAt: new Date("2026-07-14T23:00:00Z") });
  });

  test("a window that never opens is a mistake, not a wait", () => {
    expect(() => sendingWindow(new Date("2026-03-03T23:00:00Z"), windowIn("NSW", { workDays: [] }))).toThrow(RangeError);
  });
});

describe("whose clock and holidays count", () => {
  test.each([
    [
      { timezone: "Australia/Perth", state: "NSW" },
      { timezone: "Australia/Perth", state: "NSW" },
    ],
    [
      { timezone: null, state: "WA" },
      { timezone: "Australia/Perth", state: "WA" },
    ],
    [
      { timezone: "Australia/Melbourne", state: null },
      { timezone: "Australia/Melbourne", state: "VIC" },
    ],
    [
      { timezone: null, state: null },
      { timezone: "Australia/Hobart", state: "TAS" },
    ],
    [
      { timezone: null, state: "Bavaria" },
      { timezone: "Australia/Hobart", state: "TAS" },
    ],
    [
      { timezone: "Mars/Olympus", state: null },
      { timezone: "Australia/Hobart", state: "TAS" },
    ],
    [
      { timezone: "", state: "QLD" },
      { timezone: "Australia/Brisbane", state: "QLD" },
    ],
    [
      { timezone: "Pacific/Auckland", state: null },
      { timezone: "Pacific/Auckland", state: null },
    ],
  ])("%o for a client in Hobart is %o", (lead, place) => {
    expect(recipientPlace(lead, "Australia/Hobart")).toEqual(place);
  });
});

describe("local days", () => {
  test("a day begins at local midnight, also where it has 23 or 25 hours", () => {
    expect(startOfDay("2026-10-04", "Australia/Sydney")).toEqual(new Date("2026-10-03T14:00:00Z"));
    expect(startOfDay("2026-10-05", "Australia/Sydney")).toEqual(new Date("2026-10-04T13:00:00Z"));
    expect(startOfNextDay(new Date("2026-10-04T03:00:00Z"), "Australia/Sydney")).toEqual(new Date("2026-10-04T13:00:00Z"));
    expect(startOfNextDay(new Date("2026-04-05T03:00:00Z"), "Australia/Sydney")).toEqual(new Date("2026-04-05T14:00:00Z"));
    expect(localDay(new Date("2026-10-04T12:59:59Z"), "Australia/Sydney")).toBe("2026-10-04");
    expect(localDay(new Date("2026-10-04T13:00:00Z"), "Australia/Sydney")).toBe("2026-10-05");
  });
});
