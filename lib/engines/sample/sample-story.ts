import "server-only";
import type { ReplyIntent } from "@/lib/domain/replies";

/** Who is enrolled together, by their places among the people: how many days ago, and whether their first message still waits for approval. */
export const SAMPLE_COHORTS = [
  { daysAgo: 12, from: 0, to: 18, isWaiting: false },
  { daysAgo: 5, from: 18, to: 28, isWaiting: false },
  { daysAgo: 1, from: 28, to: 34, isWaiting: true },
] as const;

/** An answer to what was sent: by whom, when, and what came of it. `draft`: what would be written back. */
export type SampleReply = {
  person: number;
  daysAgo: number;
  intent: ReplyIntent;
  confidence: number;
  reasons: readonly string[];
  body: string;
  needsReply: boolean;
  draft?: string;
  /** A meeting that was booked: days from now, before it if negative. */
  meeting?: { inDays: number; status: "booked" | "held" };
};

export const SAMPLE_REPLIES: readonly SampleReply[] = [
  {
    person: 0,
    daysAgo: 4,
    intent: "meeting_request",
    confidence: 0.96,
    reasons: ["Asks for a call and names a time"],
    body: "Hi Olive, good timing. Can we talk Thursday after two? My number is on the site.\n\nRos",
    needsReply: false,
    meeting: { inDays: 2, status: "booked" },
  },
  {
    person: 2,
    daysAgo: 9,
    intent: "meeting_request",
    confidence: 0.93,
    reasons: ["Asks to meet"],
    body: "Yes please, our bookings page is a mess. Book something in and I will bring our receptionist.\n\nMarnie",
    needsReply: false,
    meeting: { inDays: -2, status: "held" },
  },
  {
    person: 1,
    daysAgo: 1,
    intent: "question",
    confidence: 0.91,
    reasons: ["Ends in a question about the price"],
    body: "Sounds useful. What does something like this cost, roughly? We had a bad run with the last mob.\n\nDev",
    needsReply: true,
    draft:
      "Hi Dev,\n\nFair question. It depends on how many suburbs you work in and what is there already, so I would rather look first than name a number that is wrong.\n\nWould fifteen minutes this week suit? I will bring what I find on your site.\n\nOlive",
  },
  {
    person: 4,
    daysAgo: 2,
    intent: "interested",
    confidence: 0.88,
    reasons: ["Wants to hear more"],
    body: "Interested in principle. Send me a couple of examples from other practices?\n\nYasmin",
    needsReply: true,
  },
  {
    person: 8,
    daysAgo: 5,
    intent: "not_interested",
    confidence: 0.94,
    reasons: ["Says no, and that somebody does it already"],
    body: "Thanks, but we have a team for this and are happy with them.\n\nAnnika Sorensen",
    needsReply: false,
  },
  {
    person: 10,
    daysAgo: 9,
    intent: "out_of_office",
    confidence: 0.99,
    reasons: ["An automatic answer about an absence"],
    body: "I am away from the clinic until the end of the month. For anything urgent please call reception.",
    needsReply: false,
  },
  {
    person: 13,
    daysAgo: 8,
    intent: "unsubscribe",
    confidence: 0.99,
    reasons: ["Asks to be taken off"],
    body: "Please take me off your list.",
    needsReply: false,
  },
];
