import "server-only";
import { z } from "zod";

const text = z.string().nullish();

export const workspace = z.object({ id: z.string(), name: z.string(), mailserver: text, ip: text });

export const availability = z.object({
  available: z.boolean(),
  domain: text,
  price: z.number().nullish(),
  minCreationPeriodMonths: z.number().nullish(),
});

/** There is no full name: it is `sld` and `tld` put together. */
export const domain = z.object({
  id: z.string(),
  sld: z.string(),
  tld: z.string(),
  workspaceId: text,
  status: text,
  expiresAt: text,
  autoRenewStatus: z.union([z.string(), z.boolean()]).nullish(),
  failedReason: text,
});

/** `editable: false` marks the records that were set when the domain was bought. What else a record holds is sent back as it came. */
export const dnsRecord = z.looseObject({ name: z.string(), type: z.string(), value: z.string(), editable: z.boolean().optional() });

export const mailbox = z.object({
  id: z.string(),
  email: z.string(),
  workspaceId: text,
  domainId: text,
  firstName: text,
  lastName: text,
  status: text,
  failedReason: text,
  credentials: z
    .object({
      imapHost: text,
      imapPort: z.number().nullish(),
      imapUsername: text,
      imapPassword: text,
      smtpHost: text,
      smtpPort: z.number().nullish(),
      smtpUsername: text,
      smtpPassword: text,
    })
    .nullish(),
});

export const boughtDomains = z.object({ domains: z.array(domain) });
export const boughtMailboxes = z.object({ mailboxes: z.array(mailbox) });
export const balance = z.object({ amount: z.number().nullish(), isEnabled: z.boolean().nullish() });
/** The names of fields that are missing or wrong, in the vendor's sentences. */
export const errorAnswer = z.object({ data: z.array(z.string()).nullish() });
