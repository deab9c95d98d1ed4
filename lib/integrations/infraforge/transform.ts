import "server-only";
import type { z } from "zod";
import type { availability, domain, mailbox, workspace } from "@/lib/integrations/infraforge/wire";

/** How far a purchase is. A word we do not know is taken for `pending`: it is asked for again. */
export type ProvisioningState = "pending" | "active" | "failed" | "ended";

export type InfraforgeWorkspace = {
  id: string;
  name: string;
  /** SMTP (465) and IMAP (993) of every mailbox in it; null until it is set up. */
  mailHost: string | null;
  ip: string | null;
};

/** `priceUsd` is for `months`. */
export type DomainOffer = { name: string; isAvailable: boolean; priceUsd: number | null; months: number | null };

export type InfraforgeDomain = {
  id: string;
  name: string;
  workspaceId: string | null;
  state: ProvisioningState;
  expiresAt: Date | null;
  isRenewed: boolean;
  failedReason: string | null;
};

export type MailServerLogin = { host: string; port: number; user: string; password: string };

export type InfraforgeMailbox = {
  id: string;
  email: string;
  firstName: string | null;
  lastName: string | null;
  workspaceId: string | null;
  domainId: string | null;
  state: ProvisioningState;
  failedReason: string | null;
  /** Null unless asked for, and until the mailbox has them. */
  smtp: MailServerLogin | null;
  imap: MailServerLogin | null;
};

const SMTP_PORT = 465;
const IMAP_PORT = 993;
const STATES: Readonly<Record<string, ProvisioningState>> = {
  active: "active",
  failed: "failed",
  not_paid: "failed",
  expired: "ended",
  scheduled_for_deletion: "ended",
};

export function toWorkspace({ id, name, mailserver, ip }: z.infer<typeof workspace>): InfraforgeWorkspace {
  return { id, name, mailHost: mailserver || null, ip: ip || null };
}

/** @param asked the name that was asked for, where the answer does not repeat it */
export function toOffer(
  { domain: name, available, price, minCreationPeriodMonths }: z.infer<typeof availability>,
  asked = "",
): DomainOffer {
  return {
    name: (name || asked).toLowerCase(),
    isAvailable: available,
    priceUsd: price ?? null,
    months: minCreationPeriodMonths ?? null,
  };
}

export function toDomain(given: z.infer<typeof domain>): InfraforgeDomain {
  const expiresAt = new Date(given.expiresAt ?? Number.NaN);
  return {
    id: given.id,
    name: `${given.sld}.${given.tld}`.toLowerCase(),
    workspaceId: given.workspaceId ?? null,
    state: toState(given.status),
    expiresAt: Number.isNaN(expiresAt.getTime()) ? null : expiresAt,
    isRenewed: given.autoRenewStatus === true || given.autoRenewStatus === "enabled",
    failedReason: given.failedReason || null,
  };
}

export function toMailbox(given: z.infer<typeof mailbox>): InfraforgeMailbox {
  const login = given.credentials;
  return {
    id: given.id,
    email: given.email.toLowerCase(),
    firstName: given.firstName ?? null,
    lastName: given.lastName ?? null,
    workspaceId: given.workspaceId ?? null,
    domainId: given.domainId ?? null,
    state: toState(given.status),
    failedReason: given.failedReason || null,
    smtp: toLogin(login?.smtpHost, login?.smtpPort ?? SMTP_PORT, login?.smtpUsername ?? given.email, login?.smtpPassword),
    imap: toLogin(login?.imapHost, login?.imapPort ?? IMAP_PORT, login?.imapUsername ?? given.email, login?.imapPassword),
  };
}

function toLogin(host: string | null | undefined, port: number, user: string, password: string | null | undefined): MailServerLogin | null {
  return host && password ? { host, port, user, password } : null;
}

function toState(status: string | null | undefined): ProvisioningState {
  return status && Object.hasOwn(STATES, status) ? (STATES[status] ?? "pending") : "pending";
}
