import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import { ok, reading, refused } from "@/local/providers/infraforge/answers";
import { type InfraforgeBook, type KeptMailbox, mailboxView } from "@/local/providers/infraforge/book";
import type { Account } from "@/local/providers/journal";
import type { Handled, Handler } from "@/local/providers/stand-in";
import type { inTurn } from "@/local/providers/timers";

type MailboxesContext = { book: InfraforgeBook; account: Account; now: () => Date; turn: ReturnType<typeof inTurn> };

/** US dollars a month. */
const PRICE = 3;
const EXPORTS = ["reach", "sl", "inst", "sf", "woodpecker"] as const;

const buyInput = z.object({
  domains: z
    .array(
      z.object({
        domain: z.string(),
        mailboxes: z.array(z.object({ email: z.email(), firstName: z.string().min(1), lastName: z.string().min(1) })).min(1),
      }),
    )
    .min(1),
});
const changeInput = z.object({ firstName: z.string(), lastName: z.string(), password: z.string().min(8) }).partial();
const exportInput = z.object({ exportType: z.enum(EXPORTS) });

/** Buying, reading, changing and exporting mailboxes. A slot is bought with each; a password in the order is not looked at. */
export function mailboxRoutes({ book, account, now, turn }: MailboxesContext): Readonly<Record<string, Handler>> {
  async function shown(mailbox: KeptMailbox, withCredentials: boolean): Promise<object> {
    const host = (await book.findWorkspace(mailbox.workspaceId))?.mailserver ?? "";
    return mailboxView(mailbox, host, { now: now(), withCredentials });
  }

  async function buy({ domains }: z.infer<typeof buyInput>): Promise<Handled> {
    const ours = new Map((await book.listDomains()).map((domain) => [`${domain.sld}.${domain.tld}`, domain]));
    const had = new Set((await book.listMailboxes()).map(({ email }) => email));
    const wanted = domains.flatMap(({ domain, mailboxes }) => mailboxes.map((mailbox) => ({ domain: domain.toLowerCase(), mailbox })));
    const isPossible = wanted.every(({ domain, mailbox: { email } }) => ours.has(domain) && email.toLowerCase().endsWith(`@${domain}`));
    if (!isPossible) return refused(404, "domain not found");
    if (wanted.some(({ mailbox: { email } }) => had.has(email.toLowerCase()))) return refused(400, "mailbox already exists");
    if (!account.charge(PRICE * wanted.length)) return refused(402, "not enough credit");
    const bought: object[] = [];
    for (const { domain, mailbox } of wanted) {
      const on = ours.get(domain);
      if (on) bought.push(await shown(await book.addMailbox(on, { ...mailbox, email: mailbox.email.toLowerCase() }), false));
    }
    return { ...ok({ mailboxes: bought }), credits: PRICE * wanted.length };
  }

  return {
    async "GET /mailboxes"({ query }) {
      const workspaceId = query.get("workspace_id");
      const mailboxes = await book.listMailboxes(workspaceId === null ? {} : { workspaceId });
      const withCredentials = query.get("with_credentials") === "true";
      return ok(await Promise.all(mailboxes.map((mailbox) => shown(mailbox, withCredentials))));
    },
    "POST /mailboxes": reading(buyInput, (input) => turn(() => buy(input))),
    async "GET /mailboxes/{id}"({ params: { id = "" }, query }) {
      const mailbox = await book.findMailbox(id);
      return mailbox ? ok(await shown(mailbox, query.get("with_credentials") === "true")) : refused(404, "mailbox not found");
    },
    "PATCH /mailboxes/{id}": reading(changeInput, async (change, id) => {
      if (!(await book.findMailbox(id))) return refused(404, "mailbox not found");
      await book.changeMailbox(id, change as Partial<KeptMailbox>);
      return { answer: { status: 204 }, subject: id };
    }),
    async "DELETE /mailboxes/{id}"({ params: { id = "" } }) {
      if (!(await book.findMailbox(id))) return refused(404, "mailbox not found");
      await book.changeMailbox(id, { isGone: true });
      return { answer: { status: 204 }, subject: id };
    },
    "POST /workspaces/{id}/mailboxes/export": reading(exportInput, async (_input, id) => {
      const workspace = await book.findWorkspace(id);
      if (!workspace) return refused(404, "workspace not found");
      const rows = (await book.listMailboxes({ workspaceId: id })).map(({ firstName, lastName, email, password }) => ({
        from_name: `${firstName} ${lastName}`,
        from_email: email,
        user_name: email,
        password,
        smtp_host: workspace.mailserver,
        smtp_port: 465,
        imap_host: workspace.mailserver,
        imap_port: 993,
      }));
      return ok(stringify(rows, { header: true }));
    }),
  };
}
