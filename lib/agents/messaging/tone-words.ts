import "server-only";
import type { MessageTone } from "@/lib/domain/read-tone";

/** The parts of a plain message that sound one way or another. None of them says anything about the reader. */
export type ToneWords = {
  greeting: string;
  /** Stands in for a name that is not known. */
  nobody: string;
  askForCall: string;
  askForInterest: string;
  askForTalk: string;
  leaveIt: string;
  close: string;
};

export const TONE_WORDS: Readonly<Record<MessageTone, ToneWords>> = {
  professional: {
    greeting: "Hi",
    nobody: "there",
    askForCall: "Would a short call be worth your time? If not, a one-line no is just as welcome.",
    askForInterest: "Would that be useful?",
    askForTalk: "Would it be worth comparing notes for a quarter of an hour?",
    leaveIt: "I will leave it here, so that this does not become another message to deal with.",
    close: "All the best,",
  },
  casual: {
    greeting: "Hey",
    nobody: "there",
    askForCall: "Worth a quick chat? If not, just say so, no hard feelings.",
    askForInterest: "Want me to send it over?",
    askForTalk: "Keen to swap notes for a quarter of an hour?",
    leaveIt: "I'll leave it here, so this doesn't turn into another message to deal with.",
    close: "Cheers,",
  },
  direct: {
    greeting: "Hi",
    nobody: "there",
    askForCall: "Worth a short call? A one-word answer is fine.",
    askForInterest: "Shall I send it?",
    askForTalk: "Worth a quarter of an hour?",
    leaveIt: "I will stop here.",
    close: "Thanks,",
  },
  friendly: {
    greeting: "Hi",
    nobody: "there",
    askForCall: "Would you be up for a short call? If it is not for you, that is perfectly fine too.",
    askForInterest: "Would you like me to send it to you?",
    askForTalk: "Would you like to compare notes for a quarter of an hour?",
    leaveIt: "I will leave it here and not add to your inbox.",
    close: "Warm regards,",
  },
  formal: {
    greeting: "Dear",
    nobody: "reader",
    askForCall: "Would a short call be convenient? If it is of no interest, a brief reply to say so is equally welcome.",
    askForInterest: "May I send it to you?",
    askForTalk: "Would a conversation of a quarter of an hour be convenient?",
    leaveIt: "I shall leave the matter here, so that this does not become one more message to answer.",
    close: "Kind regards,",
  },
};
