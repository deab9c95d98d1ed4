import { AppError, ForbiddenError } from "@/lib/errors";
import { getRun, readFilter } from "./control";
import { renderHome, renderProblem, renderRun } from "./pages";
import type { Reply, RequestContext } from "./request-context";

const LISTED_RUNS = 100;

/** `/` and `/runs/:id` with its two buttons, for people. */
export async function answerPage(context: RequestContext): Promise<Reply | undefined> {
  const { executor, request, url } = context;
  const [, section, runId = "", verb] = url.pathname.split("/");
  if (request.method === "GET" && url.pathname === "/") return { status: 200, html: await home(context) };
  if (section !== "runs") return undefined;

  if (request.method === "GET" && verb === undefined) {
    try {
      return { status: 200, html: renderRun(await getRun(context, runId)) };
    } catch (error) {
      if (error instanceof AppError) return { status: 404, html: renderProblem(error.message) };
      throw error;
    }
  }
  if (request.method !== "POST") return undefined;
  refuseForeignForms(context);
  if (verb === "cancel") {
    await executor.cancel(runId);
    return { status: 303, location: `/runs/${runId}` };
  }
  if (verb === "rerun") {
    const run = await getRun(context, runId);
    return { status: 303, location: `/runs/${await executor.rerun(run.functionId, run.events)}` };
  }
  return undefined;
}

async function home({ executor, archive, url }: RequestContext): Promise<string> {
  const { engine } = executor;
  await engine.journal.commit();
  const filter = readFilter(url, LISTED_RUNS);
  const [runs, counts, state] = await Promise.all([archive.list(filter), archive.countByFunction(), executor.state()]);
  return renderHome({
    functions: [...engine.functions.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    refusals: [...engine.apps.values()].flatMap(({ refusals }) => refusals),
    counts,
    runs,
    filter,
    state,
    now: new Date(engine.now()),
  });
}

/** The pages have no sign-in; a form on another site must not press their buttons. */
function refuseForeignForms({ request }: RequestContext) {
  const { origin, host } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) throw new ForbiddenError("This form was sent from another site");
}
