import { z } from "zod";
import { basicAuthorization } from "@/lib/integrations/signatures/basic-authorization";
import { type InboundMail, listInboundMail } from "@/local/providers/postmark/inbound-mail";
import { hexId } from "@/local/providers/seeded";
import type { Answer, Call, Handled, Handler, StandIn, StandInContext } from "@/local/providers/stand-in";
import { LOCAL_KEYS } from "@/local/stack-config";

/** The server token the stand-in accepts; it opens nothing else. */
export const POSTMARK_TOKEN = "local-postmark-token";

const MINUTE_MS = 60_000;
const BOUNCE_RETRY_DELAYS_MS = [1, 5, 10, 10, 10, 15, 30, 60, 120, 360].map((minutes) => minutes * MINUTE_MS);
const TYPES = {
  HardBounce: { code: 1, name: "Hard bounce", isInactive: true },
  SoftBounce: { code: 4096, name: "Soft bounce", isInactive: false },
  SpamComplaint: { code: 100_001, name: "Spam complaint", isInactive: true },
} as const;

type BounceRecord = { ID: string; Type: keyof typeof TYPES; MessageID: string; Email: string; BouncedAt: string; Inactive: boolean };

const serverChange = z
  .object({ Name: z.string(), InboundHookUrl: z.string(), BounceHookUrl: z.string(), RawEmailEnabled: z.boolean() })
  .partial();

const returnedInput = z.object({ type: z.enum(["HardBounce", "SoftBounce", "SpamComplaint"]), email: z.string(), messageId: z.string() });

/** Plays Postmark's server API: what came in is what the local mail system delivered, what came back is its own. It sends nothing. */
export const postmarkStandIn: StandIn = {
  name: "postmark",
  prefix: "/postmark",
  env: (baseUrl) => ({ POSTMARK_BASE_URL: baseUrl, POSTMARK_SERVER_TOKEN: POSTMARK_TOKEN }),
  play: (context) => ({
    routes: postmarkRoutes(context),
    authenticate: ({ headers }) =>
      headers["x-postmark-server-token"] === POSTMARK_TOKEN ? undefined : problem(401, 10, "The Server Token you provided is not right."),
    failure: (status) => problem(status, FAILURES[status] ?? 100, `The stand-in was told to answer ${status}`),
    control: {
      /** Something sent through Postmark came back, or was called spam: listed from now on, and told to the product. */
      "POST /returned": async ({ body }) => ({ answer: { status: 201, json: await returnMail(context, returnedInput.parse(body)) } }),
    },
  }),
};

const FAILURES: Readonly<Record<number, number>> = { 401: 10, 422: 406, 429: 429 };

async function returnMail({ records, callbacks, now, appUrl }: StandInContext, { type, email, messageId }: z.output<typeof returnedInput>) {
  const at = now();
  const ID = String(await records.next("bounce"));
  const bounce: BounceRecord = {
    ID,
    Type: type,
    MessageID: messageId,
    Email: email,
    BouncedAt: at.toISOString(),
    Inactive: TYPES[type].isInactive,
  };
  await records.insert("bounce", ID, bounce, at);
  const RecordType = type === "SpamComplaint" ? "SpamComplaint" : "Bounce";
  await callbacks.enqueue("postmark", {
    key: `bounce:${ID}`,
    url: `${appUrl}/api/webhooks/postmark`,
    contentType: "application/json",
    body: JSON.stringify({ RecordType, MessageStream: "outbound", ServerID: 1, ...shownBounce(bounce), ID: Number(ID) }),
    dueAt: at,
    retryDelaysMs: BOUNCE_RETRY_DELAYS_MS,
  });
  return { ID };
}

function postmarkRoutes({ records, callbacks, mail, now }: StandInContext): Readonly<Record<string, Handler>> {
  callbacks.signWith("postmark", () => ({
    authorization: basicAuthorization({ user: LOCAL_KEYS.postmarkUser, password: LOCAL_KEYS.postmarkPassword }),
  }));
  const bounces = async () => (await records.list<BounceRecord>("bounce", { newestFirst: true })).map(({ data }) => data);
  const findBounce = async (id = "") => (await records.find<BounceRecord>("bounce", id))?.data;
  const server = async () => (await records.find<z.output<typeof serverChange>>("server", "1"))?.data ?? {};

  return {
    "GET /bounces": async (call) =>
      paged(
        call,
        async () => {
          const wanted = ["type", "emailFilter", "messageID"] as const;
          const [type, email, messageId] = wanted.map((name) => call.query.get(name));
          return (await bounces())
            .filter((one) => (!type || one.Type === type) && (!email || one.Email === email) && (!messageId || one.MessageID === messageId))
            .filter(({ BouncedAt }) => isWithin(call, new Date(BouncedAt)))
            .map(shownBounce);
        },
        "Bounces",
      ),
    "GET /bounces/{id}": async ({ params: { id } }) => {
      const bounce = await findBounce(id);
      return { answer: bounce ? { status: 200, json: shownBounce(bounce) } : problem(422, 407, "This bounce was not found.") };
    },
    "PUT /bounces/{id}/activate": async ({ params: { id } }) => {
      const bounce = await findBounce(id);
      if (!bounce) return { answer: problem(422, 407, "This bounce was not found.") };
      await records.update("bounce", bounce.ID, { Inactive: false });
      return { answer: { status: 200, json: { Message: "OK", Bounce: shownBounce({ ...bounce, Inactive: false }) } } };
    },
    "GET /messages/inbound": async (call) =>
      paged(
        call,
        async () => {
          const [recipient, from, hash] = ["recipient", "fromemail", "mailboxhash"].map((name) => call.query.get(name));
          return (await listInboundMail(mail, dayOf(call.query.get("fromdate"))))
            .filter(({ receivedAt }) => isWithin(call, receivedAt))
            .filter(({ payload }) => !recipient || payload.OriginalRecipient === recipient)
            .filter(({ payload }) => (!from || payload.From === from) && (!hash || payload.MailboxHash === hash))
            .map(shownInbound);
        },
        "InboundMessages",
      ),
    "GET /messages/inbound/{id}/details": async ({ params: { id = "" } }) => {
      const found = (await listInboundMail(mail)).find(({ payload }) => payload.MessageID === id);
      if (!found) return { answer: problem(422, 701, "This message was not found or cannot be bypassed.") };
      const { TextBody, HtmlBody, Headers } = found.payload;
      return { answer: { status: 200, json: { ...shownInbound(found), TextBody, HtmlBody, Headers, BlockedReason: "" } } };
    },
    "GET /server": async () => ({ answer: { status: 200, json: shownServer(await server()) } }),
    "PUT /server": async ({ body }) => {
      const change = serverChange.safeParse(body);
      if (!change.success) return { answer: problem(422, 403, "The provided JSON is not what was expected.") };
      const settings = { ...(await server()), ...change.data };
      if (!(await records.insert("server", "1", settings, now()))) await records.update("server", "1", settings);
      return { answer: { status: 200, json: shownServer(settings) } };
    },
  };
}

/** `count` up to 500 and `offset`, both asked for by Postmark, which counts the days of US Eastern time. */
async function paged(call: Call, list: () => Promise<object[]>, name: string): Promise<Handled> {
  const [count, offset] = ["count", "offset"].map((field) => Number(call.query.get(field) ?? Number.NaN));
  if (count === undefined || offset === undefined || !(count >= 1 && count <= 500 && offset >= 0)) {
    return { answer: problem(422, 600, "You must provide a count of 1 to 500 and an offset.") };
  }
  const all = await list();
  return { answer: { status: 200, json: { TotalCount: all.length, [name]: all.slice(offset, offset + count) } } };
}

/** When a day begins in Greenwich, which is before it does in New York. */
function dayOf(text: string | null): Date | undefined {
  const at = Date.parse(text ?? "");
  return Number.isNaN(at) ? undefined : new Date(at);
}

function isWithin({ query }: Call, at: Date): boolean {
  const day = new Intl.DateTimeFormat("en-CA", { timeZone: "America/New_York", dateStyle: "short" }).format(at);
  const [from, to] = [query.get("fromdate"), query.get("todate")];
  return (!from || day >= from.slice(0, 10)) && (!to || day <= to.slice(0, 10));
}

function shownBounce({ ID, Type, MessageID, Email, BouncedAt, Inactive }: BounceRecord) {
  const { code, name } = TYPES[Type];
  return {
    ID,
    Type,
    TypeCode: code,
    Name: name,
    Tag: "",
    MessageID,
    Description: name,
    Details: "",
    Email,
    BouncedAt,
    DumpAvailable: false,
    Inactive,
    CanActivate: Inactive && Type === "HardBounce",
    Subject: "",
    Content: "",
  };
}

function shownInbound({ payload, status }: InboundMail) {
  const { Bcc, BccFull, RawEmail, TextBody, HtmlBody, StrippedTextReply, Headers, MessageStream, ...shown } = payload;
  return { ...shown, Attachments: [], Status: status };
}

function shownServer(settings: z.output<typeof serverChange>) {
  return {
    ID: 1,
    Name: "Agency OS",
    ApiTokens: [POSTMARK_TOKEN],
    InboundAddress: `${hexId("postmark", "inbound")}@inbound.postmark.example`,
    InboundDomain: "",
    InboundHookUrl: "",
    BounceHookUrl: "",
    RawEmailEnabled: false,
    ...settings,
  };
}

function problem(status: number, code: number, message: string): Answer {
  return { status, json: { ErrorCode: code, Message: message } };
}
