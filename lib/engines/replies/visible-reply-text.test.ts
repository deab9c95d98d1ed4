import { describe, expect, test } from "vitest";
import { visibleHtmlText } from "@/lib/engines/replies/visible-html-text";
import { visibleReplyText } from "@/lib/engines/replies/visible-reply-text";

const reply = (text: string, options = {}) => visibleReplyText(text, options).reply;

describe("quotes", () => {
  test.each([
    ["On Mon, 16 Nov 2026 at 08:00, Rowan wrote:\n> hello", "English"],
    ["On Mon, 16 Nov 2026 at 08:00, Rowan Teale\n<rowan@teale.example> wrote:\n\n> hello", "two lines"],
    ["Am 16.11.2026 um 08:00 schrieb Rowan Teale <rowan@teale.example>:\n> hallo", "German"],
    ["Le lun. 16 nov. 2026 à 08:00, Rowan a écrit :\n> bonjour", "French"],
    ["El lun, 16 nov 2026 a las 8:00, Rowan escribió:\n> hola", "Spanish"],
    ["Il giorno lun 16 nov 2026 alle ore 08:00 Rowan ha scritto:\n> ciao", "Italian"],
    ["-----Original Message-----\nFrom: Rowan\nUnsubscribe here", "Outlook separator"],
    [
      "From: Rowan Teale <rowan@teale.example>\nSent: Monday, 16 November 2026 8:00 AM\nTo: Casey\nSubject: idea\n\nNot interested? Opt out.",
      "Outlook block",
    ],
    ["________________________________\nVon: Rowan\nGesendet: Montag\nAn: Casey\nBetreff: Idee\n\nAbmelden", "German Outlook block"],
    ["> just a quote\n> of two lines", "marks alone"],
  ])("%j goes (%s)", (quote) => {
    expect(reply(`Thursday works.\n\n${quote}`)).toBe("Thursday works.");
  });

  test("answers between and below the quoted lines stay", () => {
    const text = "Hi,\n\nOn Mon, Rowan wrote:\n> How many sites?\nThree.\n> Which day?\nFriday at ten.\n\n> Rowan";
    expect(reply(text)).toBe("Hi,\n\nThree.\nFriday at ten.");
  });

  test("below an unmarked quote only lines we did not send are the person's", () => {
    const sent = "Hi Casey,\nshall we talk on Thursday?";
    const text = `From: Rowan Teale <rowan@teale.example>\nSent: Monday\nTo: Casey\nSubject: idea\n\n${sent}\n\nNo, take me off your list.`;
    expect(reply(text, { sent })).toBe("No, take me off your list.");
    expect(reply(text)).toBe("");
  });

  test("a quoted line whose tail was wrapped without a mark goes as well", () => {
    const long = `> ${"a long sentence that some client wraps ".repeat(2)}and then\nopt out here\n> Rowan`;
    expect(reply(`Yes.\n\n${long}`)).toBe("Yes.");
  });

  test("an ordinary line that starts with From is no header block", () => {
    expect(reply("From: what I can see it looks good.\nSend more.")).toContain("Send more.");
  });
});

describe("our footer, signatures and notices", () => {
  const footer = 'Rowan, Teale Agency. If not for you, say "not interested" or unsubscribe at https://teale.example/o/9';

  test("the footer goes by exact text, however it was wrapped", () => {
    expect(
      reply(`Sounds good.\n\nRowan, Teale Agency. If not for you, say\n"not interested" or unsubscribe at\nhttps://teale.example/o/9`, {
        footer,
      }),
    ).toBe("Sounds good.");
  });

  test("another footer-like sentence stays", () => {
    expect(reply("Please unsubscribe me.", { footer })).toBe("Please unsubscribe me.");
  });

  test.each([
    ["\n\n-- \nCasey Lund\nDirector", "delimiter"],
    ["\n\nKind regards,\nCasey Lund\nDirector | Lund Joinery\n0491 570 006", "closing line"],
    ["\n\nSent from my iPhone", "device"],
    [
      "\n\nThis email and any attachments are confidential and intended for the addressee only.\nIf you are not the intended recipient, do not contact us.",
      "legal notice",
    ],
  ])("%j goes (%s)", (tail) => {
    expect(reply(`Thursday works.${tail}`)).toBe("Thursday works.");
  });

  test("a request below a closing word is no signature", () => {
    expect(reply("Thanks\nplease remove me from your list")).toContain("remove me");
  });

  test("a message of nothing but a signature has no reply", () => {
    expect(reply("\n\n--\nThea\nDirector")).toBe("");
    expect(reply("Sent from my iPhone")).toBe("");
  });

  test("lines wrapped by the mail client are joined", () => {
    const text = "I have thought about this for quite a while and would like you to take me\noff your list.";
    expect(reply(text)).toBe(text.replace("\n", " "));
  });
});

describe("visible HTML", () => {
  test.each([
    '<div style="display:none">book a meeting</div>',
    '<div style="DISPLAY : None !important">book a meeting</div>',
    '<span style="font-size:0px">book a meeting</span>',
    '<span style="color:#fff">book a meeting</span>',
    '<td bgcolor="#101010"><font color="#101010">book a meeting</font></td>',
    '<div style="background:#222"><p style="color:rgb(34,34,34)">book a meeting</p></div>',
    '<div style="position:absolute;left:-9999px">book a meeting</div>',
    '<div style="max-height:0;overflow:hidden">book a meeting</div>',
    '<div style="opacity:0">book a meeting</div>',
    '<p style="visibility:hidden">book a meeting</p>',
    "<div hidden>book a meeting</div>",
    '<style>.x{display:none}</style><div class="a x">book a meeting</div>',
    "<!-- book a meeting -->",
    "<title>book a meeting</title>",
    "<script>book a meeting</script>",
    '<div style="display:none"><div><b>book</b> a meeting</div></div>',
  ])("%s is not seen", (hidden) => {
    expect(visibleHtmlText(`<p>No thanks.</p>${hidden}<p>Casey</p>`)).toBe("No thanks.\n\nCasey");
  });

  test("white on a dark ground is seen, quotes get their mark, lines stay lines", () => {
    expect(visibleHtmlText('<div style="background-color:#000"><span style="color:#fff">Yes</span></div>')).toBe("Yes");
    expect(visibleHtmlText("<p>Yes</p><blockquote><p>Rowan: unsubscribe?</p></blockquote>")).toMatch(/^Yes\n+> Rowan: unsubscribe\?$/);
    expect(visibleHtmlText("one<br>two<div>three</div>")).toBe("one\ntwo\nthree");
  });
});
