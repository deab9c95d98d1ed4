import { z } from "zod";
import type { Answer } from "@/local/providers/call";
import type { Journal } from "@/local/providers/journal";

const provider = z.enum(["apollo", "hunter", "dataforseo"]);

const faultInput = z.object({
  provider,
  operation: z.string().nullable().default(null),
  kind: z.enum(["status", "hang", "drop", "answer_lost", "delay"]),
  status: z.number().int().nullable().default(null),
  retryAfterSeconds: z.number().nullable().default(null),
  delayMs: z.number().nullable().default(null),
  times: z.number().int().min(1).default(1),
});

const creditsInput = z.object({ provider, used: z.number().min(0).optional(), available: z.number().min(0).optional() });
const limitsInput = z.object({ enforce: z.boolean() });

type ControlCall = { method: string; path: string; query: URLSearchParams; body: unknown };

/** What tests and the demo driver may ask of the stand-in, under /_control. */
export function control(journal: Journal, limits: { enforce: boolean }) {
  return async ({ method, path, query, body }: ControlCall): Promise<Answer> => {
    const { state } = journal;
    switch (`${method} ${path}`) {
      case "GET /health":
        return { status: 200, json: { ok: true } };
      case "GET /state":
        return { status: 200, json: { credits: state.credits, faults: state.faults, enforceLimits: limits.enforce, anchor: state.anchor } };
      case "GET /requests": {
        const limit = Math.min(10_000, Number(query.get("limit") ?? 100) || 100);
        return { status: 200, json: { requests: await journal.listRequests({ provider: query.get("provider"), limit }) } };
      }
      case "POST /faults":
        return parsed(faultInput, body, (fault) => ({ status: 201, json: journal.addFault(fault) }));
      case "DELETE /faults":
        state.faults.length = 0;
        journal.touch();
        return { status: 204 };
      case "PUT /credits":
        return parsed(creditsInput, body, ({ provider: name, used, available }) => {
          const account = state.credits[name];
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
      case "POST /tick": // nothing here waits for the clock
        return { status: 204 };
      default:
        return { status: 404, json: { error: `no such control: ${method} ${path}` } };
    }
  };
}

function parsed<Schema extends z.ZodType>(schema: Schema, body: unknown, then: (value: z.infer<Schema>) => Answer): Answer {
  const result = schema.safeParse(body);
  return result.success ? then(result.data) : { status: 400, json: { error: z.prettifyError(result.error) } };
}
