import "server-only";
import type { Rule } from "@/lib/engines/replies/rule";

/** What sort of withdrawal it is; decides the actions beside the suppression. */
export type WithdrawalFamily = "keyword" | "stop_contact" | "removal" | "unwanted" | "dismissal" | "complaint" | "legal" | "erasure";

const WHO = "(?:me|us|him|her|them|this (?:address|number|email|inbox|mailbox|account)|my|our|here|anyone|anybody|any of us|everyone|either of us|the (?:office|shop|team|boss|owner|practice|clinic))";
const DOING =
  "(?:emailing|mailing|contacting|texting|messaging|calling|ringing|phoning|bothering|harassing|spamming|pestering|hassling|annoying|disturbing|writing(?: to)?|dm'?ing|stalking|bugging|badgering|chasing|cold calling|soliciting|inboxing|following up)";
const DO = "(?:email|mail|contact|text|message|call|ring|phone|bother|harass|spam|pester|hassle|annoy|disturb|write to|dm|chase|approach|solicit|inbox|reach out to|get in touch with|follow up with|sms|cold call|bug)";
const THINGS = "(?:emails?|mails?|messages?|message|texts?|text|calls|phone calls|spam|junk|contact|correspondence|communications?|marketing|sms|dms?|newsletters?|follow[- ]?ups|rubbish|crap|garbage|shit|sales pitches|of (?:these|this|them|it|that)|from you)";
const POLITE = "(?:(?:please|just|ok|okay|look|sorry|kindly|mate|seriously|ffs|oi|no|nah|no thanks|thanks but|thanks|thank you|not interested|hi|hello|hey)[ ,.-]*)*";
const TRAILER = "(?:[ ,]*(?:please|thanks|thank you|now|immediately|asap|today|all|it|this|me|us|that|already|cheers|mate|texts?|texting|emails?|emailing|messages?|message|messaging|calling|forever|ok|okay|stop|list|from list|ta))*[.! ]*$";

/** A restriction to a time, a matter or another person: a wish about how, not a withdrawal. */
const LIMITED =
  /\b(?:do not|never|not to) (?:please )?(?:\w+ ){0,3}?(?:me |us )?(?:\w+ )?(?:before|after \d|after (?:five|six|hours)|until|till|between|during|today|tomorrow|this (?:week|afternoon|morning)|next week|on (?:a )?(?:mon|tues|wednes|thurs|fri|satur|sun)days?|on weekends?|at (?:home|night|work|lunch|\d)|yet|just yet|without|while)\b|\b(?:do not|never) (?:call|text|message) (?:me )?(?:an?|that|names|sir|shirley)\b/;
const REPORTED_SPEECH = /\b(?:customers?|clients?|subscribers?|people|patients?|users|members|they|competitors?|guests|tenants|parents|donors|leads|staff) (?:\w+ ){0,3}(?:unsubscrib\w*|opt\w* out|to stop|stop\w*|keep)\b/;
const NOT_WITHDRAWN =
  /\b(?:do not|did not|will not|would not|not going to|no need to|not asking (?:you )?to|never|not|rather than|almost|nearly|accidentally|by accident|by mistake|glad i (?:did not|have not)) (?:want(?:ed)? to |to |have |me )?(?:unsubscrib\w*|opt(?:ed)? out|remove me|take me off|stop)\b|\bunsubscrib\w* (?:rates?|pages?|flows?|numbers|figures|stats)\b|\bopt[- ]?outs? (?:rates?|pages?|flows?|numbers)\b|\b(?:re-?subscribe|add me back|put me back on)\b/;
const ABOUT_THEIR_LIST = /\bto (?:unsubscrib\w*|opt[- ]?out|stop receiving|be removed|manage)\b[^.]{0,80}\b(?:click|visit|reply|follow|please (?:click|reply|email|contact)|use the link|text)\b/;

/** In order of strength: the first hit names the family. */
export const OPT_OUT_RULES: readonly Rule<WithdrawalFamily>[] = [
  {
    family: "erasure",
    name: "delete_my_data",
    pattern:
      /\b(?:delete|erase|destroy|purge|wipe|forget|remove|scrub|get rid of)\b (?:\w+ ){0,4}?(?:(?:my|our|all|any|personal|his|her|their) (?:\w+ ){0,3}?(?:data|details|information|info|records?|particulars)|(?:my|our) (?:\w+ )?(?:email address|email|number|name|contact|phone number|address))\b/,
    unless: /\bbefore (?:we|i) (?:send|share)|\bif you (?:are not|have received)|\bdo you (?:delete|erase|remove)|\bcan you (?:delete|remove) [^.?]*\b(?:duplicate|old)\b|\bfrom (?:google|the listing|the directory|our (?:site|website|listing))|\b(?:old|wrong|second|other|duplicate) (?:\w+ )?(?:number|address|email)\b/,
    reason: "asks for their details to be deleted",
  },
  {
    family: "erasure",
    name: "right_to_erasure",
    pattern: /\bright to (?:be forgotten|erasure)\b|\b(?:article|art\.?) 17\b|\berasure request\b|\brequest (?:the )?(?:deletion|erasure|removal) of\b/,
    unless: /\bhow do you (?:handle|manage|deal)/,
    reason: "invokes erasure",
  },
  {
    family: "legal",
    name: "regulator_or_law",
    pattern:
      /\b(?:report(?:ed|ing)?|complain(?:ed|ing|t)?|refer(?:red|ring)?|lodg(?:e|ed|ing)|dob(?:bed|bing)?|forward(?:ed|ing)?)\b[^.]{0,60}\b(?:acma|oaic|accc|ico|ftc|regulator|ombudsman|authorit(?:y|ies)|fair trading|privacy commissioner|spam people|government|police|do not call)\b|\b(?:breach|breaching|breached|breaking|violat\w+|contraven\w+|against|illegal under|in violation of|unlawful under|infring\w+|offence under)\b[^.]{0,40}\b(?:spam act|the law|privacy (?:act|law|laws)|gdpr|can[- ]?spam|anti[- ]?spam|spam laws?|do not call)\b/,
    unless: /^(?:is|are|how|do|does|what|would|will|could) [^.]*\?$/,
    reason: "names a regulator or a law against us",
  },
  {
    family: "legal",
    name: "legal_threat",
    pattern: /\b(?:cease and desist|legal action|(?:my|our) (?:lawyers?|solicitors?|legal team|attorney)\b[^.]{0,40}\b(?:will|are|is|has|have|be)|see you in court|take (?:this|it) further|spam act 2003|this is (?:illegal|unlawful|harassment)|you are (?:breaking|breaching|in breach)|i(?: am| have)? (?:on|registered on|registered with) the do not call|do not call regist(?:er|ry))\b/,
    unless: /^(?:is|are|how|do|does|what|would|will|could) [^.]*\?$|\b(?:review|look at|check|read|sign) (?:the|your|it)\b/,
    reason: "threatens legal steps or points to the register",
  },
  {
    family: "complaint",
    name: "reported_or_blocked",
    pattern:
      /\b(?:report(?:ed|ing)?|mark(?:ed|ing)?|flag(?:ged|ging)?) (?:\w+ ){0,3}?(?:as |for |to )?(?:spam|junk|phishing|abuse|harassment|linkedin)\b|\b(?:i (?:am|have|will(?: be)?)|we (?:are|have|will)|consider yourself|you are|just|now|have been|being) (?:just |now |going to |been )?(?:block(?:ed|ing)?|report(?:ed|ing)) ?(?:you|this|your|now)?(?:[.!]|$| (?:you|this|your|number|address|now))|^(?:blocked|blocking|reported|reporting|spam|junk)(?: (?:you|this|and \w+))?[.! ]*$/,
    unless: /\b(?:in|to|into|from|my|your|our|the) (?:spam|junk)\b(?! people)|\b(?:our|the|your) (?:\w+ )?(?:firewall|filter|server)|not blocked|getting blocked|calendar|diary|\bblocked (?:out|off)\b/,
    reason: "reports or blocks us",
  },
  {
    family: "complaint",
    name: "calls_it_spam",
    pattern:
      /\b(?:this|it|that|yours?|which|you) (?:is|are|are just|is just|is clearly|looks like) (?:\w+ )?(?:spam|spammer|harassment|junk mail|scam(?:mer)?|a scam)\b|\b(?:sick|tired|fed up|had enough) (?:and tired )?(?:of|with) (?:\w+ ){0,3}?(?:emails?|calls|messages?|texts?|spam|you)\b|\benough(?: is enough| already| of (?:this|these)| with the)\b|\b(?:bloody |effing |fucking )?spammers?\b/,
    unless: /\?$|\bnot (?:spam|a scam)\b|\b(?:looks|read|thought|sounded) (?:\w+ ){0,3}(?:spam|scam) (?:at first|but)|\b(?:thought|assumed) (?:this|it) was\b|\bother (?:spammers|agencies)\b|\bagenc(?:y|ies)\b|\bleads?\b/,
    reason: "calls it spam",
  },
  {
    family: "keyword",
    name: "keyword_alone",
    pattern: new RegExp(`^${POLITE}(?:stop|stopall|unsubscrib\\w*(?: me| us)?|opt(?:ing)?[- ]?(?:me |us )?out|optout|remove|remove me|remove us|take me off|cease|cease and desist|desist|delete me|leave me off)${TRAILER}`),
    unless: /\?$|^(?:no|nah)[ ,]+it\b/,
    reason: "an opt-out keyword stands alone",
  },
  {
    family: "keyword",
    name: "unsubscribe_word",
    pattern: /\bunsubscrib\w*|\b(?:opt|opting|opted|opts) ?-?(?:me |us |my \w+ |this \w+ )?out\b|\boptout\b/,
    unless: new RegExp(`${NOT_WITHDRAWN.source}|${REPORTED_SPEECH.source}|${ABOUT_THEIR_LIST.source}|\\b(?:how do you|do you|does it|can (?:people|they|customers)|where do) (?:\\w+ ){0,3}(?:handle|manage|track|process|deal|unsubscrib|opt)|\\bour (?:\\w+ )?unsubscrib|\\b(?:high|low|many|lots of|lot of|our|more|fewer|those|these|the) (?:unsubscrib\\w*|opt[- ]?outs)\\b(?! link| button)|newsletter (?:has|gets|is|keeps)|\\bopt out of (?:the|that) (?:call|meeting|extras|add-?on)`),
    reason: "asks to unsubscribe or opt out",
  },
  {
    family: "removal",
    name: "remove_from_list",
    pattern: new RegExp(
      `\\b(?:remove|take|delete|drop|scrub|strike|scratch|wipe|get|pull|cross|cut|leave|keep|exclude|omit)\\b (?:\\w+ ){0,3}?(?:me|us|my (?:\\w+ )?(?:name|email|address|number|details|contact)|our (?:\\w+ )?(?:name|email|address|number|details|contacts?|company|business|team)|this (?:\\w+ )?(?:email|address|number|inbox|contact|account)|the (?:below|above) (?:address|email)|[\\w.+-]+@[\\w.-]+) (?:\\w+ )?(?:off|from|out of|on|to) (?:\\w+ ){0,3}?(?:lists?|database|db|mail(?:ing|er|out)?s?|emails?|data|records?|system|crm|contacts?|distribution|campaigns?|sequence|outreach|books?|files?|this|these|it|here|future|any|all|marketing|calling|thing|do not (?:call|contact|email))\\b`,
    ),
    unless: /\b(?:from|off) (?:the|this|our|that|your) (?:invite|meeting|calendar|call|cc|copy|loop|proposal|quote|thread|hold)\b|\bkeep (?:me|us) (?:on|in|posted|updated)|\bget (?:me|us) (?:on|to|into)\b|\bleave (?:it|this|that) (?:to|with)|\bdrop (?:me|us) (?:a|an)\b|\b(?:get|pull|take|drop|keep|leave) (?:\w+ ){0,2}?(?:me|us) (?:\w+ )?(?:on|to) (?!do not)/,
    reason: "asks to be taken off the list",
  },
  {
    family: "removal",
    name: "remove_me",
    pattern: /\b(?:remove|delete|unlist|exclude) (?:me|us|my (?:name|email|number|address)|our (?:email|number|address)|this (?:email|address|number))\b|\btake (?:me|us|my name|my number|my email|our name|this (?:number|address)) off\b|\b(?:get|keep) (?:me|us) off\b|\blose (?:my|our|this) (?:number|email|address|details|contact)\b|\btake (?:my|our) (?:email|name|number|details) out\b|\bmy (?:name|email|number|address) (?:\w+ ){0,2}(?:removed|deleted|taken off)\b|\b(?:be|get|like to be|want to be|wish to be) (?:removed|deleted|taken off)\b/,
    unless: /\b(?:from|off) (?:the|this|our|that|your) (?:invite|meeting|calendar|call|cc|copy|loop|proposal|quote|thread|hold)\b|\btake me off hold|\bfrom the (?:invite|call)|\b(?:then|and) (?:add|put|use) (?:my|the) (?:new|other)/,
    reason: "asks to be removed",
  },
  {
    family: "stop_contact",
    name: "stop_contacting",
    pattern: new RegExp(
      `\\b(?:stop|quit|cease|refrain from|desist from|discontinue|give up|knock off|leave off|halt|stop with)\\b (?:\\w+ ){0,3}?(?:(?:sending|forwarding) (?:me|us|these|this|those|your|any|more|stuff|emails?|messages?|texts?|spam|crap|rubbish)|${DOING} (?:${WHO}|people|these|this|now|please|asap|immediately|again|you)|${DOING}(?:[.!,]|$)|(?:the |this |these |those |your |all |any |all the |further |with the )+(?:\\w+ )?${THINGS})`,
    ),
    unless: /\b(?:do not|can not|never|will not|would not|could not|did not) (?:ever )?(?:stop|quit)\b|\b(?:customers?|clients?|leads|people|competitors|they|tenants|patients|staff|help (?:us|me)|we want to|want to|trying to|how (?:do|can) (?:i|we)|can you|you can) (?:\w+ )?stop\b|\bstop (?:calling|texting) it\b/,
    reason: "tells us to stop contacting them",
  },
  {
    family: "stop_contact",
    name: "do_not_contact",
    pattern: new RegExp(
      `\\b(?:do not|never|must not|should not|not to|rather you did not|prefer (?:that )?you (?:do|did) not|appreciate (?:it )?if you (?:do|did|would|could) not|no need to|you may not|dare|without (?:you )?)\\b (?:ever |please |bother |you dare |keep |even |try to |attempt to |continue to |need to |want you to |have to )*(?:(?:${DO}(?:,? (?:or|and|nor) |, ?|/)){0,4}(?:${DO}|emailing|texting|calling|contacting|messaging|ringing) (?:${WHO}|again|anymore|any more|further|back)\\b|contact(?:[.!]|$)|(?:send(?:ing)?|forward) (?:me |us |through |anything |over )*(?:any |anymore |any more |more |further |another |anything|these|this (?:rubbish|crap|shit|stuff|kind|sort|type)|emails?|messages?|texts?|spam|unsolicited|again|stuff|marketing|future))`,
    ),
    unless: new RegExp(`${LIMITED.source}|\\bno need to (?:call|ring|phone|email|contact|message|text)(?! (?:me|us) (?:again|any more|anymore|further))|\\bnot to (?:bother|annoy|disturb|spam|bug|hassle|pester)|\\b(?:did|do) not (?:call|ring|contact|email|text|message) (?:me|us) (?:back|yesterday|when|last)|\\bbother me\\b.*\\?|does not bother`),
    reason: "tells us not to contact them",
  },
  {
    family: "stop_contact",
    name: "no_more",
    pattern: new RegExp(`(?:^|please |, |and |but |- |want |so |with |thanks |thank you |okay |ok |nah |no )no more (?:\\w+ )?${THINGS}|^no more(?: please| thanks)?[.! ]*$|\\b(?:no|not) (?:further|future|additional) (?:\\w+ )?(?:emails?|contact|correspondence|communications?|messages?|message|calls|texts?)\\b|^(?:please )?no (?:contact|spam)[.! ]*$`),
    unless: /\bno more than\b|\b(?:necessary|needed|required|questions|information)\b/,
    reason: "wants no more messages",
  },
  {
    family: "unwanted",
    name: "does_not_want_to_receive",
    pattern: new RegExp(
      `\\b(?:do not|does not|did not|no longer|never|not|neither of us) (?:really |even |ever )?(?:want|wish|care|need|like|consent|agree|agreed|interested in|ask|asked|sign|signed|subscrib\\w*|opt|opted|request|requested|interested|wanted|authoris\\w+|authoriz\\w+|give|gave|given)\\b (?:you )?(?:(?:up )?(?:to|for|in|any|being|your|permission|consent|these|this|more|anything|further|getting|receiving|hear|hearing)\\s?)+ ?(?:\\w+ ){0,3}?(?:receiv\\w+|get|getting|hear|hearing|contact\\w*|be (?:contacted|emailed|called|added|on|texted|messaged|solicited)|being (?:contacted|emailed|called|added|texted)|emails?|emailing|messages?|texts?|spam|mail|marketing|newsletters?|communications?|correspondence|calls|from you|this|list|mailing|permission|consent)\\b`,
    ),
    unless: new RegExp(`${REPORTED_SPEECH.source}|\\bdo not want to (?:get|receive|be|hear) (?:\\w+ )?(?:left|stung|burn\\w*|ripped|caught|lost|stuck|locked|charged|anything less)|\\b(?:need|want|wish) (?:your |any |more )?(?:emails?|calls|texts?|mail|messages?) (?:marketing|campaigns?|service|done)|\\bsign(?:ed)? up for (?:this|your) (?:event|webinar)|\\b(?:for|with) (?:our|the) (?:next|current)|\\bdo not need (?:your |any |more |this )+(?:\\w+ )?(?:service|help|right now)|until|\\bhear (?:about|more)|\\binterested in (?:email|sms|text|marketing|calls)|\\bneed (?:any |more )*(?:email |digital |content |social |direct )?(?:marketing|calls|leads)\\b|\\bwant (?:any |more |your )*(?:digital )?marketing\\b`),
    reason: "does not want to receive anything",
  },
  {
    family: "unwanted",
    name: "make_sure_nothing_comes",
    pattern: /\b(?:ensure|make sure|see to it|ask|request|insist|expect|appreciate|prefer|like|trust|demand|grateful)\b[^.!?]{0,40}\b(?:(?:do not|will not|not|no longer|never|stop) (?:\w+ )?(?:receiv\w*|get(?:ting)?|hear\w*|be (?:contacted|emailed|called|texted|messaged)|contact\w*|email\w*|appear)|(?:no|without) (?:more|further|future|additional) (?:\w+ )?(?:contact|emails?|messages?|message|calls|texts?|correspondence)|(?:be |is |are |am |get )?(?:removed|deleted|taken off|unsubscribed))\b/,
    unless: /\b(?:leads|customers|clients|patients|do you|can you (?:make sure|ensure) (?:we|our)|we do not get (?:left|lost|stuck|burned))\b|\?$/,
    reason: "asks that nothing more comes",
  },
  {
    family: "unwanted",
    name: "leave_me_alone",
    pattern: /\b(?:leave (?:me|us) (?:alone|be|in peace|the (?:hell|fuck) alone)|withdraw (?:my |any |all )?consent|consent (?:is )?(?:withdrawn|revoked)|revoke (?:my )?consent|(?:never|do not) (?:want to )?hear from you\b|(?:last|final) (?:time|warning)[^.]{0,40}(?:email|contact|call|text|message|stop|remove)|go away)\b/,
    unless: /\bgo(?:ing)? away (?:for|on|to|until|till|next|this|tomorrow|over|in|with)\b|\b(?:problem|issue|it|that|worries) (?:does not |will |to |would )?go away|\bam going away|\bleave us be(?:hind|fore)/,
    reason: "asks to be left alone",
  },
  {
    family: "dismissal",
    name: "rude_dismissal",
    pattern: /\b(?:piss|fuck|f|eff|bugger|sod|naff|rack|nick|buzz|jog|clear|shove|bog|back|feck|hop) (?:right |the (?:hell|fuck) )?(?:off|orf)\b|\b(?:get (?:stuffed|lost|fucked|knotted|rooted|bent|nicked)|go (?:to hell|fuck yourself|jump|screw yourself|f yourself|stick it|root your boot)|shove it|stick it (?:up|where)|drop dead|bite me|screw (?:you|off)|fuck (?:you|yourself)|jog on|stfu|gtfo|fo)\b|^f ?off\b/,
    unless: /\b(?:they|he|she|agency|provider|i was|last mob|get|got|can|might|may|could) (?:\w+ ){0,2}(?:pissed|back|nick|clear|buzz|lost|piss) ?off|\bclear off (?:the|my|our)|\bback off (?:the|a bit|on)|\bget lost (?:in|on|at|every|easily|trying)|\b(?:we|i|emails?|letters?|enquiries|things|leads|which|they|it|customers?) (?:\w+ )?get lost|\bshove it (?:in|into) (?:the )?(?:diary|calendar)|\bnick off (?:early|home|at)|\b(?:hop|jog) off|\b(?:do not|did not|without) (?:want to )?(?:piss|get)/,
    reason: "tells us rudely to go",
  },
];

/** Keywords a phone carrier treats as an opt-out; they count only as the whole reply (domain 5.1). */
export const CARRIER_KEYWORD = /^(?:stop|stopall|stop all|unsubscrib\w*|cancel|end|quit|optout|opt out|opt-out|revoke|arret|leave|out|remove)(?: (?:please|thanks|now|all))?[.! ]*$/;

/** A text message that opens with STOP is an opt-out whatever follows, except where STOP is an ordinary verb of movement. */
export const SMS_LEADING_STOP = /^stop\b(?! (?:by|in|at|past|over|here|press|the press|it you|teasing|when|for|worrying|apologi[sz]ing))(?:[.,! -]+|$)(?!.*\b(?:you had me|sold|take my money)\b)/;

/** Short list of other languages; matched on the lower-cased text. */
export const FOREIGN_OPT_OUT_RULES: readonly Rule<WithdrawalFamily>[] = [
  { family: "keyword", name: "french", pattern: /d[ée]s(?:abonn|inscri)|ne (?:me|nous) (?:contactez|contacter|écrivez|ecrivez|appelez|rappelez) plus|(?:retir|supprim|enlev)e[rz][- ](?:moi|nous|mon|mes|notre)|arr[êe]te[rz] de (?:m'|nous|me)|plus (?:recevoir|de (?:mails?|messages|courriels?|e-?mails?))/, reason: "French opt-out" },
  { family: "keyword", name: "german", pattern: /\babmelden\b|\baustragen\b|\babbestell|keine? (?:weiteren?|mehr)? ?(?:e-?mails?|mails?|nachrichten|werbung|anrufe)\b|(?:nicht|nie) (?:mehr|wieder|weiter) (?:kontaktieren|anschreiben|anrufen|schreiben|melden)|(?:l[öo]schen|entfernen|streichen|nehmen) sie (?:bitte )?(?:mich|uns|meine|unsere)|(?:meine|unsere) (?:e-?mail-?)?(?:daten|adresse|nummer) (?:\S+ ){0,5}(?:l[öo]schen|entfernen)|widerspreche|unterlassen sie/, reason: "German opt-out" },
  { family: "keyword", name: "italian", pattern: /cancell(?:atemi|ami|ateci|arsi|are (?:il mio|la mia|i miei)|a(?:te|re)? (?:il mio|la mia|i miei))|disiscri|non (?:contattatemi|scrivetemi|contattarmi|scrivermi|chiamatemi|mandatemi|inviatemi|contattateci)|rimuov(?:etemi|imi|ete (?:il|la)|ere (?:il|la))|non (?:voglio|desidero) (?:più )?(?:ricevere|essere)/, reason: "Italian opt-out" },
  { family: "keyword", name: "spanish", pattern: /(?:dar(?:me|nos)?|den(?:me|nos)|dame) de baja|no (?:me|nos) (?:escriban?|contacten?|llamen?|env[íi]en?|manden?|molesten?|vuelvan?)|(?:b[óo]rr|elim[íi]n|elimin|qu[íi]t)(?:en|e|ar|a)(?:me|nos)\b|no (?:quiero|deseo) (?:recibir|m[áa]s)|dejen? de (?:escribir|enviar|contactar|llamar)|cancelar (?:la )?suscripci/, reason: "Spanish opt-out" },
  { family: "keyword", name: "dutch_portuguese", pattern: /\bafmelden\b|\buitschrijven\b|(?:niet|nooit) meer (?:mailen|contacteren|benaderen|bellen|benaderd)|verwijder (?:mij|me|ons|mijn)|descadastr|remov(?:a|am|er)[- ]me|n[ãa]o (?:me )?(?:contate|envie|mande|escreva)/, reason: "Dutch or Portuguese opt-out" },
  { family: "keyword", name: "asian", pattern: /退订|退訂|取消订阅|取消訂閱|(?:不要|别|別|勿)再?(?:给我|給我|跟我)?(?:发|發|联系|聯絡|联络|打|寄|傳|传|邮件)|配信(?:停止|解除|を?止)|送らないで|連絡しないで|수신\s?거부|연락하지|보내지\s?마|h[uủ]y (?:đăng ký|dang ky)|đừng (?:gửi|liên hệ|gọi)|berhenti (?:berlangganan|kirim|menghubungi)|jangan (?:hubungi|kirim)|huwag (?:na|mo|ninyo)/, reason: "opt-out in an Asian language" },
  { family: "keyword", name: "greek_slavic_other", pattern: /διαγρ[αά]|μη(?:ν)? μου (?:ξανα)?στ[εέ]λ|отпи(?:сать|ш)|не (?:пишите|звоните|присылайте)|удалите (?:меня|мо)|wypis(?:a[ćc]|z|uj)|nie (?:piszcie|kontaktuj|wysyłaj)|avregistrer|avmeld|(?:listeden|abonelikten) (?:çık|cik)|لا (?:تراسل|تتصل|ترسل)|إلغاء الاشتراك/, reason: "opt-out in another language" },
];
