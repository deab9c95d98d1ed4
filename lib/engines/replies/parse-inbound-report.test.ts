import { describe, expect, test } from "vitest";
import { classifyReply } from "@/lib/engines/replies/classify-reply";
import { parseInboundEmail } from "@/lib/engines/replies/parse-inbound-email";
import { HEAD, mail } from "@/tests/support/raw-mail";

const now = new Date("2026-11-22T00:00:00Z");
const classify = async (raw: string | Buffer) => classifyReply({ channel: "email", email: await parseInboundEmail(raw) }, { now });

const returned = [
  "Content-Type: message/rfc822",
  "",
  "From: Rowan <rowan@teale.example>",
  "To: casey@lundjoinery.example",
  "Message-ID: <s1@teale.example>",
  "Subject: a quick idea",
  "",
  'Hi Casey. Say "unsubscribe" if not for you.',
  "",
];
const dsn = (recipients: string[], head: string[] = []) =>
  mail(
    "From: MAILER-DAEMON@mx.example",
    "To: rowan@teale.example",
    "Subject: Undeliverable",
    "Return-Path: <>",
    ...head,
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "It failed.",
    "",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example",
    "",
    ...recipients,
    "--b",
    ...returned,
    "--b--",
    "",
  );

describe("delivery reports", () => {
  test("fields per recipient, three-digit details, the original's id", async () => {
    const email = await parseInboundEmail(
      dsn([
        "Original-Recipient: rfc822;Casey@lundjoinery.example",
        "Final-Recipient: rfc822; casey@lund.example",
        "Action: failed (user unknown)",
        "Status: 5.7.515 (policy)",
        "Diagnostic-Code: smtp; 550 5.7.515 Access denied,",
        " sending domain not authenticated",
        "Remote-MTA: dns; mx2.example",
        "",
        "Final-Recipient: rfc822; jo@lund.example",
        "Action: delayed",
        "Status: 4.4.1",
        "Will-Retry-Until: Tue, 17 Nov 2026 09:00:00 +0000",
        "",
      ]),
    );
    expect(email.report).toEqual({
      kind: "dsn",
      isStandard: true,
      reportingMta: "mx.example",
      original: { messageId: "<s1@teale.example>", to: "casey@lundjoinery.example", subject: "a quick idea" },
      recipients: [
        {
          finalRecipient: "casey@lund.example",
          originalRecipient: "casey@lundjoinery.example",
          action: "failed",
          status: "5.7.515",
          diagnosticCode: "550 5.7.515 Access denied, sending domain not authenticated",
          remoteMta: "mx2.example",
          willRetryUntil: null,
        },
        {
          finalRecipient: "jo@lund.example",
          originalRecipient: null,
          action: "delayed",
          status: "4.4.1",
          diagnosticCode: null,
          remoteMta: null,
          willRetryUntil: "Tue, 17 Nov 2026 09:00:00 +0000",
        },
      ],
    });
    expect(email.text).toBe("It failed.");
  });

  test.each([
    ["failed", "5.1.1", ["no_auto_reply", "stop_channel:email", "suppress_address_hard_bounce"]],
    ["delayed", "4.4.7", ["no_auto_reply", "record_soft_bounce"]],
    ["failed", "5.7.26", ["infra_alert", "no_auto_reply", "pause_mailbox"]],
    ["failed", "5.6.1", ["infra_alert", "no_auto_reply"]],
    ["delivered", "2.1.5", ["ignore", "no_auto_reply"]],
  ])("%s %s leads to %j", async (action, status, actions) => {
    const result = await classify(dsn([`Final-Recipient: rfc822; casey@lund.example`, `Action: ${action}`, `Status: ${status}`, ""]));
    expect(result.intent).toBe("auto_reply");
    expect([...result.actions].sort()).toEqual(actions);
  });

  test("headers of the original alone are enough for its id", async () => {
    const raw = dsn(["Final-Recipient: rfc822; casey@lund.example", "Action: failed", "Status: 5.1.1", ""]).replace(
      "Content-Type: message/rfc822",
      "Content-Type: text/rfc822-headers",
    );
    expect((await parseInboundEmail(raw)).report).toMatchObject({ original: { messageId: "<s1@teale.example>" } });
    const headersOnly = mail(
      "From: postmaster@mx.example",
      "Subject: failure",
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
      "",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Final-Recipient: rfc822; a@b.example",
      "Action: failed",
      "Status: 5.1.1",
      "",
      "--b",
      "Content-Type: text/rfc822-headers",
      "",
      "To: a@b.example",
      "Message-ID: <s9@teale.example>",
      "",
      "--b--",
    );
    expect((await parseInboundEmail(headersOnly)).report).toMatchObject({
      original: { messageId: "<s9@teale.example>", to: "a@b.example" },
    });
  });

  test("a bounce in a server's own words is recognised with little confidence", async () => {
    const raw = mail(
      "From: Mail Delivery System <MAILER-DAEMON@mx.example>",
      "Subject: Mail delivery failed: returning message to sender",
      "Content-Type: text/plain",
      "",
      "The following address failed:",
      "",
      "  casey@lund.example",
      "    User unknown",
      "",
      "Message-ID: <s1@teale.example>",
    );
    const email = await parseInboundEmail(raw);
    expect(email.report).toMatchObject({
      kind: "dsn",
      isStandard: false,
      recipients: [{ finalRecipient: "casey@lund.example" }],
      original: { messageId: "<s1@teale.example>" },
    });
    expect((await classify(raw)).actions).toContain("human_review");
  });
});

describe("other reports", () => {
  test("an abuse report is a withdrawal for every client", async () => {
    const raw = mail(
      "From: fbl@provider.example",
      "Subject: Abuse report",
      'Content-Type: multipart/report; report-type=feedback-report; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "An email abuse report.",
      "--b",
      "Content-Type: message/feedback-report",
      "",
      "Feedback-Type: abuse",
      "User-Agent: Loop/1.0",
      "Version: 1",
      "Original-Rcpt-To: <casey@lund.example>",
      "",
      "--b",
      ...returned,
      "--b--",
    );
    expect((await parseInboundEmail(raw)).report).toMatchObject({
      kind: "arf",
      feedbackType: "abuse",
      originalRecipients: ["casey@lund.example"],
      original: { messageId: "<s1@teale.example>" },
    });
    expect(await classify(raw)).toMatchObject({
      intent: "unsubscribe",
      actions: expect.arrayContaining(["suppress_contact", "suppress_global", "record_complaint", "stop_sequence"]),
    });
  });

  test("a read receipt is nobody's answer and no bounce", async () => {
    const raw = mail(
      "From: casey@lund.example",
      "Subject: Read: a quick idea",
      'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "Your message was read.",
      "--b",
      "Content-Type: message/disposition-notification",
      "",
      "Final-Recipient: rfc822;casey@lund.example",
      "Original-Message-ID: <s1@teale.example>",
      "Disposition: manual-action/MDN-sent-manually; displayed",
      "",
      "--b--",
    );
    expect((await parseInboundEmail(raw)).report).toMatchObject({ kind: "mdn", original: { messageId: "<s1@teale.example>" } });
    expect(await classify(raw)).toMatchObject({ intent: "auto_reply", actions: ["ignore", "no_auto_reply"] });
  });

  test("an autoresponder is away, with its day", async () => {
    const raw = mail(
      ...HEAD.filter((line) => !line.startsWith("Subject")),
      "Subject: Automatic reply: a quick idea",
      "Auto-Submitted: auto-replied",
      "Return-Path: <>",
      "Content-Type: text/plain",
      "",
      "I am on leave and back on 30 November.",
    );
    expect(await parseInboundEmail(raw)).toMatchObject({ autoSubmitted: "auto-replied", returnPath: "" });
    expect(await classify(raw)).toMatchObject({ intent: "out_of_office", returnDate: "2026-11-30" });
  });

  test.each([
    ["ACCEPTED", ["confirm_meeting"]],
    ["TENTATIVE", ["confirm_meeting", "human_review"]],
    ["DECLINED", ["reschedule_meeting", "human_review"]],
  ])("an invitation answered %s", async (answer, actions) => {
    const raw = mail(
      ...HEAD,
      'Content-Type: multipart/alternative; boundary="b"',
      "",
      "--b",
      "Content-Type: text/plain",
      "",
      "",
      "--b",
      "Content-Type: text/calendar; method=REPLY",
      "",
      "BEGIN:VCALENDAR",
      "METHOD:REPLY",
      "BEGIN:VEVENT",
      `ATTENDEE;PARTSTAT=${answer}:mailto:casey@lund.example`,
      "END:VEVENT",
      "END:VCALENDAR",
      "--b--",
    );
    expect(await classify(raw)).toMatchObject({ intent: "meeting_request", actions });
  });
});
