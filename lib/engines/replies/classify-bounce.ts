import "server-only";

export const BOUNCE_CLASSES = ["hard", "soft", "infrastructure", "ours", "unknown"] as const;
/**
 * `hard` the address is dead · `soft` try later · `infrastructure` our sending side is refused, never the recipient's fault ·
 * `ours` the message itself was wrong · `unknown` failed for a reason we cannot read.
 */
export type BounceClass = (typeof BOUNCE_CLASSES)[number];

export type BounceInput = {
  /** RFC 3464 `Action`, lower case. */
  action?: string | undefined;
  /** RFC 3463 status, for example `5.1.10`; the third part may be missing. */
  status?: string | undefined;
  /** `Diagnostic-Code` or the text of a non-standard bounce. */
  diagnostic?: string | undefined;
  /** False for a bounce recognised by its wording only (compliance EM-30). */
  isStandard?: boolean | undefined;
};

export type BounceVerdict = { class: BounceClass; confidence: number; rule: string };

type BounceRule = { name: string; class: BounceClass; status?: RegExp; text?: RegExp; confidence: number };

const REFUSED_FOR_REPUTATION =
  /\bspam\b|block(?:ed|list|ing)|blacklist|black-list|reputation|\bpolicy\b|\bdmarc\b|\bspf\b|\bdkim\b|unauthenticated|not authenticated|authentication (?:check|fail|required)|spamhaus|spamcop|barracuda|proofpoint|mimecast|sorbs|surbl|\brbl\b|\bdnsbl\b|banned sending ip|sending ip|bad (?:sender|ip)|not accept(?:ed|ing) (?:mail|email) from|low reputation|unsolicited|bulk (?:mail|email)|rejected due to|content rejected|tenant.{0,30}(?:blocked|restricted)/i;
const NO_SUCH_ADDRESS =
  /user unknown|unknown user|no such (?:user|person|recipient|mailbox|address|account)|(?:recipient|address|mailbox|user|account) (?:\S+ )?(?:address )?(?:rejected: (?:user|undeliverable)|not found|does ?n[o']t exist|does not exist|unknown|invalid|disabled|inactive|is disabled|not exist|no longer (?:exists|available|valid|in use))|recipientnotfound|invalid (?:recipient|mailbox|address)|(?:address|recipient|user|mailbox|e-?mail)[^.\n]{0,60}(?:could ?n[o']t be found|wasn'?t found|was not found|couldn'?t be found)|account (?:that you tried to reach does not exist|has been (?:disabled|deactivated|closed))|unrouteable|domain (?:not found|does not exist)|host (?:or domain name )?not found|no mx|nxdomain|mailbox unavailable/i;
const FULL_OR_BUSY =
  /mailbox (?:is )?full|over ?quota|quota exceeded|insufficient (?:system )?storage|out of storage|greylist|gray-?list|try (?:again )?later|temporar|timed? ?out|connection (?:refused|reset|lost|dropped)|rate limit|too many|throttl|deferred|service unavailable|system (?:busy|load)/i;

/** compliance.md section 2.4, read from the top: the first row whose status and text both hold decides. */
const BOUNCE_TABLE: readonly BounceRule[] = [
  {
    name: "refused_with_address_code",
    class: "infrastructure",
    status: /^5\.1\.[0-8]$|^5\.[02]\.[01]$/,
    text: /spamhaus|blacklist|blocklist|block list|\bdmarc\b|\bspf\b|\bdkim\b|reputation|banned sending ip|detected as spam|\brbl\b/i,
    confidence: 0.85,
  },
  { name: "no_such_address", class: "hard", status: /^5\.1\.(?:0|1|2|3|6|10)$/, confidence: 0.97 },
  { name: "no_such_domain", class: "hard", status: /^5\.4\.4$/, confidence: 0.95 },
  { name: "mailbox_disabled", class: "hard", status: /^5\.2\.1$/, confidence: 0.93 },
  { name: "address_moved_or_null_mx", class: "hard", status: /^5\.1\.(?:4|5|9)$/, confidence: 0.8 },
  { name: "sender_address_refused", class: "infrastructure", status: /^[45]\.1\.[78]$/, confidence: 0.85 },
  {
    name: "policy_but_unknown_address",
    class: "hard",
    status: /^5\.7\.\d+$/,
    text: /user unknown|no such (?:user|recipient|mailbox)|recipientnotfound|recipient (?:address )?(?:not found|does not exist)/i,
    confidence: 0.75,
  },
  { name: "refused_by_policy", class: "infrastructure", status: /^5\.7(?:\.\d+)?$/, confidence: 0.95 },
  { name: "authentication_warning", class: "infrastructure", status: /^4\.7\.(?:2[0-9]|3[0-9])$/, confidence: 0.9 },
  {
    name: "deferred_for_reputation",
    class: "infrastructure",
    status: /^4\.7(?:\.\d+)?$/,
    text: /\bdmarc\b|\bspf\b|\bdkim\b|unauthenticated|alignment|reputation|blacklist|blocklist|spamhaus|low reputation/i,
    confidence: 0.8,
  },
  { name: "mailbox_full", class: "soft", status: /^[45]\.2\.2$/, confidence: 0.95 },
  { name: "too_big", class: "ours", status: /^[45]\.(?:2\.3|3\.4)$/, confidence: 0.9 },
  { name: "our_content", class: "ours", status: /^[45]\.6(?:\.\d+)?$/, confidence: 0.85 },
  { name: "our_protocol", class: "ours", status: /^[45]\.5(?:\.\d+)?$/, confidence: 0.85 },
  { name: "transient", class: "soft", status: /^4(?:\.\d+){1,2}$/, confidence: 0.93 },
  { name: "remote_system", class: "soft", status: /^5\.(?:3|4)(?:\.\d+)?$/, confidence: 0.7 },
  { name: "text_reputation", class: "infrastructure", text: REFUSED_FOR_REPUTATION, confidence: 0.75 },
  { name: "text_no_such_address", class: "hard", text: NO_SUCH_ADDRESS, confidence: 0.75 },
  { name: "text_full_or_busy", class: "soft", text: FULL_OR_BUSY, confidence: 0.7 },
];

/** `Action` values that say nothing failed (compliance EM-31). */
const NOT_A_FAILURE = /^(?:relayed|expanded|delivered)$/;

/**
 * What a failed, delayed or refused delivery means for the address and for us.
 * @returns undefined when the report tells of no failure at all (delivered, relayed, expanded)
 */
export function classifyBounce({ action, status, diagnostic = "", isStandard = true }: BounceInput): BounceVerdict | undefined {
  if (action && NOT_A_FAILURE.test(action)) return undefined;
  const codes = [enhancedCode(diagnostic), status].filter((code): code is string => code !== undefined);
  const code = codes.find((candidate) => !/^[45]\.0\.0$/.test(candidate) && /^[45]/.test(candidate)) ?? codes[0] ?? basicCode(diagnostic);
  const found = BOUNCE_TABLE.find(
    (rule) => (!rule.status || (code !== undefined && rule.status.test(code))) && (!rule.text || rule.text.test(diagnostic)),
  );
  const verdict: BounceVerdict = found
    ? { class: found.class, confidence: found.confidence, rule: found.name }
    : { class: "unknown", confidence: 0.5, rule: "unreadable" };
  const capped = isStandard ? verdict : { ...verdict, confidence: Math.min(verdict.confidence, code ? 0.7 : 0.55) };

  // A delay has not failed yet, whatever the code says; only our own refusal is worth an early alarm.
  if (action === "delayed" && capped.class !== "infrastructure") return { ...capped, class: "soft", rule: "delayed" };
  return capped;
}

/** `5.7.515` out of a diagnostic text; parts up to three digits (RFC 3463, RFC 5248). */
export function enhancedCode(text: string): string | undefined {
  return /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/.exec(text)?.[1];
}

/** Basic SMTP codes read as the nearest enhanced status. */
function basicCode(text: string): string | undefined {
  const reply = /(?<![\d.])(421|45[0-2]|55[0-4])(?![\d.])/.exec(text)?.[1];
  if (!reply) return undefined;
  if (reply.startsWith("4")) return "4.0.0";
  return reply === "552" ? "5.2.2" : "5.0.0";
}
