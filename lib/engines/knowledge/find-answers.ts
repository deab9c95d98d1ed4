import "server-only";
import { entryRef, type KnowledgePassage } from "@/lib/domain/knowledge";
import { foldText } from "@/lib/engines/grounding/fold-text";
import { stem } from "@/lib/engines/grounding/stem";

export type KnowledgeText = { id: string; title: string; body: string };

/** Most entries one answer draws on. */
const MOST = 2;
/** Share of what a question asks about that an entry has to speak of. */
const FLOOR = 0.42;
/** A second entry has to be nearly as good as the first. */
const NEXT_TO_BEST = 0.75;
/** A title says what an entry is about; its text mentions much beside that. A kindred word ("dentist", "dental") is nearly the word. */
const WEIGHT = { title: 1, body: 0.7, kindred: 0.9 } as const;
const SHORTEST_ROOT = 4;

const EMPTY_WORDS = new Set(
  [
    "a an the this that these those it its i me my we us our you your they them their he she who whom whose which what when where why how",
    "is are was were be been being am do does did done have has had having can could will would shall should may might must not no yes",
    "and or but if so than then as at by for from in into of off on onto out over to up with about after before between during through per",
    "any all some each every more most much many few other another such only own same too very just also there here again ever still yet",
    "please thanks thank hi hello hey dear regards cheers ok okay well sure maybe quick quickly question wondering wonder curious know tell",
    "like want need get got give make let go going see look come say said ask asking think mean work works working offer help use using",
    "typically usually actually really roughly exactly currently guys team company business people thing things way kind sort bit lot",
    "send sent handle run take took taken keep use used specialise specialising focus deal often first last next new already possible",
    "hour hours day days week weeks weekly month months monthly year years time times today",
  ]
    .join(" ")
    .split(" ")
    .map(stem),
);
const ASKS = /^(?:who|whom|whose|which|what|when|where|why|how|do|does|did|are|is|was|can|could|will|would|have|has|should|any)\b/i;

/**
 * The entries that answer a question, best first: those that speak of nearly half of what it asks about, rare words counting for more
 * (inverse document frequency over the client's own entries). Nothing where none does; a reply that asks nothing is read whole.
 */
export function findAnswers(question: string, entries: readonly KnowledgeText[]): KnowledgePassage[] {
  const read = entries.map((entry) => ({ entry, title: contentWords(entry.title), body: contentWords(entry.body) }));
  const asked = contentWords(askingPart(question)).map((word) => {
    const known = read.filter(({ title, body }) => share(word, title) + share(word, body) > 0).length;
    return { word, known, weight: 1 + Math.log((entries.length + 1) / (known + 1)) };
  });
  const total = asked.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return [];
  const scored = read
    .map(({ entry, title, body }) => {
      const hits = asked.map((word) => ({
        ...word,
        title: WEIGHT.title * share(word.word, title),
        body: WEIGHT.body * share(word.word, body),
      }));
      const isAbout = hits.some((hit) => hit.title > 0);
      const mentions = hits.filter((hit) => hit.body > 0);
      // One word in passing is chance, unless it is all that was asked and nothing else speaks of it.
      const isChance = !isAbout && mentions.length === 1 && (asked.length > 1 || mentions[0]?.known !== 1);
      const score = hits.reduce((sum, hit) => sum + hit.weight * Math.max(hit.title, hit.body), 0) / total;
      return { entry, score: isChance ? 0 : score };
    })
    .filter(({ score }) => score >= FLOOR)
    .sort((one, other) => other.score - one.score || compare(one.entry, other.entry));
  const best = scored[0]?.score ?? 0;
  return scored
    .filter(({ score }) => score >= best * NEXT_TO_BEST)
    .slice(0, MOST)
    .map(({ entry: { id, title, body } }) => ({ ref: entryRef(id), title, text: body }));
}

/** How much of a word stands among others: 1 itself, less a kindred one, 0 nothing. */
function share(word: string, among: readonly string[]): number {
  if (among.includes(word)) return 1;
  return among.some((other) => isKindred(word, other)) ? WEIGHT.kindred : 0;
}

function isKindred(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return (short.length > SHORTEST_ROOT && long.startsWith(short)) || root(one) === root(other);
}

/** Without the ending that makes a person or a property of a thing. */
function root(word: string): string {
  const bare = word.replace(/(?:ist|ian|al|ic|ive|ment|ance|ly)$/, "");
  return bare.length >= SHORTEST_ROOT ? bare : word;
}

/** The sentences that ask something; the whole where none does. */
function askingPart(text: string): string {
  const sentences = text.split(/(?<=[.!?])\s+|\n+/);
  const asking = sentences.filter((sentence) => sentence.includes("?") || ASKS.test(sentence.trim()));
  return (asking.length > 0 ? asking : sentences).join(" ");
}

function contentWords(text: string): string[] {
  const plain = foldText(text)
    .toLowerCase()
    .replace(/\b(?:[a-z]\.){2,}/g, (letters) => letters.replaceAll(".", ""));
  const words = plain.match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu) ?? [];
  const stems = words.map((word) => stem(word.replace(/'\p{L}+$/u, "")));
  return [...new Set(stems)].filter((word) => word.length > 1 && !EMPTY_WORDS.has(word));
}

/** By what they say and never by their ids, so that equals stand in the same order wherever they are stored. */
function compare(one: KnowledgeText, other: KnowledgeText): number {
  const [a, b] = [`${one.title}\n${one.body}`, `${other.title}\n${other.body}`];
  return a < b ? -1 : a > b ? 1 : 0;
}
