import { createHash } from "node:crypto";
import { z } from "zod";
import { basicAuthorization } from "@/lib/integrations/signatures/basic-authorization";
import type { SignCallback } from "@/local/providers/callbacks";
import { type AudioContent, imaginedContent, transcriptOf } from "@/local/providers/deepgram/transcript";
import { hexId } from "@/local/providers/seeded";
import type { Answer, Call, Handled, Played, StandIn, StandInContext } from "@/local/providers/stand-in";

/** The key the stand-in accepts, and the id that names it in callbacks. They open nothing else. */
export const DEEPGRAM_KEY = "local-deepgram-key";
export const DEEPGRAM_KEY_ID = "00000000-0000-4000-8000-0000000000b1";

const CALLBACK_DELAY_MS = 20_000;
const CALLBACK_RETRIES_MS = Array.from({ length: 10 }, () => 30_000);
const CALLBACK_PORTS = ["", "80", "443", "8080", "8443"];
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

const urlInput = z.object({ url: z.url() });
const audioInput = z.object({
  url: z.url(),
  seconds: z.number().positive(),
  turns: z.array(z.object({ speaker: z.int().min(0), text: z.string().min(1) })),
});

/** Deepgram's transcription, at once or by callback. */
export const deepgramStandIn: StandIn = {
  name: "deepgram",
  prefix: "/deepgram",
  env: (baseUrl) => ({ DEEPGRAM_BASE_URL: baseUrl, DEEPGRAM_API_KEY: DEEPGRAM_KEY, DEEPGRAM_KEY_ID }),
  play,
};

function play({ records, callbacks, now, seed }: StandInContext): Played {
  callbacks.signWith("deepgram", signDeepgram);

  async function listen({ body, raw, query, headers }: Call): Promise<Handled> {
    const isAudio = /^audio\//.test(String(headers["content-type"]));
    const input = urlInput.safeParse(body);
    if (isAudio ? raw.length === 0 : !input.success) return { answer: problem(400, "Bad Request", "failed to process audio") };
    const audio = isAudio ? createHash("sha256").update(raw).digest("hex") : (input.data?.url ?? "");
    const callback = query.get("callback");
    if (callback !== null && !isReachable(callback)) return { answer: problem(400, "Bad Request", "invalid callback"), subject: audio };

    const requestId = uuidOf(seed, "request", await records.next("request"));
    const described = await records.find<AudioContent>("audio", audio);
    const json = transcriptOf(described?.data ?? imaginedContent(seed, audio), { requestId, audio, at: now() });
    if (callback === null) return { answer: { status: 200, json }, subject: audio };
    const dueAt = new Date(now().getTime() + CALLBACK_DELAY_MS);
    const url = withoutCredentials(callback);
    const method = query.get("callback_method")?.toUpperCase() === "PUT" ? "PUT" : "POST";
    const queued = { key: requestId, url, method, contentType: "application/json", body: JSON.stringify(json), dueAt } as const;
    await callbacks.enqueue("deepgram", { ...queued, retryDelaysMs: CALLBACK_RETRIES_MS });
    return { answer: { status: 200, json: { request_id: requestId } }, subject: audio };
  }

  return {
    routes: {
      "POST /v1/listen": listen,
      "GET /v1/projects": () => ({
        answer: { status: 200, json: { projects: [{ project_id: uuidOf(seed, "project", 1), name: "Agency OS" }] } },
      }),
    },
    authenticate: ({ headers }) =>
      headers.authorization === `Token ${DEEPGRAM_KEY}` ? undefined : problem(401, "INVALID_AUTH", "Invalid credentials."),
    failure: (status) => problem(status, CODES[status] ?? "Internal Server Error", "the stand-in was told to fail"),
    control: {
      /** Says what is on the audio at an address. */
      async "PUT /audio"({ body }) {
        const input = audioInput.safeParse(body);
        if (!input.success) return { answer: { status: 400, json: { error: z.prettifyError(input.error) } } };
        const { url, ...content } = input.data;
        if (!(await records.insert("audio", url, content, now()))) await records.update("audio", url, content);
        return { answer: { status: 204 } };
      },
    },
  };
}

/** Deepgram's rule about ports; a loopback address, where no product listens on them, is spared. */
function isReachable(callback: string): boolean {
  if (!URL.canParse(callback)) return false;
  const { protocol, port, hostname } = new URL(callback);
  return /^https?:$/.test(protocol) && (CALLBACK_PORTS.includes(port) || LOOPBACK.test(hostname));
}

/** `fetch` takes no credentials in an address: they wait in the fragment, which is never sent, until the header is made. */
function withoutCredentials(callback: string): string {
  const url = new URL(callback);
  url.hash = url.username ? `${url.username}:${url.password}` : "";
  url.username = "";
  url.password = "";
  return url.toString();
}

const signDeepgram: SignCallback = ({ url }) => {
  const [user, password = ""] = new URL(url).hash.slice(1).split(":").map(decodeURIComponent);
  return { "dg-token": DEEPGRAM_KEY_ID, ...(user ? { authorization: basicAuthorization({ user, password }) } : {}) };
};

const CODES: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "INVALID_AUTH",
  402: "ASR_PAYMENT_REQUIRED",
  429: "TOO_MANY_REQUESTS",
};

function problem(status: number, code: string, message: string): Answer {
  return { status, json: { err_code: code, err_msg: `${code}: ${message}`, request_id: hexId(code, message) } };
}

function uuidOf(...names: readonly (string | number)[]): string {
  const hex = (hexId("a", ...names) + hexId("b", ...names)).slice(0, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
