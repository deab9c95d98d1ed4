import { z } from "zod";

export const KNOWLEDGE_LIMITS = { entries: 300, shortestTitle: 3, title: 200, shortestBody: 10, body: 2000, url: 500 } as const;

const { shortestTitle, title, shortestBody, body, url } = KNOWLEDGE_LIMITS;

/** Something an agency says of itself; what stands here may be quoted to prospects word for word. */
export const knowledgeEntryInput = z.object({
  title: z
    .string()
    .trim()
    .min(shortestTitle, "Write the question it answers, or what it is about")
    .max(title, `Use at most ${title} characters`)
    .transform((text) => text.replace(/\s+/g, " ")),
  body: z.string().trim().min(shortestBody, "Write the answer").max(body, `Use at most ${body} characters`),
  sourceUrl: z
    .string()
    .trim()
    .max(url, `Use at most ${url} characters`)
    .transform((value) => (value === "" || /^https?:\/\//i.test(value) ? value : `https://${value}`))
    .refine((value) => value === "" || isPage(value), "Enter an address such as youragency.com.au/faq, or leave this empty"),
});
export type KnowledgeEntryInput = z.input<typeof knowledgeEntryInput>;
export const knowledgeIdInput = z.object({ entryId: z.uuid() });
export const knowledgeEditInput = knowledgeEntryInput.extend(knowledgeIdInput.shape);

/** An entry as an answer may use it. `ref` is what a citation names. */
export const knowledgePassage = z.object({ ref: z.string().max(100), title: z.string().max(title), text: z.string().max(body) });
export type KnowledgePassage = z.infer<typeof knowledgePassage>;

/** What a citation calls an entry. */
export const entryRef = (id: string) => `entry:${id}`;

function isPage(value: string): boolean {
  const parsed = URL.parse(value);
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === "" && /\.[a-z]{2,}$/i.test(parsed.hostname);
}
