import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { Journal } from "@/local/providers/journal";
import type { PlayedStandIn } from "@/local/providers/play-stand-ins";
import type { rateWindow } from "@/local/providers/rate-window";
import type { Answer, Call, Handled, Played } from "@/local/providers/stand-in";
import type { Fault } from "@/local/providers/state";
import { writeAnswer } from "@/local/providers/write-answer";

type Headers = Record<string, string>;

export type CallDeps = { journal: Journal; rates: ReturnType<typeof rateWindow>; limits: { enforce: boolean } };

/**
 * What all providers share of answering one call: the key, 501 by name, the advertised limit, the fault the test asked for, the log.
 * A call that gets no answer is logged with status null.
 */
export async function answerCall(
  { name, played, find }: Pick<PlayedStandIn, "name" | "played" | "find">,
  call: Omit<Call, "params">,
  response: ServerResponse,
  deps: CallDeps,
): Promise<void> {
  const { journal } = deps;
  const route = find(call.method, call.path);
  const operation = route?.operation ?? `${call.method} ${call.path}`;
  const log = (status: number | null, { subject = null, credits = 0 }: Partial<Handled> = {}) =>
    journal.record({ provider: name, operation, subject, status, credits });
  const finish = (handled: Handled, headers: Headers = {}) => {
    log(handled.answer.status, handled);
    writeAnswer(response, handled.answer, headers);
  };

  const full: Call = { ...call, params: route?.params ?? {} };
  const refusal = played.authenticate(full);
  if (refusal) return finish({ answer: refusal });
  if (!route) return finish({ answer: notImplemented(name, operation) });

  const { isOver, headers } = takeRate(name, operation, played, deps);
  if (isOver) return finish({ answer: played.failure(429, operation) }, headers);
  const fault = journal.takeFault(name, operation);
  const answered = async () => finish(await route.run(full), headers);
  const cut = (handled?: Handled) => {
    log(null, handled);
    response.destroy();
  };
  switch (fault?.kind) {
    case "status":
      return finish({ answer: played.failure(fault.status ?? 500, operation) }, { ...headers, ...retryAfter(fault) });
    case "hang":
      return log(null);
    case "drop":
      return cut();
    case "answer_lost":
      return cut(await route.run(full));
    case "delay":
      await wait(fault.delayMs ?? 1000);
      return answered();
    default:
      return answered();
  }
}

function takeRate(name: string, operation: string, { limits: advertised }: Played, { rates, limits }: CallDeps) {
  if (!advertised) return { isOver: false, headers: {} };
  const limit = advertised.perMinute(operation);
  const { left, secondsToReset } = rates.take(`${name} ${operation}`, limit);
  const headers = advertised.headers(limit, Math.max(0, left));
  const isOver = limits.enforce && left < 0;
  return { isOver, headers: isOver ? { ...headers, "retry-after": String(secondsToReset) } : headers };
}

function retryAfter({ retryAfterSeconds }: Fault): Headers {
  return retryAfterSeconds === null ? {} : { "retry-after": String(retryAfterSeconds) };
}

function notImplemented(name: string, operation: string): Answer {
  return { status: 501, json: { error: `${name}: ${operation} is not implemented by the stand-in` } };
}
