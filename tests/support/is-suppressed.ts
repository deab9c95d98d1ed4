import type { Db } from "@/lib/db/client";
import type { Channel } from "@/lib/domain/outreach";
import { suppressedLeads } from "@/lib/engines/suppression/suppressed-leads";
import { TEST_PEPPER } from "./factories";

/** Whether the client may not write to an address on a channel, as the product asks it. */
export async function isSuppressed(
  db: Db,
  { clientId, email, channel = "email" }: { clientId: string; email: string; channel?: Channel },
): Promise<boolean> {
  const person = { email };
  const found = await suppressedLeads(db, { clientId, channel, people: [person], secret: { pepper: TEST_PEPPER } });
  return found.has(person);
}
