import "server-only";
import type { ClickSend } from "@/lib/integrations/clicksend/api";
import type { PostedLetter } from "@/lib/integrations/clicksend/transform";

/** Ten thousand letters. */
const MOST_PAGES = 100;

/**
 * Letters of the history that were added at or after `since`, latest first; the history has no filter of its own.
 * @throws ProviderError
 */
export async function findLettersSince(api: Pick<ClickSend, "listLetters">, since: Date): Promise<PostedLetter[]> {
  const found: PostedLetter[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const { letters, lastPage } = await api.listLetters({ page });
    found.push(...letters.filter(({ addedAt }) => addedAt === null || addedAt >= since));
    const isPast = letters.some(({ addedAt }) => addedAt !== null && addedAt < since);
    if (isPast || page >= lastPage) break;
  }
  return found;
}
