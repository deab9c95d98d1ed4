import { createHmac } from "node:crypto";
import type { Pool } from "pg";
import { type CallbackPolicy, type CallbackSender, callbackSender } from "@/local/http/callback-sender";
import { BOOKING_COLUMNS, type Booking } from "@/local/market/record";

const MINUTE_MS = 60_000;
/** 403 and 410 stop for good; after the last wait the booking service gives up. */
const BOOKING_CALLBACK_POLICY: CallbackPolicy = {
  retryDelaysMs: [1, 5, 10, 30, 60, 180, 360, 720].map((minutes) => minutes * MINUTE_MS),
  stopStatuses: [403, 410],
  answerTimeoutMs: 15_000,
};
const AT_ONCE = 4;

type Due = Booking & { attempts: number };
type Options = { pool: Pool; clock: { now(): Date }; url: string; secret: string };

/** Tells the product of every booking, signed, until it says 2xx. */
export function bookingCallbacks({ pool, clock, url, secret }: Options): CallbackSender {
  return callbackSender<Due>({
    clock,
    policy: BOOKING_CALLBACK_POLICY,
    atOnce: AT_ONCE,
    async due(now, limit) {
      const { rows } = await pool.query<Due>(
        `select ${BOOKING_COLUMNS}, c.attempts from market.callbacks c join market.bookings b on b.id = c.booking_id
         where c.state = 'queued' and c.next_at <= $1 order by c.next_at, c.booking_id limit $2`,
        [now, limit],
      );
      return rows;
    },
    request(due, now) {
      const body = bookingBody(due);
      const headers = {
        "content-type": "application/json",
        "user-agent": "AgencyOS-Local-Bookings",
        "x-market-signature": bookingSignature(secret, body, now),
      };
      return { url, headers, body };
    },
    async record({ id }, { state, attempts, nextAt, lastStatus, lastError }) {
      await pool.query(
        "update market.callbacks set state = $2, attempts = $3, next_at = $4, last_status = $5, last_error = $6 where booking_id = $1",
        [id, state, attempts, nextAt, lastStatus, lastError],
      );
    },
  });
}

/**
 * `t=<unix seconds>,v1=<hex>`: HMAC-SHA-256 over `<t>.<body>`, `t` by the movable clock at the moment of the attempt.
 * A repeat of the same booking is signed anew.
 */
function bookingSignature(secret: string, body: string, now: Date): string {
  const t = Math.floor(now.getTime() / 1000);
  return `t=${t},v1=${createHmac("sha256", secret).update(`${t}.${body}`).digest("hex")}`;
}

/** What is posted; the same bytes whenever it is repeated. */
function bookingBody({ id, bookingUrl, email, name, startsAt, durationMinutes }: Booking): string {
  return JSON.stringify({
    bookingId: id,
    bookingUrl,
    attendeeEmail: email,
    attendeeName: name,
    startsAt: startsAt.toISOString(),
    durationMinutes,
  });
}
