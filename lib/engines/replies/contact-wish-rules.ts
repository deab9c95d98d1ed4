import "server-only";
import {
  CLOSING,
  CONTACT_LIST,
  CONTACTED,
  CONTACTING,
  ENTRY,
  MAIL,
  MORE_MAIL,
  NOT,
  READER,
  RECEIVING,
  TO_CONTACT,
  WISH,
} from "@/lib/engines/replies/contact-words";
import type { WithdrawalFamily } from "@/lib/engines/replies/opt-out-rules";
import type { Rule } from "@/lib/engines/replies/rule";

/** The wish has a condition, names a third party or another way to go on: no withdrawal. */
const OTHER_MATTER =
  "\\b(?:customers?|clients?|leads|patients|guests|tenants|members|students|parents|subscribers|people who|competitors?|suppliers?|invoices?|quotes?|the (?:team|boss|board) (?:has|have|will))\\b";
const ANOTHER_WAY =
  "\\b(?:instead|rather than|ahead first|first|before|until|till|after hours|on (?:mon|tues|wednes|thurs|fri|satur|sun)days?|at (?:night|home|work|lunch)|today|tomorrow|this (?:week|morning|afternoon)|next week|just (?:call|ring|text|email|turn up|come|drop|pop|send|book)|(?:call|ring|text|phone|email) (?:me |us )?(?:instead|is (?:fine|best|better|good|ok))|use (?:my|the|this))\\b";
const compose = (...parts: string[]) => new RegExp(parts.join(""));

/** Wishes about further contact, composed from who, what and where instead of from whole phrases. */
export const CONTACT_WISH_RULES: readonly Rule<WithdrawalFamily>[] = [
  {
    family: "stop_contact",
    name: "wishes_you_did_not",
    pattern: compose(
      `\\b${WISH}\\b[^.!?]{0,45}?\\b(?:you|your \\w+|anyone|anybody|somebody|they|we|to|mind|and|then|please|kindly|of you)\\b (?:\\w+ ){0,2}?${NOT} (?:\\w+ ){0,2}?`,
      `(?:${CONTACTING}|${TO_CONTACT}|${CONTACTED})(?: ${READER})?(?: or \\w+)?${CLOSING}`,
    ),
    unless: compose(OTHER_MATTER, "|", ANOTHER_WAY, "|\\bnot (?:only|just|to (?:have|be) )|\\bwhy\\b|\\bnot (?:been )?able\\b"),
    reason: "would rather not be contacted",
  },
  {
    family: "stop_contact",
    name: "not_to_be_contacted",
    pattern: compose(
      `(?<!\\b(?:was|were|have|has|had|been|why) )\\b(?:not|never|no longer|nor|without) (?:to |wish to |want to |like to |care to |expect to |agree to |ask to |need to )*(?:be|being|get|getting) (?:\\w+ )?${CONTACTED}${CLOSING}`,
      `|\\b(?:so|that|sure|ensure|see|confirm|trust)\\b[^.!?]{0,20}\\b(?:am|are|is|was|were|get) (?:not|never) (?:\\w+ )?${CONTACTED}${CLOSING}`,
    ),
    unless: compose(OTHER_MATTER, "|", ANOTHER_WAY),
    reason: "does not want to be contacted",
  },
  {
    family: "stop_contact",
    name: "no_need_to_go_on",
    pattern: compose(
      "\\b(?:no (?:need|point|use|reason|sense|call)|not (?:necessary|worth)|do not (?:bother|trouble|waste|persist|keep|continue|carry on|feel)|need not|save yourself|spare (?:me|us|yourself)|give up|leave off|waste of time|do not)\\b (?:[\\w']+ ){0,4}?",
      `(?:(?:keep|keeping|continue|continuing|continued|persist|persisting|go on|carry on|bother) (?:to |with |in |on )?(?:${CONTACTING}|${TO_CONTACT}|${MORE_MAIL}|${MAIL})|follow(?:ing)?[- ]?up|follow (?:this|it|that|me|us) up|chas(?:e|ing)(?: (?:me|us|this|it))?(?: up)?|(?:${CONTACTING}|${TO_CONTACT}) (?:${READER} )?(?:again|any ?more|further))${CLOSING}`,
    ),
    unless: compose(
      OTHER_MATTER,
      "|",
      ANOTHER_WAY,
      "|\\b(?:i|we) (?:will|am going to|shall) (?:be in touch|call|ring|get back|let you|come back|answer|reply|read)\\b|\\b(?:we|i|they) (?:do not|did not)\\b|\\b(?:mind|minded|hesitate)\\b|\\?$",
    ),
    reason: "says there is no need to go on",
  },
  {
    family: "unwanted",
    name: "not_to_hear",
    pattern: compose(
      "\\b(?:do not|would not|not|never|no longer|without|nothing|stop|avoid|rather not) (?:\\w+ ){0,3}?hear(?:ing)? (?:\\w+ )?from (?:you|your \\w+)\\b|\\b(?:want|wish|like|care|rather|prefer|happier|love|need)\\b[^.!?]{0,15}\\b(?:not|never|without)?\\b[^.!?]{0,15}\\bhear(?:ing)? (?:\\w+ )?from (?:any(?:one|body|more| of you)|sales\\w*|marketers|agenc\\w+|companies|strangers|people)\\b(?<=\\b(?:not|never|without)\\b.{1,60})",
      `|\\bso (?:that )?(?:they|you|others|nobody|no one) (?:do not|does not|never|can not|will not) (?:\\w+ )?${TO_CONTACT}(?: ${READER})?${CLOSING}`,
    ),
    unless: compose(OTHER_MATTER, "|\\b(?:did|have|has|had|if (?:i|we) (?:do|did)) not (?:\\w+ )?hear|\\?$|\\buntil\\b"),
    reason: "would rather hear nothing",
  },
  {
    family: "unwanted",
    name: "not_to_be_used",
    pattern: compose(
      "\\b(?:so|ensure|make sure|see|please|and|that) (?:that )?(?:it|this \\w+|my \\w+|our \\w+|they) (?:is|are|will|be|does|should|must) not (?:be )?(?:used|contacted|mailed|emailed|called)(?: (?:again|any ?more|for \\w+|in future|by you))*(?:[.!,]|$)",
      "|(?:^|[,;:.] ?|\\b(?:please|and|so|but) )(?:do not|never) use (?:it|this(?: \\w+)?|that(?: \\w+)?|my \\w+|our \\w+|them)(?: (?:again|any ?more|for (?:marketing|sales|this)|ever|please|thanks))*[.!]*$",
    ),
    unless: compose(OTHER_MATTER, "|\\?$|\\buse (?:the other|my other|instead)|\\b(?:old|previous) (?:email|address|number)"),
    reason: "does not want the address used",
  },
  {
    family: "unwanted",
    name: "nobody_should_receive",
    pattern: compose(
      `\\b(?:nobody|no[- ]?one|none of (?:us|our \\w+|my \\w+|the \\w+)|not one of us|neither of us|no \\w+ (?:here|of ours|at (?:our|this|the) \\w+))\\b[^.!?]{0,60}?\\b${RECEIVING} (?:any(?:thing)?|more|further|another|these|those|this|such|your|${MAIL}|from you|to (?:hear|see|receive|get|be ${CONTACTED}))\\b`,
      `|\\b(?:nobody|no[- ]?one|none of (?:you|your \\w+|them)|not one of you)\\b[^.!?]{0,30}?\\b(?:writes? to|emails?|contacts?|calls?|rings?|texts?|messages?|approach(?:es)?|bothers?|phones?|sends?) (?:${READER}|any(?:thing)?)\\b`,
      `|\\b(?:nobody|no[- ]?one|none|not one) (?:from|at|in|of|on) (?:your \\w+|you)\\b[^.!?]{0,20}?\\b(?:writes? to|emails?|contacts?|calls?|rings?|texts?|messages?|approach(?:es)?|bothers?|phones?) any(?:one|body)\\b`,
    ),
    unless: compose(OTHER_MATTER, "|\\?$|\\bhear about\\b"),
    reason: "says that nobody there should receive anything",
  },
  {
    family: "unwanted",
    name: "no_further_mail_should_come",
    pattern: compose(
      `\\b${WISH}\\b[^.!?]{0,60}?\\b(?:no|not any|without|not) (?:more |further |other |additional |future |such )+(?:\\w+ )?${MAIL}\\b`,
      `|\\b(?:not|never|no longer) (?:\\w+ ){0,3}?(?:receive|receiving|get|getting|be sent|being sent|want|wanting|send|sending|deliver|forward) (?:me |us |here |to (?:me|us|this) ?(?:address )?)*(?:${MORE_MAIL}|anything (?:else|further|more|again))\\b`,
      "|\\b(?:possible|able|way|how|can|could|like|love|want|prefer|nice|rather)\\b[^.!?]{0,30}\\bnot (?:to )?(?:get|receive|see|have|be sent) (?:these|them|those|this|it)\\b(?: (?:any ?more|please|at all|again))*(?:[.?!]|$)",
      "|\\b(?:not|never|no longer) (?:want|wish|like|care|need|expect) to (?:keep |continue |go on |be )?(?:getting|receiving|get|receive|seeing|sent) (?:these|them|this|those|any of (?:these|this))(?:[.!?,]|$| (?:any ?more|again|please|every))",
      "|\\b(?:receive|hear|want|send (?:me|us)) nothing (?:further|more|else)(?: from you| please| thanks)*(?:[.!,]|$)",
      "|\\bspared (?:from )?(?:any|more|further|this|these|all|the)\\b|\\bspare (?:me|us) (?:any|more|further|this|these|your|from|the (?:emails|messages|calls|pitch))\\b",
      `|\\b(?:do not|never) (?:\\w+ )?(?:send|forward|post|deliver|address) (?:me |us )?(?:${MAIL}|things|stuff|anything|any|these|such \\w+)(?: (?:like this|like these|of this \\w+))?(?: (?:to|at) (?:${READER}))?${CLOSING}`,
      `|\\b(?:mind|please|kindly|appreciate|prefer|rather|ask|asking|could you|can you|would you|how about|grateful)\\b[^.!?]{0,30}\\bnot (?:to )?(?:be )?send(?:ing)? (?:me |us |out )*(?:any(?: more)?|these|them|this|those|more|anything)(?: of (?:these|them|those|this))?${CLOSING}`,
      `|\\b(?:make|makes|made|send|sending|attempt|attempting|have) no (?:more|further|other) (?:\\w+ )?(?:${MAIL}|attempts?)\\b`,
    ),
    unless: compose(
      OTHER_MATTER,
      "|",
      ANOTHER_WAY,
      "|\\b(?:did|have|has|had|was) not (?:\\w+ )?(?:receive|get|have|see)|\\b(?:email|sms|text|direct|digital|content) marketing\\b(?! (?:from you|emails|messages))|\\b(?:enough|so many|as many|through|any of your) (?:\\w+ )?(?:calls|messages|emails)\\b|\\b(?:get|getting|receive|receiving|have|having|see|seeing)(?: \\w+)? (?:your (?:last|first|previous|earlier|other|\\w+ one)|(?:your|the|this|that) (?:email|message|call|text|letter|offer|proposal|brochure))\\b|\\bneed (?:any )?(?:more |further )?(?:marketing|advertising|promotion)|\\bwant (?:any )?(?:more |your )?(?:marketing|advertising)",
    ),
    reason: "asks that nothing more is sent",
  },
  {
    family: "unwanted",
    name: "let_it_be_the_last",
    pattern: compose(
      "\\b(?:let|make|can|could|may|please|pls|hope|hopefully|hoping|trust|trusting|wish|like|love|lovelier|nice|nicer|prefer|glad|grateful|appreciate|want|expect|if|kindly|ensure|better|must|should|consider|take|treat)\\b[^.!?]{0,45}?\\b(?:be|is|was|were|being|as) (?:(?:your|the|our|my|absolutely|very|both|first and|one and) )*(?:last|final|only)(?: (?:one|time|thing|email|mail|message|text|call|contact|letter|communication|correspondence|attempt|approach|of (?:them|these|those|it)|i (?:hear|see|get|receive|read)|we (?:hear|see|get|receive)|from you)\\b|[.!,]|$)",
      `|^(?:\\w+,? )?(?:that|this|it) (?:will|had better|better|is going to|is to|must|should|needs to|has to|can|may) be (?:the |your |our )?(?:very |absolute )?(?:last|final) (?:one|time|${MAIL})\\b`,
      `|\\b(?:last|final) (?:one |time |\\w+ )?(?:that )?(?:i|we) (?:ever )?(?:want|wish|care|need|expect|hope|plan)\\b[^.!?]{0,20}\\b(?:${RECEIVING}|from your?)\\b`,
      `|\\bone (?:\\w+ )?(?:email|message|text|call|letter|approach) (?:is|was|will do|would be|seems) (?:\\w+ )?(?:plenty|enough|sufficient|too many)\\b`,
    ),
    unless: compose(
      OTHER_MATTER,
      "|^(?:is|was|were|will|what|which|when|who)\\b.*\\?$|\\b(?:last|final) (?:one|mob|agency|guy|time|email) (?:we|i|you) (?:hired|used|had|tried|spoke|sent|met)\\b|\\b(?:last|final) (?:day|chance|week|step|round|offer|price)\\b",
    ),
    reason: "asks that this is the last one",
  },
  {
    family: "removal",
    name: "entry_should_go",
    pattern: compose(
      `\\b${ENTRY}\\b (?:\\w+ ){0,4}?(?:vanish(?:es|ed)?|disappear(?:s|ed)?|evaporate[sd]?|gone|come off|comes off|came off|drop(?:s|ped)? (?:off|out)|f(?:a|e)lls? (?:off|out)|fallen (?:off|out)|taken (?:off|out)|removed|deleted|erased|struck|stricken|dropped|scrubbed|purged|pulled|crossed|excluded|omitted|cleared|off)\\b (?:\\w+ ){0,2}?(?:from|off|out of|of|your|this|that|the|any|all|whatever)\\b(?: \\w+){0,4}? ?${CONTACT_LIST}\\b|\\b(?:want|wish|like|need|have|get|see|please)\\b[^.!?]{0,20}\\b${ENTRY} (?:gone|removed|deleted|struck|taken|crossed|scrubbed|off) (?:from |off |out of )?(?:it|this|that|there|them)\\b`,
    ),
    unless: compose(
      OTHER_MATTER,
      "|\\b(?:they|he|she|google|head office|corporate|our \\w+|the \\w+) (?:has |have |had )?(?:removed|took|taken|dropped|cut|struck) (?:us|me)\\b|\\b(?:google|rankings?|listings?|search|directory|maps|our (?:website|site|system|crm|database|list|books))\\b|\\b(?:do|did|would|should|will) not (?:\\w+ )?(?:take|remove|drop|cross|strike|get|delete|want)\\b|\\b(?:can|do|could) you help\\b",
    ),
    reason: "wants to disappear from the list",
  },
  {
    family: "removal",
    name: "do_not_include",
    pattern: compose(
      `\\b(?:do not|never|not|stop|without|no longer|rather you did not|please do not) (?:\\w+ ){0,2}?(?:includ(?:e|ing)|add(?:ing)?|put(?:ting)?|keep(?:ing)?|hav(?:e|ing)|list(?:ing)?|sign(?:ing)?|enrol(?:l|ling)?|subscrib(?:e|ing)|involv(?:e|ing)|copy(?:ing)?) ${ENTRY} (?:up )?(?:in|on|to|for|into|with|as part of) (?:\\w+ ){0,3}?${CONTACT_LIST}\\b|\\bnot (?:wish|want|like|care|agree|ask) to be (?:a |your )?(?:part|recipient|target|subject|included|involved) ?(?:of|in|on|for)? (?:your|this|any|these)\\b`,
    ),
    unless: compose("\\b(?:google|waiting|short|wait|our (?:website|site|list)) ?list|\\bthe (?:invite|meeting|calendar|proposal|quote)"),
    reason: "does not want to be included",
  },
  {
    family: "removal",
    name: "cross_me_off",
    pattern: compose(
      `\\b(?:scrub|strike|scratch|erase|bin|purge|ditch|omit|blacklist|suppress|block|forget|unlist|exclude|excuse|rub|cross|cut|knock|kick) ${ENTRY}(?: (?:off|out|from) ?(?:it|this|that|them|these|your \\w+|the \\w+)?)?(?:[.!,]|$| please| thanks| now| asap| immediately| off\\b| out\\b)`,
      `|\\b(?:remov|tak|delet|exclud|omit|drop|scrub|strik|pull|leav|keep|get|cut|cross)(?:e|ing|p?ing|t?ing)? ${ENTRY} (?:\\w+ )?(?:off|from|out of) (?:\\w+ ){0,3}?${CONTACT_LIST}\\b`,
      "|\\b(?:be|being|get|getting) (?:left|taken|kept|crossed|struck|dropped|scrubbed|removed|excluded|omitted) (?:off|out of|from) (?:your|any|all|future|further|these|this|it)\\b",
      "|\\btake \\S+@\\S+ off\\b|\\blose the (?:address|number|email|details)\\b|\\boff (?:my|our) (?:back|case)\\b",
      `|\\b(?:cross|strike|scratch|rub|cut|knock|take|kick|leave|count|keep|get) ${ENTRY} (?:off|out of|from) (?:it|this|that|these|them|any|all|your|future|further)\\b`,
    ),
    unless: compose(
      OTHER_MATTER,
      "|\\b(?:hold|the (?:invite|meeting|calendar|loop|call)|rates?|speed|ground|the hook|guard|pace|track)\\b|\\b(?:did|do|will|would|please|can) not (?:\\w+ )?(?:forget|block|cut|exclude|leave|strike|take|get|cross|keep)\\b|\\boff (?:that|this) (?:one|date|day|slot)\\b|\\bnot forget|\\bkeep (?:me|us) (?:off|out of) (?:the )?(?:trouble|jail)|\\b(?:get|take|cut|knock) (?:me|us) (?:off|out of) (?:this|that|our|my) (?:contract|mess|hole|agreement|deal|lease)|\\bhelp",
    ),
    reason: "asks to be crossed off",
  },
  {
    family: "unwanted",
    name: "left_in_peace",
    pattern:
      /\b(?:leave|leaving|left|let) (?:me|us|him|her|them|my \w+|our \w+|this \w+)?(?: \w+)? ?(?:alone|in peace|be(?=[.!,]|$| (?:please|thanks|now|mate)\b)|out of (?:it|this|your \w+))\b|\b(?:alone|in peace) please\b/,
    unless:
      /\b(?:left|leave|leaving|let) (?:it|this|that|well enough|google|the \w+|alone (?:the|our))\b|\blet (?:me|us) be (?:clear|honest|frank|the)/,
    reason: "asks to be left alone",
  },
  {
    family: "removal",
    name: "wrong_number_go",
    pattern:
      /\bwrong (?:number|address|email|inbox|person|bloke|place|one)\b[^.!?]{0,25}\b(?:delete|remove|lose|bin|scrub|erase|get rid of|forget|stop|take (?:it|this|me|us) off|no more)\b|\b(?:delete|remove|lose|bin|scrub|erase|stop)\b[^.!?]{0,20}\bwrong (?:number|address|email|person)\b/,
    unless: /\b(?:use|try|call|ring|the right|correct|new) (?:\w+ )?(?:\d|number|one|address)|\?$/,
    reason: "says the number is wrong and should go",
  },
  {
    family: "stop_contact",
    name: "keep_it_to_yourself",
    pattern: compose(
      `\\b(?:keep|take|send|peddle|flog|hawk|aim|direct|point) (?:your|these|this|those|the|any (?:more|further)) (?:\\w+ ){0,2}?${MAIL} (?:to yourself|to yourselves|elsewhere|somewhere else|to someone else|to somebody else|away from (?:me|us))\\b|\\b(?:not welcome|unwelcome|not wanted|unwanted) (?:here|in (?:my|our|this) (?:inbox|email)|at this (?:address|number))\\b`,
    ),
    reason: "tells us to keep our messages",
  },
  {
    family: "dismissal",
    name: "enough",
    pattern:
      /(?:^|[:;,] ?|\b(?:asking nicely|please|seriously|honestly|okay|ok|right|mate|look),? )(?:enough(?: is enough| now| already| please| thanks| mate)?|no more|give it a rest|let it go|kindly desist|knock it off|that will do|stop it)[.! ]*$/,
    unless:
      /\b(?:good|fair|big|soon|easy|long|early|late|sure|nice|simple|close|right|strange\w*|is that|not|have|had|more than) enough|\?$/,
    reason: "says it is enough",
  },
];
