import "server-only";
import type { Smartlead } from "@/lib/integrations/smartlead/api";

const PAGE = 100;

/**
 * A connected mailbox by its address, which Smartlead has no search for; undefined where it has none.
 * @throws ProviderError
 */
export async function findMailbox(api: Pick<Smartlead, "listMailboxes">, address: string) {
  for (let offset = 0; ; offset += PAGE) {
    const page = await api.listMailboxes(offset);
    const found = page.find(({ from_email: email }) => email.toLowerCase() === address.toLowerCase());
    if (found || page.length < PAGE) return found;
  }
}
