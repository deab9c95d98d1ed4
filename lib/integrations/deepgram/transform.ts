import "server-only";
import type { TranscriptAnswer } from "@/lib/integrations/deepgram/wire";

export type TranscribedTurn = { speaker: number; startSeconds: number; endSeconds: number; text: string };

/** `text` is empty when nobody spoke. `turns` has one entry for each run of words of one speaker of one channel. */
export type Transcript = {
  requestId: string;
  text: string;
  /** 0 to 1. */
  confidence: number | null;
  durationSeconds: number;
  turns: TranscribedTurn[];
};

export function toTranscript({ metadata, results }: TranscriptAnswer): Transcript {
  const best = results.channels.map(({ alternatives }) => alternatives?.[0]);
  return {
    requestId: metadata.request_id,
    text: best.flatMap((one) => one?.transcript?.trim() || []).join("\n"),
    confidence: best[0]?.confidence ?? null,
    durationSeconds: metadata.duration,
    turns: best.flatMap((one, channel) => turnsOf(one?.words ?? [], best.length > 1 ? channel : 0)),
  };
}

type Word = NonNullable<NonNullable<TranscriptAnswer["results"]["channels"][number]["alternatives"]>[number]["words"]>[number];

/** A recording with one channel for each party is told apart by channel, a mixed one by the speakers heard in it. */
function turnsOf(words: readonly Word[], channel: number): TranscribedTurn[] {
  const turns: TranscribedTurn[] = [];
  for (const { word, punctuated_word, start, end, speaker } of words) {
    const last = turns.at(-1);
    const who = speaker ?? channel;
    const said = punctuated_word ?? word;
    if (last?.speaker === who) Object.assign(last, { endSeconds: end, text: `${last.text} ${said}` });
    else turns.push({ speaker: who, startSeconds: start, endSeconds: end, text: said });
  }
  return turns;
}
