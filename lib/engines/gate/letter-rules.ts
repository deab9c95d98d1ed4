import "server-only";
import { addDays } from "date-fns";
import { defer, type GateRule, skip } from "@/lib/engines/gate/rule";

const DAYS_BETWEEN_LETTERS = 90;

/** A letter costs money and cannot be taken back. */
export const letterRules: readonly GateRule[] = [
  {
    code: "address_missing",
    source: ["AU-50"],
    channels: ["mail"],
    fix: "/dashboard/leads",
    check: ({ lead }) => (lead.hasPostalAddress ? null : skip("No postal address is known")),
  },
  {
    code: "address_returned",
    source: ["AU-50"],
    channels: ["mail"],
    fix: "/dashboard/leads",
    check: ({ letter }) => (letter?.isReturned ? skip("A letter to this address came back") : null),
  },
  {
    code: "letter_too_recent",
    source: ["OP-14"],
    channels: ["mail"],
    fix: null,
    check: ({ letter }, at) => {
      if (!letter?.lastLetterAt) return null;
      const until = addDays(letter.lastLetterAt, DAYS_BETWEEN_LETTERS);
      return at < until ? defer(until, `One letter a person in ${DAYS_BETWEEN_LETTERS} days`) : null;
    },
  },
];
