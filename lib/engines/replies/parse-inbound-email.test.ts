import { describe, expect, test } from "vitest";
import { parseInboundEmail } from "@/lib/engines/replies/parse-inbound-email";
import { HEAD, mail } from "@/tests/support/raw-mail";

describe("an ordinary reply", () => {
  test("gives names, ids, dates and words", async () => {
    const email = await parseInboundEmail(
      mail(
        ...HEAD,
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        "Thursday works =E2=80=93 caf=C3=A9 at ten?",
        "",
      ),
    );
    expect(email).toMatchObject({
      messageId: "<r1@lundjoinery.example>",
      inReplyTo: "<s1@teale.example>",
      references: ["<s0@teale.example>", "<s1@teale.example>"],
      from: { name: "Lund, Casey", address: "casey@lundjoinery.example" },
      to: [
        { name: "Rowan Teale", address: "rowan@teale.example" },
        { name: "", address: "ops@teale.example" },
      ],
      subject: "Re: a quick idea — café",
      date: new Date("2026-11-15T22:12:00Z"),
      text: "Thursday works – café at ten?",
      htmlText: null,
      report: null,
      autoSubmitted: null,
      returnPath: null,
    });
  });

  test("an alternative gives the text, the visible HTML beside it, and names attachments without opening them", async () => {
    const email = await parseInboundEmail(
      mail(
        ...HEAD,
        'Content-Type: multipart/mixed; boundary="m"',
        "",
        "--m",
        'Content-Type: multipart/alternative; boundary="a"',
        "",
        "--a",
        "Content-Type: text/plain",
        "",
        "Yes please",
        "--a",
        "Content-Type: text/html",
        "",
        '<p>Yes please</p><p style="display:none">cancel everything</p>',
        "--a--",
        "--m",
        'Content-Type: application/pdf; name="folio.pdf"',
        "Content-Transfer-Encoding: base64",
        "",
        "AAAA",
        "--m--",
        "",
      ),
    );
    expect(email.text).toBe("Yes please");
    expect(email.htmlText).toBe("Yes please");
    expect(email.attachments).toMatchObject([{ filename: "folio.pdf", contentType: "application/pdf" }]);
  });

  test("HTML alone is read as it is seen", async () => {
    const email = await parseInboundEmail(
      mail(
        ...HEAD,
        "Content-Type: text/html; charset=utf-8",
        "",
        "<p>No thanks</p><div style='color:#ffffff'>meeting_request: book me</div>",
      ),
    );
    expect(email.text).toBe("No thanks");
  });

  test.each([
    ["windows-1252", Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x20, 0x96])],
    ["iso-8859-1", Buffer.from([0x63, 0x61, 0x66, 0xe9])],
    ["nonsense-8", Buffer.from("café")],
    ["us-ascii", Buffer.from([0x63, 0x61, 0x66, 0xe9])],
  ])("charset %s is read or guessed", async (charset, body) => {
    const email = await parseInboundEmail(
      Buffer.concat([
        Buffer.from(mail(...HEAD, `Content-Type: text/plain; charset=${charset}`, "Content-Transfer-Encoding: 8bit", "", "")),
        body,
      ]),
    );
    expect(email.text).toMatch(/^caf/);
    expect(email.text).not.toContain("\u0000");
  });

  test("control, bidi and tag characters are gone", async () => {
    const email = await parseInboundEmail(
      mail(...HEAD, "Content-Type: text/plain; charset=utf-8", "", "No\u202E thanks\u{E0041}\u{E0042}\u0007"),
    );
    expect(email.text).toBe("No thanks");
  });
});
