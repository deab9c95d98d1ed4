import { TZDate } from "@date-fns/tz";
import { addDays, isWeekend } from "date-fns";
import { z } from "zod";
import { html } from "@/local/http/html";
import { type HttpAnswer, HttpError, type HttpRequest } from "@/local/http/http-answer";
import { bookingId, MEETING_MINUTES } from "@/local/market/booking";
import type { MarketSystem } from "@/local/market/market-system";
import { page } from "@/local/market/page";

const TIMEZONE = "Australia/Sydney";
const DAYS = 5;
const FIRST_HOUR = 9;
const LAST_HOUR = 16;

const visitor = z.object({
  name: z.string().trim().min(1, "Enter your name").max(200),
  email: z.string().trim().toLowerCase().pipe(z.email("Enter your e-mail address")),
  startsAt: z.iso.datetime("Choose a time").transform((text) => new Date(text)),
});

/** The booking service's page of one agency, for prospects and for people who try the product by hand. */
export async function bookingPage(system: MarketSystem, request: HttpRequest, slug: string): Promise<HttpAnswer> {
  if (!/^[a-z0-9-]+$/.test(slug)) throw new HttpError(404, "There is no such booking page.");
  if (request.method === "GET") return form(system, slug);
  if (request.method !== "POST") throw new HttpError(405, "A booking page is read or filled in.");

  const parsed = visitor.safeParse(Object.fromEntries(new URLSearchParams(request.body)));
  if (!parsed.success) return form(system, slug, parsed.error.issues[0]?.message);
  const { name, email, startsAt } = parsed.data;
  const bookingUrl = `http://${request.host}/book/${slug}`;
  const id = bookingId(bookingUrl, email, startsAt);
  await system.store.book({
    ...{ id, bookingUrl, email, name, startsAt },
    ...{ durationMinutes: MEETING_MINUTES, bookedAt: system.clock.now(), byPersona: false },
  });
  system.tick().catch((error: unknown) => system.log(`market: ${String(error)}`));
  return page("Booked", html`<p role="status">${name}, your time is booked: ${when(startsAt)}, ${MEETING_MINUTES} minutes.</p>`);
}

function form({ clock }: MarketSystem, slug: string, problem?: string): HttpAnswer {
  const body = html`
${problem ? html`<p class="notice" role="alert">${problem}</p>` : ""}
<form method="post" action="/book/${slug}">
<p><label>Your name<br><input name="name" autocomplete="name" required></label></p>
<p><label>Your e-mail<br><input type="email" name="email" autocomplete="email" required></label></p>
<p><label>Time (Sydney)<br><select name="startsAt" required>${openTimes(clock.now()).map(
    (at) => html`<option value="${at.toISOString()}">${when(at)}</option>`,
  )}</select></label></p>
<p><button type="submit">Book ${MEETING_MINUTES} minutes</button></p>
</form>`;
  return page(`Book a time with ${slug.replaceAll("-", " ")}`, body, { status: problem ? 422 : 200 });
}

/** Half hours of the next working days. */
function openTimes(now: Date): Date[] {
  const days: TZDate[] = [];
  for (let day = addDays(new TZDate(now, TIMEZONE), 1); days.length < DAYS; day = addDays(day, 1)) if (!isWeekend(day)) days.push(day);
  return days.flatMap((day) =>
    Array.from({ length: (LAST_HOUR - FIRST_HOUR) * 2 }, (_, half) => {
      const at = new TZDate(day.getFullYear(), day.getMonth(), day.getDate(), FIRST_HOUR, half * 30, TIMEZONE);
      return new Date(at.getTime());
    }),
  );
}

function when(at: Date): string {
  return new Intl.DateTimeFormat("en-AU", {
    timeZone: TIMEZONE,
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
  }).format(at);
}
