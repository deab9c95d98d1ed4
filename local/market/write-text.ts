import type { Persona } from "@/local/market/persona";
import { LETTER_INTERESTED, LETTER_MEETING_REQUEST, LETTER_OPT_OUT, LETTER_QUESTION, LETTER_SUBJECTS } from "@/local/market/wording/letter";
import {
  ACCEPTED_AND_SAID,
  CHAT_INTERESTED,
  CHAT_MEETING_REQUEST,
  CHAT_OPT_OUT,
  CHAT_PRICE,
  CHAT_QUESTION,
  CHAT_REFUSAL,
  INVITATION_OPT_OUT,
  INVITATION_REFUSAL,
} from "@/local/market/wording/linkedin";
import {
  TEXT_INTERESTED,
  TEXT_MEETING_REQUEST,
  TEXT_OPT_OUT,
  TEXT_PRICE,
  TEXT_QUESTION,
  TEXT_REFUSAL,
  TEXT_WRONG_NUMBER,
} from "@/local/market/wording/texts";
import { fill, namesOf } from "@/local/market/write-reply";
import { seeded } from "@/local/providers/seeded";

/** What may be written, by what was received and what the answer says. */
const WORDINGS = {
  text: {
    meeting_request: TEXT_MEETING_REQUEST,
    interested: TEXT_INTERESTED,
    question: TEXT_QUESTION,
    price: TEXT_PRICE,
    refusal: TEXT_REFUSAL,
    opt_out_reply: TEXT_OPT_OUT,
    wrong_number: TEXT_WRONG_NUMBER,
  },
  invitation: { question: ACCEPTED_AND_SAID, refusal: INVITATION_REFUSAL, opt_out_reply: INVITATION_OPT_OUT },
  message: {
    meeting_request: CHAT_MEETING_REQUEST,
    interested: CHAT_INTERESTED,
    question: CHAT_QUESTION,
    price: CHAT_PRICE,
    refusal: CHAT_REFUSAL,
    opt_out_reply: CHAT_OPT_OUT,
  },
  letter: {
    meeting_request: LETTER_MEETING_REQUEST,
    interested: LETTER_INTERESTED,
    question: LETTER_QUESTION,
    opt_out_reply: LETTER_OPT_OUT,
  },
} as const satisfies Record<string, Record<string, readonly string[]>>;

type Wordings = { readonly [Act in keyof typeof WORDINGS]: Readonly<Record<string, readonly string[]>> };

/** Whether somebody has words for this answer to this act. */
export function hasWordsFor(act: keyof Wordings, kind: string): boolean {
  return Object.hasOwn(WORDINGS[act], kind);
}

/** What somebody types in answer to a text, an invitation, a message or a letter; the same for one seed, person and number of contact. */
export function writeText(
  seed: string,
  persona: Persona,
  { act, kind, ordinal }: { act: keyof Wordings; kind: string; ordinal: number },
): string {
  const wording = (WORDINGS as Wordings)[act][kind];
  if (!wording) throw new Error(`nobody has words for ${kind} after a ${act}`);
  return fill(seeded(seed, "written", persona.email, act, kind, ordinal).pick(wording), namesOf(persona));
}

/** The subject of a mail that answers a letter. */
export function letterSubject(seed: string, { email }: Pick<Persona, "email">): string {
  return seeded(seed, "letter-subject", email).pick(LETTER_SUBJECTS);
}
