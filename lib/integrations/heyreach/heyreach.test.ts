import { describe, expect, test } from "vitest";
import { ProviderError } from "@/lib/errors";
import { heyreach } from "@/lib/integrations/heyreach/api";
import { createHeyreachCarrier } from "@/lib/integrations/heyreach/carrier";
import { toChannelEvents } from "@/lib/integrations/heyreach/transform";
import { heyreachWebhook, verifyHeyreach } from "@/lib/integrations/heyreach/webhook";
import { invitation, person, SEAT, START } from "@/tests/contracts/heyreach-fixture";
import { scriptedFetch } from "@/tests/contracts/stand-in";

describe("HeyReach: answers the stand-in never gives", () => {
  test.each([
    [500, "<html>", false],
    [503, "", true],
    [200, "<html>", false],
  ])("writing to somebody, %i with body %j: retryable %s", async (status, body, retryable) => {
    const api = heyreach({ apiKey: "secret-key", baseUrl: "https://api.example", fetch: scriptedFetch(status, body) });
    const lead = { profileUrl: person("jane-doe"), firstName: null, lastName: null, customFields: {} };
    const error = await api.addLead("1", SEAT, lead).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({ retryable });
    expect(String(error)).not.toMatch(/secret-key|jane-doe/);
  });

  test("a reason that names a person is told without them", async () => {
    const body = JSON.stringify({ errorMessage: "Lead https://www.linkedin.com/in/jane-doe (jane@firm.example) is excluded" });
    const api = heyreach({ apiKey: "k", baseUrl: "https://api.example", fetch: scriptedFetch(400, body) });
    await expect(api.checkKey()).rejects.toThrow(/Lead … … is excluded/);
  });

  test("a campaign that does not say who is in it leaves the outcome to a person", async () => {
    const fetch: typeof globalThis.fetch = async (input) => {
      const campaign = { id: 7, name: "Agency OS 101 invitations 1", status: "IN_PROGRESS" };
      const items = String(input).includes("GetLeads") ? [{ id: 1, leadCampaignStatus: "Pending" }] : [campaign];
      return Response.json({ totalCount: 1, items });
    };
    const carrier = createHeyreachCarrier({ apiKey: "k", baseUrl: "https://api.example", fetch });
    expect(await carrier.reconcile("t1", invitation("jane-doe"))).toMatchObject({ outcome: "unknown" });
  });

  test("an address that is no profile is refused before anything is asked", async () => {
    const carrier = createHeyreachCarrier({ apiKey: "k", baseUrl: "https://api.example", fetch: scriptedFetch(500, "") });
    const wrong = { ...invitation("x"), profileUrl: "https://www.linkedin.com/company/firm" };
    expect(await carrier.handOver(wrong, "t")).toMatchObject({ outcome: "refused", cause: "address", isPermanent: true });
  });
});

describe("HeyReach: webhooks", () => {
  test.each([
    ["the token", "unguessable-1", ["unguessable-1"], true],
    ["either while one replaces the other", "unguessable-2", ["unguessable-1", "unguessable-2"], true],
    ["another", "guessed", ["unguessable-1"], false],
    ["a shorter one", "unguessable-", ["unguessable-1"], false],
    ["none", null, ["unguessable-1"], false],
    ["an empty one against an empty secret", "", [""], false],
    ["anything when no secret is set", "x", [], false],
  ])("%s", (_, token, secrets, isRight) => {
    expect(verifyHeyreach(token, secrets)).toBe(isRight);
  });

  const reply = (messages: { creation_time: string; message: string; is_reply: boolean }[]) =>
    toChannelEvents(
      heyreachWebhook.parse({
        event_type: "MESSAGE_REPLY_RECEIVED",
        timestamp: "2026-11-24T02:00:00Z",
        conversation_id: "2-abc",
        sender: { id: 101 },
        lead: { profile_url: "https://www.linkedin.com/in/Jane-Doe/" },
        recent_messages: messages,
      }),
      START,
    ).map((event) => event.kind === "message" && event.text);

  test("a request to stop is heard although an answer of ours already stands behind it", () => {
    expect(
      reply([
        { creation_time: "2026-11-23T02:00:00Z", message: "Hello", is_reply: false },
        { creation_time: "2026-11-24T01:59:00Z", message: "Please stop", is_reply: true },
        { creation_time: "2026-11-24T01:59:30Z", message: "Just checking in", is_reply: false },
      ]),
    ).toEqual(["Please stop"]);
  });

  test("what was said before we wrote is not an answer to us", () => {
    expect(
      reply([
        { creation_time: "2026-11-24T01:00:00Z", message: "Sure", is_reply: true },
        { creation_time: "2024-01-01T00:00:00Z", message: "Not interested", is_reply: true },
        { creation_time: "2026-11-23T02:00:00Z", message: "Hello", is_reply: false },
      ]),
    ).toEqual(["Sure"]);
  });

  test.each([{ lead: { profile_url: "https://www.linkedin.com/company/x" } }, { sender: null }, { event_type: "viewed_profile" }])(
    "nothing is made of %o",
    (change) => {
      const event = { event_type: "connection_request_accepted", sender: { id: 1 }, lead: { profile_url: person("a") }, ...change };
      expect(toChannelEvents(heyreachWebhook.parse(event), START)).toEqual([]);
    },
  );
});
