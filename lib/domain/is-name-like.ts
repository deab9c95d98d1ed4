const MOST_LETTERS = 80;
const MOST_WORDS = 10;
/** Line breaks, addresses, links, braces, and what a spreadsheet would run. */
const NEVER_IN_A_NAME = /[\p{Cc}{}<>]|[^\s@]@[^\s@]|:\/\/|\bwww\.|^\s*[=+@-]|\b[\w-]+\.[a-z]{2,}\//iu;
/** A sentence behind a full stop (not behind "St." or "Pty."), or a clause about whom the name names. */
const TELLS = /(?<!\b(?:st|dr|mt|mr|mrs|ms|no|co|bros|inc|ltd|pty|rev|prof))\.\s+\S+(?:\s+\S+){2}|[!?;]\s|\S\s+(?:which|who)\s+\S/iu;

/**
 * Whether a text may stand in a message as the name of a person, a company or a place. Names come from files and profiles that strangers
 * wrote; one that tells, leads or commands is left out, and the message says "there" or "your company" instead.
 */
export function isNameLike(text: string): boolean {
  return text.length <= MOST_LETTERS && text.split(/\s+/).length <= MOST_WORDS && !NEVER_IN_A_NAME.test(text) && !TELLS.test(text);
}
