import { createHash } from "node:crypto";
import type { Records } from "@/local/providers/records";
import { seeded } from "@/local/providers/seeded";

export type DnsRecord = { name: string; type: string; value: string; editable?: boolean | undefined };
export type KeptWorkspace = { id: string; name: string; mailserver: string; ip: string | null; isGone: boolean };
export type KeptDomain = {
  id: string;
  workspaceId: string;
  sld: string;
  tld: string;
  boughtAt: number;
  activeAt: number;
  isRenewed: boolean;
  dmarcEmail: string | null;
  forwardToDomain: string | null;
  dns: DnsRecord[];
  isGone: boolean;
};
export type KeptMailbox = {
  id: string;
  workspaceId: string;
  domainId: string;
  domain: string;
  email: string;
  firstName: string;
  lastName: string;
  password: string;
  activeAt: number;
  isGone: boolean;
};

export type InfraforgeBook = ReturnType<typeof infraforgeBook>;

const MINUTE = 60_000;
const YEAR = 365 * 86_400_000;

/** What the account holds. A domain takes minutes to become active and a mailbox a few more, the same in every run. */
export function infraforgeBook(records: Records, { seed, now }: { seed: string; now: () => Date }) {
  const list = async <Kept extends { isGone: boolean }>(kind: string, where: object = {}) =>
    (await records.list<Kept>(kind, { where: { ...where, isGone: false } })).map(({ data }) => data);
  const find = async <Kept extends { isGone: boolean }>(kind: string, id: string) => {
    const kept = (await records.find<Kept>(kind, id))?.data;
    return kept?.isGone ? undefined : kept;
  };
  const later = (name: string, minutes: readonly [number, number]) =>
    now().getTime() + seeded(seed, "infraforge", name).whole(...minutes) * MINUTE;

  return {
    listWorkspaces: () => list<KeptWorkspace>("workspace"),
    findWorkspace: (id: string) => find<KeptWorkspace>("workspace", id),
    async addWorkspace(name: string, hasOwnIp: boolean): Promise<KeptWorkspace> {
      const number = await records.next("workspace");
      const ip = hasOwnIp ? `203.0.113.${number % 250}` : null;
      const added = { id: `wks_${number}`, name, mailserver: `mx${number}.mail-host.example`, ip, isGone: false };
      await records.insert("workspace", added.id, added, now());
      return added;
    },
    async removeWorkspace(id: string): Promise<void> {
      for (const kind of ["domain", "mailbox"]) {
        for (const held of await records.list(kind, { where: { workspaceId: id } })) await records.update(kind, held.id, { isGone: true });
      }
      await records.update("workspace", id, { isGone: true });
    },

    listDomains: () => list<KeptDomain>("domain"),
    findDomain: (id: string) => find<KeptDomain>("domain", id),
    async addDomain(workspace: KeptWorkspace, name: string, contact: Pick<KeptDomain, "dmarcEmail" | "forwardToDomain">) {
      const id = `dom_${await records.next("domain")}`;
      const [sld = "", ...tld] = name.toLowerCase().split(".");
      const added: KeptDomain = {
        ...contact,
        id,
        workspaceId: workspace.id,
        sld,
        tld: tld.join("."),
        boughtAt: now().getTime(),
        activeAt: later(name.toLowerCase(), [5, 30]),
        isRenewed: false,
        dns: firstRecords(name.toLowerCase(), workspace.mailserver, seed),
        isGone: false,
      };
      await records.insert("domain", id, added, now());
      return added;
    },
    changeDomain: (id: string, change: Partial<KeptDomain>) => records.update<KeptDomain>("domain", id, change),

    listMailboxes: (where: object = {}) => list<KeptMailbox>("mailbox", where),
    findMailbox: (id: string) => find<KeptMailbox>("mailbox", id),
    async addMailbox(domain: KeptDomain, given: Pick<KeptMailbox, "email" | "firstName" | "lastName">): Promise<KeptMailbox> {
      const id = `mbx_${await records.next("mailbox")}`;
      const password = createHash("sha256").update(`${seed} ${id}`).digest("base64url").slice(0, 16);
      const activeAt = Math.max(domain.activeAt, later(given.email, [1, 10]));
      const place = { workspaceId: domain.workspaceId, domainId: domain.id, domain: `${domain.sld}.${domain.tld}` };
      const added: KeptMailbox = { ...given, ...place, id, password, activeAt, isGone: false };
      await records.insert("mailbox", id, added, now());
      return added;
    },
    changeMailbox: (id: string, change: Partial<KeptMailbox>) => records.update<KeptMailbox>("mailbox", id, change),
  };
}

export function workspaceView({ id, name, mailserver, ip }: KeptWorkspace): object {
  return { id, name, slug: name.toLowerCase().replaceAll(/\W+/g, "-"), mailserver, ip };
}

export function domainView(domain: KeptDomain, now: Date): object {
  const { id, workspaceId, sld, tld, boughtAt, activeAt, isRenewed, dmarcEmail, forwardToDomain } = domain;
  return {
    id,
    workspaceId,
    sld,
    tld,
    status: now.getTime() >= activeAt ? "active" : "pending",
    expiresAt: new Date(boughtAt + YEAR).toISOString(),
    autoRenewStatus: isRenewed ? "enabled" : "disabled",
    forwardToDomain,
    dmarcEmail,
    createdAt: new Date(boughtAt).toISOString(),
  };
}

export function mailboxView(mailbox: KeptMailbox, host: string, { now, withCredentials }: { now: Date; withCredentials: boolean }): object {
  const { id, workspaceId, domainId, domain, email, firstName, lastName, password, activeAt } = mailbox;
  const isActive = now.getTime() >= activeAt;
  const imap = { imapHost: host, imapPort: 993, imapUsername: email, imapPassword: password };
  const smtp = { smtpHost: host, smtpPort: 465, smtpUsername: email, smtpPassword: password };
  return {
    ...{ id, workspaceId, domainId, domain, email, firstName, lastName },
    status: isActive ? "active" : "pending",
    forwardingEmail: null,
    failedReason: null,
    ...(withCredentials && isActive ? { credentials: { ...imap, ...smtp } } : {}),
  };
}

/** What is set with the purchase and cannot be edited. */
function firstRecords(name: string, host: string, seed: string): DnsRecord[] {
  const key = createHash("sha256").update(`${seed} dkim ${name}`).digest("base64");
  const records = [
    [name, "MX", `10 ${host}`],
    [name, "TXT", `v=spf1 include:spf.${host} -all`],
    [`default._domainkey.${name}`, "TXT", `v=DKIM1; k=rsa; p=${key}`],
    [`_dmarc.${name}`, "TXT", `v=DMARC1; p=reject; rua=mailto:dmarc@${name}`],
  ];
  return records.map(([at = "", type = "", value = ""]) => ({ name: at, type, value, editable: false }));
}
