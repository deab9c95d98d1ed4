import { type Html, html } from "@/local/http/html";
import type { HttpAnswer, HttpRequest } from "@/local/http/http-answer";
import type { MarketSystem } from "@/local/market/market-system";
import { groundTruth, listPeople, listReactions, listReceived, type PlannedRow } from "@/local/market/overview";
import { page } from "@/local/market/page";
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
<table><thead><tr><th>Person</th><th>Role</th><th class="number">Messages</th><th>Did</th><th>Will do</th></tr></thead><tbody>
${people.map(({ email, messages }) => {
  const { title, company } = personaOf(seed, email);
  const own = planned.get(email) ?? [];
  return html`<tr><td><a href="/person/${encodeURIComponent(email)}">${email}</a></td><td>${title}, ${company.industry}, ${company.employeeCount} people, ${company.city}</td>
<td class="number">${messages}</td><td>${own.filter(isOver).map(reactionLine)}</td><td>${own.filter((row) => !isOver(row)).map(reactionLine)}</td></tr>`;
})}
</tbody></table>`,
  );
}

/** One person: who they are, hidden traits included, and everything between them and the product. */
export async function personPage({ store, seed }: MarketSystem, email: string): Promise<HttpAnswer> {
  const persona = personaOf(seed, email);
  const [received, reactions] = await Promise.all([listReceived(store.pool, { email, limit: LISTED }), listReactions(store.pool, [email])]);
  const { company } = persona;
  const traits: readonly (readonly [string, string])[] = [
    ["Role", `${persona.title} (${persona.seniority})`],
    ["Company", `${company.name}, ${company.industry}, ${company.employeeCount} people, founded ${company.foundedYear}`],
    ["Where", `${company.city}, ${company.state} ${company.postcode} (${company.timezone})`],
    ["Address, to a verifier", persona.mailbox],
    ["Mail to it", persona.delivery.replaceAll("_", " ")],
    ["Read by", persona.reader.replaceAll("_", " ")],
    ["Away", persona.absence ? `at message ${persona.absence.atMessage}, for ${persona.absence.days} days` : "no"],
  ];
  return page(
    `${persona.firstName} ${persona.lastName}`,
    html`<p class="dim">${email}</p>
<table><tbody>${traits.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>
<h2>Received</h2>
<table><thead><tr><th class="number">No.</th><th>At</th><th>From</th><th>Subject</th></tr></thead><tbody>
${received.map((row) => html`<tr><td class="number">${row.ordinal}</td><td>${timeOf(row.receivedAt)}</td><td>${row.mailbox}</td><td>${row.subject}</td></tr>`)}
</tbody></table>
<h2>Does</h2>
<table><thead><tr><th>What</th><th>When</th><th>State</th><th>Outcome</th></tr></thead><tbody>
${reactions.map((row) => html`<tr><td>${named(row.kind)}, to message ${row.ordinal}</td><td>${timeOf(row.dueAt)}</td><td>${row.state}</td><td>${row.outcome ?? ""}</td></tr>`)}
</tbody></table>`,
  );
}

function summary(truth: Record<string, unknown>): string {
  const { people, received, bookings, violations } = truth;
  const against = Object.entries(violations as Record<string, number>).map(([kind, count]) => `${count} × ${named(kind)}`);
  return `${people} people, ${received} messages, ${bookings} bookings. Against the product: ${against.join(", ") || "nothing"}.`;
}

function reactionLine(row: PlannedRow): Html {
  return html`<div>${named(row.kind)} <span class="dim">${timeOf(row.dueAt)}${row.state === "pending" || row.state === "done" ? "" : `, ${row.state}`}</span></div>`;
}

function isOver({ state }: PlannedRow): boolean {
  return state !== "pending";
}

function named(kind: string): string {
  return kind.replaceAll("_", " ");
}

function timeOf(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
