import "server-only";
import { CONTACT_LIST, MAIL, RECEIVING } from "@/lib/engines/replies/contact-words";
import type { WithdrawalFamily } from "@/lib/engines/replies/opt-out-rules";
import type { Rule } from "@/lib/engines/replies/rule";

const compose = (...parts: string[]) => new RegExp(parts.join(""));
const THIRD_PARTY = "\\b(?:customers?|clients?|leads|patients|guests|tenants|members|students|no-?shows?|bots?)\\b";

/** Withdrawals that leave unsaid what is to stop, or say it by what they hope never to see again. */
export const IMPLIED_OPT_OUT_RULES: readonly Rule<WithdrawalFamily>[] = [
  {
    family: "stop_contact",
    name: "rather_you_did_not",
    pattern:
      /\b(?:rather|prefer|prefer it|preferable|better|easier|happier|grateful|appreciate it|nice|good|great)\b[^.!?]{0,25}\b(?:you|they|your \w+|this) (?:just |simply |all )?(?:did not|do not|would not|could not|stopped|desisted|quit)[.?!]*$|\b(?:you could|could you|can you|would you|you can|you would) (?:please |just )?not[.?!]*$/,
    unless: /\b(?:why|what|call|ring)\b[^.!?]*\bnot[.?!]*$/,
    reason: "would rather we did not",
  },
  {
    family: "stop_contact",
    name: "does_not_want_mail",
    pattern: compose(
      "\\b(?:do not|does not|did not|never|no longer) (?:\\w+ )?(?:want|need|like|wish for|appreciate|care for) (?:(?:any|more|your|these|those|such|sales|cold|unsolicited|marketing|spam|further|of) ){0,4}(?:emails|mail|messages|message|texts|text|calls|newsletters|dms|spam|junk|correspondence|contact)\\b(?: (?:from (?:you|your \\w+|anyone|strangers|agencies|companies|businesses)|like (?:this|these)|of this \\w+|any ?more|again|here|please|thanks|thank you|at all|ever))*(?:[.!,;]|$)",
      "|\\benough (?:already )?(?:with|of) (?:all )?(?:the|these|those|this|your|you|it)\\b",
    ),
    unless: compose(
      THIRD_PARTY,
      "|(?<!\\b(?:ok|okay|please|thanks|mate|yeah|right))\\?$|\\b(?:time|months|years|thinking) (?:with|of)|\\bhad enough of (?:our|the|my)|\\b(?:we|i) have (?:got )?enough of|\\benough of the (?:right|good)",
    ),
    reason: "does not want such messages",
  },
  {
    family: "removal",
    name: "take_it_off",
    pattern:
      /\b(?:my|our|this) (?:\w+ )?(?:address|number|mobile|phone|email|name|details)\b[^.?!,]{0,40}[.?!,] (?:please |just |so |well |now )*(?:take|get|remove|delete|scrub|lose|bin) (?:it|them|that|those)(?: (?:off|out|please|now))*[.!]*$/,
    reason: "asks that their address is taken off",
  },
  {
    family: "complaint",
    name: "has_to_ask_again",
    pattern:
      /\b(?:do|must|should|why do|how often do|how many times (?:do|must|does)) (?:i|we|one|somebody) (?:really |honestly |actually )?(?:have to |need to |must )?(?:ask|say|tell you|repeat|request)\b[^.!?]{0,30}\b(?:again|twice|times|(?:a )?(?:second|third|fourth|fifth) time)\b|\b(?:second|third|fourth|2nd|3rd|last|final) (?:time of asking|and (?:last|final) (?:time|request)|request to (?:stop|be|remove))\b/,
    reason: "has to ask again",
  },
  {
    family: "removal",
    name: "off_some_list",
    pattern: compose(
      "\\b(?:possible|like|liked|want|wanted|can|could|please|how|wish|prefer|way|need|rather|love)\\b[^.!?]{0,35}\\b(?:come|get|be|go|stay|drop|taken|removed|struck) (?:me |us )?(?:off|from|out of) (?:\\w+ ){0,2}?(?:lists?|database|books|mailing|mail-?out|system)\\b",
      "|\\b(?:withdraw|resign|retire|disengage) (?:me |us |my \\w+ |our \\w+ )?from (?:your|this|the|any|all) (?:\\w+ ){0,2}?(?:lists?|database|mailing|mail-?out|emails?|campaigns?|marketing|system)\\b",
      "|\\b(?:scratch|strike|cross|scrub|drop|remove|delete|take|cull) (?!(?:the|a|an|any|those|that|these|them|all|some|it|one|duplicates?|old|bounced|items?|names?|people|everyone who|[\\w ]*\\b(?:who|that))\\b)(?:[\\w&'-]+ ){1,4}?(?:off|from) (?:the|your|this) (?:\\w+ )?(?:list|database|mailing list|sequence)\\b",
    ),
    unless: compose(
      THIRD_PARTY,
      "|\\b(?:people|those|anyone|someone|somebody) (?:who|that)\\b|\\bnot (?:\\w+ )?(?:take|remove|drop|get|strike|want)\\b|\\b(?:google|waiting|wait|short|shopping|price|to-?do|guest|bucket|our) ?list\\b",
    ),
    reason: "asks to come off a list",
  },
  {
    family: "unwanted",
    name: "closed_matter",
    pattern:
      /\b(?:consider|regard|treat|call) (?:this|the|our|it|that) ?(?:correspondence|conversation|matter|file|discussion|thread|subject|case|account)? (?:as )?(?:closed|over|finished|ended|concluded|done with)\b|\bno (?:interest|desire|wish) (?:in|to) (?:\w+ )?(?:receiv\w*|hear\w*|getting|get|being (?:contacted|emailed|called|on))\b|\bwant (?:off|out)[.!]*$|^(?:please )?cancel (?:these|them|it all|all of (?:these|it))[.! ]*$|\b(?:do not|never) (?:really )?want (?:these|them)(?: (?:mate|thanks|please|ta|cheers|any ?more|at all|here))*[.!]*$|\bno (?:wish|desire|intention|inclination|appetite) (?:for|of|to) (?:\w+ ){0,3}?(?:dealings?|contact\w*|hear\w*|receiv\w*|communicat\w*|correspond\w*|be (?:contacted|emailed|called)|emails?|messages?)\b|\b(?:lets|let us|please|you)\b[^.!?]{0,20}\b(?:not|never) (?:do|repeat|go through|have) (?:this|it|that) (?:again|any ?more|ever)\b/,
    unless: /\?$|\bno (?:intention|wish) (?:of|to) (?:\w+ )?(?:buy|pay|chang|switch|sign|spend)\w*/,
    reason: "regards the matter as closed",
  },
  {
    family: "unwanted",
    name: "never_see_again",
    pattern: compose(
      `\\b(?:never|not|no longer|nothing|stop|without)\\b (?:\\w+ ){0,2}?(?:see|seeing|hear|hearing|read|reading|get|getting|receive|receiving|find|finding)\\b[^.!?]{0,60}\\bfrom (?:you|your \\w+|this (?:company|address|sender|business))(?: (?:again|any ?more|in (?:the )?future|ever))(?:[.!?,]|$)`,
      `|\\bso (?:that )?(?:i|we|he|she|they) (?:do not|stop|no longer|never|can stop|will not|are not) (?:keep |continue |have to |need to )?(?:to )?${RECEIVING} (?:any|these|them|this|your|more|further|${MAIL})`,
    ),
    unless: compose(THIRD_PARTY, "|\\b(?:did|have|has|had) not (?:\\w+ )?(?:heard|hear|get|got|receive)"),
    reason: "hopes never to see another",
  },
  {
    family: "unwanted",
    name: "not_for_use",
    pattern:
      /\b(?:is|are|was|were) not (?:to be|for) (?:used|contacted|shared|kept|stored|emailed|called|marketing|sales|solicitation|commercial \w+|advertising)(?: \w+){0,4}(?:[.!,]|$)/,
    unless:
      /\b(?:this|that|it|we|i|our (?:business|product|service|team|company)) (?:is|are) not for (?:sale|marketing|advertising)s?\b|\?$/,
    reason: "says the address is not for use",
  },
  {
    family: "stop_contact",
    name: "no_sequence",
    pattern: compose(
      "\\b(?:please|pls|and|but|so|kindly),? (?:please,? )?(?:no|without any|spare me the) (?:\\w+ )?(?:drip|nurture|follow[- ]?up|email|sales|marketing|automated) (?:campaigns?|sequences?|emails?|series|cadences?|stuff|calls|messages?|routine)\\b",
      '|\\b(?:respect|observe|honou?r|note|adhere to|abide by|comply with) (?:our|my|the|this) (?:\\w+ )?"?no[- ](?:\\w+[- ])?(?:marketing|cold|solicit\\w+|spam|junk|sales|contact|hawkers|emails?)\\b',
      `|\\b(?:want|wish|desire|expect|would like) no (?:\\w+ )?(?!marketing|advertising)${MAIL}\\b`,
      `|\\b(?:do not|never) (?:put|add|enrol|enter|drop|stick|include) (?:me|us) (?:on|in|to|into|onto) (?:a|an|any|your|the|some) (?:\\w+ ){0,2}?${CONTACT_LIST}\\b`,
    ),
    reason: "wants no sequence of messages",
  },
];
