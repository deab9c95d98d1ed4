import "server-only";
import type { ReplyChannel } from "@/lib/domain/replies";
import { matchText, sentencesOf } from "@/lib/engines/replies/clean-text";
import { INDIRECT_OPT_OUT_RULES } from "@/lib/engines/replies/indirect-rules";
import {
  CARRIER_KEYWORD,
  FOREIGN_OPT_OUT_RULES,
  OPT_OUT_RULES,
  SMS_LEADING_STOP,
  type WithdrawalFamily,
} from "@/lib/engines/replies/opt-out-rules";
import { findHits } from "@/lib/engines/replies/rule";

export type Withdrawal = {
  family: WithdrawalFamily;
  reason: string;
  /** Every family that was found; a rude keyword is also a complaint. */
  families: WithdrawalFamily[];
  /** The channels a scoped request names ("no texts, email is fine"); empty means the person on every channel (SU-05). */
  onlyChannels: ReplyChannel[];
  /** True when a channel is shut in passing, without "stop" or "again": a wish about how to talk, if they do talk. */
  isPreference: boolean;
  /** True when the person speaks for everybody at the organisation. */
  wholeOrganisation: boolean;
};

const ALL_OPT_OUT_RULES = [...OPT_OUT_RULES, ...INDIRECT_OPT_OUT_RULES, ...FOREIGN_OPT_OUT_RULES];

/** "Switch it off" beside talk of trackers is about the tracker. */
const SWITCHES_OFF = /^(?:turn|switch|shut)\b/;
const TRACKING = /\b(?:track(?:er|ers|ing)|pixels?|read receipts?|beacons?)\b/;

/** Order in which families name the withdrawal when several hold. */
const STRENGTH: readonly WithdrawalFamily[] = [
  "erasure",
  "legal",
  "complaint",
  "keyword",
  "removal",
  "stop_contact",
  "unwanted",
  "dismissal",
];

/** Clear requests a machine may carry too; a bare word in an automatic message is usually its own list footer (EM-21). */
const TRUSTED_IN_MACHINE_MAIL: readonly WithdrawalFamily[] = ["erasure", "legal", "removal", "stop_contact", "unwanted"];

const CHANNEL_WORDS: readonly (readonly [ReplyChannel, string])[] = [
  ["voice", "call|calls|calling|ring|ringing|phone|phoning|cold call"],
  ["sms", "text|texts|texting|sms"],
  ["email", "email|emails|emailing|mail"],
  ["linkedin", "linkedin|dm|dms|inmail"],
];

const WHOLE_ORGANISATION =
  /\b(?:any(?:one|body) (?:else )?(?:at|in|here|from|on)|every(?:one|body) (?:at|here|in)|all (?:\S*@\S+ |\S+\.\S+ |of our |our )(?:\w+ )?(?:addresses|emails|accounts|staff|people)|all @\S+|all (?:of )?(?:our|my) (?:staff|people|team|employees|email|addresses|contacts|colleagues|domain)|(?:any|all) (?:\w+ )?(?:addresses|emails?|staff|employees|people) (?:at|from|with|on) (?:our|this|the)|(?:our|the|this) (?:whole|entire) (?:\w+ )?(?:company|organisation|organization|team|domain|business|office|practice|firm|school|department)|(?:no[- ]?one|nobody|everyone|everybody|all of us) (?:else )?(?:at|in|here|from|on|with) (?:our|this|the)|our (?:email )?domain|(?:anyone|anybody|any of us|none of us|the rest of (?:us|the team)|my colleagues|my staff|our staff|my team|our team|other staff)|(?:company|organisation|organization)[- ]?wide|block your domain for)\b/;

/**
 * A withdrawal in what the person typed: deterministic, decided before anything else and never taken back by a model (SE-31).
 * @param text visible text without quotes or signature
 */
export function findWithdrawal(text: string, { channel, machine }: { channel: ReplyChannel; machine: boolean }): Withdrawal | undefined {
  const matchable = matchText(text);
  if (!matchable) return undefined;
  const sentences = clausesOf(matchable);

  const families = new Map<WithdrawalFamily, string>();
  for (const { rule, matched } of findHits(ALL_OPT_OUT_RULES, sentences)) {
    if (machine && !TRUSTED_IN_MACHINE_MAIL.includes(rule.family)) continue;
    if (SWITCHES_OFF.test(matched) && TRACKING.test(matchable)) continue;
    if (!families.has(rule.family)) families.set(rule.family, rule.reason);
  }
  const ungreeted = matchable.replace(/^(?:hi|hello|hey|dear|g'day|good (?:morning|afternoon))\b[^\n,.!]{0,30}[,.!]?\n+/, "");
  if (!machine && (CARRIER_KEYWORD.test(ungreeted) || (channel === "sms" && SMS_LEADING_STOP.test(matchable)))) {
    families.set("keyword", families.get("keyword") ?? "a carrier keyword opens or fills the reply");
  }

  const family = STRENGTH.find((candidate) => families.has(candidate));
  if (!family) return undefined;
  // "Stop calling" is a keyword as well; naming another way to be reached still makes it a request about one channel.
  const onlyContact =
    [...families.keys()].every((found) => found === "stop_contact" || found === "keyword") &&
    !/\b(?:unsubscrib|opt ?-?out|remove|delete|take (?:me|us) off|leave (?:me|us) alone|(?:do not|never|stop|not) (?:ever )?contact)/.test(
      matchable,
    );
  const onlyChannels = onlyContact ? refusedChannels(matchable) : [];
  return {
    family,
    reason: families.get(family) ?? family,
    families: [...families.keys()],
    onlyChannels,
    isPreference: onlyChannels.length > 0 && !/\b(?:stop|quit|cease|again|any ?more|further|no more|never)\b/.test(matchable),
    wholeOrganisation: WHOLE_ORGANISATION.test(matchable),
  };
}

/** Channels the person shuts while naming another that stays open; empty when no other way is offered. */
export function refusedChannels(matchable: string): ReplyChannel[] {
  const refused = channelsIn(
    matchable,
    (words) => new RegExp(`\\b(?:do not|never|no|no more|stop|not|hate|rather than|instead of|prefer not)(?: \\w+){0,3}? (?:${words})\\b`),
  );
  const offered = channelsIn(
    matchable.replace(
      /\b(?:do not|never|no|no more|stop|not|rather than|instead of)(?: \w+){0,3}? (?:call|calls|calling|ring|ringing|phone|phoning|text|texts|texting|sms|emails?|emailing|mail|linkedin|dms?)\b/g,
      "-",
    ),
    offeredPattern,
  );
  return offered.length > 0 ? refused.filter((channel) => !offered.includes(channel)) : [];
}

const offeredPattern = (words: string) =>
  new RegExp(
    `\\byou (?:can|may|could) (?:still |always |just )?(?:${words})\\b|\\b(?:${words})(?:s)? (?:me|us|only|instead|is (?:fine|ok|okay|best|better|good|preferred|easier)|works|are (?:fine|ok|okay)|if you|through|it|please)\\b|\\b(?:by|via|use|prefer|just|only|send an?|on|to my|stick to|keep it to) (?:an? |the |my )?(?:${words})\\b|(?:^|[.,] ?)(?:please )?(?:${words})(?: please)?(?:[.!]|$)`,
  );

function channelsIn(matchable: string, pattern: (words: string) => RegExp): ReplyChannel[] {
  return CHANNEL_WORDS.filter(([, words]) => pattern(words).test(matchable)).map(([channel]) => channel);
}

/** Sentences, and besides them their comma-separated parts, in which a keyword may stand alone ("not interested, remove"). */
function clausesOf(matchable: string): string[] {
  const sentences = sentencesOf(matchable);
  const parts = sentences.flatMap((sentence) =>
    sentence
      .split(/, | - |: | and | so | but |\. |(?<=\w)\/(?=\w)| (?=please )/)
      .map((part) => part.trim())
      .filter(
        (part) =>
          part &&
          part.split(" ").length <= 4 &&
          part !== sentence &&
          /^(?:please |just )?(?:remove|unsubscrib|opt|take me|stop$|stop[.!]|delete\b)/.test(part) &&
          !/\bstop (?:by|in|over)\b/.test(part),
      ),
  );
  return [...sentences, ...parts.filter((part) => !isVerbOfAList(sentences, part))];
}

/** "remove" cut off from its object by the split is no keyword: "stop, drop and roll", "remove and replace the tiles". */
function isVerbOfAList(sentences: readonly string[], part: string): boolean {
  const word = part.replace(/^(?:please|just) /, "").replace(/[.!]+$/, "");
  return sentences.some((sentence) => new RegExp(`\\b${word.replace(/[^\w ]/g, ".")} (?:and|or|but) \\w+`).test(sentence));
}
