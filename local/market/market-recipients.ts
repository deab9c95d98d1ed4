import { pointOf } from "@/local/market/contact-points";
import { type ContactJudgement, type ContactSituation, findAnswer, storeContact } from "@/local/market/contact-store";
import { decideContact } from "@/local/market/decide-contact";
import { optOutDetail, optOutGraceMs } from "@/local/market/opt-out-grace";
import { personaOf } from "@/local/market/persona";
import type { PointIndex } from "@/local/market/point-index";
import type { Violation } from "@/local/market/record";
import type { MarketStore } from "@/local/market/store";
import type { Contact, Recipients } from "@/local/providers/recipients";

type Options = { store: Pick<MarketStore, "pool">; points: PointIndex; seed: string };

/** The market's people behind numbers, profiles and letterboxes. */
export function marketRecipients({ store, points, seed }: Options): Recipients {
  return {
    async react(contact) {
      const told = await findAnswer(store.pool, contact);
      if (told) return told;
      const email = await points.whoIsAt(pointOf(contact));
      return storeContact(store.pool, { ...contact, email }, (situation) => judge(seed, { ...contact, email }, situation));
    },
  };
}

function judge(seed: string, contact: Contact & { email: string }, situation: ContactSituation): ContactJudgement {
  const plan = decideContact(seed, personaOf(seed, contact.email), contact, situation.history);
  return { plan, violations: violationsOf(contact, situation) };
}

function violationsOf(contact: Contact & { email: string }, { person, isRepeat }: ContactSituation): Violation[] {
  const { channel, act, email, reference, at } = contact;
  const about = { channel, email, messageId: reference, at };
  const found: Violation[] = [];
  if (isRepeat) found.push({ ...about, kind: "received_twice", detail: `the same words came again by ${act}` });
  if (person.optedOutAt && at.getTime() > person.optedOutAt.getTime() + optOutGraceMs(person, channel))
    found.push({ ...about, kind: "written_after_opt_out", detail: `${act} by ${channel}, ${optOutDetail(person)}` });
  return found;
}
