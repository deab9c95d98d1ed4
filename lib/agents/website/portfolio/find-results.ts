import "server-only";
import { quoteOf } from "@/lib/agents/website/evidence";
import { isBody } from "@/lib/agents/website/topics";
import { toIndustry } from "@/lib/domain/industries";
import type { PageBlock, SitePage, SourcedFact } from "@/lib/domain/site-facts";

const FIGURE =
  /[+-]?\d[\d,.]*\s?%|\b\d+(?:\.\d+)?\s?x\b|(?:A?\$|£|€)\s?\d[\d,.]*\s?(?:k|m|bn|million|thousand)?|\b\d[\d,]*\+?\s(?:new |more |qualified |extra |additional )?(?:leads?|enquir\w+|bookings?|sales|orders?|customers?|patients?|appointments?|sign-?ups?|subscribers?|followers?|downloads?|visitors?|views|members?|applications?|meetings?|clients?|units|homes)\b|\b(?:doubl|tripl|quadrupl|halv)(?:ed|ing|es)\b/i;
const ALONE = /^[+-]?(?:A?\$|£|€)?\s?\d[\d,.]*\s?(?:%|x|k|m|bn|\+|million)*\+?$/i;
const MOST = 6;

/** What a case study says came of it: sentences and counters with figures, as they stand. */
export function findResults({ url }: SitePage, blocks: readonly PageBlock[]): SourcedFact[] {
  const facts: SourcedFact[] = [];
  const put = (value: string, quote: string, confidence: number) => {
    const isNew = !facts.some((fact) => fact.value.includes(value) || value.includes(fact.value));
    if (isNew && facts.length < MOST) facts.push({ value: value.slice(0, 300), url, quote, confidence });
  };
  for (const [index, block] of blocks.entries()) {
    if (!isBody(block) || block.kind === "image") continue;
    const next = blocks[index + 1];
    const previous = blocks[index - 1];
    if (ALONE.test(block.text) && /\d/.test(block.text)) {
      // A counter stands above its words or beneath them; both are one thing to a reader.
      if (next && next.kind !== "image" && next.text.length <= 80 && !ALONE.test(next.text))
        put(`${block.text} ${next.text}`, `${block.text} ${next.text}`, 0.85);
      else if (previous && previous.kind !== "image" && previous.text.length <= 80)
        put(`${previous.text} ${block.text}`, `${previous.text} ${block.text}`, 0.75);
      continue;
    }
    for (const sentence of block.text.split(/(?<=[.!?])\s+/))
      if (sentence.length <= 300 && FIGURE.test(sentence)) put(sentence, quoteOf(sentence), 0.8);
  }
  return facts;
}

const INDUSTRY_LABEL = /^(?:client )?(?:industry|sector|market|category|vertical|field)\s*:?$/i;
const INDUSTRY_IN_LINE = /^(?:client )?(?:industry|sector|market|vertical)\s*[:–—|-]\s*(.{3,60})$/i;

/** What a page says of a client's trade: "Industry: Healthcare" in one piece or two, or a tag that names a trade. */
export function findIndustry({ url }: Pick<SitePage, "url">, blocks: readonly PageBlock[]): SourcedFact | null {
  for (const [index, { text }] of blocks.entries()) {
    const inLine = INDUSTRY_IN_LINE.exec(text)?.[1];
    if (inLine) return { value: inLine, url, quote: quoteOf(text), confidence: 0.9 };
    const next = blocks[index + 1];
    if (INDUSTRY_LABEL.test(text) && next && next.text.length >= 3 && next.text.length <= 60)
      return { value: next.text, url, quote: quoteOf(next.text), confidence: 0.9 };
  }
  const tag = blocks.find(
    ({ kind, marks, text }) =>
      kind !== "heading" &&
      marks.some((mark) => /^(?:category|tag|industry|sector|eyebrow|kicker|meta)$/.test(mark)) &&
      text.length <= 40 &&
      toIndustry(text) !== null &&
      !/marketing|design|brand|media|web|software|advertising/i.test(text),
  );
  return tag ? { value: tag.text, url, quote: quoteOf(tag.text), confidence: 0.7 } : null;
}
