import { createHmac } from "node:crypto";
import type { Pool } from "pg";
import { BOOKING_COLUMNS, type Booking } from "@/local/market/record";

const MINUTE_MS = 60_000;
/** Waits between attempts, by the movable clock; after the last one the booking service gives up. */
export const CALLBACK_RETRY_DELAYS_MS = [1, 5, 10, 30, 60, 180, 360, 720].map((minutes) => minutes * MINUTE_MS);

const ANSWER_TIMEOUT_MS = 15_000;
const AT_ONCE = 4;

type Due = Booking & { attempts: number };
type Outcome = { state: "queued" | "delivered" | "stopped" | "exhausted"; nextAt: Date; status: number | null; error: string | null };

/** The product is not there: another try in a moment, which counts as no attempt. */
class Unreachable extends Error {}

export type Callbacks = {
  /** Posts everything due; stops at the first sign that nobody listens. */
  sendDue(): Promise<void>;
  /** Why the product could not be reached at the last try, or null. */
  unreachable(): string | null;
  close(): void;
};

type Options = { pool: Pool; clock: { now(): Date }; url: string; secret: string };

/** Tells the product of every booking, signed, until it says 2xx. 403 and 410 stop for good. */
export function bookingCallbacks({ pool, clock, url, secret }: Options): Callbacks {
  const closing = new AbortController();
  const state = { unreachable: null as string | null };

  const send = async (due: Due): Promise<void> => {
    const body = bookingBody(due);
    const outcome = outcomeOf(due.attempts, await post({ url, secret, body, now: clock.now(), closing: closing.signal }), clock.now());
    await pool.query(
      "update market.callbacks set state = $2, attempts = attempts + 1, next_at = $3, last_status = $4, last_error = $5 where booking_id = $1",
      [due.id, outcome.state, outcome.nextAt, outcome.status, outcome.error],
    );
  };

  return {
    async sendDue() {
      while (!closing.signal.aborted) {
        const { rows } = await pool.query<Due>(
          `select ${BOOKING_COLUMNS}, c.attempts from market.callbacks c join market.bookings b on b.id = c.booking_id
           where c.state = 'queued' and c.next_at <= $1 order by c.next_at, c.booking_id limit $2`,
          [clock.now(), AT_ONCE],
        );
        if (rows.length === 0) return;
        const results = await Promise.allSettled(rows.map(send));
        const failure = results.find((result) => result.status === "rejected")?.reason as unknown;
        state.unreachable = failure instanceof Unreachable ? failure.message : null;
        if (failure instanceof Unreachable) return;
        if (failure !== undefined) throw failure;
      }
    },
    unreachable: () => state.unreachable,
    close: () => closing.abort(),
  };
}

/**
 * `t=<unix seconds>,v1=<hex>`: HMAC-SHA-256 over `<t>.<body>`, `t` by the movable clock at the moment of the attempt.
 * A repeat of the same booking is signed anew.
 */
export function bookingSignature(secret: string, body: string, now: Date): string {
  const t = Math.floor(now.getTime() / 1000);
  return `t=${t},v1=${createHmac("sha256", secret).update(`${t}.${body}`).digest("hex")}`;
}

/** What is posted; the same bytes whenever it is repeated. */
export function bookingBody({ id, bookingUrl, email, name, startsAt, durationMinutes }: Booking): string {
  return JSON.stringify({
    bookingId: id,
    bookingUrl,
    attendeeEmail: email,
    attendeeName: name,
    startsAt: startsAt.toISOString(),
    durationMinutes,
  });
}

type Answer = { status: number | null; error: string | null };

async function post(call: { url: string; secret: string; body: string; now: Date; closing: AbortSignal }): Promise<Answer> {
  const headers = {
    "content-type": "application/json",
    "user-agent": "AgencyOS-Local-Bookings",
    "x-market-signature": bookingSignature(call.secret, call.body, call.now),
  };
  const signal = AbortSignal.any([call.closing, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
  try {
    const response = await fetch(call.url, { method: "POST", headers, body: call.body, signal, redirect: "manual" });
    await response.arrayBuffer();
    return { status: response.status, error: response.ok ? null : `answered ${response.status}` };
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") return { status: null, error: "no answer in time" };
    const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
    throw new Unreachable(cause?.code ?? String(error), { cause: error });
  }
}

function outcomeOf(attempts: number, { status, error }: Answer, now: Date): Outcome {
  if (error === null) return { state: "delivered", nextAt: now, status, error };
  if (status === 403 || status === 410) return { state: "stopped", nextAt: now, status, error };
  const delayMs = CALLBACK_RETRY_DELAYS_MS[attempts];
  if (delayMs === undefined) return { state: "exhausted", nextAt: now, status, error };
  return { state: "queued", nextAt: new Date(now.getTime() + delayMs), status, error };
}
