import { type Engine, type ReceivedEvent, saveBatch } from "./engine";
import { evaluateKey, isMatch } from "./expressions";
import { cancelRun } from "./finish-run";
import { batchKey } from "./flow-control";
import type { AppEvent, FunctionConfig } from "./model";
import { isoOrNull } from "./rows";
import { settleStep } from "./run-steps";
import { startRun } from "./start-run";
import { ulid } from "./ulid";

/** An event as received: only the name is certain. */
export type IncomingEvent = Partial<AppEvent> & { name: string };

/** Event ids and idempotency keys count once in this window (inngest-protocol sections 4 and 12). */
const DEDUPE_WINDOW_MS = 86_400_000;

/**
 * Takes events in: settles waits, cancels runs and starts functions, all in memory and marked in the journal. The sender may be
 * answered once the journal has committed.
 * @param seed the sender's id seed (`<ms>,<base64>`): the same seed again is the sender's retry and changes nothing
 * @returns an internal id per event
 */
export function ingest(engine: Engine, incoming: readonly IncomingEvent[], seed?: string): string[] {
  const nowMs = engine.now();
  return incoming.map((raw, index) => {
    const origin = seed ?? crypto.randomUUID();
    const internalId = ulid(nowMs, `${origin} ${index}`);
    const dedupeKeys = [...(raw.id ? [`event ${raw.id}`] : []), ...(seed ? [`seed ${seed} ${index}`] : [])];
    const isRepeat = dedupeKeys.some((key) => isKnown(engine, key, nowMs));
    for (const key of dedupeKeys) remember(engine, key, nowMs);
    if (isRepeat) return internalId;

    const event: AppEvent = {
      name: raw.name,
      data: raw.data ?? {},
      id: raw.id || internalId,
      ts: raw.ts ?? nowMs,
      user: raw.user ?? {},
      ...(raw.v === undefined ? {} : { v: raw.v }),
    };
    const isRouted = [...engine.apps.values()].every((app) => app.isSynced);
    const received = { id: internalId, order: engine.eventsReceived++, receivedAtMs: nowMs, event };
    saveEvent(engine, received, isRouted);
    for (const { run, step } of engine.subscriptions.match(event, nowMs)) {
      if (step) settleStep(engine, run, step, { data: event });
      else cancelRun(engine, run);
    }
    if (isRouted) startFunctions(engine, event);
    else engine.unrouted.push(received);
    return internalId;
  });
}

/**
 * Starts functions for the events that came before all apps had registered, in the order they came. An event also cancels what the
 * held events before it started; it reached all older runs when it arrived.
 */
export function routeHeldEvents(engine: Engine) {
  for (const held of engine.unrouted.splice(0)) {
    const { event } = held;
    saveEvent(engine, held, true);
    for (const { run, step } of engine.subscriptions.match(event, engine.now())) if (!step) cancelRun(engine, run);
    startFunctions(engine, event);
  }
}

/** Starts the run of a full or overdue batch. */
export function startBatch(engine: Engine, key: string) {
  const batch = engine.batches.get(key);
  const config = batch && engine.functions.get(batch.functionId);
  if (!batch) return;
  engine.batches.delete(key);
  engine.journal.remove("batches", key);
  const first = batch.events[0];
  if (!config) engine.log(`dropped a batch of ${batch.events.length} events: no app serves ${batch.functionId} any more`);
  if (config && first) startRun(engine, config, batch.events, { trigger: `${first.name} × ${batch.events.length}`, seed: first.id });
}

/** Sets the timer of an open batch; also after a restart. */
export function watchBatch(engine: Engine, key: string) {
  const batch = engine.batches.get(key);
  if (!batch) return;
  engine.timers.add(
    batch.dueAtMs,
    () => engine.batches.get(key) === batch,
    () => startBatch(engine, key),
  );
}

/** True when the key was new within the window; an idempotency key that cannot be read holds nothing back. */
export function claimIdempotency(engine: Engine, config: FunctionConfig, event: AppEvent): boolean {
  const value = evaluateKey(config.idempotency, { event });
  if (value === undefined) return true;
  const key = `idempotency ${config.id} ${value}`;
  const nowMs = engine.now();
  if (isKnown(engine, key, nowMs)) return false;
  remember(engine, key, nowMs);
  return true;
}

/** Forgets ids and keys whose window has passed. */
export function forgetExpired(engine: Engine) {
  const nowMs = engine.now();
  for (const [key, expiresAtMs] of engine.dedupe) {
    if (expiresAtMs > nowMs) break; // insertion order is expiry order: the window is constant and the clock only goes forward
    engine.dedupe.delete(key);
    engine.journal.remove("dedupe", key);
  }
}

function startFunctions(engine: Engine, event: AppEvent) {
  for (const config of engine.functions.values()) {
    const isTriggered = config.eventTriggers.some(
      (trigger) => isNameMatch(trigger.event, event.name) && isMatch(trigger.expression, { event }),
    );
    if (isTriggered && claimIdempotency(engine, config, event)) startOrBatch(engine, config, event);
  }
}

function startOrBatch(engine: Engine, config: FunctionConfig, event: AppEvent) {
  const key = batchKey(config, event);
  if (key === undefined || !config.batch) {
    startRun(engine, config, [event], { trigger: event.name, seed: event.id });
    return;
  }
  const open = engine.batches.get(key);
  if (open) open.events.push(event);
  else engine.batches.set(key, { key, functionId: config.id, events: [event], dueAtMs: engine.now() + config.batch.timeoutMs });
  const batch = engine.batches.get(key);
  if (!batch) return;
  saveBatch(engine, batch);
  if (batch.events.length >= config.batch.maxSize) startBatch(engine, key);
  else if (!open) watchBatch(engine, key);
}

function isNameMatch(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

function isKnown(engine: Engine, key: string, nowMs: number): boolean {
  return (engine.dedupe.get(key) ?? 0) > nowMs;
}

function remember(engine: Engine, key: string, nowMs: number) {
  if (isKnown(engine, key, nowMs)) return;
  const expiresAtMs = nowMs + DEDUPE_WINDOW_MS;
  engine.dedupe.delete(key);
  engine.dedupe.set(key, expiresAtMs);
  engine.journal.put("dedupe", key, () => ({ key, expires_at: isoOrNull(expiresAtMs) }));
}

function saveEvent(engine: Engine, { id, order, receivedAtMs, event }: ReceivedEvent, isRouted: boolean) {
  const row = { id, order, name: event.name, event, received_at: isoOrNull(receivedAtMs), is_routed: isRouted };
  engine.journal.put("events", id, () => row);
}
