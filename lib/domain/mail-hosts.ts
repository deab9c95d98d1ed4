/** The services that take and send most of the world's mail, each with limits of its own. */
export const MAIL_HOSTS = ["google", "microsoft", "yahoo", "other"] as const;
export type MailHost = (typeof MAIL_HOSTS)[number];

/** Domains of personal addresses, by the service behind them. */
export const PERSONAL_MAIL_DOMAINS: Readonly<Record<Exclude<MailHost, "other">, readonly string[]>> = {
  google: ["gmail.com", "googlemail.com"],
  microsoft: [
    "outlook.com",
    "outlook.com.au",
    "hotmail.com",
    "hotmail.com.au",
    "hotmail.co.uk",
    "live.com",
    "live.com.au",
    "live.co.uk",
    "msn.com",
  ],
  yahoo: ["yahoo.com", "yahoo.com.au", "yahoo.co.uk", "yahoo.co.nz", "ymail.com", "rocketmail.com", "aol.com"],
};

const HOST_OF_PERSONAL_DOMAIN: ReadonlyMap<string, MailHost> = new Map(
  Object.entries(PERSONAL_MAIL_DOMAINS).flatMap(([host, domains]) => domains.map((domain) => [domain, host as MailHost] as const)),
);

/** The service behind a personal address; null for an organisation's own domain. */
export function personalMailHost(emailDomain: string): MailHost | null {
  return HOST_OF_PERSONAL_DOMAIN.get(emailDomain.toLowerCase()) ?? null;
}

/** How list tools head the column that says who takes a person's mail. */
const SAID_IN = /^(?:esp|(?:email|e-mail|mail|mx)[ _-]?(?:provider|host|service))$/i;
const WORDS: readonly (readonly [RegExp, MailHost])[] = [
  [/google|gmail|g[ -]?suite|aspmx/i, "google"],
  [/microsoft|office|outlook|exchange|365/i, "microsoft"],
  [/yahoo/i, "yahoo"],
];

/**
 * Who takes a person's mail, as far as their address or the list they came from says.
 * @param lead.custom fields of the client's own, by name
 */
export function recipientMailHost({ email, custom }: { email: string; custom: unknown }): MailHost | null {
  const personal = personalMailHost(email.slice(email.lastIndexOf("@") + 1));
  if (personal) return personal;
  for (const [name, value] of Object.entries(custom !== null && typeof custom === "object" ? custom : {})) {
    if (SAID_IN.test(name.trim()) && typeof value === "string") return hostInWords(value);
  }
  return null;
}

/** The service behind an outgoing mail server, "smtp.office365.com". */
export function mailHostOfServer(server: string): MailHost {
  const name = server.trim().toLowerCase();
  if (/(?:^|\.)(?:gmail|google|googlemail)\.com$/.test(name)) return "google";
  if (/(?:^|\.)(?:office365|outlook|hotmail)\.com$/.test(name)) return "microsoft";
  return /(?:^|\.)yahoo\.com$/.test(name) ? "yahoo" : "other";
}

function hostInWords(value: string): MailHost | null {
  if (value.trim() === "") return null;
  return WORDS.find(([word]) => word.test(value))?.[1] ?? "other";
}
