import { type Html, html } from "@/local/http/html";
import type { HttpAnswer, HttpRequest } from "@/local/http/http-answer";
import type { MarketSystem } from "@/local/market/market-system";
import { groundTruth, listPeople, listReactions, type PlannedRow } from "@/local/market/overview";
import { named, page, timeOf } from "@/local/market/page";
import { personaOf } from "@/local/market/persona";

const LISTED = 300;

/** Everybody who heard from the product, and what they will do. */
export async function peoplePage({ store, seed }: MarketSystem, request: HttpRequest): Promise<HttpAnswer> {
  const search = request.url.searchParams.get("q") ?? "";
  const people = await listPeople(store.pool, { search, limit: LISTED });
  const [truth, reactions] = await Promise.all([
    groundTruth(store.pool),
    listReactions(
      store.pool,
      people.map(({ email }) => email),
    ),
  ]);
  const planned = Map.groupBy(reactions, ({ email }) => email);
  return page(
    "The market",
    html`<form method="get" action="/"><input type="search" name="q" value="${search}" aria-label="Part of an address" placeholder="Part of an address"> <button>Find</button></form>
<p class="dim">${summary(truth)}</p>
${people.length === 0 ? html`<p>Nobody has heard from the product yet.</p>` : ""}
<table><thead><tr><th>Person</th><th>Role</th><th class="number">Mails</th><th class="number">Other contacts</th><th>Did</th><th>Will do</th></tr></thead><tbody>
${people.map(({ email, messages, contacts }) => {
  const { title, company } = personaOf(seed, email);
  const own = planned.get(email) ?? [];
  return html`<tr><td><a href="/person/${encodeURIComponent(email)}">${email}</a></td><td>${title}, ${company.industry}, ${company.employeeCount} people, ${company.city}</td>
<td class="number">${messages}</td><td class="number">${contacts}</td><td>${own.filter(isOver).map(reactionLine)}</td><td>${own.filter((row) => !isOver(row)).map(reactionLine)}</td></tr>`;
})}
</tbody></table>`,
  );
}

function summary(truth: Record<string, unknown>): string {
  const { people, received, bookings, violations, channels } = truth;
  const reached = Object.entries(channels as Record<string, { contacts: number }>).map(
    ([name, { contacts }]) => `, ${contacts} by ${name}`,
  );
  const against = Object.entries(violations as Record<string, number>).map(([kind, count]) => `${count} × ${named(kind)}`);
  return `${people} people, ${received} by email${reached.join("")}, ${bookings} bookings. Against the product: ${against.join(", ") || "nothing"}.`;
}

function reactionLine(row: PlannedRow): Html {
  return html`<div>${named(row.kind)}${row.channel === "email" ? "" : ` (${row.channel})`} <span class="dim">${timeOf(row.dueAt)}${row.state === "pending" || row.state === "done" ? "" : `, ${row.state}`}</span></div>`;
}

function isOver({ state }: PlannedRow): boolean {
  return state !== "pending";
}
