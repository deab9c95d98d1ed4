import { z } from "zod";

import type { Callbacks } from "@/local/providers/callbacks";
import type { Journal } from "@/local/providers/journal";
import type { PlayedStandIns } from "@/local/providers/play-stand-ins";
import type { RecordStore } from "@/local/providers/records";
import type { Answer, Call } from "@/local/providers/stand-in";

const limitsInput = z.object({ enforce: z.boolean() });

const inputsFor = (names: readonly string[]) => {
  const provider = z.enum(names);
  return {
    fault: z.object({
      provider,
      operation: z.string().nullable().default(null),
      kind: z.enum(["status", "hang", "drop", "answer_lost", "delay"]),
      status: z.number().int().nullable().default(null),
      retryAfterSeconds: z.number().nullable().default(null),
      delayMs: z.number().nullable().default(null),
      times: z.number().int().min(1).default(1),
    }),
    credits: z.object({ provider, used: z.number().min(0).optional(), available: z.number().min(0).optional() }),
    records: z.object({ provider, kind: z.string() }),
    redeliver: z.object({ provider, times: z.number().int().min(1).default(1), isShuffled: z.boolean().default(false) }),
  };
};

type ControlOptions = {
  journal: Journal;
  records: RecordStore;
  callbacks: Callbacks;
  limits: { enforce: boolean };
  played: PlayedStandIns;
};

/** What tests and the demo driver may ask of the stand-ins, under /_control. */
export function control({ journal, records, callbacks, limits, played }: ControlOptions) {
  const inputs = inputsFor(played.list.map(({ name }) => name));
  return async (call: Omit<Call, "params">): Promise<Answer> => {
    const { method, path, query, body } = call;
    const { state } = journal;
    switch (`${method} ${path}`) {
      case "GET /health":
        return { status: 200, json: { ok: true } };
      case "GET /state":
        return { status: 200, json: await stateOf({ journal, callbacks, limits, played }) };
      case "GET /requests": {
        const limit = Math.min(10_000, Number(query.get("limit") ?? 100) || 100);
        return { status: 200, json: { requests: await journal.listRequests({ provider: query.get("provider"), limit }) } };
      }
      case "GET /records":
        return parsed(inputs.records, Object.fromEntries(query), async ({ provider, kind }) => ({
          status: 200,
          json: { records: await records.of(provider).list(kind) },
        }));
      case "POST /faults":
        return parsed(inputs.fault, body, (fault) => ({ status: 201, json: journal.addFault(fault) }));
      case "DELETE /faults":
        state.faults.length = 0;
        journal.touch();
        return { status: 204 };
      case "PUT /credits":
        return parsed(inputs.credits, body, ({ provider: name, used, available }) => {
          const account = journal.account(name).usage();
          state.credits[name] = { used: used ?? account.used, available: available ?? account.available };
          journal.touch();
          return { status: 200, json: state.credits };
        });
      case "PUT /limits":
        return parsed(limitsInput, body, ({ enforce }) => {
          limits.enforce = enforce;
          return { status: 200, json: limits };
        });
      case "POST /reset":
        journal.reset();
        limits.enforce = false;
        return { status: 204 };
      case "POST /redeliver":
        return parsed(inputs.redeliver, body, async ({ provider, ...how }) => ({
          status: 200,
          json: { sent: await callbacks.redeliver(provider, how) },
        }));
      case "POST /tick":
        await played.tick();
        await callbacks.sendDue();
        return { status: 200, json: await stateOf({ journal, callbacks, limits, played }) };
      default:
        return (await ownControl(played, call)) ?? notImplemented(call);
    }
  };
}

async function stateOf({ journal: { state }, callbacks, limits, played }: Omit<ControlOptions, "records">) {
  // Awaited together and at once: a promise that fails while nobody waits for it ends the process.
  const own = played.list.flatMap(({ name, played: { state: ask } }) => (ask ? [ask().then((answer) => [name, answer] as const)] : []));
  const providers = Object.fromEntries(await Promise.all(own));
  return {
    credits: state.credits,
    faults: state.faults,
    enforceLimits: limits.enforce,
    anchor: state.anchor,
    callbacks: await callbacks.state(),
    providers,
  };
}

/** A stand-in's own calls, below its name. */
async function ownControl(played: PlayedStandIns, call: Omit<Call, "params">): Promise<Answer | undefined> {
  const at = played.list.find(({ name }) => call.path.startsWith(`/${name}/`));
  const path = at && call.path.slice(at.name.length + 1);
  const found = path === undefined ? undefined : at?.findControl(call.method, path);
  return found && path !== undefined ? (await found.run({ ...call, path, params: found.params })).answer : undefined;
}

function notImplemented({ method, path }: Omit<Call, "params">): Answer {
  return { status: 501, json: { error: `the providers' stand-in does not implement ${method} /_control${path}` } };
}

function parsed<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  then: (value: z.infer<Schema>) => Answer | Promise<Answer>,
): Answer | Promise<Answer> {
  const result = schema.safeParse(body);
  return result.success ? then(result.data) : { status: 400, json: { error: z.prettifyError(result.error) } };
}
