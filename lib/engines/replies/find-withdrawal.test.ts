import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { findWithdrawal } from "@/lib/engines/replies/find-withdrawal";

const { withdrawals, notWithdrawals } = JSON.parse(readFileSync(new URL("fixtures/withdrawals.json", import.meta.url), "utf8")) as {
  withdrawals: string[];
  notWithdrawals: string[];
};
const find = (text: string, channel: "email" | "sms" | "linkedin" | "voice" = "email") => findWithdrawal(text, { channel, machine: false });

test.each(withdrawals)("withdraws: %s", (text) => {
  expect(find(text)).toMatchObject({ onlyChannels: [] });
});

test.each(notWithdrawals)("does not withdraw: %s", (text) => {
  const found = find(text);
  expect(found === undefined || found.isPreference).toBe(true);
});

describe("carrier keywords", () => {
  test.each(["STOP", "stop.", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "Stopall", "STOP!!"])("%s as the whole reply", (text) => {
    expect(find(text, "sms")?.families).toContain("keyword");
  });

  test.each(["Cancel Thursday", "the end is near", "quit worrying", "end of day works"])("%s is no keyword", (text) => {
    expect(find(text, "sms")).toBeUndefined();
  });

  test("a text that opens with STOP counts whatever follows, a movement does not", () => {
    expect(find("STOP who even is this", "sms")).toBeDefined();
    expect(find("stop by the yard tomorrow", "sms")).toBeUndefined();
  });
});

describe("scope", () => {
  test.each([
    ["Stop texting me, email is fine.", ["sms"]],
    ["Please stop calling. Email me instead.", ["voice"]],
    ["No more calls please, texts are ok", ["voice"]],
  ])("%s shuts %j only", (text, channels) => {
    expect(find(text)?.onlyChannels).toEqual(channels);
  });

  test("one channel without another on offer is the person on every channel", () => {
    expect(find("Please don't message me on here again", "linkedin")?.onlyChannels).toEqual([]);
  });

  test.each([
    "Please don't contact anyone at our company again",
    "Remove all of our staff from your list",
    "Take our whole organisation off your list",
  ])("%s speaks for everybody", (text) => {
    expect(find(text)?.wholeOrganisation).toBe(true);
  });
});

describe("inside an automatic message", () => {
  const inMachineMail = (text: string) => findWithdrawal(text, { channel: "email", machine: true });

  test("a request counts", () => {
    expect(inMachineMail("I have left the firm. Please remove this address from your list.")).toBeDefined();
  });

  test("the machine's own list footer does not", () => {
    expect(inMachineMail("Our office is closed. To unsubscribe from our newsletter click here.")).toBeUndefined();
    expect(inMachineMail("Your ticket is logged. Unsubscribe | Preferences")).toBeUndefined();
  });
});

test("characters nobody sees and letters set apart hide nothing", () => {
  expect(find("un\u200Bsub\u00ADscribe me")).toBeDefined();
  expect(find("S T O P")).toBeDefined();
  expect(find("ＵＮＳＵＢＳＣＲＩＢＥ")).toBeDefined();
  expect(find("Don\u2019t email me again")).toBeDefined();
});

test("a hostile wall of text costs next to nothing and is still read", () => {
  expect(find(`${"please stop by our office and ".repeat(5000)}`)).toBeUndefined();
  expect(find(`take me off your list ${"a ".repeat(50_000)}`)).toBeDefined();
});
