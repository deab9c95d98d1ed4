import type { AudioFormat } from "@/lib/integrations/elevenlabs/api";

export type Tone = { contentType: string; data: Buffer };

const CHARACTERS_PER_SECOND = 15;
const PITCH_HZ = 220;
const LOUDNESS = 0.2;
const MU = 255;
/** 1152 samples at 44.1 kHz and 128 kbit/s take 417 bytes. */
const MP3_FRAME_BYTES = 417;
const MP3_FRAME_SECONDS = 1152 / 44_100;

/** Audio as long as the text takes to say: silence as MP3, a tone as the raw formats. Players and decoders take all of them. */
export function toneFor(text: string, format: AudioFormat): Tone {
  const seconds = Math.max(1, text.length / CHARACTERS_PER_SECOND);
  switch (format) {
    case "mp3_44100_128":
      return { contentType: "audio/mpeg", data: silentMp3(seconds) };
    case "ulaw_8000":
      return { contentType: "audio/basic", data: Buffer.from(samples(seconds, 8000).map(muLaw)) };
    case "pcm_16000": {
      const data = Buffer.alloc(Math.round(seconds * 16_000) * 2);
      for (const [index, sample] of samples(seconds, 16_000).entries()) data.writeInt16LE(Math.round(sample * 32_767), index * 2);
      return { contentType: "audio/pcm", data };
    }
  }
}

/** MPEG-1 Layer III, mono, no checksum. An all-zero body says that no data follows, which decodes to silence. */
function silentMp3(seconds: number): Buffer {
  const frame = Buffer.alloc(MP3_FRAME_BYTES);
  frame.set([0xff, 0xfb, 0x90, 0xc4]);
  return Buffer.concat(Array.from({ length: Math.ceil(seconds / MP3_FRAME_SECONDS) }, () => frame));
}

function samples(seconds: number, perSecond: number): number[] {
  return Array.from(
    { length: Math.round(seconds * perSecond) },
    (_, index) => LOUDNESS * Math.sin((2 * Math.PI * PITCH_HZ * index) / perSecond),
  );
}

/** ITU-T G.711, the continuous form of the curve. */
function muLaw(sample: number): number {
  const magnitude = Math.round((Math.log1p(MU * Math.abs(sample)) / Math.log1p(MU)) * 127);
  return ~((sample < 0 ? 0x80 : 0) | magnitude) & 0xff;
}
