import { Html, html } from "@/local/http/html";
import type { ExecutorState } from "./executor";
import { FUNCTION_INVOKED, type FunctionConfig, isFinished, RUN_STATUSES, type Run, type Step } from "./model";
import type { Refusal } from "./registration";
import type { RunFilter, RunSummary } from "./run-archive";

type HomeData = {
  functions: FunctionConfig[];
  refusals: Refusal[];
  counts: Map<string, Record<string, number>>;
  runs: RunSummary[];
  filter: RunFilter;
  state: ExecutorState;
  now: Date;
};

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d9dce3, #33363f); --soft: light-dark(#5c6370, #9aa1ad); --panel: light-dark(#f6f7f9, #1d1f25);
  --good: light-dark(#12714a, #5fd39a); --bad: light-dark(#b42318, #ff8a7a); --busy: light-dark(#1d55c4, #86b1ff); }
* { box-sizing: border-box } body { margin: 0 auto; padding: 24px; max-width: 1180px; font: 14px/1.5 system-ui, sans-serif; background: light-dark(#fff, #15161a); color: light-dark(#1b1d22, #e8eaee) }
h1 { font-size: 20px; margin: 0 } h2 { font-size: 15px; margin: 28px 0 8px } a { color: var(--busy) } header { display: flex; gap: 20px; align-items: baseline; flex-wrap: wrap }
table { width: 100%; border-collapse: collapse } th { text-align: start; color: var(--soft); font-weight: 500 } th, td { padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top }
pre { margin: 4px 0; padding: 10px; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; overflow: auto; max-height: 340px; font-size: 12px }
.soft { color: var(--soft) } .completed { color: var(--good) } .failed { color: var(--bad) } .running, .queued, .planned, .sleeping, .waiting, .invoking, .retrying { color: var(--busy) } .cancelled { color: var(--soft) }
form { display: inline-flex; gap: 8px; align-items: center; flex-wrap: wrap } select, button { font: inherit; padding: 4px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--panel); color: inherit } button { cursor: pointer }
details summary { cursor: pointer; color: var(--soft) } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums }`;

/** Functions, refusals and the latest runs, with the filter as a plain form. */
export function renderHome({ functions, refusals, counts, runs, filter, state, now }: HomeData): string {
  const functionRows = functions.map((config) => {
    const count = counts.get(config.id) ?? {};
    const triggers = [...config.eventTriggers.map(({ event }) => event), ...config.crons].join(", ") || FUNCTION_INVOKED;
    return html`<tr><td><a href="/?function=${config.id}">${config.id}</a></td><td class="soft">${triggers}</td>
      ${RUN_STATUSES.map((status) => html`<td class="number ${count[status] ? status : "soft"}">${count[status] ?? 0}</td>`)}</tr>`;
  });
  const refusalRows = refusals.map(({ id, reasons }) => html`<li><b class="failed">${id}</b> is refused: ${reasons.join("; ")}</li>`);
  const runRows = runs.map(
    (
      run,
    ) => html`<tr><td><a href="/runs/${run.id}"><code>${run.id}</code></a></td><td>${run.functionId}</td><td class="${run.status}">${run.status}</td>
      <td class="soft">${run.trigger}</td><td class="number">${run.steps}</td><td class="soft">${time(run.createdAtMs)}</td><td class="soft">${time(run.endedAtMs)}</td></tr>`,
  );
  return page(
    "Durable functions",
    html`<header><h1>Durable functions</h1><span class="soft">${time(now.getTime())} on the local clock · ${state.queued} queued · ${state.running} running · ${state.waiting} waiting
      · next timer ${state.nextTimerAt ?? "none"} · next cron ${state.nextCronAt ?? "none"}</span></header>
      ${refusals.length > 0 ? html`<h2>Refused</h2><ul>${refusalRows}</ul>` : ""}
      <h2>Runs</h2>
      <form method="get">${select(
        "function",
        filter.functionId,
        functions.map(({ id }) => id),
      )}${select("status", filter.status, [...RUN_STATUSES])}<button>Show</button></form>
      <table><thead><tr><th>Run</th><th>Function</th><th>Status</th><th>Started by</th><th class="number">Steps</th><th>Created</th><th>Ended</th></tr></thead><tbody>${runRows}</tbody></table>
      ${runs.length === 0 ? html`<p class="soft">No run matches.</p>` : ""}
      <h2>Functions</h2>
      <table><thead><tr><th>Function</th><th>Triggers</th>${RUN_STATUSES.map((status) => html`<th class="number">${status}</th>`)}</tr></thead><tbody>${functionRows}</tbody></table>
      ${functions.length === 0 ? html`<p class="soft">No app has registered yet.</p>` : ""}`,
  );
}

/** One run: its steps with attempts and results, what started it, what came of it, and what can be done. */
export function renderRun(run: Run): string {
  const stepRows = [...run.steps.values()].map((step) => stepRow(step));
  const verb = isFinished(run) ? "" : html`<form method="post" action="/runs/${run.id}/cancel"><button>Cancel</button></form>`;
  const parent = run.parent ? html` · invoked by <a href="/runs/${run.parent.runId}">${run.parent.runId}</a>` : "";
  const next = run.call ? html` · next call ${time(run.call.dueAtMs)}, attempt ${run.call.attempt + 1}` : "";
  return page(
    run.functionId,
    html`<p><a href="/">All runs</a></p>
      <header><h1>${run.functionId}</h1><b class="${run.status}">${run.status}</b><code>${run.id}</code>
      <form method="post" action="/runs/${run.id}/rerun"><button>Run again</button></form>${verb}</header>
      <p class="soft">Started by ${run.trigger}${parent} · created ${time(run.createdAtMs)} · started ${time(run.startedAtMs)} · ended ${time(run.endedAtMs)}${next}</p>
      ${run.error ? html`<h2>Error</h2><pre class="failed">${errorText(run.error)}</pre>` : ""}
      <h2>Steps</h2>
      <table><thead><tr><th>#</th><th>Step</th><th>Kind</th><th>Status</th><th class="number">Failed attempts</th><th>Opened</th><th>Ended</th><th class="number">Took</th></tr></thead><tbody>${stepRows}</tbody></table>
      <h2>Input</h2><pre>${json(run.events.length === 1 ? run.events[0] : run.events)}</pre>
      <h2>Output</h2><pre>${json(run.output)}</pre>`,
  );
}

/** A page that says what went wrong. */
export function renderProblem(message: string): string {
  return page("Not found", html`<p><a href="/">All runs</a></p><h1>${message}</h1>`);
}

function stepRow(step: Step): Html {
  const waitsFor = step.eventName ? `for ${step.eventName}` : "";
  const until = step.dueAtMs ?? step.call?.dueAtMs ?? null;
  const child = step.childRunId ? html` <a href="/runs/${step.childRunId}">run</a>` : "";
  const result = step.error
    ? html`<pre class="failed">${errorText(step.error)}</pre>`
    : step.settledOrder === null
      ? ""
      : html`<pre>${json(step.data)}</pre>`;
  return html`<tr><td class="soft">${step.settledOrder ?? "·"}</td><td>${step.name}${child} <span class="soft">${waitsFor}</span>
      ${result ? html`<details><summary>result</summary>${result}</details>` : ""}</td>
    <td class="soft">${step.op}</td><td class="${step.status}">${step.status}${until === null ? "" : ` until ${time(until)}`}</td><td class="number">${step.attempt}</td>
    <td class="soft">${time(step.createdAtMs)}</td><td class="soft">${time(step.endedAtMs)}</td><td class="number">${step.durationMs === null ? "" : `${step.durationMs} ms`}</td></tr>`;
}

function select(name: string, chosen: string | undefined, values: string[]): Html {
  const options = values.map((value) => (value === chosen ? html`<option selected>${value}</option>` : html`<option>${value}</option>`));
  return html`<select name="${name}" aria-label="${name}"><option value="">any ${name}</option>${options}</select>`;
}

function page(title: string, body: Html): string {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
    <style>${new Html(STYLE)}</style></head><body>${body}</body></html>`.text;
}

function json(value: unknown): string {
  return JSON.stringify(value ?? null, null, 2);
}

function errorText({ name, message, stack }: { name: string; message: string; stack?: string }): string {
  return stack?.includes(message) ? stack : `${name}: ${message}`;
}

function time(ms: number | null): string {
  return ms === null
    ? "–"
    : new Date(ms)
        .toISOString()
        .replace("T", " ")
        .replace(/(\.000)?Z$/, "");
}
