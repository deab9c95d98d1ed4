import type { StatusTone } from "@/components/feedback/status-badge";
import type { ReplyIntent } from "@/lib/domain/replies";

export const INTENT_TEXTS: Record<ReplyIntent, { label: string; tone: StatusTone }> = {
  meeting_request: { label: "Wants to meet", tone: "success" },
  interested: { label: "Interested", tone: "success" },
  question: { label: "Question", tone: "primary" },
  not_interested: { label: "Not now", tone: "neutral" },
  unsubscribe: { label: "Opt-out", tone: "danger" },
  out_of_office: { label: "Away", tone: "info" },
  auto_reply: { label: "Automatic", tone: "neutral" },
};

export const VIEW_LABELS = {
  all: "All",
  needs_reply: "Needs reply",
  positive: "Positive",
  not_now: "Not now",
  away: "Out of office",
  unmatched: "Unmatched",
} as const;

/** What was done, or asked to be done, because of a message. Others read well enough as they are stored. */
const ACTION_TEXTS: Readonly<Record<string, string>> = {
  book_meeting: "A meeting is to be booked",
  confirm_meeting: "A meeting is to be confirmed",
  reschedule_meeting: "A meeting is to be moved",
  send_info: "They want information",
  answer_question: "They want an answer",
  stop_sequence: "The sequence was stopped",
  pause_sequence: "The lead was put on hold",
  human_review: "A person has to look first",
  suppress_contact: "They were suppressed on every channel",
  suppress_global: "They were suppressed for everybody",
  suppress_address_hard_bounce: "The address was suppressed: it does not exist",
  record_soft_bounce: "A delay in delivery was noted",
  record_complaint: "A complaint was recorded",
  mark_wrong_person: "Noted: the wrong person",
  mark_left_company: "Noted: they left the company",
  mark_company_closed: "Noted: the company closed",
  mark_competitor: "Noted: a competitor",
  mark_existing_customer: "Noted: an existing customer",
  create_referral: "They named somebody else",
  escalate_legal: "A legal matter: everything waits for a person",
  no_auto_reply: "No automatic answer is sent",
  do_not_click: "Links in it are not opened",
  pause_mailbox: "The mailbox was paused",
  infra_alert: "A problem of our own sending",
  disclose_source: "They ask where the address is from",
  erase_keep_hash: "They ask to be erased",
  dsar_export: "They ask what is stored about them",
  ignore: "Nothing to do",
};

/** One action code in words; a value behind a colon is shown as it is. */
export function actionText(code: string): string {
  const [name = "", value] = code.split(":", 2);
  if (name === "snooze_until") return `The sequence waits until ${value}`;
  if (name === "snooze_days") return `The sequence waits ${value} days`;
  if (name === "suppress_channel" || name === "stop_channel") return `No more ${value}`;
  if (name === "suppress_domain") return `Everybody at ${value} was suppressed`;
  const text = ACTION_TEXTS[name] ?? name.replaceAll("_", " ");
  return value ? `${text} (${value})` : text;
}
