import { hexId, seeded } from "@/local/providers/seeded";

/** What is on an audio: who says what. Speakers count from 0. */
export type AudioContent = { seconds: number; turns: readonly { speaker: number; text: string }[] };

const MODEL_ID = "30089e05-99d1-4376-b32e-c263170674af";
const SECONDS_PER_WORD = 0.4;
const LINES = [
  ["Hi, is now a good time?", "Yes, go ahead."],
  ["Thanks for making the time.", "No worries, what is it about?"],
  ["Could we talk next week?", "Tuesday works for me."],
] as const;

/** The same made-up talk for the same audio, for audio nobody described. */
export function imaginedContent(seed: string, audio: string): AudioContent {
  const lines = seeded(seed, "audio", audio).pick(LINES);
  const turns = lines.map((text, speaker) => ({ speaker, text }));
  return { turns, seconds: turns.flatMap(({ text }) => text.split(" ")).length * SECONDS_PER_WORD };
}

/** Deepgram's answer: smart formatting and speakers, as nova-3 with `diarize` gives them. */
export function transcriptOf({ turns, seconds }: AudioContent, { requestId, audio, at }: { requestId: string; audio: string; at: Date }) {
  const spoken = turns.flatMap(({ speaker, text }) => text.split(/\s+/).map((said) => ({ speaker, said })));
  const share = seconds / Math.max(1, spoken.length);
  const round = (value: number) => Math.round(value * 100) / 100;
  const words = spoken.map(({ speaker, said }, index) => ({
    word: said.toLowerCase().replace(/[^\p{L}\p{N}']/gu, ""),
    start: round(index * share),
    end: round((index + 0.9) * share),
    confidence: 0.98,
    speaker,
    speaker_confidence: 0.9,
    punctuated_word: said,
  }));
  const transcript = turns.map(({ text }) => text).join(" ");
  return {
    metadata: {
      transaction_key: "deprecated",
      request_id: requestId,
      sha256: hexId("sha", audio).padEnd(64, "0"),
      created: at.toISOString(),
      duration: round(seconds),
      channels: 1,
      models: [MODEL_ID],
      model_info: { [MODEL_ID]: { name: "general-nova-3", version: "2024-12-20.0", arch: "nova-3" } },
    },
    results: { channels: [{ alternatives: [{ transcript, confidence: 0.98, words }] }] },
  };
}
