import "server-only";
import type { ReplyChannel } from "@/lib/domain/replies";
import { matchText, sentencesOf } from "@/lib/engines/replies/clean-text";
import { CONTACT_BAN_RULES } from "@/lib/engines/replies/contact-ban-rules";
import { CONTACT_WISH_RULES } from "@/lib/engines/replies/contact-wish-rules";
import { FOREIGN_OPT_OUT_RULES } from "@/lib/engines/replies/foreign-opt-out-rules";
import { IMPLIED_OPT_OUT_RULES } from "@/lib/engines/replies/implied-opt-out-rules";
import { INDIRECT_OPT_OUT_RULES } from "@/lib/engines/replies/indirect-rules";
import { CARRIER_KEYWORD, OPT_OUT_RULES, SMS_LEADING_STOP, type WithdrawalFamily } from "@/lib/engines/replies/opt-out-rules";
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
  /** True when it names one subject to hear no more about: with a wish to hear of another it shuts nothing else. */
  isOneMatter: boolean;
  /** True when the person speaks for everybody at the organisation. */
  wholeOrganisation: boolean;
};

const ALL_OPT_OUT_RULES = [
  ...OPT_OUT_RULES,
  ...INDIRECT_OPT_OUT_RULES,
  ...CONTACT_WISH_RULES,
  ...CONTACT_BAN_RULES,
  ...IMPLIED_OPT_OUT_RULES,
  ...FOREIGN_OPT_OUT_RULES,
];

/** What a match does not mean beside such words: a tracker is switched off, an unattended mailbox takes no answers. */
const NOT_BESIDE: readonly { matched: RegExp; text: RegExp }[] = [
  { matched: /^(?:turn|switch|shut)\b/, text: /\b(?:track(?:er|ers|ing)|pixels?|read receipts?|beacons?)\b/ },
  {
    matched: /\b(?:reply|respond|answer|write back|replying|responding|answering)\b/,
    text: /\bauto(?:mated|matic|mat\w+|-?repl\w+|-?respon\w+)\b|\b(?:not|un) ?(?:be )?(?:monitored|attended|read)\b|\bno-?reply\b/,
  },
];

/** The service asked about, or a time after a contract: nobody withdraws for their customers. */
const ABOUT_THE_SERVICE =
  /^(?:(?:and|but|so|also|just|quick question|wondering) )*(?:what|how|do|does|can|could|will|would|is|are|if|wondering)\b.*\b(?:(?:our|your|their|the|existing) (?:customers|clients|patients|leads|members|subscribers|guests|tenants))\b|\b(?:if|when|once|where) (?:someone|somebody|anyone|anybody|a person|people|they|a \w+) (?:says?|asks?|replies|reply|texts?|writes?|wants?|clicks?|opts?|unsubscrib\w*)\b|\b(?:when|if|once|after) (?:a|an|the|our|we|i) (?:\w+ )?(?:contract|agreement|trial|sign|leave|cancel|quit|ends?|join|start|part ways)\b/;

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
  "hint",
];

/** Clear requests a machine may carry too; a bare word in an automatic message is usually its own list footer (EM-21). */
const TRUSTED_IN_MACHINE_MAIL: readonly WithdrawalFamily[] = ["erasure", "legal", "removal", "stop_contact", "unwanted"];

/** A mailbox that tells everybody to take another address instead. */
const NEW_ADDRESS =
  /\b(?:use|update|replace|redirect|resend|email|write to|changed? to|now)\b[^.!?]{0,60}\S@|\bupdate your (?:records|contacts|address book)\b/;

const CHANNEL_WORDS: readonly (readonly [ReplyChannel, string])[] = [
  ["voice", "call|calls|calling|ring|ringing|phone|phoning|cold call"],
  ["sms", "text|texts|texting|sms"],
  ["email", "email|emails|emailing|mail"],
  ["linkedin", "linkedin|dm|dms|inmail"],
];

const WHOLE_ORGANISATION =
  /\b(?:any(?:one|body) (?:else )?(?:at|in|here|from|on)|every(?:one|body) (?:at|here|in)|(?:all|every|each) (?:\S*@\S+ |\S+\.\S+ |of our |our )(?:\w+ )?(?:address(?:es)?|emails|accounts|staff|people)|all @\S+|all (?:of )?(?:our|my) (?:staff|people|team|employees|email|addresses|contacts|colleagues|domain)|(?:any|all) (?:\w+ )?(?:address(?:es)?|emails?|staff|employees|people) (?:at|from|with|on) (?:our|this|the|\S+\.\S{2,})|(?:our|the|this) (?:whole|entire) (?:\w+ )?(?:company|organisation|organization|team|domain|business|office|practice|firm|school|department)|(?:no[- ]?one|nobody|everyone|everybody|all of us) (?:else )?(?:at|in|here|from|on|with) (?:our|this|the|\S+\.\S{2,})|our (?:email )?domain|(?:anyone|anybody|any of us|none of us|the rest of (?:us|the team)|my colleagues|my staff|our staff|my team|our team|other staff)|(?:company|organisation|organization)[- ]?wide|block your domain for)\b/;

/**
 * A withdrawal in what the person typed: deterministic, decided before anything else and never taken back by a model (SE-31).
 * @param text visible text without quotes or signature
 */
export function findWithdrawal(text: string, { channel, machine }: { channel: ReplyChannel; machine: boolean }): Withdrawal | undefined {
  const matchable = matchText(text);
  if (!matchable) return undefined;
  const sentences = clausesOf(matchable).filter((sentence) => !ABOUT_THE_SERVICE.test(sentence));

  const families = new Map<WithdrawalFamily, string>();
  let isOneMatter = true;
  for (const { rule, matched, sentence } of findHits(ALL_OPT_OUT_RULES, sentences)) {
    if (machine && !TRUSTED_IN_MACHINE_MAIL.includes(rule.family)) continue;
    if (NOT_BESIDE.some((other) => other.matched.test(matched) && other.text.test(matchable))) continue;
    if (machine && (rule.name === "do_not_reply" || rule.name === "not_for_use")) continue;
    if (machine && rule.family === "removal" && NEW_ADDRESS.test(matchable)) continue;
    if (!families.has(rule.family)) families.set(rule.family, rule.reason);
    isOneMatter &&= (rule.family === "stop_contact" || rule.family === "unwanted") && refusesOneMatter(sentences[sentence] ?? "");
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
    isPreference:
      family === "hint" ||
      (onlyChannels.length > 0 &&
        !/\b(?:stop|quit|cease|again|any ?more|further|no more|never (?:ever|again|call|ring|phone|text|email|mail|message|contact))\b/.test(
          matchable,
        )),
    isOneMatter: isOneMatter && !families.has("keyword"),
    wholeOrganisation: WHOLE_ORGANISATION.test(matchable),
  };
}

const ONE_MATTER =
  /\b(?:stop|quit|cease|do not|not|no need to|no more) (?:\w+ )?(?:sending|send|emailing|email|messaging|message|forwarding|forward|with) (?:me |us )?(?:any more |more )?(?:(?:the|your|those|these|any) (?!(?:\w+ )?(?:damn|bloody|stupid|annoying|same|sales|marketing|cold|unsolicited|unwanted|automated|spam\w*|all|bulk|promotional|daily|weekly)\b)(?:[\w'&-]+ ){1,4}?(?:stuff|ones?|emails?|offers?|ideas?|material|bits?|messages?|updates?|newsletters?|side)|(?:(?:stuff|things|ideas|anything|emails?|messages?) )?about (?:the|your|our|any) \w+)/;

/** "No more of the Christmas stuff": a subject is refused, the person is not lost. */
export const refusesOneMatter = (matchable: string): boolean => ONE_MATTER.test(matchable);

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
    `\\byou (?:can|may|could) (?:still |always |just )?(?:${words})\\b|\\b(?:${words})(?:s)? (?:me|us|only|instead|is (?:fine|ok|okay|best|better|good|preferred|easier)|works|are (?:fine|ok|okay)|if you|through|it|please)\\b|\\b(?:by|via|use|prefer|just|only|send an?|on|to my|stick to|keep it to) (?:an? |the |my )?(?:${words})\\b|(?:^|[.,;] ?|\\b(?:just|but|instead) )(?:please |just )*(?:${words}) (?:the|your|over|through|whatever|anything) |(?:^|[.,] ?)(?:please )?(?:${words})(?: please)?(?:[.!]|$)`,
  );

function channelsIn(matchable: string, pattern: (words: string) => RegExp): ReplyChannel[] {
  return CHANNEL_WORDS.filter(([, words]) => pattern(words).test(matchable)).map(([channel]) => channel);
}

/** Sentences with the dots inside addresses taken out, and besides them their comma-separated parts, in which a keyword may stand alone ("not interested, remove"). */
function clausesOf(text: string): string[] {
  const matchable = text.replace(/(?<=[a-z0-9])\.(?=[a-z]{2})/g, "_");
  const sentences = [...sentencesOf(matchable), ...joinedLines(matchable), ...neighbours(matchable)];
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

/** Short lines that run on without a full stop, as one: a request may be broken over them. */
function joinedLines(matchable: string): string[] {
  return matchable
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph.includes("\n") && paragraph.length < 400)
    .flatMap((paragraph) => sentencesOf(paragraph.replace(/(?<![.!?;:,])\n/g, " ")))
    .filter((sentence) => !matchable.split("\n").includes(sentence));
}

/** "Will you keep emailing me? Please don't." as one: what a short sentence speaks of stands in the one before. */
function neighbours(matchable: string): string[] {
  const sentences = sentencesOf(matchable);
  return sentences.flatMap((sentence, index) => {
    const before = sentences[index - 1];
    return before && sentence.length <= 40 && before.length <= 200 ? [`${before} ${sentence}`] : [];
  });
}

/** "remove" cut off from its object by the split is no keyword: "stop, drop and roll", "remove and replace the tiles". */
function isVerbOfAList(sentences: readonly string[], part: string): boolean {
  const word = part.replace(/^(?:please|just) /, "").replace(/[.!]+$/, "");
  return sentences.some((sentence) => new RegExp(`\\b${word.replace(/[^\w ]/g, ".")} (?:and|or|but) \\w+`).test(sentence));
}
