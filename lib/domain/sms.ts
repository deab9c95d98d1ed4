// How a text message is counted, cleaned and recognised as a stop. GSM 03.38 / 3GPP TS 23.038.

export type SmsSegments = {
  encoding: "gsm7" | "ucs2";
  /** Septets in GSM-7 (extension characters count two), UTF-16 code units in UCS-2. */
  units: number;
  /** What is billed; 0 for an empty text. */
  segments: number;
  /** Characters that force UCS-2, each once; empty in GSM-7. */
  foreign: readonly string[];
};

const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENSION = "\f^{}\\[~]|€";
const SEPTETS: ReadonlyMap<string, 1 | 2> = new Map([
  ...[...BASIC].map((character) => [character, 1] as const),
  ...[...EXTENSION].map((character) => [character, 2] as const),
]);
/** Units in a message of one segment, and in each segment of a longer one, where six octets go to the header that joins them. */
const CAPACITY = { gsm7: { single: 160, joined: 153 }, ucs2: { single: 70, joined: 67 } } as const;

/** Characters that look like something GSM-7 has. Letters with marks stay: they are part of somebody's name. */
const LOOK_ALIKES: readonly (readonly [string, string])[] = [
  ["'", "‘’‚‛′‵ʹʻʼʽˈ´`＇"],
  ['"', "“”„‟″‶«»＂ˮ"],
  ["-", "‐‑‒–—―−﹘﹣－⁃•·‧∙●▪"],
  [" ", "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v"],
  ["\n", "\u2028\u2029\u0085"],
  ["", "\u00ad\u180e\u200b\u200c\u200e\u200f\u2060\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff"],
  ["...", "…"],
  ["..", "‥"],
  ["<", "‹"],
  [">", "›"],
  ["/", "⁄∕"],
  [":", "∶"],
  ["~", "∼˜"],
  ["*", "∗⁎"],
  ["x", "×"],
  ["->", "→"],
  ["<-", "←"],
  ["(c)", "©"],
  ["(R)", "®"],
  ["TM", "™"],
  ["No.", "№"],
  ["1/2", "½"],
  ["1/4", "¼"],
  ["3/4", "¾"],
  ["fi", "ﬁ"],
  ["fl", "ﬂ"],
];
const REPLACEMENTS: ReadonlyMap<string, string> = new Map([
  ...LOOK_ALIKES.flatMap(([plain, looks]) => [...looks].map((look) => [look, plain] as const)),
  // Full-width forms of ASCII.
  ...Array.from({ length: 0x7e - 0x21 + 1 }, (_, index) => {
    const code = 0x21 + index;
    return [String.fromCharCode(code + 0xfee0), toPlain(String.fromCharCode(code))] as const;
  }),
]);

/** Whole messages that mean stop, letters only. What Twilio itself obeys, and what Australians write instead. */
const STOP_WORDS: ReadonlySet<string> = new Set([
  "STOP",
  "STOPALL",
  "UNSUBSCRIBE",
  "UNSUBSCRIBEALL",
  "UNSUBSCRIBEME",
  "UNSUB",
  "CANCEL",
  "END",
  "QUIT",
  "REVOKE",
  "OPTOUT",
  "OPTMEOUT",
  "REMOVE",
  "REMOVEME",
  "PLEASESTOP",
  "STOPPLEASE",
  "STOPPLS",
  "PLSSTOP",
]);

/**
 * Counts a text as it goes out, opt-out tail included. One character outside GSM-7 turns the whole message into UCS-2.
 * An extension character or a surrogate pair is never cut by a segment's end.
 */
export function countSmsSegments(text: string): SmsSegments {
  const characters = [...text];
  const foreign = [...new Set(characters.filter((character) => !SEPTETS.has(character)))];
  const encoding = foreign.length === 0 ? "gsm7" : "ucs2";
  const widths = characters.map((character) => (encoding === "gsm7" ? (SEPTETS.get(character) ?? 1) : character.length));
  const units = widths.reduce((sum, width) => sum + width, 0);
  const { single, joined } = CAPACITY[encoding];
  return { encoding, units, foreign, segments: units <= single ? Math.min(units, 1) : fill(widths, joined) };
}

/**
 * The same text with look-alikes of GSM-7 characters written plainly: curly quotes, dashes, hard spaces, ellipses, bullets, full-width
 * letters; invisible characters go. What has no plain form (emoji, letters with marks) stays and is reported by `countSmsSegments`.
 * Applying it twice changes nothing more.
 */
export function toGsm7(text: string): string {
  const plain = [...text.normalize("NFC").replace(/\r\n?/g, "\n")].map((character) => REPLACEMENTS.get(character) ?? character).join("");
  return plain.replace(/(?<!\p{Extended_Pictographic})\u200d|\ufe0e/gu, "").normalize("NFC");
}

/**
 * True when the whole message is a stop word, however it is written ("Stop!", "S.T.O.P", "opt-out", "STOP STOP"). A sentence that says
 * more is for the reply rules.
 */
export function isStopKeyword(text: string): boolean {
  const letters = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
  return STOP_WORDS.has(letters) || /^(?:STOP){2,}$/.test(letters);
}

function fill(widths: readonly number[], capacity: number): number {
  let segments = 1;
  let used = 0;
  for (const width of widths) {
    if (used + width > capacity) {
      segments += 1;
      used = 0;
    }
    used += width;
  }
  return segments;
}

function toPlain(character: string): string {
  return character === "`" ? "'" : character;
}
