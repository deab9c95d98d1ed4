import "server-only";
import { CLOSING, CONTACTED, CONTACTING, MAIL, READER, TO_CONTACT } from "@/lib/engines/replies/contact-words";
import type { WithdrawalFamily } from "@/lib/engines/replies/opt-out-rules";
import type { Rule } from "@/lib/engines/replies/rule";

const compose = (...parts: string[]) => new RegExp(parts.join(""));
const YOURS = `(?:(?:your|these|those|the|all|any|such|this|that|of) ){1,3}(?:\\w+ )?${MAIL}`;
const THIRD_PARTY =
  "\\b(?:customers?|clients?|leads|patients|guests|tenants|members|students|parents|suppliers?|agenc\\w+|competitors?)\\b";
const ANOTHER_WAY =
  "\\b(?:instead|(?:call|ring|text|email|phone|dm) (?:me|us|my)\\b|(?:call|email|text|phone|linkedin) is (?:fine|best|better|good|ok)|use (?:my|the|this)|just (?:call|ring|text|email|send|come|drop|turn))\\b";
const OUR_INBOX = "(?:my|our|this|the) (?:\\w+ )?(?:inbox|inboxes|mailbox|email|phone|life|day|hair|sight|number|address)";

/** Prohibitions, demands that it ends, and the complaints of people who have asked before. */
export const CONTACT_BAN_RULES: readonly Rule<WithdrawalFamily>[] = [
  {
    family: "stop_contact",
    name: "prohibition",
    pattern: compose(
      "(?:^|[,;:.!?-] ?|\\b(?:please|pls|and|but|so|just|kindly|then|also|ps|p\\.s\\.|ask that you|asking you to|would you|could you|can you|may i ask you) )(?:do not|never|not|no) (?:ever |even |you dare |under any circumstances |bother |try |attempt |presume |continue |again |and )*(?:to )?",
      `(?:"?(?:circle back|touch base|come back|check in|chase|persist|bump|nudge|knock|canvass|cold[- ](?:call|email)|(?:find|look up|add|connect with|bump|nudge|dm|pitch|sell to|try|contact|email|call|ring|text|message|phone|pester|bother|hassle|write to) (?:me|us)|${TO_CONTACT} (?:${READER} )?(?:either|again|any ?more|ever)|${TO_CONTACT}(?: or |, ?|/)${TO_CONTACT})"?)(?: ${READER})?${CLOSING}`,
    ),
    unless: compose(
      ANOTHER_WAY,
      "|\\b(?:before|after \\d|until|till|between|during|today|tomorrow|yet|without|while|this (?:week|morning|afternoon)|next week|on (?:mon|tues|wednes|thurs|fri|satur|sun)days?|at (?:night|work|home))\\b(?!.*\\b(?:or ever|ever again)\\b)|\\b(?:we|they|customers?) (?:do|did|can|will) not\\b|\\bif you (?:do|would|could) not\\b|\\b(?:mind|hesitate)\\b|\\?.*\\?",
    ),
    reason: "forbids further contact",
  },
  {
    family: "stop_contact",
    name: "do_not_reply",
    pattern: compose(
      `(?:^|[,;:.!?-] ?|\\b(?:please|and|but|so|just|kindly) )(?:do not|never) (?:bother |even )?(?:(?:to )?(?:reply|respond|answer|write back)|(?:replying|responding|answering))${CLOSING}`,
      `|\\b(?:note|record|flag|mark|reminder|instruct\\w*|ask|asked|asking|tell|told|request|requested)\\b[^.!?]{0,30}\\b(?:not|never) to (?:\\w+ )?${TO_CONTACT}(?: ${READER})?${CLOSING}`,
    ),
    unless: compose(ANOTHER_WAY, "|\\b(?:we|i|they) (?:do|did) not\\b"),
    reason: "wants no answer",
  },
  {
    family: "legal",
    name: "notice_served",
    pattern:
      /\byou are (?:hereby |formally )?(?:directed|required|instructed|notified|put on notice|on notice|warned) (?:to|that|not|by)\b|\b(?:we|i) act (?:for|on behalf of) (?:mr|mrs|ms|miss|dr|the|our)\b.*\b(?:contact|communications?|cease|letters?|correspondence)\b|\bdirect(?:ed)? (?:all|any) (?:\w+ )?(?:correspondence|communications?|contact) to (?:us|this office|our office|my (?:lawyer|solicitor))\b/,
    unless: /\?$/,
    reason: "serves notice on somebody's behalf",
  },
  {
    family: "stop_contact",
    name: "no_licence",
    pattern: compose(
      `\\b(?:not|no longer|never) (?:\\w+ )?(?:permitted|allowed|authori[sz]ed|welcome|entitled|free|invited|to be) (?:to |for |by )?(?:\\w+ )?(?:${TO_CONTACT}|${CONTACTED})\\b|\\b(?:forbid|forbidden|prohibit|prohibited|barred|banned|bar)\\b[^.!?]{0,30}\\b(?:${CONTACTING}|${TO_CONTACT})`,
    ),
    unless: compose(THIRD_PARTY, "|\\?$|\\b(?:i am|we are|be) (?:not )?(?:\\w+ )?(?:allowed|permitted|authori[sz]ed) to"),
    reason: "denies us the right to make contact",
  },
  {
    family: "stop_contact",
    name: "stop_sending",
    pattern: compose(
      "\\b(?:stop|cease|quit|discontinue|halt|end|refrain from|desist from) (?:\\w+ )?(?:sending|forwarding|delivering|mailing|posting|directing) (?:\\w+ ){0,4}?",
      `(?:${MAIL}|to (?:me|us|this|my|our|him|her|them)|things|stuff|anything)\\b`,
      "|\\b(?:please|can|could|would|will|must|need|kindly|good|kind|time)\\b[^.!?]{0,25}\\bstop (?:these|them|those|all (?:of )?(?:these|this))(?: (?:emails|messages|texts|calls|please|now|coming|for me))*[.?!]*$",
    ),
    unless: compose(THIRD_PARTY, "|\\b(?:bots?|no-?shows?|invoices?|quotes?|parcels?|we|i) (?:to|stop|stopped)\\b"),
    reason: "tells us to stop sending",
  },
  {
    family: "stop_contact",
    name: "mail_must_end",
    pattern: compose(
      `\\b${YOURS} (?:\\w+ ){0,2}?(?:needs?|has|have|had|must|got|should|ought|better) (?:\\w+ ){0,2}?(?:to )?(?:end|stop|cease|finish|go away|come to an end)\\b|\\b${YOURS} (?:is|are) (?:\\w+ )?(?:not|no longer|un) ?(?:wanted|welcome|appreciated|needed|required|invited|requested|accepted)\\b`,
      `|\\b(?:all|any|your|these|such|further) (?:\\w+ )?${MAIL} (?:[\\w']+ ){0,4}?(?:cease|stop|end|be discontinued)(?: (?:immediately|now|at once|forthwith|today|please|here))*(?:[.!,]|$)`,
      `|(?:^|[,:;-] ?|\\b(?:and|but|so|please|just|want|with) )(?:no|zero|not one) (?:more|further|future|additional|other) (?!marketing|advertising|promotions?\\b)(?:\\w+ )?${MAIL}\\b`,
      "|\\b(?:like|want|wish|need|love|prefer|ask|asking|expect)\\b(?: \\w+)? (?:this|it|these|all this|this \\w+|these \\w+) to (?:\\w+ )?(?:stop|end|cease|finish)\\b",
      `|\\b(?:obliged|grateful|appreciate|appreciated|like|prefer|love|glad|happy|happier|pleased|nice|good|great|thank you|thanks|wish|hope)\\b[^.!?]{0,20}?\\b(?:if|that|it if|see|when)?\\b ?(?:the|these|your|those|all|this|any) (?:\\w+ )?${MAIL} (?:\\w+ )?(?:ceased?|stopped|stops?|ended|ends?|finished|came to an end|(?:was|were|be|is|are) (?:stopped|discontinued|ended|halted))\\b(?! (?!coming|arriving)\\w+ing\\b)`,
      "|\\b(?:let|make|consider|call|be)\\b[^.!?]{0,20}\\b(?:the|an) end (?:of|to) (?:it|this|that|the matter|things|these|them|our correspondence)\\b|\\b(?:this|it|that) (?:\\w+ )?(?:does not|not|never) (?:ever )?(?:happen|occur)s? (?:again|any ?more)\\b",
    ),
    unless: compose(THIRD_PARTY, "|\\?$|\\bno-?shows?\\b|\\bend of (?:it|the matter) (?:is|was)"),
    reason: "says that it has to end",
  },
  {
    family: "stop_contact",
    name: "out_of_my_inbox",
    pattern: compose(
      `\\b(?:please|respect|just|kindly)\\b[^.!?]{0,25}\\bstay out\\b|\\b(?:keep|stay|get|take|stop) (?:[\\w']+ ){0,5}?(?:out of|away from|off|from|clogging|filling|cluttering|flooding|polluting|invading) (?:up )?${OUR_INBOX}\\b|\\b(?:never|not|no longer|nothing|stop|without)\\b[^.!?]{0,40}\\b(?:in|into|to|at|through) ${OUR_INBOX} (?:again|any ?more|ever|please|thanks|thank you|in (?:the )?future)\\b`,
    ),
    unless: compose(THIRD_PARTY, "|\\bspam (?:out|from)|\\b(?:can|do|could) you (?:\\w+ )?(?:keep|stop)\\b"),
    reason: "wants us out of the inbox",
  },
  {
    family: "removal",
    name: "forget_you_have_it",
    pattern:
      /\b(?:forget|unlearn|lose) (?:that )?(?:you |your team )?(?:ever |even )*(?:had|have|saw|knew|found|got|met|heard of)? ?(?:me|us|(?:my|our|this) (?:\w+ )?(?:address|email|number|name|details|contact|existence))(?: (?:exists?|existed))?[.!,]?(?:$| (?:please|thanks|ever|and)\b)|\bfalse (?:name|address) on (?:your|the) list\b/,
    unless: /\b(?:not|never|nor|cannot|did you) (?:\w+ )?forget\b|\bforget about (?:me|us)\b/,
    reason: "asks us to forget the address",
  },
  {
    family: "unwanted",
    name: "still_arriving",
    pattern: compose(
      `\\bstill (?:getting|receiving|being sent|hearing|seeing|get|receive|see|hear|on (?:your|the|this) list|coming|arriving|(?:sending|emailing|texting|calling|messaging) (?:me|us|these|them|this|stuff|things))\\b(?: (?:these|them|those|from you|your ${MAIL}|${MAIL}|me|us|it|this \\w+))?(?:[.!?,]|$| (?:after|despite|when|even|from you|though|every|why|and)\\b)`,
    ),
    unless: compose(
      THIRD_PARTY,
      "|\\b(?:are|is) you(?:r \\w+)? still (?:here|on)|\\bstill (?:hearing|getting|receiving|seeing) (?:back|quotes?|results?|more|good|bad|enquiries)\\b|\\b(?:we|i) (?:are|am) still (?:here|coming|sending|calling)\\b|\\b(?:are|is) (?:it|this|that) still\\b",
    ),
    reason: "still receives what they did not want",
  },
  {
    family: "unwanted",
    name: "never_opted_in",
    pattern:
      /\b(?:never|not|no one|nobody)\b[^.!?]{0,30}?\b(?:opt(?:ed|ing)?[- ]?in|sign(?:ed|ing)? (?:up|on)|subscrib(?:e|ed|ing)|registered|consent(?:ed|ing)?|agreed|request(?:ed)?|asked|gave (?:you )?(?:my |our |any )?(?:permission|consent|address|details|number|email)|given (?:you )?(?:my |our |any )?(?:permission|consent|address|details|number|email))(?: (?:to|for|in to) (?:this|these|your|any|it|be (?:on|emailed|contacted)|receive|being|get|hear|such|anything)\b|[.!,]|$| (?:and|so|or|with you)\b)/,
    unless:
      /\?$|\b(?:customers?|clients?|we|they) (?:have |had )?(?:never|not) (?:\w+ )?(?:signed up|registered|agreed|asked|requested)[.!,]?$|\b(?:not|never) (?:\w+ )?(?:agreed|asked) (?:to|for) (?:a|the|any) (?:price|contract|quote|call|meeting)|\bnot (?:yet )?(?:signed|agreed|requested|registered|asked)\b/,
    reason: "never asked for it",
  },
  {
    family: "complaint",
    name: "blocked_by_machine",
    pattern: compose(
      `\\bblock(?:s|ed|ing)? (?:all )?(?:your|this) (?:\\w+ )?(?:number|domain|address|email address|company|ip|emails|mails?|calls|profile|account)\\b|\\b(?:emails?|these|those|they|everything|anything from you|you) (?:\\w+ )?(?:go|goes|going|are going|will go|will be going|get sent) (?:\\w+ )?(?:straight |directly |right )(?:to|into|in) (?:my |the |our )?(?:junk|spam|trash|bin|deleted)`,
    ),
    unless: /\b(?:resend|re-send|white-?list|unblock|sorry|for some reason|attachment|link|text me|call me|try|\?$)/,
    reason: "has blocked us",
  },
  {
    family: "stop_contact",
    name: "asked_then_answered",
    pattern: compose(
      `\\b(?:${CONTACTING}|${TO_CONTACT}) (?:me|us)\\b[^?.!]{0,60}\\? (?:\\w+,? )?(?:do not|stop|no more|never again)[.!]*$`,
    ),
    reason: "answers their own question with no",
  },
  {
    family: "stop_contact",
    name: "a_way_to_end_it",
    pattern: compose(
      `\\b(?:way|how|where|possible|what|can|could)\\b[^.!?]{0,25}\\b(?:switch|turn|shut|stop|end|cancel|get out of|escape|kill|avoid|block|prevent) (?:off )?(?:these|them|those|${YOURS}|(?:getting|receiving|hearing|seeing) (?:these|them|your|from you|${MAIL}))(?: (?:off|from you|coming|arriving|altogether|for good|permanently|please))*(?:[.!?]|$)`,
      `|^(?:please,? |so,? |and )?(?:can|could|will|would|should|when (?:will|do|can)) (?:these|those|they|all (?:of )?this|${YOURS}) (?:please |ever |just |all )*(?:stop|end|cease|finish)(?: now| please)*[.?!]*$`,
      "|\\b(?:stop|unsubscribe|off|opt-?out|mute|cancel) (?:button|switch|option) (?:for|on|to) (?:these|this|them|those|your)\\b",
      `|\\bwhat (?:do|does|would|will) (?:i|we|it|one) (?:\\w+ ){0,3}?to (?:\\w+ )?(?:never|not|stop|no longer|be left)\\b[^.!]{0,50}\\b(?:${MAIL}|inbox|from you|your name|alone|contacted)\\b`,
    ),
    unless: compose(THIRD_PARTY, "|\\b(?:no-?shows?|spam (?:leads|enquiries|calls)|fake|bots?)\\b"),
    reason: "asks how to end it",
  },
  {
    family: "hint",
    name: "take_the_hint",
    pattern:
      /\btake (?:the|a) hint\b|\bget the (?:hint|message|picture|memo)\b|\bread the room\b|\bclose (?:the|our|my|your) files?\b|^can you not[.!]*$|\bmove along(?: please)?[.!]*$|\bgive up(?: please| mate| now)?[.!]*$|\bleave it (?:now|out|alone)(?: mate| please)?[.!]*$|\bplease rectify\b/,
    unless: /\b(?:did not|never|do not) (?:\w+ )?(?:get|give|take)\b|\?$/,
    reason: "tells us to take the hint",
  },
];
