/** What a machine wrote about a message: it came back, is late, or somebody called it spam; `none`: a person or an autoresponder wrote. */
export type MailReport = {
  kind: "bounce" | "delay" | "complaint" | "none";
  /** Enhanced status, `5.1.1`. */
  status: string | null;
  diagnostic: string | null;
  /** Every Message-ID it names, its own first. */
  messageIds: string[];
};

/** Reads a delivery status notification (RFC 3464) or a complaint (RFC 5965). */
export function readReport(raw: string): MailReport {
  const unfolded = raw.replace(/\r?\n[ \t]+/g, " ");
  const field = (name: string) => new RegExp(`^${name}:\\s*(.+?)\\s*$`, "im").exec(unfolded)?.[1] ?? null;
  const messageIds = [...unfolded.matchAll(/^Message-ID:\s*(<[^>\s]+>)/gim)].map(([, id = ""]) => id);
  const about = { status: field("Status"), diagnostic: field("Diagnostic-Code"), messageIds };
  if (/^Content-Type:.*report-type="?feedback-report/im.test(unfolded)) return { kind: "complaint", ...about };
  if (!/^Content-Type:.*report-type="?delivery-status/im.test(unfolded)) return { kind: "none", ...about };
  return { kind: field("Action")?.toLowerCase() === "failed" ? "bounce" : "delay", ...about };
}
