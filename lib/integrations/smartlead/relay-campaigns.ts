import "server-only";
import { ProviderError } from "@/lib/errors";
import type { Smartlead } from "@/lib/integrations/smartlead/api";
import { findMailbox } from "@/lib/integrations/smartlead/find-mailbox";

/** Beyond this many threads with one person somebody should look. */
export const MAXIMUM_LANES = 20;

const ALWAYS = {
  timezone: "Etc/UTC",
  days: [0, 1, 2, 3, 4, 5, 6],
  startHour: "00:00",
  endHour: "23:59",
  minutesBetween: 3,
  newLeadsPerDay: 1000,
};
const NAME = /^Agency OS relay (\S+) #(\d{1,3})$/;

/** Names of the custom fields of a lane. Each lane has its own, so that a later message never rewrites an earlier one. */
export function laneFields(lane: number) {
  return { key: `agency_key_${lane}`, subject: `agency_subject_${lane}`, body: `agency_body_${lane}` };
}

/** Which lane of which mailbox a campaign is, by its name; undefined for campaigns that are not ours. */
export function readLane(name: string | null): { mailbox: string; lane: number } | undefined {
  const [, mailbox, lane] = NAME.exec(name ?? "") ?? [];
  return mailbox && lane ? { mailbox, lane: Number(lane) } : undefined;
}

/**
 * The campaigns our messages go out by: lane `n` of a mailbox holds the n-th thread with a person. Each has that mailbox only, one step
 * whose subject and body are custom fields, and no hours of its own, because our gate has decided when.
 */
export function relayCampaigns(api: Smartlead) {
  const known = new Map<string, Promise<number>>();
  const mailboxIds = new Map<string, number>();

  async function mailboxId(address: string): Promise<number> {
    const id = mailboxIds.get(address) ?? (await findMailbox(api, address))?.id;
    if (id === undefined)
      throw new ProviderError({ provider: "smartlead", message: "does not know this mailbox", retryable: false, status: 404 });
    mailboxIds.set(address, id);
    return id;
  }

  /** The lowest id of the name, so that two processes that made it at once agree. */
  async function find(name: string): Promise<number | undefined> {
    const ids = (await api.listCampaigns()).filter((one) => one.name === name).map(({ id }) => id);
    return ids.length > 0 ? Math.min(...ids) : undefined;
  }

  async function make(mailbox: string, lane: number): Promise<number> {
    const name = `Agency OS relay ${mailbox} #${lane}`;
    const sender = await mailboxId(mailbox);
    let id = await find(name);
    if (id === undefined) {
      const created = await api.createCampaign(name);
      id = (await find(name)) ?? created.id;
    }
    return (await api.getCampaign(id)).status === "DRAFTED" ? configure(id, sender, lane) : id;
  }

  /** Everything here sets a state, so a start that was cut short is simply made again. */
  async function configure(id: number, sender: number, lane: number): Promise<number> {
    const { subject, body } = laneFields(lane);
    await api.saveSequences(id, [{ subject: `{{${subject}}}`, bodyHtml: `{{${body}}}`, delayDays: 0 }]);
    await api.setSchedule(id, ALWAYS);
    await api.setPlainSettings(id);
    await api.assignMailboxes(id, [sender]);
    await api.setStatus(id, "START");
    return id;
  }

  return {
    /**
     * The campaign of a lane, made where there is none yet, and running. One that a person paused or stopped stays so.
     * @throws ProviderError; status 409 when it is paused or stopped. Nothing here reaches anybody.
     */
    async ready(mailbox: string, lane: number): Promise<number> {
      const key = `${mailbox} ${lane}`;
      const making = known.get(key) ?? make(mailbox, lane);
      known.set(key, making);
      try {
        const id = await making;
        const { status } = await api.getCampaign(id);
        if (status === "COMPLETED")
          await api.setStatus(id, "START"); // it ended when the last lead was written to
        else if (status !== "ACTIVE")
          throw new ProviderError({ provider: "smartlead", message: `the relay campaign is ${status}`, retryable: false, status: 409 });
        return id;
      } catch (error) {
        known.delete(key);
        throw error;
      }
    },
  };
}
