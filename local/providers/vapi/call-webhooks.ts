import { hmacSignature } from "@/lib/integrations/signatures/hmac-signature";
import type { Callback, SignCallback } from "@/local/providers/callbacks";
import { type CallStatus, callView, endedParts, enteredAt, type KeptCall } from "@/local/providers/vapi/call-view";

/** Where server messages go, as an assistant has it. */
export type ServerSettings = {
  url?: string;
  credentialId?: string;
  backoffPlan?: { type: "fixed" | "exponential"; maxRetries: number; baseDelaySeconds: number };
};

/** The HMAC credential made in the dashboard; an assistant names it by its id. */
export type HmacCredential = { id: string; secret: string };

const STATUSES: readonly CallStatus[] = ["queued", "ringing", "in-progress", "ended"];
/** The report waits for the analysis. */
const REPORT_DELAY_MS = 5_000;
const UNSIGNED = "unsigned";

/** Every message a call will cause: its states, what the person says where speech is asked for, and one report. */
export function callWebhooks(call: KeptCall, server: ServerSettings, serverMessages: readonly string[]): Callback[] {
  const { url, credentialId, backoffPlan } = server;
  if (!url) return [];
  const retryDelaysMs = retryDelays(backoffPlan);
  const callback = (name: string, at: string, delayMs: number, status: CallStatus, message: object): Callback => ({
    key: `${call.id}:${name}:${credentialId ? "signed" : UNSIGNED}`,
    url,
    contentType: "application/json",
    body: JSON.stringify({ message: { timestamp: Date.parse(at), ...message, call: callView(call, status), customer: call.customer } }),
    dueAt: new Date(Date.parse(at) + delayMs),
    retryDelaysMs,
  });

  const states = STATUSES.flatMap((status) => {
    const at = enteredAt(call, status);
    const reason = status === "ended" ? { endedReason: call.endedReason } : {};
    return at ? [callback(status, at, 0, status, { type: "status-update", status, ...reason })] : [];
  });
  const speech = call.messages.map(({ role, message, endTime }, index) => {
    const spoken = { type: "transcript", role: role === "bot" ? "assistant" : "user", transcriptType: "final", transcript: message };
    return callback(`speech-${index}`, new Date(endTime).toISOString(), 0, "in-progress", spoken);
  });
  const started = call.answeredAt === null ? {} : { startedAt: call.answeredAt };
  const report = callback("report", call.endedAt, REPORT_DELAY_MS, "ended", {
    type: "end-of-call-report",
    ...started,
    ...endedParts(call),
  });
  const wants = (type: string) => serverMessages.some((one) => one.startsWith(type));
  return [
    ...(wants("status-update") ? states : []),
    ...(wants("transcript") ? speech : []),
    ...(wants("end-of-call-report") ? [report] : []),
  ];
}

/** Vapi's defaults: `x-signature` in hex over `{x-timestamp}.{body}`, made anew at each attempt. */
export function signVapi({ secret }: HmacCredential): SignCallback {
  return ({ key, body }, at) => {
    if (key.endsWith(UNSIGNED)) return {};
    const timestamp = String(Math.floor(at.getTime() / 1000));
    return { "x-timestamp": timestamp, "x-signature": hmacSignature([`${timestamp}.`, body], secret) };
  };
}

/** None unless a plan says otherwise: a report that fails once is lost. */
function retryDelays(plan: ServerSettings["backoffPlan"]): number[] {
  if (!plan) return [];
  const { type, maxRetries, baseDelaySeconds } = plan;
  return Array.from({ length: maxRetries }, (_, retry) => baseDelaySeconds * 1000 * (type === "exponential" ? 2 ** retry : 1));
}
