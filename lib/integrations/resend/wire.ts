import "server-only";
import { z } from "zod";

export const sentAnswer = z.object({ id: z.string().min(1) });

export const batchAnswer = z.object({ data: z.array(sentAnswer) });

const email = z.object({
  id: z.string().min(1),
  /** The RFC Message-ID, which is not `id`; missing until the message was made. */
  message_id: z.string().nullish(),
  to: z.array(z.string()),
  from: z.string(),
  subject: z.string().nullish(),
  text: z.string().nullish(),
  created_at: z.coerce.date(),
  last_event: z.string().nullish(),
});
export type ResendEmailRecord = z.infer<typeof email>;

export const emailAnswer = email;
export const emailsAnswer = z.object({ has_more: z.boolean().default(false), data: z.array(email) });

export const errorAnswer = z.object({ name: z.string(), message: z.string().nullish() });
