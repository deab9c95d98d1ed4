import "server-only";
import { createHash } from "node:crypto";

/** A text with its merge fields kept apart from `{one|another}`: plain pieces, and choices of texts. */
type Piece = string | readonly Piece[][];

export type Spun = {
  text: string /** Which option was taken at each place, in reading order: "0.2.1"; empty without spintax. */;
  choices: string;
};

/**
 * Chooses one wording: `{Hi|Hello} {{first_name|there}}` becomes one greeting, the merge field stays. The same seed chooses the same
 * wording for ever; options may hold further ones. What is not closed, or offers one wording or an empty one, stays as it is written (OP-35), and the linter refuses it.
 * @param seed who it is for and which message: "<touch or lead id>:<step>"
 */
export function spin(text: string, seed: string): Spun {
  if (!mayHoldChoices(text)) return { text, choices: "" };
  const taken: number[] = [];
  const read = (pieces: readonly Piece[]): string =>
    pieces
      .map((piece) => {
        if (typeof piece === "string") return piece;
        const choice = createHash("sha256").update(`spintax:${seed}:${taken.length}`).digest().readUInt32BE(0) % piece.length;
        taken.push(choice);
        return read(piece[choice] ?? []);
      })
      .join("");
  const spun = read(parse(text));
  return { text: spun, choices: taken.join(".") };
}

/**
 * Every wording a text can become, up to so many; beyond that, enough of them that each option stands in one at least.
 * @returns one text where there is nothing to choose
 */
export function allWordings(text: string, maximum: number): string[] {
  if (!mayHoldChoices(text)) return [text];
  const pieces = parse(text);
  const wordings = product(pieces, maximum);
  if (wordings.length <= maximum) return wordings;
  const widest = Math.max(...pieces.flatMap((piece) => (typeof piece === "string" ? 1 : piece.length)));
  return Array.from({ length: Math.min(widest * 2, maximum) }, (_, turn) =>
    pieces
      .map((piece) =>
        typeof piece === "string"
          ? piece
          : (product(piece[turn % piece.length] ?? [], maximum)[Math.floor(turn / piece.length)] ??
            product(piece[turn % piece.length] ?? [], 1)[0] ??
            ""),
      )
      .join(""),
  );
}

function mayHoldChoices(text: string): boolean {
  return text.includes("{") && text.includes("|");
}

/** One wording more than asked for, at most: whoever asks sees that there are more. */
function product(pieces: readonly Piece[], maximum: number): string[] {
  let texts = [""];
  for (const piece of pieces) {
    const endings = typeof piece === "string" ? [piece] : piece.flatMap((option) => product(option, maximum));
    texts = texts.flatMap((start) => endings.map((ending) => start + ending)).slice(0, maximum + 1);
  }
  return texts;
}

function parse(text: string): Piece[] {
  const pieces: Piece[] = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const field = text.startsWith("{{", at) ? text.indexOf("}}", at) : -1;
    if (field > 0) {
      plain += text.slice(at, field + 2);
      at = field + 2;
      continue;
    }
    const options = text[at] === "{" ? optionsFrom(text, at) : null;
    if (options) {
      pieces.push(plain, options.texts.map(parse));
      plain = "";
      at = options.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  return [...pieces, plain].filter((piece) => piece !== "");
}

/** The options between the brace at `from` and its partner; null when it has none or offers nothing to choose. */
function optionsFrom(text: string, from: number): { texts: string[]; end: number } | null {
  const texts: string[] = [];
  let depth = 0;
  let start = from + 1;
  for (let at = from + 1; at < text.length; at += 1) {
    if (text.startsWith("{{", at)) {
      const close = text.indexOf("}}", at);
      if (close < 0) return null;
      at = close + 1;
    } else if (text[at] === "{") depth += 1;
    else if (text[at] === "}" && depth > 0) depth -= 1;
    else if (text[at] === "|" && depth === 0) {
      texts.push(text.slice(start, at));
      start = at + 1;
    } else if (text[at] === "}") {
      texts.push(text.slice(start, at));
      return texts.length > 1 && texts.every((option) => option.trim() !== "") ? { texts, end: at + 1 } : null;
    }
  }
  return null;
}
