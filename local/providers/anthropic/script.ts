import { z } from "zod";
import { type MessageInput, readTexts } from "@/local/providers/anthropic/message-input";
import type { Records } from "@/local/providers/records";

const KIND = "scripted_answer";

/**
 * What the model is to say. `when` picks the questions (all of its texts must occur in what is asked, system prompt included); `json` is the
 * structured answer, `text` a plain one that fits nothing, `refuse` a refusal. It holds for `times` questions, or for all.
 */
export const scriptedAnswer = z
  .strictObject({
    when: z.array(z.string()).default([]),
    json: z.unknown().optional(),
    text: z.string().optional(),
    refuse: z.boolean().default(false),
    /** Stops in the middle, as at `max_tokens`. */
    cutOff: z.boolean().default(false),
    times: z.number().int().min(1).nullable().default(null),
  })
  .refine(
    ({ json, text, refuse }) => [json !== undefined, text !== undefined, refuse].filter(Boolean).length === 1,
    "json, text or refuse",
  );
export type ScriptedAnswer = z.infer<typeof scriptedAnswer>;
type Kept = ScriptedAnswer & { used: number; isOver: boolean };

/** The answers tests put into the model's mouth; the latest that fits wins. */
export function openScript(records: Records, now: () => Date) {
  return {
    async add(answer: ScriptedAnswer): Promise<void> {
      const id = String(await records.next(KIND));
      await records.insert(KIND, id, { ...answer, used: 0, isOver: false } satisfies Kept, now());
    },
    async clear(): Promise<void> {
      for (const { id } of await records.list(KIND, { where: { isOver: false } })) await records.update(KIND, id, { isOver: true });
    },
    /** Undefined: nobody said what to answer to this. */
    async take(input: MessageInput): Promise<ScriptedAnswer | undefined> {
      const { system, prompt } = readTexts(input);
      const asked = `${system}\n${prompt}`;
      const answers = await records.list<Kept>(KIND, { where: { isOver: false }, newestFirst: true });
      const found = answers.find(({ data }) => data.when.every((text) => asked.includes(text)));
      if (!found) return undefined;
      const used = found.data.used + 1;
      await records.update(KIND, found.id, { used, isOver: found.data.times !== null && used >= found.data.times });
      return found.data;
    },
  };
}
export type Script = ReturnType<typeof openScript>;
