import { z } from "zod";
import { InvalidError, NotFoundError } from "@/lib/errors";
import { isFinished, RUN_STATUSES, type Run, type RunStatus } from "./model";
import type { Reply, RequestContext } from "./request-context";
import { isoOrNull } from "./rows";
import type { RunFilter, RunSummary } from "./run-archive";

const DEFAULT_IDLE_TIMEOUT_MS = 30_000;
const DEFAULT_LIMIT = 50;

/** `/_control/*`: what tests and the demo driver use; JSON in and out. */
export async function answerControl(context: RequestContext): Promise<Reply | undefined> {
  const { executor, archive, request, url } = context;
  const [, prefix, name, id, verb] = url.pathname.split("/");
  if (prefix !== "_control") return undefined;
  const ok = (json: unknown): Reply => ({ status: 200, json });

  switch (`${request.method} ${[name, id && ":id", verb].filter(Boolean).join("/")}`) {
    case "POST tick":
      await executor.tick();
      return ok({ ok: true });
    case "GET state":
      return ok(await executor.state());
    case "POST idle": {
      const timeoutMs = Number(url.searchParams.get("timeoutMs") ?? DEFAULT_IDLE_TIMEOUT_MS);
      return ok({ idle: await executor.whenIdle(timeoutMs), ...(await executor.state()) });
    }
    case "POST fire": {
      const { functionId } = fireBody.parse(JSON.parse(context.body || "{}"));
      return ok({ runId: await executor.fire(functionId) });
    }
    case "GET functions":
      return ok(
        [...executor.engine.apps.values()].map(({ url: app, functions, refusals, isSynced }) => ({ app, isSynced, functions, refusals })),
      );
    case "GET runs":
      await executor.engine.journal.commit();
      return ok((await archive.list(readFilter(url, DEFAULT_LIMIT))).map(toJson));
    case "GET runs/:id":
      return ok(toDetailJson(await getRun(context, id ?? "")));
    case "POST runs/:id/cancel":
      await executor.cancel(id ?? "");
      return ok({ ok: true });
    case "POST runs/:id/rerun": {
      const run = await getRun(context, id ?? "");
      return ok({ runId: await executor.rerun(run.functionId, run.events) });
    }
    default:
      return undefined;
  }
}

const fireBody = z.object({ functionId: z.string() });

/** A run with its steps as stored; what memory holds is written first. */
export async function getRun({ executor, archive }: RequestContext, runId: string): Promise<Run> {
  await executor.engine.journal.commit();
  const run = await archive.find(runId);
  if (!run) throw new NotFoundError(`No run ${runId}`);
  return run;
}

/** `?limit=&function=&status=`; empty values mean "any". */
export function readFilter(url: URL, defaultLimit: number): RunFilter {
  const status = url.searchParams.get("status") || undefined;
  if (status !== undefined && !RUN_STATUSES.includes(status as RunStatus))
    throw new InvalidError(`status is one of ${RUN_STATUSES.join(", ")}`);
  const limit = Number(url.searchParams.get("limit") ?? defaultLimit);
  return {
    limit: Number.isInteger(limit) ? limit : defaultLimit,
    functionId: url.searchParams.get("function") || undefined,
    status: status as RunStatus | undefined,
  };
}

function toJson({ createdAtMs, startedAtMs, endedAtMs, ...run }: RunSummary) {
  return { ...run, createdAt: isoOrNull(createdAtMs), startedAt: isoOrNull(startedAtMs), endedAt: isoOrNull(endedAtMs) };
}

function toDetailJson(run: Run) {
  const { id, functionId, status, trigger, events, output, error, parent } = run;
  const steps = [...run.steps.values()].map(({ createdAtMs, endedAtMs, dueAtMs, call, ...step }) => ({
    ...step,
    createdAt: isoOrNull(createdAtMs),
    endedAt: isoOrNull(endedAtMs),
    dueAt: isoOrNull(dueAtMs ?? call?.dueAtMs ?? null),
  }));
  const times = { createdAt: isoOrNull(run.createdAtMs), startedAt: isoOrNull(run.startedAtMs), endedAt: isoOrNull(run.endedAtMs) };
  const attempt = isFinished(run) ? null : (run.call?.attempt ?? null);
  return {
    id,
    functionId,
    status,
    trigger,
    ...times,
    attempt,
    nextCallAt: isoOrNull(run.call?.dueAtMs ?? null),
    parent,
    events,
    output,
    error,
    steps,
  };
}
