import "server-only";
import { subDays, subHours } from "date-fns";
import type { Ctx } from "@/lib/context";
import type { Db } from "@/lib/db/client";
import { listClientsWithOldInvitations } from "@/lib/db/queries/recovery";
import { notifyOnce } from "@/lib/engines/inbound/notify-once";
import { followLetters } from "@/lib/engines/recovery/follow-letters";
import type { OutreachProviders } from "@/lib/engines/recovery/outreach-providers";
import { recoverCalls } from "@/lib/engines/recovery/recover-calls";
import { recoverLinkedin } from "@/lib/engines/recovery/recover-linkedin";
import { recoverMail } from "@/lib/engines/recovery/recover-mail";
import { recoverManagedMail } from "@/lib/engines/recovery/recover-managed-mail";
import { recoverTexts } from "@/lib/engines/recovery/recover-texts";
import type { Finding, FindingKind, Recovery } from "@/lib/engines/recovery/recovery";
import { settleInvitations } from "@/lib/engines/recovery/settle-invitations";
import { ProviderError } from "@/lib/errors";
import { WITHDRAW_AFTER_DAYS } from "@/lib/integrations/heyreach/seat-campaigns";

/** News younger than this may still be on its way: HeyReach looks at LinkedIn every half hour, and everybody retries. */
const GRACE_HOURS = 2;
/** A day more than since the last run, so that one that fell out loses nothing. */
const WINDOW_HOURS = 48;

const COMPARISONS: readonly ((recovery: Recovery) => Promise<Finding[]>)[] = [
  recoverTexts,
  recoverCalls,
  recoverLinkedin,
  followLetters,
  recoverMail,
  recoverManagedMail,
];

type Options = {
  db: Db;
  systemCtx(clientId: string): Ctx;
  providers: OutreachProviders;
  pepper: string;
  now: Date;
};

export type Reconciliation = Record<FindingKind, number> & { invitations: number };

/**
 * Once a day: asks every provider what it did, makes up for what it did not tell, settles invitations that ran out, and tells each client
 * what does not add up. Safe to repeat. A provider that does not answer keeps no other from being asked.
 * @throws ProviderError of the first that could not be asked, after all were
 */
export async function reconcileProviders({ now, ...options }: Options): Promise<Reconciliation> {
  const to = subHours(now, GRACE_HOURS);
  const recovery: Recovery = { ...options, from: subHours(to, WINDOW_HOURS), to };
  const failures: ProviderError[] = [];
  const findings: Finding[] = [];
  for (const compare of COMPARISONS) {
    await tolerantly(failures, async () => {
      findings.push(...(await compare(recovery)));
    });
  }
  let invitations = 0;
  for (const clientId of await listClientsWithOldInvitations(options.db, { invitedBefore: subDays(now, WITHDRAW_AFTER_DAYS) })) {
    await tolerantly(failures, async () => {
      invitations += await settleInvitations(options.systemCtx(clientId), options.providers.heyreach);
    });
  }
  await report(recovery, findings);
  if (failures[0]) throw failures[0];
  const count = (wanted: FindingKind) => findings.filter(({ kind }) => kind === wanted).length;
  return { missed: count("missed"), not_there: count("not_there"), not_ours: count("not_ours"), cost: count("cost"), invitations };
}

async function tolerantly(failures: ProviderError[], work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    failures.push(error);
  }
}

const NAMES: Readonly<Record<string, string>> = {
  twilio: "Twilio",
  vapi: "Vapi",
  heyreach: "HeyReach",
  clicksend: "ClickSend",
  postmark: "Postmark",
  smartlead: "Smartlead",
};
/** What of it a client's people are told. What nobody can place is counted in the run's own record. */
const TOLD: Readonly<Partial<Record<FindingKind, (provider: string, count: number) => { title: string; body: string }>>> = {
  missed: (provider, count) => ({
    title: `News of ${provider} was made up for`,
    body: `${count} ${count === 1 ? "thing" : "things"} that happened there had not been told to us. Everything is up to date now; if this goes on, look at the webhooks there.`,
  }),
  not_there: (provider, count) => ({
    title: `${provider} does not know of everything we sent`,
    body: `${count} ${count === 1 ? "message" : "messages"} that it took are not in its list. Nothing is sent again by itself; please look there.`,
  }),
  cost: (provider) => ({
    title: `${provider} charges something else than expected`,
    body: "What it asks for the last two days differs from our own record by more than a twentieth.",
  }),
};

async function report({ systemCtx }: Recovery, findings: readonly Finding[]): Promise<void> {
  const groups = Map.groupBy(findings, ({ clientId, provider, kind }) => `${clientId} ${provider} ${kind}`);
  for (const group of groups.values()) {
    const [{ clientId, provider, kind } = NOTHING] = group;
    const notice = TOLD[kind]?.(NAMES[provider] ?? provider, group.length);
    if (clientId === null || !notice) continue;
    const ctx = systemCtx(clientId);
    await ctx.tx((db) => notifyOnce(db, ctx, { kind: "health", ...notice, href: "/dashboard/settings/senders" }));
  }
}

const NOTHING: Finding = { clientId: null, provider: "", kind: "not_ours" };
