const ATTRIBUTION = /^(?:On|Am|Le|El)\b.{0,200}\b(?:wrote|schrieb|a écrit|escribió)\s*:\s*$/s;
const ORIGINAL_MESSAGE = /^-{2,}\s*(?:Original Message|Forwarded message)\s*-{2,}$/i;
const OUTLOOK_HEADER = /^(?:From|Von|De):\s.+\n(?:Sent|Date|Gesendet|Envoyé|Enviado):\s/;

/** What the person wrote above the quoted original, as Postmark's `StrippedTextReply`; empty when nothing is quoted. */
export function stripQuotedReply(text: string): string {
  const lines = text.replace(/\r\n/g, "\n").split("\n");
  const cut = lines.findIndex((_line, index) => startsQuote(lines, index));
  return cut < 0 ? "" : lines.slice(0, cut).join("\n").trim();
}

function startsQuote(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? "";
  // Clients wrap the attribution line, so two and three lines are looked at together.
  const starts = [1, 2, 3].map((count) => lines.slice(index, index + count).join("\n"));
  return (
    line.startsWith(">") ||
    ORIGINAL_MESSAGE.test(line.trim()) ||
    /^_{20,}$/.test(line.trim()) ||
    starts.some((start) => ATTRIBUTION.test(start)) ||
    starts.some((start) => OUTLOOK_HEADER.test(start))
  );
}
