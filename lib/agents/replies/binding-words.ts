import "server-only";

/** Words that bind the client, and only a person may say. */
export const BINDING =
  /\$|\baud\b|%|\b(?:guarantee[ds]?|promise[ds]?|discount(?:ed|s)?|free of charge|for free|refund(?:s|ed)?|we (?:agree|accept|commit)|agreed|deal|(?:sign|send you) (?:a |the )?contract|no lock[- ]?in|price[ds]?|costs?|per (?:month|lead|hour)|fees?)\b/i;
