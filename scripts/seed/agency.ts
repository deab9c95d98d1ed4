import { randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Ctx } from "@/lib/context";
import { systemTransaction } from "@/lib/db/client";
import type { DB } from "@/lib/db/types.gen";
import type { PermissionMode } from "@/lib/domain/outreach";
import { createCampaign } from "@/lib/engines/campaigns/create-campaign";
import { editSchedule } from "@/lib/engines/campaigns/edit-campaign";
import { receiveUpload } from "@/lib/engines/imports/receive-upload";
import { startImport } from "@/lib/engines/imports/start-import";
import { suggestMapping } from "@/lib/engines/imports/suggest-mapping";
import { connectMailbox } from "@/lib/engines/mailboxes/connect-mailbox";
import type { Stack } from "@/local/stack";
import { LOCAL_KEYS } from "@/local/stack-config";

/** The agency that a local stack comes with. */
export const DEMO_AGENCY = {
  email: "owner@brightwater.example",
  password: "meetings-please",
  fullName: "Priya Nair",
  agencyName: "Brightwater Digital",
  bookingSlug: "brightwater",
} as const;

const MAILBOXES = [
  { address: "priya@brightwater-hello.example", senderName: "Priya Nair" },
  { address: "tom@brightwater-hello.example", senderName: "Tom Okafor" },
  { address: "priya@brightwater-mail.example", senderName: "Priya Nair" },
] as const;

/** A context of the product itself on a stack's database. Events wait in the outbox; the app's sweep (or `relay`) sends them. */
export function systemContext(db: Kysely<DB>, stack: Pick<Stack, "clock">, clientId: string): Ctx {
  const now = stack.clock.now();
  return { clientId, actor: { kind: "system" }, now, tx: (work) => systemTransaction(db, { now }, work) };
}

/**
 * Signs the demo agency up through Auth, as a person would, and connects its mailboxes. A second call finds it and changes nothing.
 * @returns its client id, and whether it was made now
 */
export async function seedAgency(stack: Stack, db: Kysely<DB>): Promise<{ clientId: string; isNew: boolean }> {
  const existing = await findClient(db);
  if (existing) return { clientId: existing, isNew: false };

  const { email, password, fullName, agencyName, bookingSlug } = DEMO_AGENCY;
  const response = await fetch(`http://127.0.0.1:${stack.config.ports.supabase}/auth/v1/signup`, {
    method: "POST",
    headers: { apikey: LOCAL_KEYS.supabasePublishable, "content-type": "application/json" },
    body: JSON.stringify({
      email,
      password,
      data: { full_name: fullName, agency_name: agencyName, website_url: "https://brightwater.example" },
    }),
  });
  if (!response.ok) throw new Error(`the demo agency could not sign up: ${response.status} ${await response.text()}`);
  const clientId = await findClient(db);
  if (!clientId) throw new Error("sign-up did not make a client: is the trigger on auth.users in place?");

  const ctx = systemContext(db, stack, clientId);
  await db
    .updateTable("clients")
    .set({
      tier: "velocity",
      subscriptionStatus: "active",
      legalName: "Brightwater Digital Pty Ltd",
      abn: "51824753556",
      postalAddress: "Level 2, 10 Example Street, Sydney NSW 2000",
      contactEmail: "hello@brightwater.example",
      bookingUrl: `http://127.0.0.1:${stack.config.ports.market}/book/${bookingSlug}`,
      defaultOffer: "more enquiries from local search",
      valueProposition: "We help Australian trades and clinics win enquiries from search.",
      icpIndustries: ["construction", "healthcare", "professional_services"],
      icpLocations: ["Australia"],
      icpTitles: ["Owner", "Managing Director", "Marketing Manager"],
      icpConfirmedAt: ctx.now,
      // Whom they reach and what the company does counts for this agency; what changed there lately hardly does. About one lead in ten is
      // hot with these, which is what its texts and letters are planned for.
      alsWeights: JSON.stringify({ data_quality: 20, authority: 30, company_fit: 30, timing: 5, risk: 15 }),
    })
    .where("id", "=", clientId)
    .execute();
  for (const mailbox of MAILBOXES) {
    await connectMailbox(
      ctx,
      {
        ...mailbox,
        host: "127.0.0.1",
        port: stack.config.ports.smtp,
        secure: false,
        user: mailbox.address,
        password: "mailbox-password",
        dailyLimit: 30,
        isPrewarmed: true,
      },
      { secretsKey: LOCAL_KEYS.secretsKey, randomBytes },
    );
  }
  await publishBookingPage(stack);
  return { clientId, isNew: true };
}

/** Makes a campaign in the given mode; the caller activates it. */
export async function seedCampaign(
  ctx: Ctx,
  { name, mode, dailyLimit }: { name: string; mode: PermissionMode; dailyLimit: number },
): Promise<string> {
  const { campaignId } = await createCampaign(ctx, {
    name,
    description: "",
    permissionMode: mode,
    offer: "more enquiries from local search",
  });
  await editSchedule(ctx, {
    campaignId,
    timezone: "Australia/Sydney",
    windowStart: "08:30",
    windowEnd: "16:30",
    workDays: [1, 2, 3, 4, 5],
    dailyLimit,
    sendsOverShutdown: false,
  });
  return campaignId;
}

/** Uploads a CSV and starts its import with the columns recognised by name. */
export async function seedImport(
  ctx: Ctx,
  db: Kysely<DB>,
  { fileName, csv, campaignId }: { fileName: string; csv: string; campaignId: string | null },
): Promise<string> {
  const importJobId = await receiveUpload(ctx, { fileName, bytes: inPieces(csv) });
  const job = await db.selectFrom("importJobs").select("header").where("id", "=", importJobId).executeTakeFirstOrThrow();
  await startImport(ctx, { importJobId, mapping: suggestMapping(job.header as string[]), campaignId });
  return importJobId;
}

/** The default sequence carries no link: whoever wants to book finds the page on the agency's website. */
async function publishBookingPage({ config }: Stack): Promise<void> {
  const market = `http://127.0.0.1:${config.ports.market}`;
  const link = { domain: "*", url: `${market}/book/${DEMO_AGENCY.bookingSlug}` };
  const response = await fetch(`${market}/_control/booking-links`, { method: "PUT", body: JSON.stringify(link) });
  if (!response.ok) throw new Error(`the market did not take the booking page: ${response.status}`);
}

async function findClient(db: Kysely<DB>): Promise<string | undefined> {
  const row = await db
    .selectFrom("users as u")
    .innerJoin("memberships as m", "m.userId", "u.id")
    .select("m.clientId")
    .where("u.email", "=", DEMO_AGENCY.email)
    .orderBy("m.createdAt")
    .executeTakeFirst();
  return row?.clientId;
}

async function* inPieces(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text, "utf8");
  for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
}
