import "server-only";
import { BINDING } from "@/lib/agents/replies/binding-words";
import type { KnowledgePassage } from "@/lib/domain/knowledge";

/**
 * The part of an entry that an answer may say by itself: whole sentences from its beginning, as many as fit, word for word. Sentences that
 * would bind the client are left out, and what follows them with them, for it may lean on them. Null where nothing is left.
 * @param longest characters
 */
export function quoteEntry({ text }: Pick<KnowledgePassage, "text">, longest: number): string | null {
  const sentences = text.split(/(?<=[.!?])(?=\s)|(?<=\n)/);
  let quoted = "";
  for (const sentence of sentences) {
    if (BINDING.test(sentence) || (quoted + sentence).trimEnd().length > longest) break;
    quoted += sentence;
  }
  return quoted.trim() || null;
}
