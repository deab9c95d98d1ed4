import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import type { OutgoingLinkedIn } from "@/lib/domain/hand-over";
import { ProviderError } from "@/lib/errors";
import { heyreach } from "@/lib/integrations/heyreach/api";
import { createHeyreachCarrier } from "@/lib/integrations/heyreach/carrier";
import { ensureSeatCampaign, pauseSeat, resumeSeat, SEAT_CAMPAIGN_KINDS } from "@/lib/integrations/heyreach/seat-campaigns";
import { toAcceptance, toChannelEvents, toConversationEvents, toLeadProgress } from "@/lib/integrations/heyreach/transform";
import { ensureHeyreachWebhooks, heyreachEventKey, heyreachWebhook, verifyHeyreach } from "@/lib/integrations/heyreach/webhook";
import { addedLeads } from "@/lib/integrations/heyreach/wire";
import { listenHttp } from "@/local/http/listen-http";
import { HEYREACH_KEY, heyreachStandIn } from "@/local/providers/heyreach/heyreach";
import type { Contact, Reaction } from "@/local/providers/recipients";
import { startProviders } from "@/local/providers/server";
import { hasContracts, readContract, readSamples, watchedFetch } from "@/tests/contracts/contract";
import { scriptedFetch } from "@/tests/contracts/stand-in";

const SEAT = "101";
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A Tuesday, one in the afternoon in Sydney. */
const START = new Date("2026-11-24T02:00:00Z");
const SCHEDULE = { timeZone: "Australia/Sydney", from: "08:00", to: "18:00", days: [1, 2, 3, 4, 5] };
const person = (name: string) => `https://www.linkedin.com/in/${name}`;
const invitation = (name: string, note: string | null = null): OutgoingLinkedIn => ({
  act: "invite",
  seat: SEAT,
  profileUrl: person(name),
  note,
  firstName: "Sam",
  lastName: null,
});
const message = (name: string, body: string): OutgoingLinkedIn => ({ act: "message", seat: SEAT, profileUrl: person(name), body });

/** The stand-in on a socket with a clock of its own, people who do as told, and a product that writes down what it is told. */
async function startHeyreach(react: (contact: Contact) => readonly Reaction[] = () => []) {
  let now = START;
  const reached: Contact[] = [];
  const told: { body: unknown; at: Date }[] = [];
  const product = await listenHttp(
    createServer((request, response) => {
      text(request)
        .then((raw) => {
          told.push({ body: JSON.parse(raw) as unknown, at: now });
          response.writeHead(202).end();
        })
        .catch(() => response.destroy());
    }),
    { port: 0 },
  );
  const server = await startProviders({
    port: 0,
    databaseUrl: null,
    clock: { now: () => now },
    seed: 1,
    standIns: [heyreachStandIn],
    recipients: {
      react: async (contact) => {
        reached.push(contact);
        return react(contact);
      },
    },
  });
  const control = async (method: string, path: string, body: object = {}) => {
    const answer = await fetch(`${server.url}/_control${path}`, { method, body: JSON.stringify(body) });
    expect(answer.ok).toBe(true);
  };
  const watch = watchedFetch(hasContracts ? readContract("heyreach") : null, heyreachStandIn.prefix);
  const access = { apiKey: HEYREACH_KEY, baseUrl: server.url + heyreachStandIn.prefix, fetch: watch.fetch };
  return {
    api: heyreach(access),
    carrier: createHeyreachCarrier(access),
    hook: `${product.url}/api/webhooks/heyreach/unguessable`,
    access,
    watch,
    reached,
    told,
    control,
    events: () => told.flatMap(({ body, at }) => toChannelEvents(heyreachWebhook.parse(body), at)),
    fail: (fault: object) => control("POST", "/faults", { provider: "heyreach", ...fault }),
    /** Moves the clock on; whatever falls due happens, and is told. */
    async pass(ms: number) {
      now = new Date(now.getTime() + ms);
      await control("POST", "/tick");
    },
    async close() {
      await server.close();
      await product.close();
    },
  };
}

describe.skipIf(!hasContracts)("HeyReach: our client, the carrier and the stand-in keep the contract", () => {
  let run: Awaited<ReturnType<typeof startHeyreach>>;
  const accepts = ({ act, at }: Contact): Reaction[] =>
    act === "invitation" ? [{ kind: "accepts", at: new Date(at.getTime() + DAY) }] : [];
  const start = async (react?: (contact: Contact) => readonly Reaction[]) => {
    run = await startHeyreach(react);
    for (const kind of SEAT_CAMPAIGN_KINDS) await ensureSeatCampaign(run.api, { seat: SEAT, kind, schedule: SCHEDULE });
    await ensureHeyreachWebhooks(run.api, run.hook);
    await run.pass(2 * MINUTE);
  };
  afterEach(async () => {
    await run.close();
    expect(run.watch.problems).toEqual([]);
  });

  describe("setting up a seat", () => {
    test("campaigns and webhooks are made once, however often they are asked for", async () => {
      await start();
      const ids = async () => (await run.api.listCampaigns()).map(({ id, status }) => ({ id, status }));
      const first = await ids();
      for (const kind of SEAT_CAMPAIGN_KINDS) await ensureSeatCampaign(run.api, { seat: SEAT, kind, schedule: SCHEDULE });
      await ensureHeyreachWebhooks(run.api, run.hook);
      expect(await ids()).toEqual(first);
      expect(first.map(({ status }) => status)).toEqual(["PAUSED", "PAUSED", "PAUSED"]); // nobody in them yet
      expect((await run.api.listWebhooks()).map(({ eventType }) => eventType).sort()).toEqual([
        "CONNECTION_REQUEST_ACCEPTED",
        "CONNECTION_REQUEST_SENT",
        "MESSAGE_REPLY_RECEIVED",
        "MESSAGE_SENT",
      ]);
    });

    test("a creation whose answer was lost is found and started by the repeat", async () => {
      run = await startHeyreach();
      await run.fail({ operation: "POST /campaign/Create", kind: "answer_lost" });
      const ensure = () => ensureSeatCampaign(run.api, { seat: SEAT, kind: "invitation", schedule: SCHEDULE });
      await expect(ensure()).rejects.toMatchObject({ retryable: false, message: expect.stringContaining("unknown outcome") });
      const id = await ensure();
      expect((await run.api.listCampaigns()).map((campaign) => campaign.id)).toEqual([id]);
    });

    test("second registrations of a webhook are removed", async () => {
      await start();
      await run.api.createWebhook({ name: "copy", url: run.hook, eventType: "MESSAGE_SENT" });
      await ensureHeyreachWebhooks(run.api, run.hook);
      expect(await run.api.listWebhooks()).toHaveLength(4);
    });

    test("seats say whether LinkedIn still lets them in", async () => {
      await start();
      await run.api.checkKey();
      expect((await run.api.listSenders()).find(({ id }) => id === SEAT)).toMatchObject({ isActive: true, authIsValid: true });
    });

    test("a seat that was not set up is ours to mend, and nobody is reached", async () => {
      run = await startHeyreach();
      expect(await run.carrier.handOver(invitation("jane-doe"), "t1")).toMatchObject({
        outcome: "refused",
        cause: "ours",
        isPermanent: false,
      });
    });
  });

  describe("an invitation", () => {
    test("leaves hours later inside the seat's schedule, is told with our key, and its acceptance too", async () => {
      await start(accepts);
      expect(await run.carrier.handOver(invitation("jane-doe"), "touch-1")).toMatchObject({ outcome: "accepted", reference: "touch-1" });
      await run.pass(2 * HOUR);
      expect(run.reached).toEqual([]);
      await run.pass(2 * DAY);
      expect(run.reached).toMatchObject([{ act: "invitation", to: person("jane-doe"), from: SEAT, text: "" }]);
      expect(run.reached[0]?.at.getTime()).toBeGreaterThanOrEqual(START.getTime() + 3 * HOUR);
      expect(run.events()).toMatchObject([
        { kind: "delivery", reference: "touch-1", state: "sent" },
        { kind: "invitation_accepted", seat: SEAT, profileUrl: person("jane-doe") },
      ]);
    });

    test("handed over late in the day, it waits for the next morning; on Friday, for Monday", async () => {
      await start();
      await run.pass(4 * HOUR); // five in the afternoon
      await run.carrier.handOver(invitation("late"), "t1");
      await run.pass(3 * DAY - 4 * HOUR); // Friday at one
      await run.pass(4 * HOUR);
      await run.carrier.handOver(invitation("friday"), "t2");
      await run.pass(5 * DAY);
      const hours = run.reached.map(({ at }) =>
        at.toLocaleString("en-AU", { timeZone: "Australia/Sydney", weekday: "short", hour: "2-digit" }),
      );
      expect(hours).toEqual(["Wed 08 am", "Mon 08 am"]);
    });

    test("carries its note, and only that", async () => {
      await start();
      await run.carrier.handOver(invitation("jane-doe", "Hi Sam, {braces} stay"), "t1");
      await run.pass(DAY);
      expect(run.reached.map(({ text }) => text)).toEqual(["Hi Sam, {braces} stay"]);
    });

    test("a name that needs encoding arrives and is found again", async () => {
      await start(accepts);
      await run.carrier.handOver(invitation("rené-x"), "t1");
      await run.pass(3 * DAY);
      expect(run.reached.map(({ to }) => to)).toEqual([person("rené-x")]);
      expect(await run.carrier.reconcile("t1", invitation("rené-x"))).toMatchObject({ outcome: "accepted" });
    });

    test("whose answer was lost is unknown, is found by its profile, and a second hand-over reaches nobody twice", async () => {
      await start();
      await run.fail({ operation: "POST /campaign/AddLeadsToCampaignV2", kind: "answer_lost" });
      expect(await run.carrier.handOver(invitation("jane-doe"), "t1")).toMatchObject({ outcome: "unknown" });
      expect(await run.carrier.reconcile("t1", invitation("jane-doe"))).toMatchObject({ outcome: "accepted", reference: "t1" });
      expect(await run.carrier.reconcile("t2", invitation("somebody-else"))).toEqual({ outcome: "not_found" });
      expect(await run.carrier.handOver(invitation("jane-doe"), "t1")).toMatchObject({ outcome: "accepted" });
      await run.pass(DAY);
      expect(await run.carrier.handOver(invitation("jane-doe"), "t1")).toMatchObject({
        outcome: "refused",
        cause: "address",
        isPermanent: true,
      });
      await run.pass(5 * DAY);
      expect(run.reached).toHaveLength(1);
    });

    test("that was stopped before it left never leaves", async () => {
      await start();
      await run.carrier.handOver(invitation("jane-doe"), "t1");
      await run.carrier.stop({ seat: SEAT, profileUrl: person("jane-doe") });
      await run.pass(5 * DAY);
      expect(run.reached).toEqual([]);
    });

    test("is taken back after 30 days: an acceptance after that is none", async () => {
      await start(({ at }) => [{ kind: "accepts", at: new Date(at.getTime() + 31 * DAY) }]);
      await run.carrier.handOver(invitation("jane-doe"), "t1");
      await run.pass(40 * DAY);
      expect(run.events().map(({ kind }) => kind)).toEqual(["delivery"]);
    });

    test("of an acceptance no webhook told of, the campaign's list does", async () => {
      await start(accepts);
      await run.carrier.handOver(invitation("jane-doe"), "t1");
      await run.pass(3 * DAY);
      const [campaign] = await run.api.listCampaigns();
      const seen = [];
      const period = { from: START, to: new Date(START.getTime() + 9 * DAY) };
      for await (const lead of run.api.campaignLeads(campaign?.id ?? "", period)) seen.push(toLeadProgress(lead));
      expect(seen.flatMap((lead) => (lead ? toAcceptance(lead, START) : []))).toMatchObject([
        { kind: "invitation_accepted", seat: SEAT, profileUrl: person("jane-doe") },
      ]);
    });

    test("the seat's own limit at HeyReach spreads what was handed over at once", async () => {
      await start();
      for (let index = 0; index < 20; index += 1) await run.carrier.handOver(invitation(`person-${index}`), `t${index}`);
      await run.pass(4 * DAY);
      const days = run.reached.map(({ at }) => at.toLocaleDateString("en-CA", { timeZone: "Australia/Sydney" }));
      expect(days.filter((day) => day === "2026-11-24")).toHaveLength(17);
      expect(run.reached).toHaveLength(20);
    });
  });

  describe("pausing", () => {
    test("holds what has not left; while people wait nobody is added; resuming lets it go once", async () => {
      await start();
      await run.carrier.handOver(invitation("jane-doe"), "t1");
      await pauseSeat(run.api, SEAT);
      await pauseSeat(run.api, SEAT);
      await run.pass(2 * DAY);
      expect(run.reached).toEqual([]);
      expect(await run.carrier.handOver(invitation("second"), "t2")).toMatchObject({
        outcome: "refused",
        cause: "ours",
        isPermanent: false,
      });
      await resumeSeat(run.api, SEAT);
      await run.pass(2 * DAY);
      expect(run.reached.map(({ to }) => to)).toEqual([person("jane-doe")]);
    });

    test("a campaign that ran out of people wakes with the next one", async () => {
      await start();
      await run.carrier.handOver(invitation("first"), "t1");
      await run.pass(45 * DAY);
      expect((await run.api.listCampaigns())[0]?.status).toBe("FINISHED");
      await run.carrier.handOver(invitation("second"), "t2");
      await run.pass(2 * DAY);
      expect(run.reached).toHaveLength(2);
    });
  });

  describe("a message", () => {
    const connect = async (name: string) => {
      await run.carrier.handOver(invitation(name), "t1");
      await run.pass(3 * DAY);
    };

    test("the first goes through the campaign, later ones into the conversation, each once", async () => {
      await start(accepts);
      await connect("jane-doe");
      expect(await run.carrier.handOver(message("jane-doe", "First, {braces}"), "t2")).toMatchObject({
        outcome: "accepted",
        reference: "t2",
      });
      expect(await run.carrier.reconcile("t2", message("jane-doe", "First, {braces}"))).toMatchObject({ outcome: "accepted" });
      await run.pass(DAY);
      expect(await run.carrier.handOver(message("jane-doe", "Second"), "t3")).toMatchObject({ outcome: "accepted", reference: "t3" });
      expect(await run.carrier.reconcile("t3", message("jane-doe", "Second"))).toMatchObject({ outcome: "accepted" });
      expect(await run.carrier.reconcile("t4", message("jane-doe", "Third"))).toEqual({ outcome: "not_found" });
      await run.pass(DAY);
      expect(run.reached.filter(({ act }) => act === "message").map(({ text }) => text)).toEqual(["First, {braces}", "Second"]);
      expect(run.events()).toContainEqual(expect.objectContaining({ kind: "delivery", reference: "t2", state: "sent" }));
    });

    test("into a conversation whose answer was lost is unknown and found by its text", async () => {
      await start(accepts);
      await run.carrier.handOver(invitation("jane-doe", "Hello"), "t1");
      await run.pass(3 * DAY);
      await run.fail({ operation: "POST /inbox/SendMessage", kind: "answer_lost" });
      expect(await run.carrier.handOver(message("jane-doe", "Was it\nsent?"), "t2")).toMatchObject({ outcome: "unknown" });
      expect(await run.carrier.reconcile("t2", message("jane-doe", "Was it sent?"))).toMatchObject({ outcome: "accepted" });
      expect(run.reached.filter(({ act }) => act === "message")).toHaveLength(1);
    });

    test("to somebody who is not connected reaches nobody, whoever claimed the acceptance", async () => {
      await start();
      await run.carrier.handOver(message("stranger", "Hello"), "t1");
      await run.pass(DAY);
      expect(run.reached).toEqual([]);
      expect(await run.carrier.reconcile("t1", message("stranger", "Hello"))).toMatchObject({ outcome: "refused", cause: "address" });
    });

    test("is answered: the reply arrives once, however often and in whichever order it is told, and the inbox tells the same", async () => {
      await start((contact) =>
        contact.act === "message" ? [{ kind: "reply", at: new Date(contact.at.getTime() + HOUR), text: "Please stop" }] : accepts(contact),
      );
      await connect("jane-doe");
      await run.carrier.handOver(message("jane-doe", "First"), "t2");
      await run.pass(DAY);
      await run.control("POST", "/redeliver", { provider: "heyreach", times: 2, isShuffled: true });
      const replies = run.events().filter((event) => event.kind === "message");
      expect(replies).toMatchObject(
        Array.from({ length: 3 }, () => ({ channel: "linkedin", from: person("jane-doe"), to: SEAT, text: "Please stop" })),
      );
      const [reply] = replies;
      expect(new Set(replies.map((event) => event.kind === "message" && event.externalId)).size).toBe(1);
      expect(new Set(run.told.map(({ body }) => heyreachEventKey(heyreachWebhook.parse(body)))).size).toBe(run.told.length / 3);
      const inInbox = [];
      for await (const conversation of run.api.conversations({ seats: [SEAT] })) inInbox.push(...toConversationEvents(conversation));
      expect(inInbox).toEqual([reply]);
    });
  });

  test("a seat LinkedIn has signed out says so, and what waits for it waits on", async () => {
    await start();
    await run.carrier.handOver(invitation("jane-doe"), "t1");
    await run.control("PUT", "/heyreach/seats", { id: Number(SEAT), authIsValid: false });
    await run.pass(3 * DAY);
    expect((await run.api.listSenders()).find(({ id }) => id === SEAT)).toMatchObject({ authIsValid: false });
    expect(run.reached).toEqual([]);
    await run.control("PUT", "/heyreach/seats", { id: Number(SEAT), authIsValid: true });
    await run.pass(DAY);
    expect(run.reached).toHaveLength(1);
  });

  test("a wrong key is ours, a limit and an outage are the moment's, and an error after acting is unknown", async () => {
    await start();
    const wrong = createHeyreachCarrier({ ...run.access, apiKey: "nope" });
    expect(await wrong.handOver(invitation("a"), "t")).toMatchObject({ outcome: "refused", cause: "ours", isPermanent: false });
    const add = { operation: "POST /campaign/AddLeadsToCampaignV2", kind: "status" };
    await run.carrier.handOver(invitation("first"), "t0");
    for (const [status, expected] of [
      [429, { outcome: "refused", cause: "moment", isPermanent: false }],
      [401, { outcome: "refused", cause: "ours", isPermanent: false }],
      [400, { outcome: "refused", cause: "content", isPermanent: true }],
    ] as const) {
      await run.fail({ ...add, status });
      expect(await run.carrier.handOver(invitation("a"), "t")).toMatchObject(expected);
    }
    await run.fail({ operation: "POST /campaign/AddLeadsToCampaignV2", kind: "drop" });
    expect(await run.carrier.handOver(invitation("a"), "t")).toMatchObject({ outcome: "unknown" });
    await run.fail({ operation: "GET /campaign/GetById", kind: "drop" });
    expect(await run.carrier.handOver(invitation("a"), "t")).toMatchObject({ outcome: "refused", cause: "moment" });
  });
});

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

describe.skipIf(!hasContracts)("HeyReach: every sample parses", () => {
  const samples = hasContracts ? readSamples("heyreach") : {};
  const events = (name: string) => toChannelEvents(heyreachWebhook.parse(samples[name]), START);

  test("what was sent, accepted and answered", () => {
    const profileUrl = "https://www.linkedin.com/in/sam-example-agency";
    expect(events("webhook-message-sent.json")).toEqual([]); // not one of ours: it carries no touch
    expect(events("webhook-connection-request-accepted.json")).toEqual([
      { kind: "invitation_accepted", seat: "123", profileUrl, at: new Date("2026-01-15T01:30:00Z") },
    ]);
    expect(events("webhook-message-reply-received.json")).toMatchObject([
      { kind: "message", from: profileUrl, to: "123", text: "Happy to chat next week", at: new Date("2026-01-15T02:00:00Z") },
    ]);
  });

  test("the three events share a correlation id and are three all the same", () => {
    const keys = Object.entries(samples)
      .filter(([name]) => name.startsWith("webhook-"))
      .map(([, body]) => heyreachEventKey(heyreachWebhook.parse(body)));
    expect(new Set(keys).size).toBe(3);
  });

  test("counts and a refusal", async () => {
    expect(addedLeads.parse(samples["add-leads.response.json"])).toEqual({ addedLeadsCount: 1, updatedLeadsCount: 0, failedLeadsCount: 0 });
    const fetch = scriptedFetch(400, JSON.stringify(samples["error-400.json"]));
    await expect(heyreach({ apiKey: "k", baseUrl: "https://api.example", fetch }).resumeCampaign("1")).rejects.toThrow(
      "is not paused, finished",
    );
  });
});
