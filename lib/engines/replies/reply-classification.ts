import "server-only";
import type { ReplyAction, ReplyIntent } from "@/lib/domain/replies";
import type { CalendarDate } from "@/lib/engines/replies/calendar-date";

/** What an inbound message means and asks for. */
export type ReplyClassification = {
  intent: ReplyIntent;
  actions: ReplyAction[];
  /** 0 to 1; below 0.6 a person confirms. */
  confidence: number;
  /** The rule family that decided, for example `rules:opt_out`. */
  by: string;
  /** In words, strongest first. */
  reasons: string[];
  /** First day on which an absent person may be written to again. */
  returnDate?: CalendarDate;
};
