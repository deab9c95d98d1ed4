import "server-only";
import type { WithdrawalFamily } from "@/lib/engines/replies/opt-out-rules";
import type { IntentRule, Rule } from "@/lib/engines/replies/rule";

/** What somebody has when they speak of "our current …", and the words that say it is no reason to decline. */
const INCUMBENT =
  "(?:crowd|mob|lot|team|people|provider|agency|agencies|set-?up|arrangement|guys?|outfit|supplier|partner|firm|person|folks)";

/** Refusals said sideways: by what will never happen, by farewell, by loyalty to somebody else. */
export const INDIRECT_REFUSAL_RULES: readonly IntentRule[] = [
  {
    family: "not_interested",
    name: "no_thanks",
    weight: 0.9,
    pattern:
      /\b(?:hard|firm|flat|big|solid|absolute|definite|polite|respectful|quick|easy|straight) no\b|\bno from (?:me|us|our (?:end|side)|this end|here)\b|\b(?:was|is|remains|stays) (?:a |still )?no[.!,]*$|\bdecided (?:against|not to|to (?:go|stay|stick|keep|remain|pass|leave))\b|\b(?:going|gone|went|go) (?:with|in) (?:a |an )?(?:another|different|other|someone|somebody)\b|\bsays? no\b|\b(?:nah|no),? (?:you are|your|we are|she is|i am) (?:right|good|fine|sweet)\b|^(?:we|i) (?:manage|cope|get by|survive|do (?:fine|okay|ok|alright))\b|\bzero (?:appetite|interest|need|desire|use|budget)\b|\bstick(?:ing)? (?:with|to) (?:what|who|our|the)\b|\bhappy (?:that way|as (?:we are|is|i am|it is))\b|\bnicht (?:relevant|interessant|n[öo]tig|von interesse)\b|\b(?:have|has|we) (?:\w+ )?parked\b|\bhands (?:are|is) full\b|\bhave (?:my|our) hands full\b|\bcan not help (?:you|with)?\b|\ba no,? (?:i am afraid|sorry|unfortunately)\b/,
    unless:
      /\?$|\bcan not help (?:but|it|ourselves|myself|thinking|noticing)|\bno (?:worries|problem|lock|obligation|strings|brainer|fuss|contract|charge|cost)/,
    reason: "says no",
  },
  {
    family: "not_interested",
    name: "will_not_happen",
    weight: 0.84,
    pattern:
      /\b(?:we|i|it|this|that|they) (?:\w+ )?will not be (?:\w+ )?(?:need|tak|proceed|go|us|buy|chang|switch|look|sign|pursu|requir|engag|progress|mov|invest|spend|swap|outsourc|consider|continu)\w*ing\b|\b(?:is|are) not (?:about|going) to (?:happen|change (?:agenc|provider|supplier)|switch)|\b(?:does|do|would|will) not (?:apply|suit|fit|work) (?:to |for |with )?(?:us|me|our)\b|\bsave your (?:breath|time|energy|keystrokes)\b|\b(?:you are|you would be) (?:wasting|better off spending) your\b|\bgot no (?:use|need|interest|budget|time|room) for\b|\b(?:do|did|does) not (?:intend|plan|propose|expect|care|wish) to\b|\b(?:managed|done (?:fine|well|ok|alright|okay)|survived|got(?:ten)? by|in business|going|been here) (?:\w+ ){0,5}without\b|\b(?:budget|money|funds)\b[^.!?]{0,25}\b(?:been|all|is|was|already) (?:spent|allocated|gone|committed|cut|frozen|exhausted)\b|\bwinding (?:\w+ ){0,3}(?:down|up)\b|\b(?:hold(?:ing)? off|paus(?:e|ed|ing)) (?:on )?(?:all |any |every |our )|\bno (?:funds|funding|spare cash|cash|dough|coin)\b|\b(?:keeps?|kept) (?:us|me) (?:plenty |more than |quite )?(?:busy|going|fed|full)\b|\bnothing (?:here )?for (?:you|us) (?:here|in (?:it|this))\b/,
    unless:
      /\?$|\bwill not be \w+ing (?:in|on|at|until|till|anywhere until|away|today|tomorrow|ahead of)\b|\bnot (?:work|suit) (?:for )?(?:me|us)? ?(?:on )?(?:mon|tue|wed|thu|fri|today|tomorrow|at \d|before|after)/,
    reason: "says it will not happen",
  },
  {
    family: "not_interested",
    name: "has_cut_back",
    weight: 0.8,
    pattern:
      /(?:^|\b(?:we|i|they|management|head office|the \w+)) ?(?:have |has |had |are |am |is )?(?:just |all |since |already |now |been )*(?:cut|cutting|stopped|stopping|ceased|pulled|pulling|paused|pausing|cancelled|cancelling|canned|axed|scrapped|frozen|froze|dropped|ditched|wound|winding|scaled|scaling|suspended|given up|exited|trimming|trimmed) (?:out of |back on |back |on |down |from |the (?:pin|plug) on )*(?:\w+ ){0,3}?(?:advertising|marketing|spend|spending|digital|ads|contracts?|contractors|suppliers|consultants|budgets?|everything|socials?|promotions?|campaigns?|extras|subscriptions|projects|outgoings|costs)\b|\b(?:winding|scaling|cutting) (?:back|down)\b|^(?:so |and |but |sorry,? )?will not be (?:\w+ )?(?:tak|proceed|go|buy|need|sign|pursu|switch|chang|look)\w*ing\b|\bnot (?:\w+ )?(?:chasing|after|hunting|seeking|wanting|on the hunt for|on the lookout)\b(?! (?:a (?:hard|lock)|miracles?|perfection))/,
    unless:
      /\?$|\b(?:stopped|paused|dropped|cut|cancelled) (?:working|our (?:\w+ )?(?:agency|supplier|provider))\b|\b(?:but|so|and)\b[^.!?]{0,30}\b(?:need|looking|want|keen|interested|open|happy|could|would)\b|\bnot (?:\w+ )?(?:after|seeking|wanting) (?:a |an |any )?(?:to |unsubscrib|opt|remov|discount|freebie)/,
    reason: "has cut back",
  },
  {
    family: "not_interested",
    name: "unsure",
    weight: 0.7,
    pattern:
      /\bnot (?:\w+ )?(?:sure|certain)\b[^.!?]{0,25}\b(?:for (?:us|me)\b|suitable|relevant|right for|a (?:good )?fit|what we (?:need|want|are after))/,
    unless: /\?$/,
    reason: "doubts that it suits them",
  },
  {
    family: "not_interested",
    name: "denies_it",
    weight: 0.82,
    pattern:
      /^(?:but |and |well,? |sadly,? )?(?:i|we|it|that|they|this) (?:do|does|would|will|am|are|is|can|have|did|could|should) not(?: (?:thanks|thank you|sorry|mate|though))?[.!]*$|\b(?:send|pitch|sell|try|tell|flog) (?:it|this|that) (?:to|on) (?:some|any)(?:one|body) (?:who|else|that)\b|\bwill not (?:\w+ )?(?:read|open|answer|reply|respond|look at|click)\b|^(?:lets|let us) not\b|\bin other words,? (?:no|never|not)\b|\bdo not think so\b|^(?:i |we |yeah,? )?(?:very much |seriously |highly )?doubt (?:it|that)\b|^(?:highly |very |pretty )?(?:unlikely|doubtful)\b|^(?:i|we) would never[.!]*$/,
    unless: /\bwill not (?:\w+ )?(?:read|open|answer|reply|respond|look at) (?:\w+ )*(?:until|till|before|this week|today)\b/,
    reason: "denies it",
  },
  {
    family: "not_interested",
    name: "has_someone",
    weight: 0.82,
    pattern: new RegExp(
      `\\b(?:good thing going|in good hands|(?:they|he|she) (?:now )?(?:do|does|handles?|runs?|looks? after) (?:all|everything|the lot|it all)|(?:marketing|that|this|it|everything) is (?:all )?(?:done|run|handled|managed|looked after|taken care of) (?:out of|from|by|in|at|through)|(?:has|have|got) (?:this|it|that|all that) in hand|full[- ]time (?:\\w+ )?(?:marketing|marketer|digital|social)|well looked after|spoken for|well served|(?:very |more than |quite |really )?(?:happy|loyal|stick\\w*|staying|content|fine|good) (?:to|with)?(?: \\w+){0,3} (?:current|existing|present|usual|regular|incumbent) \\w+)\\b|\\b(?:with|have|like|love|trust|use|using) (?:our|the|my) (?:current|existing|present|usual|regular|long[- ]?standing) ${INCUMBENT}\\b`,
    ),
    unless:
      /\?$|\b(?:not|un)[ -]?(?:\w+ )?happy\b|\b(?:hopeless|useless|rubbish|shocking|terrible|ordinary|letting us down|let us down|contract (?:is up|ends|finishes|expires)|but (?:they|he|she|open|keen|always|would|could))\b|\bproblem with\b/,
    reason: "stays with whom they have",
  },
  {
    family: "not_interested",
    name: "policy",
    weight: 0.8,
    pattern:
      /\b(?:everything|all (?:of )?(?:it|this|that|our \w+|purchas\w+|marketing|suppliers?)|it all|that all|purchasing|marketing) (?:\w+ )?(?:goes|go|comes|is run|is done|is handled|gets done) (?:out )?(?:through|via|by) (?:a |an |the |our )?(?:\w+ )?(?:panel|tender|procurement|head office|group|committee|national|franchis\w+|parent|corporate|purchasing)\b|\b(?:i|we) (?:only|never) (?:ever )?(?:deal|buy|work|do business|engage|use|hire)\b|\bfrom (?:the |a |our )?(?:approved|preferred) (?:list|panel|suppliers?)\b/,
    unless: /\?$/,
    reason: "buys by another road only",
  },
  {
    family: "not_interested",
    name: "bad_experience",
    weight: 0.82,
    pattern:
      /\b(?:been|got|get|were|was) (?:\w+ )?(?:burn[et]d?|stung|ripped off|bitten|taken for a ride|done over)\b|\bonce (?:was|is) enough\b|\bonce bitten\b|\bdown (?:that|this) (?:road|path|track)\b|\bcost (?:us|me) (?:a (?:bomb|fortune|packet|mint)|an arm|plenty|dearly)\b|\bnever again\b|\b(?:tried|did) (?:it|this|that|something like (?:it|this)|one of (?:you|these)) (?:\w+ ){0,5}?(?:did not work|waste|nothing|no (?:result|good|joy)|disaster|rubbish|for nothing)\b/,
    unless: /\?$|\b(?:how (?:are|is|do) you|what (?:makes|would)|different|convince|keen|open to|but (?:i|we) (?:am|are|would|could))\b/,
    reason: "had a bad experience",
  },
  {
    family: "not_interested",
    name: "farewell",
    weight: 0.62,
    pattern:
      /\b(?:good luck|best of luck|all the best) (?:with (?:it|the|your|everything)|to you|out there|anyway|selling|elsewhere|in (?:your|the)|finding)\b|\b(?:so|but|though|anyway),? (?:good luck|all the best|best of luck)\b|\bwish you (?:well|luck|all the best|every success)\b|\bgood luck[.!]*$/,
    unless: /\bfinding (?:a park|parking|us|the)\b/,
    reason: "takes leave",
  },
  {
    family: "not_interested",
    name: "laughter",
    weight: 0.64,
    pattern: /🤣|😂|\blo+l\b|\bha(?:ha)+h?\b/u,
    reason: "laughs at it",
  },
  {
    family: "not_interested",
    name: "sarcasm",
    weight: 0.8,
    pattern:
      /\b(?:(?:when|once|after|if|until|before) (?:\w+ ){0,3}?(?:win (?:the )?(?:lotto|lottery|powerball)|pigs|hell|wings|unicorns?|snowball|the moon)|cold day in hell|money grows on|grow wings|file (?:it|this|that) (?:under|with|in the (?:bin|round))|straight to the pool room|be the day|more (?:\w+ )?than (?:i|we) (?:can|could|need|want|know)|in what (?:universe|world)|what (?:universe|planet)|(?:perfect|great|wonderful|lovely|brilliant|fantastic|excellent|marvellous),? (?:yet )?another|sure,? jan|that will be the day|in another life|tell someone who cares|pull(?:ing)? my leg|knock me down with a feather|colou?r me (?:shocked|surprised|unimpressed)|my (?:heart|cup) (?:skipped|runneth)|be still my|(?:so )?flattered (?:that )?(?:you|to be)|how did we (?:ever )?(?:cope|survive|manage)|what would we do without|where have you been all my life|i am (?:so |truly |deeply |genuinely )?(?:moved|touched|flattered|honoured) (?:that|by|to be one)|dear diary|you (?:kidding|joking|for real|having a laugh)|who (?:has|have|has got|needs|wants|would want) (?:the )?(?:time|this|that|another)|do you (?:people|lot|mob) (?:ever|not|never)|is not (?:this|that) what \w+ is for|^another one|take a number|get in line|join the queue|the robots?\b(?=.{0,30}\?)|did (?:the|your) intern|had me (?:until|till|right up)|(?:confused|mistaken) (?:me|us) (?:for|with)|(?:better )?than (?:i|we) do\b|'loved (?:our|my|your)|"loved (?:our|my|your)|exactly what (?:i|we|my \w+) (?:was|were) (?:missing|lacking|after))\b/,
    unless: /\b(?:interested|keen|curious|tell me more|is this|are you|was this)\b/,
    reason: "mocks the message",
  },
];

const ALONE = "(?:please |kindly |just |ok |okay |look |mate )*";

/** Wishes to hear nothing more, said of everybody or said politely. */
export const INDIRECT_OPT_OUT_RULES: readonly Rule<WithdrawalFamily>[] = [
  {
    family: "stop_contact",
    name: "desist_alone",
    pattern: new RegExp(
      `\\bif you (?:would|could|did|can|might) (?:\\w+ )?stop[.! ]*$|\\bif (?:i|we) (?:ever |should )?(?:hear|get|receive|see) (?:\\w+ ){0,4}?(?:from you again|from you any ?more|another (?:email|message|call|text))\\b|(?<!\\b(?:was|were|got|had|received|been|with) )\\bno (?:more |further )?follow[- ]?ups?\\b|^${ALONE}(?:discontinue|desist|quit it|refrain|that will do|cut it out|knock it off|drop it)(?: (?:please|now|immediately|thanks|thank you|mate))*[.! ]*$`,
    ),
    reason: "tells us to end it",
  },
  {
    family: "removal",
    name: "remove_everybody",
    pattern:
      /\b(?:excluded|removed|dropped|omitted|exempt\w*) from (?:your|this|any|all|these|further|future) (?:\w+ ){0,2}?(?:campaigns?|lists?|emails?|mailings?|outreach|messages?|marketing|sequence|database)\b|\bcount (?:me|us) out of (?:your|these|this|any|all)\b|\b(?:remove|delete|take|unsubscribe|drop) (?:all|any|every|each) (?:\S+ ){0,4}?(?:address(?:es)?|emails?|contacts?|staff|employees|people|numbers?)\b/,
    unless: /\b(?:duplicate|old|bounced|fake|dead|invalid)\b|\b(?:do|can) you (?:remove|delete)\b/,
    reason: "asks that everybody is taken off",
  },
  {
    family: "unwanted",
    name: "nobody_wants_it",
    pattern:
      /\b(?:no[- ]?one|nobody|none of us|not one of us|neither of us)\b[^.!?]{0,60}?\b(?:wants?|wish(?:es)?|cares?|needs?|likes?|asked|agreed|consent(?:s|ed)?|would like) (?:to (?:hear|be (?:contacted|emailed|called|texted|messaged|on)|receive|get|have)|for (?:this|these|your)|(?:your|these|this|more|any|further) (?:\w+ )?(?:emails?|messages?|message|texts?|text|calls|spam|stuff))\b/,
    unless: /\b(?:customers?|clients|patients|leads|they)\b|\bhear about\b|\?$/,
    reason: "says nobody there wants to hear from us",
  },
  {
    family: "stop_contact",
    name: "none_of_you",
    pattern:
      /\b(?:none|nobody|no one|not one|neither|no (?:agency|company|person|marketer|client)) (?:of (?:your|you|them)\b|there|else|should|may|is|are|has|working)?[^.!?]{0,40}?\b(?:contact|email|call|ring|text|message|write to|approach|phone|bother|reach out to) (?:me|us|this|my|our|again)\b/,
    unless: /\b(?:customers?|leads|patients|why|when|until)\b|\?$/,
    reason: "says none of us may contact them",
  },
  {
    family: "unwanted",
    name: "rather_not_receive",
    pattern:
      /\b(?:prefer|rather|like|grateful|appreciate it|happier|would be (?:good|great|nice)|want|wish|ask)\b[^.!?]{0,40}?\bnot (?:to )?(?:\w+ )?(?:receive|get|be sent|be (?:contacted|emailed|called|texted|messaged|approached|on)|hear|have)\b(?: from you| any(?:thing)?| further| more| these| this| them| your| such| emails| messages?| texts?| calls| (?:on|in) (?:this|your|any|the) (?:\w+ )?(?:list|database|mailing))*/,
    unless:
      /\b(?:before|until|till|on (?:mon|tue|wed|thu|fri|sat|sun)|at (?:home|night|work)|left behind|burn\w*|stuck|locked|charged)\b|\bnot have (?:a|to|the|any) (?:call|meeting|chat|lock|contract)/,
    reason: "would rather receive nothing",
  },
  {
    family: "unwanted",
    name: "consent_needed",
    pattern:
      /\b(?:need|needs|needed|requires?|required) (?:my|our|the recipient's|prior|express) (?:\w+ )?(?:consent|permission|approval)(?: (?:to|before|for|first)|[.!,]|$)/,
    unless: /\?$|\b(?:we|i) (?:need|require)\b/,
    reason: "denies consent",
  },
  {
    family: "removal",
    name: "not_on_your_list",
    pattern:
      /\bso (?:that )?(?:i am|we are|this \w+ is|nobody here is) not (?:contacted|emailed|called|texted|messaged|bothered|approached|disturbed)\b|\b(?:not|never|no longer) (?:want to be |wish to be |be |to be |kept |put )?(?:on|in|part of) (?:your|this|the|any|ur) (?:\w+ ){0,2}?(?:lists?|database|mailing|mail-?outs?|emails?|records|crm|distribution|books)\b/,
    unless: /\b(?:our|my) (?:name )?(?:is|are) not (?:on|in)\b.*\?|\b(?:customers?|clients|leads)\b/,
    reason: "does not want to be on the list",
  },
];

/** Facts told in few words. */
export const INDIRECT_FACT_RULES: readonly Rule<"left_company" | "referral" | "company_closed" | "vendor_pitch" | "wants_proposal">[] = [
  {
    family: "vendor_pitch",
    name: "tool_that_books",
    pattern:
      /\b(?:i|we)(?: have)? (?:just |recently )?(?:built|made|created|launched|developed|designed|run|have) (?:an?|our|my|the) (?:\w+ ){0,3}?(?:tool|platform|app|software|system|saas|plugin|service|agent|course|community|program|framework|engine) (?:that|which|to) (?:books?|gets?|generates?|finds?|lands?|brings?|fills?|sends?|closes?|wins?|delivers?|automates?|doubles?|adds?) (?:you |your |them )?(?:\d+|more|new|qualified|leads?|calls?|meetings?|demos?|clients?|customers?|appointments?|sales|outreach|pipeline)\b|\bon autopilot\b|\b(?:grab|claim|get|watch|book|see) (?:a|my|our|your) (?:\w+ )?(?:demo|walkthrough|spot|seat|copy)(?: here)?:? https?:|\bthanks for (?:the )?connect(?:ion|ing)?\b.*https?:/,
    unless: /\b(?:do|can|does|will) (?:you|it|this)\b[^.!?]*\bon autopilot\b/,
    reason: "pitches to us",
  },
  {
    family: "wants_proposal",
    name: "wants_proposal",
    pattern:
      /\b(?:put together|draw up|work up|write up|prepare|draft|do up|send|email|give|flick|shoot|get)\b (?:me |us |through |over )*(?:a|an|your) (?:\w+ ){0,3}?(?:proposal|quote|quotation|estimate|costing)\b/,
    reason: "asks for a proposal of their own",
  },
  {
    family: "left_company",
    name: "has_moved_on",
    pattern:
      /\b(?!(?:it|that|what|who|where|there|here|agency|provider|industry|world|market|let)'s)\w+'s (?:since |now |already )?(?:moved on|left (?:us|here|the)|retired|resigned|gone from here|finished up|no longer (?:here|with|at))\b|\b(?!(?:we|i|you|they|it|agency|provider|job|work|who|and|just|have|has|had|all|now)\b)\w+ (?:has |have )?(?:finished up|finished|wrapped up|resigned|retired|moved on|departed) (?:with us|from (?:here|us)|here|from the (?:company|business|team|firm))\b/,
    reason: "has left the company",
  },
  {
    family: "left_company",
    name: "left_us",
    pattern:
      /^(?:\W*(?:hi|hello|sorry|fyi|btw|just|unfortunately|actually|no)\W+)*(?:\w+ ){1,3}left (?:us|here)?(?: ?(?:in|last|a (?:while|few|month|year|fortnight|couple)|some|back|over|earlier|this|two|three|months|years|weeks)\b|[.!]*$)/,
    unless:
      /\b(?:agency|provider|developer|supplier|company|they|it|last|emails?|voicemail|i|we|you|message|who|crowd|mob|lot|manager|coordinator|marketer|assistant) (?:have |has |had |just )?left\b|\bleft (?:us )?(?:a|an|the|with|in the lurch|hanging|high|for)\b/,
    reason: "has left the company",
  },
  {
    family: "company_closed",
    name: "nothing_left",
    pattern:
      /\b(?:ceased|stopped) (?:trading|operating|operations)\b|\bhung up (?:my|our) (?:boots|tools|apron|shingle)\b|\bwent (?:under|bust|broke|belly up)\b|\bnothing left to (?:market|sell|promote|advertise)\b/,
    unless: /\b(?:our|the|my) (?:last|previous|old|former) (?:agency|provider|supplier|mob)\b|\?$/,
    reason: "the company has closed",
  },
  {
    family: "referral",
    name: "you_want_somebody",
    pattern:
      /\byou (?:really |probably |actually )?(?:want|need|are after|would want|will want|should have|meant?) (?!to\b|a\b|an\b|the\b|us\b|me\b|my\b|our\b|more\b|any\b|it\b|this\b|that\b|help\b)\w+(?: \w+)? (?:for (?:this|that|these)|in (?:marketing|procurement|purchasing|operations|finance|head office))\b|\byou (?:really |probably |actually )?(?:want|need|are after|will want|should have|meant?) (?!to\b|a\b|an\b|the\b|us\b|me\b|my\b|our\b|more\b|any\b|it\b|this\b|that\b|help\b)\w+(?: \w+)?[,.:;-]+ (?:he|she|they)\b|\b(?:say|tell (?:him|her|them)|mention) (?:that )?i sent you\b|\b(?:say|tell (?:him|her|them)) \w+ sent you\b|\bmention my name\b|\b\w+(?:'s| is) (?:the|your) (?:bloke|guy|person|one|man|woman|lady|fella|contact|best bet) (?:for|to|you)\b|\b(?:our|the) (?:\w+ ){0,3}(?:director|manager|lead|head|owner|gm|ceo|cmo|coo|cfo|md|coordinator|supervisor|principal)(?: \w+){0,3} (?:would|will|might|may) (?!(?:love|like|be (?:keen|happy)) to (?:meet|talk|chat|speak|call|see|hear|catch))(?:love|like|welcome|want|appreciate|be (?:keen|interested|the (?:one|person)|happy|glad|better placed))\b|\b(?:passed|forwarded|sent|flicked|shared) (?:it|this|that|your \w+) (?:on|along|over)\b(?! (?:to )?(?:me|you))|\b\w+ in (?:marketing|operations|sales|ops|accounts|head office|finance|growth|digital|procurement) (?:will|should|might)\b|\b(?:forwarded|passed|flicked|handed) (?:(?:this|it|that|your \w+) )?(?:on |over |along )?to (?:our|the) (?:\w+ )?(?:gm|ceo|md|coo|cmo|director|manager|owner|principal|head)\b|\bdrop (?:him|her|them) a (?:line|note|message|text|email)\b/,
    reason: "points to somebody else",
  },
];
