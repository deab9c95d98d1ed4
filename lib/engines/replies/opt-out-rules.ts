import "server-only";
import type { Rule } from "@/lib/engines/replies/rule";

/** What sort of withdrawal it is; decides the actions beside the suppression. */
export type WithdrawalFamily =
  | "keyword"
  | "stop_contact"
  | "removal"
  | "unwanted"
  | "dismissal"
  | "complaint"
  | "legal"
  | "erasure"
  | "hint";

const WHO =
  "(?:me|us|him|her|them|this (?:address|number|email|inbox|mailbox|account)|my|our|here|anyone|anybody|any of us|everyone|either of us|the (?:office|shop|team|boss|owner|practice|clinic)|(?:this|our|my|any) \\w+)";
const DOING =
  "(?:emailing|mailing|contacting|texting|messaging|calling|ringing|phoning|bothering|harassing|spamming|pestering|hassling|annoying|disturbing|writing(?: to)?|dm'?ing|stalking|bugging|badgering|chasing|cold calling|pitching|selling(?: to)?|prospecting|marketing(?: to)?|advertising to|cold emailing|reaching out(?: to)?|targeting|soliciting|inboxing|following (?:me |us |this |it )?up|chasing (?:me |us |this |it )?up)";
const DO =
  "(?:email|mail|contact|text|message|call|ring|phone|bother|harass|spam|pester|hassle|annoy|disturb|write to|dm|chase|approach|solicit|inbox|reach out to|get in touch with|follow up with|sms|cold call|bug)";
const THINGS =
  "(?:emails?|mails?|messages?|message|texts?|text|calls|phone calls|spam|junk|contact|correspondence|communications?|marketing|sms|dms?|newsletters?|follow[- ]?ups|rubbish|crap|garbage|shit|sales pitches|of (?:these|this|them|it|that)|from you)";
const POLITE =
  "(?:(?:please|just|ok|okay|look|sorry|kindly|mate|seriously|ffs|oi|no|nah|no thanks|thanks but|thanks|thank you|not interested|hi|hello|hey)[ ,.-]*)*";
const TRAILER =
  "(?:[ ,]*(?:please|thanks|thank you|now|immediately|asap|today|all|it|this|me|us|that|already|cheers|mate|texts?|texting|emails?|emailing|messages?|message|messaging|calling|forever|ok|okay|stop|delete|remove|list|from list|ta))*[.! ]*$";

/** A restriction to a time, a matter or another person: a wish about how, not a withdrawal. */
const LIMITED =
  /\b(?:do not|never|not to) (?:please )?(?:\w+ ){0,3}?(?:me |us )?(?:\w+ )?(?:before|after \d|after (?:five|six|hours)|until|till|between|during|today|tomorrow|this (?:week|afternoon|morning)|next week|on (?:a )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?|on weekends?|at (?:night|lunch|\d|(?:home|work)\b.*\b(?:call|ring|use|try|email|text|instead|after|mobile))|yet|just yet|without|while)\b(?!.*\b(?:or|not|nor) ever\b)|\b(?:do not|never) (?:call|text|message) (?:me )?(?:an?|that|names|sir|shirley)\b/;
const REPORTED_SPEECH =
  /\b(?:customers?|clients?|subscribers?|people|patients?|users|members|they|competitors?|guests|tenants|parents|donors|leads|staff) (?:\w+ ){0,3}(?:unsubscrib\w*|opt\w* out|to stop|stop\w*|keep)\b/;
const NOT_WITHDRAWN =
  /\b(?:do not|did not|will not|would not|not going to|no need to|not asking (?:you )?to|never|not|rather than|almost|nearly|accidentally|by accident|by mistake|glad i (?:did not|have not)) (?:want(?:ed)? to |to |have |me )?(?:unsubscrib\w*|opt(?:ed)? out|remove me|take me off|stop)\b|\b(?:unsubscrib\w*|opt(?:ing)?[- ]?out|removal) (?:is|was) (?:\w+ )?not (?:what|the|my|why|something)\b|\bnot (?:\w+ )?(?:after|looking|here|trying|wanting|asking|about|a request|an attempt) (?:for |to )?(?:an? |be )?(?:unsubscrib\w*|opt(?:ing)?[- ]?out|remov\w+)\b|\b(?:do|please do) not (?:unsubscrib\w*|remove|opt|take) (?:me|us)\b|\bunsubscrib\w* (?:rates?|pages?|flows?|numbers|figures|stats)\b|\bopt[- ]?outs? (?:rates?|pages?|flows?|numbers)\b|\b(?:re-?subscribe|add me back|put me back on)\b/;
const ABOUT_THEIR_LIST =
  /\bto (?:unsubscrib\w*|opt[- ]?out|stop receiving|be removed|manage)\b[^.]{0,80}\b(?:click|visit|reply|follow|please (?:click|reply|email|contact)|use the link|text)\b/;

/** In order of strength: the first hit names the family. */
export const OPT_OUT_RULES: readonly Rule<WithdrawalFamily>[] = [
  {
    family: "erasure",
    name: "delete_my_data",
    pattern:
      /\b(?:(?:delete|erase|destroy|purge|wipe|forget|remove|scrub|bin|shred|trash|get rid of)\b (?:\w+ ){0,4}?(?:my|our|all|any|personal|his|her|their) (?:\w+ ){0,3}?(?:data|details|information|info|records?|particulars)|(?:delete|erase|destroy|purge|wipe|forget|shred|scrub|bin|trash|get rid of)\b (?:\w+ ){0,4}?(?:my|our) (?:\w+ )?(?:email address|email|number|name|contact|phone number|address))\b|\b(?:delete|erase|destroy|purge|wipe|remove) (?:\w+ ){0,3}?(?:everything|anything|whatever|all)(?: \w+){0,6} (?:on|about|relating to|concerning) (?:me|us)\b|\b(?:my|our|all my|his|her) (?:\w+ ){0,2}?(?:data|details|information|info|records?)(?: \w+){0,3} (?:wiped|deleted|erased|removed|destroyed|purged|scrubbed|gone)\b|\bmy\b[^.!?]{0,15}\b(?:name|number|email|address)\b[^.!?]{0,20}\b(?:wiped|erased|destroyed|purged)\b/,
    unless:
      /^(?!.*\b(?:delete|erase|destroy|purge|wipe|data|details|information|info|records?)\b).*\b(?:remove|take|drop|strike|get) (?:\w+ ){0,4}?(?:address|email|number|name|contact) (?:\w+ )?(?:from|off|out of) (?:\w+ ){0,3}?(?:lists?|database|db|mailing|mail-?outs?|crm|system|distribution)\b|\bbefore (?:we|i) (?:send|share)|\bif you (?:are not|have received)|\bdo you (?:delete|erase|remove)|\bcan you (?:delete|remove) [^.?]*\b(?:duplicate|old)\b|\bfrom (?:google|the listing|the directory|our (?:site|website|listing))|\b(?:old|wrong|second|other|duplicate) (?:\w+ )?(?:number|address|email)\b/,
    reason: "asks for their details to be deleted",
  },
  {
    family: "erasure",
    name: "right_to_erasure",
    pattern:
      /\bright to (?:be forgotten|erasure)\b|\b(?:article|art\.?) 17\b|\berasure request\b|\b(?:request|confirm|demand|require) (?:the )?(?:deletion|erasure|removal) of\b/,
    unless: /\bhow do you (?:handle|manage|deal)/,
    reason: "invokes erasure",
  },
  {
    family: "legal",
    name: "regulator_or_law",
    pattern:
      /\b(?:report(?:ed|ing)?|complain(?:ed|ing|t)?|refer(?:red|ring)?|lodg(?:e|ed|ing)|dob(?:bed|bing)?|forward(?:ed|ing)?)\b[^.]{0,60}\b(?:acma|oaic|accc|ico|ftc|regulator|ombudsman|authorit(?:y|ies)|fair trading|privacy commissioner|spam (?:commissioner|authorit\w+|people|hotline|watchdog|line)|watchdog|commissioner|spam people|government|police|do not call)\b|\b(?:breach|breaching|breached|breaking|violat\w+|contraven\w+|against|illegal under|in violation of|unlawful under|infring\w+|offence under)\b[^.]{0,40}\b(?:spam act|the law|privacy (?:act|law|laws)|gdpr|can[- ]?spam|anti[- ]?spam|spam laws?|do not call)\b|\b(?:acma|oaic)\b/,
    unless: /\?$|\bcompliant\b/,
    reason: "names a regulator or a law against us",
  },
  {
    family: "legal",
    name: "legal_threat",
    pattern:
      /\b(?:cease and desist|legal action|(?:my|our) (?:lawyers?|solicitors?|legal team|attorney)\b[^.]{0,40}\b(?:will|are|is|has|have|be)|see you in court|take (?:this|it) further|spam act 2003|this is (?:illegal|unlawful|harassment)|you are (?:breaking|breaching|in breach)|i(?: am| have)? (?:on|registered on|registered with) the do not call|do not call regist(?:er|ry)|(?:am|are) on the register)\b/,
    unless: /^(?:is|are|how|do|does|what|would|will|could) [^.]*\?$|\b(?:review|look at|check|read|sign) (?:the|your|it)\b/,
    reason: "threatens legal steps or points to the register",
  },
  {
    family: "complaint",
    name: "reported_or_blocked",
    pattern:
      /\b(?:report(?:ed|ing)?|mark(?:ed|ing)?|flag(?:ged|ging)?) (?:\w+ ){0,3}?(?:as |for |to )?(?:spam|junk|phishing|abuse|harassment|linkedin)\b|\b(?:i (?:am|have|will(?: be)?)|we (?:are|have|will)|consider yourself|you are|just|now|have been|being) (?:just |now |going to |been )?(?:block(?:ed|ing)?|report(?:ed|ing)) ?(?:you|this|your|now)?(?:[.!]|$| (?:you|this|your|number|address|now))|^(?:blocked|blocking|reported|reporting|spam|junk)(?: (?:you|this|it|now|and|reported|blocked|deleted|number|your|sender|address|as|spam|junk))*[.! ]*$/,
    unless:
      /\b(?:in|to|into|from|my|your|our|the) (?:spam|junk)\b(?! people)|\b(?:our|the|your) (?:\w+ )?(?:firewall|filter|server)|not blocked|getting blocked|calendar|diary|\bblocked (?:out|off)\b/,
    reason: "reports or blocks us",
  },
  {
    family: "complaint",
    name: "calls_it_spam",
    pattern:
      /\b(?:this|it|that|yours?|which|you) (?:is|are|are just|is just|is clearly|looks like) (?:\w+ )?(?:spam|spammer|harassment|junk mail|scam(?:mer)?|a scam)\b|\b(?:sick|tired|fed up|had enough) (?:and tired )?(?:of|with) (?:\w+ ){0,3}?(?:emails?|calls|messages?|texts?|spam|you)\b|^enough[.! ]*$|\benough(?: is enough| already| of (?:this|these)| with the)\b|\b(?:bloody |effing |fucking )?spammers?\b/,
    unless:
      /\?$|\bnot (?:spam|a scam)\b|\b(?:looks|read|thought|sounded) (?:\w+ ){0,3}(?:spam|scam) (?:at first|but)|\b(?:thought|assumed) (?:this|it) was\b|\b(?:we|i) have (?:got )?enough of (?:these|those|this)\b|\bother (?:spammers|agencies)\b|\bagenc(?:y|ies)\b|\bleads?\b/,
    reason: "calls it spam",
  },
  {
    family: "keyword",
    name: "keyword_alone",
    pattern: new RegExp(
      `^${POLITE}(?:stop|stopall|unsubscrib\\w*(?: me| us)?|opt(?:ing)?[- ]?(?:me |us )?out|optout|remove|remove me|remove us|take me off|cease|cease and desist|desist|delete(?: me| this| it)?|leave me off)${TRAILER}`,
    ),
    unless: /\?$|^(?:no|nah)[ ,]+it\b/,
    reason: "an opt-out keyword stands alone",
  },
  {
    family: "keyword",
    name: "unsubscribe_word",
    pattern: /\bunsubscrib\w*|\b(?:opt|opting|opted|opts) ?-?(?:me |us |my \w+ |this \w+ )?out\b|\boptout\b/,
    unless: new RegExp(
      `${NOT_WITHDRAWN.source}|${REPORTED_SPEECH.source}|${ABOUT_THEIR_LIST.source}|\\b(?:how do you|do you|does it|can (?:people|they|customers)|where do) (?:\\w+ ){0,3}(?:handle|manage|track|process|deal|unsubscrib|opt)|\\bunsubscrib\\w*[- ](?:management|handling|software|tools?|process\\w*|compliance|platforms?)\\b|\\bour (?:\\w+ )?unsubscrib|\\b(?:high|low|many|lots of|lot of|our|more|fewer|those|these|the) (?:unsubscrib\\w*|opt[- ]?outs)\\b(?! link| button)|newsletter (?:has|gets|is|keeps)|\\bopt[- ]?in (?:or|and|/) (?:\\w+ )?opt|\\bopt[- ]?out (?:clauses?|periods?|terms?|options?|fees?)|\\bopt(?:ing)? out of (?:the|that|your) (?:\\w+ )?(?:call|meeting|extras|add-?on|part|bit|side|module|option|ads?|trial|contract|package|plan|service|website|seo)|(?:'s|\\b(?:the|an?|our|your|their|its)) (?:unsubscribe|opt-?outs?) (?:lists?|handling|process|requests?|records?|data|rules?|management|function\\w*|features?)\\b.*\\?$|^(?!.*\\b(?:me|us|my|i|we|where|this)\\b).*\\?$`,
    ),
    reason: "asks to unsubscribe or opt out",
  },
  {
    family: "removal",
    name: "remove_from_list",
    pattern:
      /\b(?:removed?|take|took|taken|deleted?|drop|scrub|strike|scratch|wipe|get|pull|cross|cut|leave|keep|exclude|omit)\b (?:\w+ ){0,3}?(?:me|us|my (?:\w+ )?(?:name|email|address|number|details|contact)|our (?:\w+ )?(?:name|email|address|number|details|contacts?|company|business|team)|this (?:\w+ )?(?:email|address|number|inbox|contact|account)|the (?:below|above) (?:address|email)|[\w.+-]+@[\w.-]+) (?:\w+ )?(?:off|from|out of|on|to) (?:\w+ ){0,3}?(?:lists?|database|db|mail(?:ing|er|out)?s?|emails?|data|records?|system|crm|contacts?|distribution|campaigns?|sequence|outreach|books?|files?|this|these|it|here|future|any|all|marketing|calling|thing|do not (?:call|contact|email))\b/,
    unless:
      /\b(?:from|off) (?:the|this|our|that|your) (?:invite|meeting|calendar|call|cc|copy|loop|proposal|quote|thread|hold)\b|\bkeep (?:me|us) (?:on|in|posted|updated)|\bget (?:me|us) (?:on|to|into)\b|\bleave (?:it|this|that) (?:to|with)|\bdrop (?:me|us) (?:a|an)\b|\b(?:get|pull|take|drop|keep|leave) (?:\w+ ){0,2}?(?:me|us) (?:\w+ )?(?:on|to) (?!do not)|\b(?:do not|never|not to) (?:\w+ )?(?:remove|take|delete|drop)\b|\b(?:old|previous|former) (?:\w+ )?(?:email|address|number)\b|\b(?:they|he|she|google|head office|corporate|our \w+|the \w+) (?:has |have |had )?(?:removed|took|taken|dropped|cut|struck) (?:us|me)\b/,
    reason: "asks to be taken off the list",
  },
  {
    family: "removal",
    name: "off_your_list",
    pattern:
      /\b(?:remove|take|delete|drop|scrub|strike|scratch|wipe|pull|cross|get|rub)\b (?:[\w'@.+-]+ ){1,5}?(?:off|from|out of) (?:(?:your|this|these|any|all|ur|the mailing|the email|the calling|the marketing) (?:\w+ ){0,2}?(?:lists?|database|db|mail(?:ing|er|out)?s?|emails?|records?|system|crm|contacts?|distribution|campaigns?|books?|files?|outreach)|the mail(?:ing)? ?(?:list|out))\b|\b(?:get|getting|be|being|come|am i) (?:\w+ )?(?:removed |taken |deleted )?(?:off|from) (?:this|your|the|ur) (?:mailing |email |calling |contact )?(?:list|database)\b|\bshould not be (?:on|in) your (?:\w+ )?(?:list|database|system|records)\b|\b(?:add|put|place|pop|mark|list|register|flag) (?:me|us|this \w+|my \w+|our \w+) (?:\w+ )?(?:on|to|onto|in|as|under|for)? ?(?:\w+ ){0,2}?(?:do[- ]not[- ](?:contact|call|email|disturb|mail|text)|dnc|no[- ]?(?:contact|call|marketing)|opt[- ]?out|suppression|unsubscribe)\b|^(?:please |just )?off (?:your|the|this|ur) (?:\w+ )?(?:list|database)\b|\b(?:like|want|love|prefer|rather be|wish to be|need to be) off (?:it|this|the|your)\b|^(?:please )?(?:dnc|do[- ]not[- ](?:contact|call|disturb))[.! ]*$/,
    unless:
      /\b(?:do not|never|not to|rather not|hate to be|without being) (?:\w+ )?(?:remove|take|delete|drop|get|be|being)\b|\b(?:from|off) (?:google|the top|our)\b|\b(?:people|customers|clients|leads|subscribers|someone|anyone|those) (?:who|that)\b|\b(?:bounced|old|fake|dead|duplicate|invalid|wrong)\b/,
    reason: "asks to be off the list",
  },
  {
    family: "removal",
    name: "remove_me",
    pattern:
      /\bplease unsubscribe (?:it|me|us|this (?:email|address|mailbox|number|inbox)|my \w+)\b|\b(?:remove|delete|unlist|exclude) (?:me|us|my (?:name|email|number|address)|our (?:email|number|address)|this (?:email|address|number))\b|\b(?:take|strike|cross|scratch|rub|cut) (?:me|us|my name|my number|my email|our name|this (?:number|address)) off\b|\b(?:get|keep) (?:me|us) off\b|\blose (?:my|our|this) (?:number|email|address|details|contact)\b|\btake (?:my|our|this) (?:email|name|number|details|address) out\b|\b(?:taking|removing|deleting|unsubscribing|dropping|striking) (?:me|us|my \w+|our \w+|this (?:address|email|number))\b|\bmy (?:name|email|number|address) (?:\w+ ){0,2}(?:removed|deleted|taken off)\b|\bconfirm (?:that )?(?:you have|i have been|we have been|you have been|when)(?: \w+)? (?:removed|deleted|unsubscribed|taken)|\b(?:remove|delete|unsubscrib\w*)[: ]+\S{1,64}@\S{1,80}|\S{1,64}@\S{1,80}[ -]+(?:remove|delete|unsubscrib\w*)\b|\btake this (?:one|address|number|email|inbox)(?: \w+)? off\b|\b(?:remove|delete) this (?:no\.?|phone|mobile|one)(?:[.!]|$)|\b(?:be|being|get|like to be|want to be|wish to be) (?:removed|deleted|taken off)\b/,
    unless:
      /\b(?:from|off) (?:the|this|our|that|your) (?:invite|meeting|calendar|call|cc|copy|loop|proposal|quote|thread|hold)\b|\boff (?:that|this) (?:one|date|day|slot|session)\b|\bdropping (?:me|us) (?:a|an|in|by)\b|\btake me off hold|\bnot asking\b|\boff the (?:early|late|morning)|\bfrom the (?:invite|call)|\b(?:do not|never|not to|hate to be|rather not) (?:\w+ )?(?:remove|take|delete|get|be|drop)\b|\boff (?:page|the ground|the phone|google|our)|\b(?:old|previous|former|other) (?:\w+ )?(?:email|address|number|one)\b|\b(?:then|and) (?:add|put|use) (?:my|the) (?:new|other)|\b(?:people|customers|clients|leads|subscribers|someone|anyone|those) (?:who|that)\b/,
    reason: "asks to be removed",
  },
  {
    family: "stop_contact",
    name: "stop_contacting",
    pattern: new RegExp(
      `\\b(?:stop|quit|cease|refrain from|desist from|discontinue|give up|knock off|leave off|halt|stop with)\\b (?:\\w+ ){0,3}?(?:(?:sending|forwarding) (?:me|us|them|these|this|those|your|any|more|stuff|emails?|messages?|texts?|spam|crap|rubbish)|${DOING} (?:${WHO}|people|these|this|now|please|asap|immediately|again|you)|${DOING}(?:[.!,]|$| (?:about|on|over|regarding|for) )|(?:the |this |these |those |your |all |any |all the |further |with the )+(?:\\w+ )?${THINGS})`,
    ),
    unless:
      /\b(?:do not|can not|never|will not|would not|could not|did not) (?:ever )?(?:stop|quit)\b|\b(?:customers?|clients?|leads|people|competitors|they|tenants|patients|staff|help (?:us|me)|we want to|trying to|how (?:do|can) we) (?:\w+ )?stop\b|\bcan you (?:\w+ )?stop (?:the|our|people|leads|customers|all the)\b|\b(?:board|boss|owners?|directors?|accountant|head office|gm|partners?) (?:has |have )?put a stop|how do (?:i|we) stop (?:my|our|customers|losing|leads|people|getting)|\bstop (?:calling|texting) it\b|\bstop (?:apologi[sz]|worry|think|wonder|los|wast|buy|pay|miss|rely|do|guess|read|answer|check|beat|be)ing\b(?!.*\b(?:stop|quit|never|do not|leave|remove)\b)/,
    reason: "tells us to stop contacting them",
  },
  {
    family: "stop_contact",
    name: "do_not_contact",
    pattern: new RegExp(
      `\\b(?:do not|never|must not|should not|not to|rather you did not|prefer (?:that )?you (?:do|did) not|(?:can|could|would|will|may i ask you|ask you|asked you|asking you|tell you|told you|beg you) (?:you )?(?:please |kindly |to )*not|appreciate (?:it )?if you (?:do|did|would|could) not|no need to|you may not|dare|without (?:you )?)\\b (?:ever |please |bother |you dare |keep |even |try to |attempt to |continue to |need to |want you to |have to )*(?:(?:${DO}(?:,? (?:or|and|nor) |, ?|/)){0,4}(?:${DO}|emailing|texting|calling|contacting|messaging|ringing) (?:${WHO}|again|anymore|any more|further|back)\\b|(?:contact|follow up|call|email|ring|text|message|write|solicit|bother|reach out)(?: (?:again|back|any ?more|further|please))*(?:[.!]|$)|(?:\\w+ ){1,5}or ${DO} ${WHO}|(?:send(?:ing)?|forward) (?:me |us |through |anything |over )*(?:any |anymore |any more |more |further |another |anything|these|this (?:rubbish|crap|shit|stuff|kind|sort|type)|emails?|messages?|texts?|spam|unsolicited|again|stuff|marketing|future))`,
    ),
    unless: new RegExp(
      `${LIMITED.source}|\\bno need to (?:call|ring|phone|email|contact|message|text)(?! (?:me|us) (?:again|any more|anymore|further))|\\b(?:do not|never) (?:\\w+ )?(?:the|our|this|my|that) \\w+[ ,.;-]+(?:but |and |just |please )?(?:call|ring|use|try|email|text|instead|rather)\\b|\\bno need to send\\b|\\bnot to (?:bother|annoy|disturb|spam|bug|hassle|pester)|\\b(?:did|do) not (?:call|ring|contact|email|text|message) (?:me|us) (?:back|yesterday|when|last)|\\bbother me\\b.*\\?|does not bother`,
    ),
    reason: "tells us not to contact them",
  },
  {
    family: "stop_contact",
    name: "make_it_end",
    pattern:
      /\b(?:make|let) (?:it|this|these|them|the (?:emails|texts|calls|messages)) (?:all )?stop\b|\bhow (?:do|can) (?:i|we|one) (?:get these|make (?:it|this|these|them)|stop (?:these|this|your|receiving|getting (?:these|your|this)|the (?:emails|texts|calls|messages))|turn (?:these|this|it) off|get off|opt|end (?:this|these))\b|\b(?:told|asked|begged|requested|said|ask|tell|telling|asking) (?:you|your \w+|them|him|her|the other \w+|somebody|someone)?(?: \w+){0,4}? ?(?:to|that you) (?:please )?(?:stop|remove|take (?:me|us)|unsubscribe|leave (?:me|us)|not (?:to )?(?:contact|email|call|text|message))\b|\bwhat do (?:i|we) (?:have|need) to do to (?:stop|get off|end|be removed|make)\b|^(?:please )?end (?:this|these|it|them|those|the)(?: (?:now|please|emails|messages|texts|calls|spam))*[.! ]*$|\b(?:cancel|end|terminate|suspend) (?:my|our|the|this) (?:email |mail |mailing )?subscription\b|\b(?:cancel|end|terminate) (?:all |any |these |the |your |future |further )+(?:\w+ )?(?:emails?|messages?|message|texts?|text|communications?|correspondence|contact|mailings?)\b|\b(?:cease|discontinue|end|halt|stop) (?:all |any |further |future )*(?:contact|communications?|correspondence)\b|\b(?:knock it off|give it (?:a (?:rest|break)|up)|(?:emails?|messages?|texts?|calls)\b[^.!?]{0,30}\b(?:end|stop|cease|finish|discontinue) (?:them|these|it)|(?:emails?|messages?|texts?|calls|contact|communications?) (?:is|are) (?:\w+ )?(?:unwanted|unwelcome|not (?:wanted|welcome)|a nuisance|harassing)|(?:removal|deletion) from (?:your|this|the) (?:\w+ ){0,2}?(?:lists?|database|records|system)|(?:please|kind|kindly|good enough|decent|favou?r|polite|politely|asking|begging|like you|want you|told you)\b[^.!?]{0,40}\bto stop(?=[.!]*$)|cut it out|pack it in)\b|\b(?:please|kindly) do not disturb\b|\b(?:let|hope|make|should be|better be|trust|expect|grateful|glad|please|must be|want)\b[^.]{0,40}\blast (?:emails?|messages?|message|text|call|contact|time (?:you|i)|i (?:will )?(?:hear|see)|of (?:it|these|this|them)|one i)\b/,
    unless:
      /\bnot asking\b|\b(?:in|from|about|since) (?:your|my|the) last (?:email|message)|\b(?:read|see|answer|ignore) your last|\bour (?:contract|agency|provider|agreement)\b|\b(?:customers|leads|clients|they) (?:\w+ )?(?:told|asked)/,
    reason: "wants it to end",
  },
  {
    family: "stop_contact",
    name: "stay_out",
    pattern:
      /\b(?:keep|stay|get|fuck|piss|be) (?:the hell |right |well )?(?:out of|away from|off) (?:my|our|this) (?:inbox|phone|email|mail|number|messages|dms?|linkedin|line)\b|\b(?:darken|clog\w*|fill\w* up|pollut\w+|clutter\w*) (?:up )?(?:my|our) (?:inbox|phone|door|email)\b|\b(?:turn|switch|shut) (?:these|this|it|them|the (?:emails|texts|messages)|all of (?:this|these))(?: \w+)? off\b|\b(?:turn|switch|shut) off (?:these|this|the|your|all) ?(?:emails|texts|messages)?\b|^do one\b|\bstop (?:trying|attempting|wanting) to (?:contact|call|reach|email|sell|pitch|message|text|ring|get|market|speak|talk)|\b(?:stop|not|no longer|cease) (?:hearing|wanting|getting|receiving) (?:\w+ ){0,3}?(?:from you|emails?|messages?|texts?|calls|spam)\b|^(?:please )?no (?:emails|texts|messages|more|calls or emails|emails or calls|contact|spam|marketing|thank you to (?:emails|texts))(?: please| thanks| at all| thank you)*[.! ]*$|\byou can stop (?:now|trying|already)\b|\b(?:that is|thats) enough (?:emails|texts|messages|now|calls|thanks|thank you|please)\b|^enough,? (?:please|thanks|now|thank you)[.! ]*$|^(?:this is (?:your|the|my) )?(?:final|last) warning\b|\bspamming (?:me|us|people|everyone|my|our|this)\b/,
    unless: /\b(?:today|tomorrow|this week|until|till|they|agenc\w+|competitors?)\b|\?$/,
    reason: "tells us to stay away",
  },
  {
    family: "stop_contact",
    name: "told_to_stop",
    pattern:
      /\b(?:need to|must|have to|had better|better|should|gotta|ought to|please|just|kindly|want you to|now|so|can you|could you|would you|will you) stop(?: (?:now|there|here|it|this|that|please|immediately|asap|all (?:of )?this|doing (?:this|that)))*[.!?,]*$/,
    unless:
      /\b(?:we|i|they|customers?|leads) (?:\w+ )?(?:need to|must|have to|should|want to|can|just) stop\b|\b(?:do not|never|can not)\b/,
    reason: "says we must stop",
  },
  {
    family: "stop_contact",
    name: "no_more",
    pattern: new RegExp(
      `\\b(?:please|but|ok|okay|just|so) no more(?: please| thanks| now| ta)?[.!]*$|(?:^|please |, |and |but |- |want |so |with |thanks |thank you |okay |ok |nah |no )no more (?:\\w+ )?${THINGS}|^no more(?: please| thanks)?[.! ]*$|\\bno more after (?:this|that|today|these)\\b|^(?:this is (?:the|your) )?(?:last|final) (?:email|message|text|call|one)(?: from you)?,? (?:please|thanks|ok|okay)[.! ]*$|\\b(?:no|not) (?:further|future|additional) (?:\\w+ )?(?:emails?|contact|correspondence|communications?|messages?|message|calls|texts?)\\b|^(?:please )?no (?:contact|spam)[.! ]*$`,
    ),
    unless: /\bno more than\b|\b(?:necessary|needed|required|questions|information)\b/,
    reason: "wants no more messages",
  },
  {
    family: "unwanted",
    name: "does_not_want_to_receive",
    pattern:
      /\b(?:do not|does not|did not|no longer|never|not|neither of us) (?:really |even |ever )?(?:want|wish|care|need|like|consent|agree|agreed|interested in|ask|asked|sign|signed|subscrib\w*|opt|opted|request|requested|interested|wanted|authoris\w+|authoriz\w+|give|gave|given)\b (?:you )?(?:(?:up )?(?:to|for|in|any|being|your|permission|consent|these|this|more|anything|further|getting|receiving|hear|hearing)\s?)+ ?(?:\w+ ){0,3}?(?:receiv\w+|get|getting|hear|hearing|contact\w*|be (?:contacted|emailed|called|added|on|texted|messaged|solicited)|being (?:contacted|emailed|called|added|texted)|emails?|emailing|messages?|texts?|spam|mail|marketing|newsletters?|communications?|correspondence|calls|from you|this|list|mailing|permission|consent)\b/,
    unless: new RegExp(
      `${REPORTED_SPEECH.source}|\\bnot (?:like|appreciate) your email[.!]*$|\\b(?:want|wish|care|like|need|agree) to (?!receiv|get|hear|be (?:a |the )?(?:contact|email|call|text|messag|on|in|add|bother|sold|market|solicit|part|sent|hassl|spam|pester|disturb|rung|phon|approach|target|recipient|subject)|keep|see|have|any|these|this|more|your|further)\\w+|\\bdo not want to (?:get|receive|be|hear) (?:\\w+ )?(?:left|stung|burn\\w*|ripped|caught|lost|stuck|locked|charged|anything less)|\\b(?:need|want|wish) (?:your |any |more )?(?:emails?|calls|texts?|mail|messages?) (?:marketing|campaigns?|service|done)|\\bsign(?:ed)? up for (?:this|your) (?:event|webinar)|\\b(?:for|with) (?:our|the) (?:next|current)|\\bdo not need (?:your |any |more |this )+(?:\\w+ )?(?:service|help|right now)|until|\\bhear (?:about|more)|\\binterested (?:in )?(?:any of |all )?(?:this|it|that)\\b(?! (?:email|message|spam|list|sort|kind))|\\binterested in (?:email|sms|text|marketing|calls)|\\bneed (?:any |more )*(?:email |digital |content |social |direct )?(?:marketing|calls|leads)\\b|\\bwant (?:any |more |your )*(?:digital )?marketing\\b|\\b(?:contacted|called|emailed|texted|messaged) by (?!you|your|anyone|marketers|agenc|sales|salespeople)`,
    ),
    reason: "does not want to receive anything",
  },
  {
    family: "unwanted",
    name: "objects_to_use",
    pattern:
      /\b(?:do not|never|stop|object to|oppose|may not|not to|no longer|quit|refrain from|against) (?:\w+ ){0,2}?(?:use|using|keep|keeping|hold|holding|process|processing|store|storing|share|sharing|sell|selling|the use of|market to|marketing to) (?:of )?(?:my|our|this|these|any|his|her) (?:\w+ )?(?:emails?|address|addresses|number|data|details|information|name|contact)\b|\b(?:do not|never) (?:use|email|contact|call|text|write to|ring|mail) (?:it|this|that|them|this one) (?:again|any ?more)\b|\b(?:object|objection|opposed) to (?:\w+ ){0,3}?(?:marketing|processing|direct marketing|contact|being)\b|\b(?:do not|did not|never) (?:want|need|ask for|asked for|request|like|appreciate|welcome|ordered|order) (?:any of )?(?:these|your (?:emails?|messages|texts|calls|spam|pitches)|this (?:rubbish|spam|crap|junk))(?: (?:emails?|messages?|texts?|calls|any ?more))*[.!]*$/,
    unless:
      /\?$|\bnot (?:like|appreciate) your email[.!]*$|\b(?:old|previous) (?:email|address|number)\b|\b(?:email|number|address)\b[^.!]{0,20}(?:,|-|but|\band\b) (?:use|ring|call|text|email|try)\b|\b(?:i|we) (?:do not|never|no longer|rarely) (?:really )?(?:use|keep)\b|\bmy (?:personal|private|home|work) (?:email|number|address)[^.!]{0,6},? use/,
    reason: "objects to the use of their details",
  },
  {
    family: "unwanted",
    name: "make_sure_nothing_comes",
    pattern:
      /\b(?:ensure|make sure|see to it|ask|request|insist|expect|appreciate|prefer|like|trust|demand|grateful)\b[^.!?]{0,40}\b(?:(?:do not|will not|not|no longer|never|stop) (?:\w+ )?(?:receiv\w*|get(?:ting)? (?:any|more|these|your|another|further|this|them|emails|messages|texts|calls|spam)|hear\w*|be (?:contacted|emailed|called|texted|messaged)|contact\w*|email\w*|appear)|(?:no|without) (?:more|further|future|additional) (?:\w+ )?(?:contact|emails?|messages?|message|calls|texts?|correspondence)|(?:be |is |are |am |get )?(?:removed|deleted|taken off|unsubscribed))\b/,
    unless:
      /\b(?:leads|customers|clients|patients|do you|can you (?:make sure|ensure) (?:we|our)|we do not get (?:left|lost|stuck|burned))\b|\?$/,
    reason: "asks that nothing more comes",
  },
  {
    family: "unwanted",
    name: "leave_me_alone",
    pattern:
      /\b(?:leave (?:me|us) (?:alone|be|in peace|the (?:hell|fuck) alone)|withdraw (?:my |any |all )?consent|consent (?:is )?(?:withdrawn|revoked)|revoke (?:my )?(?:consent|permission)|(?:do not|does not|did not|have not|never|no longer|without) (?:\w+ )?(?:have|had|give|gave|given|got|grant|granted) (?:you )?(?:my|our|any|the)? ?(?:\w+ )?(?:permission|consent|authority|authorisation|approval)|without (?:my|our) (?:permission|consent)|(?:have|had|has|with) no (?:right|consent|permission|authority|business|reason) to (?:\w+ )?(?:email|contact|call|text|message|ring|use|market)|(?:have|did|do|does) not consent(?:ed)?|(?:never|do not) (?:want to )?hear from you\b|(?:last|final) (?:time|warning)[^.]{0,40}(?:email|contact|call|text|message|stop|remove)|go away)\b/,
    unless:
      /\bgo(?:ing)? away (?:for|on|to|until|till|next|this|tomorrow|over|in|with)\b|\b(?:problem|issue|it|that|worries) (?:does not |will |to |would )?go away|\bam going away|\bleave us be(?:hind|fore)/,
    reason: "asks to be left alone",
  },
  {
    family: "dismissal",
    name: "rude_dismissal",
    pattern:
      /\b(?:piss|fuck|f|eff|bugger|sod|naff|rack|nick|buzz|jog|clear|shove|bog|back|feck|hop) (?:right |the (?:hell|fuck) )?(?:off|orf)\b|\b(?:get (?:stuffed|lost|fucked|knotted|rooted|bent|nicked)|go (?:to hell|fuck yourself|jump|screw yourself|f yourself|stick it|root your boot)|shove it|stick it (?:up|where)|drop dead|bite me|screw (?:you|off)|fuck (?:you|yourself)|jog on|stfu|gtfo|fo)\b|^f ?off\b/,
    unless:
      /\b(?:they|he|she|agency|provider|i was|last mob|get|got|can|might|may|could) (?:\w+ ){0,2}(?:pissed|back|nick|clear|buzz|lost|piss) ?off|\bclear off (?:the|my|our)|\bback off (?:the|a bit|on)|\bget lost (?:in|on|at|every|easily|trying)|\b(?:we|i|emails?|letters?|enquiries|things|leads|which|they|it|customers?) (?:\w+ )?get lost|\bshove it (?:in|into) (?:the )?(?:diary|calendar)|\bnick off (?:early|home|at)|\b(?:hop|jog) off|\b(?:do not|did not|without) (?:want to )?(?:piss|get)/,
    reason: "tells us rudely to go",
  },
];

/** Keywords a phone carrier treats as an opt-out; they count only as the whole reply (domain 5.1). */
export const CARRIER_KEYWORD =
  /^(?:stop|stopall|stop all|unsubscrib\w*|cancel|end|quit|optout|opt out|opt-out|revoke|arret|leave|out|remove)(?: (?:please|thanks|now|all))?[.! ]*$/;

/** A text message that opens with STOP is an opt-out whatever follows, except where STOP is an ordinary verb of movement. */
export const SMS_LEADING_STOP =
  /^stop\b(?! (?:by|in|at|past|over|here|press|the press|it you|teasing|when|for|worrying|apologi[sz]ing))(?:[.,! -]+|$)(?!.*\b(?:you had me|sold|take my money)\b)/;
