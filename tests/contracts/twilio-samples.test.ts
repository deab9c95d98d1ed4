import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { twilio } from "@/lib/integrations/twilio/api";
import { meaningOfCode } from "@/lib/integrations/twilio/error-codes";
import { readSamples } from "@/tests/contracts/contract";
import { scriptedFetch } from "@/tests/contracts/stand-in";
import { TWILIO_KEY } from "@/tests/contracts/twilio-bench";

const contractUrl = new URL("../../../shared/contracts/twilio.openapi.json", import.meta.url);
const hasContracts = existsSync(contractUrl);

describe.skipIf(!hasContracts)("Twilio: every sample parses", () => {
  const samples = hasContracts ? readSamples("twilio") : {};
  const answering = (status: number, name: string) => {
    const base = "https://api.example";
    return twilio({ apiKey: TWILIO_KEY, baseUrl: base, lookupsBaseUrl: base, fetch: scriptedFetch(status, JSON.stringify(samples[name])) });
  };

  test("answers", async () => {
    expect(await answering(201, "message-create.response.json").getMessage("SM1")).toEqual({
      sid: "SM11111111111111111111111111111111",
      isOutbound: true,
      from: null,
      to: "+61491570006",
      body: "Hi Sam, Ava from Example Agency. Reply STOP to opt out.",
      status: "accepted",
      state: "queued",
      errorCode: null,
      segments: 1,
      costMicroAud: null,
      createdAt: new Date("2026-01-15T01:30:00Z"),
      sentAt: null,
    });
    expect(await answering(200, "lookup-mobile.response.json").lookUpNumber("+61491570006")).toMatchObject({
      isValid: true,
      lineType: "mobile",
      carrier: "Example Mobile",
    });
    const refused = answering(400, "error-21610.400.json").getMessage("SM1");
    await expect(refused).rejects.toMatchObject({ twilioCode: 21610, message: expect.stringContaining("21610 replied STOP") });
  });

  test("every code the contract names has a meaning", () => {
    const document = JSON.parse(readFileSync(contractUrl, "utf8"));
    const meanings = Object.keys(document["x-common-error-codes"]).map((code) => [code, meaningOfCode(Number(code))?.cause]);
    expect(Object.fromEntries(meanings)).toEqual({
      20003: "ours",
      20404: "ours",
      20429: "moment",
      21211: "address",
      21408: "ours",
      21610: "opted_out",
      21614: "address",
      30003: "moment",
      30004: "address",
      30005: "address",
      30006: "address",
      30007: "content",
      30008: "moment",
    });
  });

  test("none is left out", () => {
    const read = ["error-21610.400.json", "lookup-mobile.response.json", "message-create.response.json"];
    expect(
      Object.keys(samples)
        .filter((name) => !name.startsWith("webhook-"))
        .sort((a, b) => a.localeCompare(b)),
    ).toEqual(read);
  });
});
