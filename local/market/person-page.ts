import { html } from "@/local/http/html";
import type { HttpAnswer } from "@/local/http/http-answer";
import { type ContactPoints, contactPointsOf, writtenPhone } from "@/local/market/contact-points";
import { listContacts } from "@/local/market/contact-store";
import type { MarketSystem } from "@/local/market/market-system";
import { listReactions, listReceived } from "@/local/market/overview";
import { named, page, timeOf } from "@/local/market/page";
import { type Persona, personaOf } from "@/local/market/persona";
import { type Reach, reachOf } from "@/local/market/reach";
import type { Contacted, Received } from "@/local/market/record";
import { washNumber } from "@/local/providers/dncr/washing";

const LISTED = 300;
const SHOWN_TEXT = 160;

/** One person: who they are, hidden traits included, and everything between them and the product on all channels. */
export async function personPage({ store, seed }: MarketSystem, email: string): Promise<HttpAnswer> {
  const persona = personaOf(seed, email);
  const points = contactPointsOf(seed, persona);
  const [received, contacts, reactions] = await Promise.all([
    listReceived(store.pool, { email, limit: LISTED }),
    listContacts(store.pool, { email, limit: LISTED }),
    listReactions(store.pool, [email]),
  ]);
  const traits = [...mailTraits(persona), ...channelTraits(points, reachOf(seed, persona), isOnRegister(seed, points))];
  const reached = [...received.map(mailRow), ...contacts.map(contactRow)].sort((a, b) => a.at.getTime() - b.at.getTime());
  return page(
    `${persona.firstName} ${persona.lastName}`,
    html`<p class="dim">${email}</p>
<table><tbody>${traits.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>
<h2>Received</h2>
<table><thead><tr><th>By</th><th class="number">No.</th><th>At</th><th>From</th><th>What</th></tr></thead><tbody>
${reached.map((row) => html`<tr><td>${row.by}</td><td class="number">${row.ordinal}</td><td>${timeOf(row.at)}</td><td>${row.from}</td><td>${row.what}</td></tr>`)}
</tbody></table>
<h2>Does</h2>
<table><thead><tr><th>What</th><th>When</th><th>State</th><th>Outcome</th></tr></thead><tbody>
${reactions.map((row) => html`<tr><td>${named(row.kind)}, to ${row.channel} ${row.ordinal}</td><td>${timeOf(row.dueAt)}</td><td>${row.state}</td><td>${row.outcome ?? ""}</td></tr>`)}
</tbody></table>`,
  );
}

type Trait = readonly [string, string];

function mailTraits({ title, seniority, company, mailbox, delivery, reader, absence }: Persona): Trait[] {
  return [
    ["Role", `${title} (${seniority})`],
    ["Company", `${company.name}, ${company.industry}, ${company.employeeCount} people, founded ${company.foundedYear}`],
    ["Where", `${company.city}, ${company.state} ${company.postcode} (${company.timezone})`],
    ["Address, to a verifier", mailbox],
    ["Mail to it", named(delivery)],
    ["Read by", named(reader)],
    ["Away", absence ? `at message ${absence.atMessage}, for ${absence.days} days` : "no"],
  ];
}

function channelTraits(points: ContactPoints, reach: Reach, isRegistered: boolean): Trait[] {
  return [
    ["Phone", `${writtenPhone(points)} (${points.phoneKind}${isRegistered ? ", on the Do Not Call Register" : ""})`],
    ["At that number", named(reach.line)],
    ["A machine on the phone", reach.mindsMachines ? "is not welcome" : "is fine"],
    ["Recording", reach.consentsToRecording ? "agrees" : "does not agree"],
    ["LinkedIn", `${points.profileUrl} (${reach.linkedin})`],
    ["Letterbox", `${points.street}, ${points.city} ${points.postcode}${reach.livesThere ? "" : " (moved away)"}`],
  ];
}

function isOnRegister(seed: string, { phone }: ContactPoints): boolean {
  return washNumber(`0${phone.slice(3)}`, seed).result === "Y";
}

function mailRow({ ordinal, receivedAt, mailbox, subject }: Received) {
  return { by: "email", ordinal, at: receivedAt, from: mailbox, what: subject };
}

function contactRow({ channel, act, ordinal, at, from, text }: Contacted) {
  const said = text.length > SHOWN_TEXT ? `${text.slice(0, SHOWN_TEXT)}…` : text;
  return { by: channel, ordinal, at, from, what: said ? `${act}: ${said}` : act };
}
