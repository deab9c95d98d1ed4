import "server-only";

/** Letters of other scripts that look like ours; whoever mixes them into a word means ours. */
const LOOKALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  [
    "аa вb сc ԁd еe һh іi јj кk ӏl мm нh оo рp ԛq ѕs тt υu ѵv ԝw хx уy ᴢz ɡg ɩi ո n".split(" "),
    "АA ВB СC ЕE НH ІI ЈJ КK МM ОO РP ЅS ТT ХX УY ЗZ".split(" "),
    "αa βb γy εe ηn ιi κk νv οo ρp τt χx ωw ϲc ϳj σo".split(" "),
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX Ϲc".split(" "),
    "ıi ȷj łl Łl đd Đd øo Øo ßs æa œo ꓲI ℮e ǀl ⅼl ∣l".split(" "),
  ]
    .flat()
    .flatMap((pair) => {
      const [from, to] = [...pair];
      return from && to ? [[from, to] as const] : [];
    }),
);

/**
 * A text as a reader sees it, in plain letters and digits: compatibility forms, look-alike letters, digits of other scripts, accents,
 * invisible characters, and words that are spaced or dotted out letter by letter.
 */
export function foldText(text: string): string {
  const plain = text
    .normalize("NFKC")
    .replace(/(?![\n\t])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e\n]/gu, (character) => LOOKALIKES[character] ?? digit(character) ?? punctuation(character));
  return plain
    .replace(/\b(?:[a-z][ .·_*]{1,2}){3,}[a-z]\b/gi, (letters) => letters.replace(/[ .·_*]/g, ""))
    .replace(/(?<=[a-z])[*_~`|\\]+(?=[a-z])/gi, "")
    .replace(/(?<=[a-z])[01](?=[a-z])/gi, (figure) => (figure === "0" ? "o" : "i"));
}

/** Writing of other scripts, which our rules cannot read: nothing about it can be checked. */
export function hasUnreadable(text: string): boolean {
  return /(?![\x20-\x7e\n])[\p{L}\p{N}]/u.test(text);
}

function digit(character: string): string | null {
  if (!/\p{Nd}/u.test(character)) return null;
  // The decimal digits of a script stand together in order, on a boundary that its zero marks.
  const at = character.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(at - value - 1))) value += 1;
  return String(value);
}

function punctuation(character: string): string {
  if (/[‘’ʼ′`´]/u.test(character)) return "'";
  if (/[“”„″«»]/u.test(character)) return '"';
  if (/[\u2010\u2011\u2212]/u.test(character)) return "-";
  if (/[–—―]/u.test(character)) return " – ";
  if (/\s/u.test(character)) return " ";
  return /[\p{L}\p{N}]/u.test(character) ? character : " ";
}
