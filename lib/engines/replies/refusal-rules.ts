import "server-only";
import type { IntentRule } from "@/lib/engines/replies/rule";

/** Ways of saying no. Polite openings ("thanks for reaching out") carry no weight of their own. */
export const REFUSAL_RULES: readonly IntentRule[] = [
  {
    family: "not_interested",
    name: "not_interested",
    weight: 0.92,
    pattern:
      /\bnot (?:\w+ ){0,3}?(?:interested|keen|for (?:us|me|our|my)|(?:useful|helpful|any use|of use|much use) (?:to|for) (?:us|me)|something (?:we|i|that)|of interest|relevant|suitable|applicable|required|needed|necessary|convinced|sold|fussed|a (?:good )?(?:fit|match|priority|focus)|a priority|the right (?:fit|time)|right for|our (?:thing|cup|bag|jam|scene|style|priority)|my (?:thing|cup|bag|jam|scene)|in the market|on the (?:cards|agenda|radar|roadmap)|in (?:our|the|my) (?:budget|plans|remit)|worth (?:it|our|my|the)|tempted|biting|buying|happening|going to happen|today thanks|thanks)\b|\b(?:un|dis)interested\b|\bno interest\b|\bnone of us (?:is|are) interested\b|\bzero interest\b|\bnothing doing\b|\b(?:poor|bad|wrong|terrible) fit\b|\bnothing (?:\w+ )?to (?:talk about|discuss|see here|pitch|quote on|work with)\b|\bnot (?:this|for) (?:me|us|one)\b|\bwould not be (?:of|a|interested|for)\b/,
    unless:
      /\bnot (?:sure|certain)\b[^.]{0,20}\b(?:interested|relevant|fit|for (?:us|me)|suitable|right for)\b|\bwhy (?:would|are) you (?:think )?(?:we are |i am )?not\b|\bnot (?:just|only) (?:interested|for)\b|\bnot that (?:i am|we are) not\b|\b(?:address|email|number|inbox|mobile|account)\b[^.!?]{0,20}\bnot this one\b|\bif (?:you are|it is|that is|this is) not (?:relevant|of interest|for|necessary)|say(?:s)? "?not interested|\bnot for (?:me|us),? but\b|\bnot (?:something|anything) (?:we|i) (?:have|had|would|ever|did) (?:thought|considered|tried|looked|done)/,
    reason: "says not interested",
  },
  {
    family: "not_interested",
    name: "no_thanks",
    weight: 0.9,
    pattern:
      /\b(?:no|nah|nope|naah|naw)[ ,]*(?:thanks|thank you|thankyou|ta|cheers|mate|worries but|sorry|way|chance|go|dice|can do|need|deal|for me|not)\b|\bthanks,? but (?:no|nah|we|i|not)\b(?! (?:could|would|can) )|\bthank you,? but (?:no|we|i|not)\b|\bthanks but no thanks\b|\b(?:yeah|yes|yea),?[ -]*(?:nah|no)\b(?!,? (?:yeah|yes|yep|worries|problem|probs|drama|rush))|^(?:\w+,? )?(?:no|nah|nope|naah|hard no|na|naa|hell no|heck no|absolutely not|definitely not|no way|not interested|never|pass|hard pass|veto|negative|negatory|nup|nuh)[.! ]*$|^(?:actually|on second thoughts?|please|better),? (?:do not|no)[.!]*$|^(?:no|nah|nope|nup)[,.!]+ |\b(?:but|still|so|then|answer is|it is a|thats a|that is a|be a|would be a|going to be a|sorry|afraid|its a|firm|big|flat|polite|respectful) (?:no|nah|nope|no thanks|not)(?: (?:from (?:me|us|our end|here)|for (?:me|us)|at this (?:stage|time)|thanks|sorry|mate|cheers|this time))*[.!]*$/,
    unless:
      /\bno (?:thanks|thank you) needed\b|\bno need to (?!change|spend|buy|switch|advertise|market|do|pay|outsource|hire|look)\w+|\bno,? (?:we|i) (?:have not|do not have|are not (?:using|with)|did not)|\bno mate,? (?:tuesday|monday|call)|^no[,.] (?:but|that is fine|it is fine|worries|problem|please|you are|actually|go|thursday|friday|monday|tuesday|wednesday|sorry)|\b(?:no way|nah),? (?:really|seriously|great|that is (?:great|awesome|amazing))/,
    reason: "says no thanks",
  },
  {
    family: "not_interested",
    name: "pass",
    weight: 0.86,
    pattern:
      /\b(?:i|we) (?:\w+ ){0,2}?(?:pass|decline|give (?:it|this) a miss|leave it (?:there|here|at that|for now)?|sit this one out|steer clear|stay (?:put|as (?:we|i)|with)|stick with|respectfully decline|politely decline|opt not)\b|\b(?:will|would|going to|have to|gonna|must|got to|think i will|think we will) (?:\w+ )?(?:pass|decline|leave it|skip|give it a miss|say no|knock (?:it|this) back)\b|\bpass (?:on this|for now|this time|thanks|thank you)\b|\bgive (?:it|this) a miss\b|\b(?:hard|easy) pass\b|\bleave it (?:there|at that|for now|thanks|be)\b|\bmust decline\b|\bdeclin(?:e|ing) (?:your|the|this|at)\b|\bcount (?:me|us) out\b|\bi am out\b[.!]?$|\bnot (?:proceed|going ahead|taking (?:this|it) (?:further|forward|up)|pursu\w+|move forward|progress\w*|to proceed|looking to)\b/,
    unless:
      /\b(?:pass (?:(?:it|this|that|your \w+|you) (?:on|along|to|around|round)|along|around|round)\b|passed (?:it|this|your))\b|\bnot (?:looking to|proceeding) (?:spend|waste)|leave it (?:with|to) (?:me|us|you)|i am out (?:of|on|until|from|at)/,
    reason: "passes",
  },
  {
    family: "not_interested",
    name: "sorted",
    weight: 0.84,
    pattern:
      /\b(?:we|i|us|they|that|it|all|everything|i think we|business) (?:\w+ ){0,4}?(?:all |well |pretty |more than |quite |perfectly |very |fairly |really )?(?:good(?= (?:for now|thanks|thank|as|here|on|at|where|with|cheers|ta|mate|bro|man|boss|in that)\b|[.!]*$)|right(?= (?:for now|thanks|as|here|mate|cheers)\b|[.!]*$)|sorted|covered|set(?= (?:for|thanks|up|on|in|here|with)\b|[.!]*$)|fine(?= (?:thanks|thank|for|as|with|where|on|here)\b|[.!]*$)|happy (?:with|where|as)|satisfied|content with|looked after|taken care of|under control|comfortable with|locked in|well served|well catered|stitched up|tied up|fixed up|handled|committed)\b|\b(?:website|site|google|marketing|leads|pipeline|seo|ads|socials?|business|things|everything|work|numbers|system|setup|what we have|advertising) (?:is|are) (?:\w+ )?(?:fine|good|great|sweet|sorted|covered|humming|ticking along|going (?:well|fine|great))\b|\ball (?:good|sorted|set|covered|sweet|right|under control|handled)\b(?: (?:thanks|here|for now|at|on|mate|cheers|ta|with|bro|man|boss|champ|legend|love|buddy))*[.! ]*$|\b(?:sweet|right|good) as (?:we are|is|it is)\b|\bgot (?:it|this|that|all that|someone|somebody|a (?:guy|bloke|girl|person|mob|team|nephew|mate)) (?:\w+ ){0,3}?(?:covered|sorted|handled|under control|for that|who|doing|that does|already)\b/,
    unless:
      /\b(?:all good|no worries|that is fine|fine)[,.]? (?:thursday|monday|tuesday|wednesday|friday|see|send|call|ring|talk|tomorrow|next)\b|\bwould be (?:good|great|fine|happy)\b|\bhappy (?:with (?:that|the (?:time|plan|date|price))|to|for you|as long)\b|\bnot (?:\w+ )?(?:sorted|covered|happy|satisfied|content|good|set)\b|\b(?:sounds|looks|seems) (?:all )?good\b|\bthat(?: is|'s| will be|s)? (?:all )?(?:good|fine|right)(?: (?:thanks|with me|by me))?[.!]*$|\bgood (?:for|on) (?:me|us) (?:on|at)?|\b(?:mon|tues|wednes|thurs|fri)day(?:s)?(?: \w+){0,2} (?:is|are|would be|works|all) (?:\w+ )?(?:good|fine|right)|\bhappy with (?:how|the way) (?:you|it) (?:look|sound)|^(?:so |and |but )?(?:can|could|do|does|is|are|would|will|what|how|if|when|or)\b.*\?$|\bwe are set (?:for|to) (?:mon|tue|wed|thu|fri)|\bset up (?:a|an|some|the|something|time)\b/,
    reason: "is already looked after",
  },
  {
    family: "not_interested",
    name: "has_someone",
    weight: 0.84,
    pattern:
      /\b(?:already|currently|just|recently) (?:\w+ ){0,3}?(?:have|has|got|use|using|work\w*|engage\w*|with|sign\w*|appoint\w*|partner\w*|contract\w*|hir\w*|pay\w*|deal\w*|locked|committed|do(?:ing)?|brought)\b(?: \w+){0,6} ?(?:agency|agencies|someone|somebody|provider|supplier|partner|team|person|company|mob|firm|consultant|contractor|freelancer|that|this|it|one|guy|bloke|another|internal\w*|with|marketer|solution|system|platform|vendor|covered|sorted|arrangement)?\b|\b(?:have|has|got|with|use|using) (?:an?|our|the|my|someone|somebody|existing|another|a great|a good|a really) (?:\w+ ){0,3}?(?:agency|provider|supplier|partner|marketing (?:team|person|manager|guy)|team|department|crew|person|someone|somebody|relative|friend|in[- ]?house|internal|incumbent|guy|bloke|nephew|niece|cousin|daughter|son|brother|sister|mate|freelancer|consultant|contractor|preferred)\b|\bmy (?:nephew|niece|cousin|daughter|son|brother|sister|mate|wife|husband|partner|sister-in-law|brother-in-law|dad|mum|kids?) (?:\w+ )?(?:does|do|runs|handles|looks after|built|manages|sorts|takes care)\b|\bin[- ]?house\b|\binternal(?:ly)? (?:team|resource|marketing|handled|managed)?\b|\b(?:do|does|doing|handle|handles|manage|manages|run|runs|looks after|takes care of) (?:it|this|that|all of (?:this|that|it)|all (?:this|that|our)|our own|everything|the marketing|our marketing|most of it) (?:\w+ )?(?:ourselves|myself|internally|in[- ]?house|himself|herself|for us|already)\b|\b(?:have|has|get) no say\b|\b(?:we|i) have (?:got )?(?!(?:a|some|time|one|room|space|budget|questions?|no|lots|plenty|two|three)\b)\w+ (?:and \w+ )?for (?:that|this|it|all that)\b|\bhead office (?:\w+ ){0,4}?(?:does|handles|looks|runs|manages|takes|controls|decides)\b|\b(?:franchis\w+|group|corporate|parent company|national office) (?:\w+ ){0,2}?(?:does|handles|looks after|runs|manages|controls|decides)\b|\blocked in(?:to)? (?:a |an |our |with |for )|\bunder contract\b|\b(?:we|i) (?:have |had )?(?:just |recently |already |only )?(?:signed|gone|went|committed|engaged|appointed|hired|picked|chose|chosen|partnered|locked in) (?:up )?(?:with )?(?:some(?:one|body)|another|a (?:different|new|local|bigger|smaller)|an? (?:agency|firm|consultant|mob|crowd))\b|\bmates? rates\b|\bwe do (?:our own|that ourselves|this ourselves)\b/,
    unless:
      /\?$|\b(?:not happy|unhappy|looking to (?:change|switch|move)|thinking of (?:changing|switching|moving)|contract (?:is up|ends|finishes|expires|runs out)|letting us down|open to (?:changing|switching|a change|options)|hopeless|useless|rubbish|shocking|terrible|ordinary|sacked|not (?:great|working|performing)|disappoint\w*|but (?:they|he|she|it|always|open|happy|not|keen|would))\b|\balready (?:sent|told|asked|replied|unsubscrib|emailed|said|booked|spoke|opted)\b|\bjust (?:have|got) (?:a|one|some) (?:quick )?questions?\b|\bdo you (?:have|use|work)\b|\bon (?:\w+ ){0,2}leave\b|\bcurrently (?:\w+ )?looking\b|\bon the (?:line|call|phone|zoom)\b|\b(?:have|got) the right (?:person|place|bloke|one|number)\b/,
    reason: "has somebody for it",
  },
  {
    family: "not_interested",
    name: "no_need",
    weight: 0.84,
    pattern:
      /\b(?:do not|does not|did not|no longer|would not|will not|not|no) (?:\w+ ){0,3}?(?:need(?:ed|ing)? (?:it|this|that|any|help|your|you|more|a|an|another|anything|for|to (?:spend|change)|marketing|new|leads?|one|them|the|to)|need|want (?:it|this|that|any|your|what|a|an|to (?:buy|spend|pay|change|proceed|go))|require|requirement|looking (?:for|to|at)|use (?:for )?(?:it|this|that|for)|see (?:the|a|any|it|how|value|this|us)|do (?:any |much )?(?:marketing|advertising|sales calls|cold calls|business (?:this|that) way|that (?:sort|kind))|seeking|taking on|accept\w*|entertain\w*|engage|engaging|outsourc\w+|spend\w*|advertis\w+|buy\w*|take (?:cold|sales|unsolicited|on)|respond to|deal with (?:cold|sales|unsolicited)|plans? (?:to|for)|change|chang\w+|switch\w*|have (?:the |any |a )?(?:budget|need|money|funds|time|capacity|bandwidth|requirement|plans|interest|headspace))\b|\bno (?:need|requirement|plans|budget|money|room|appetite|capacity|bandwidth|use|scope|point|call for)\b(?! to (?:call|ring|rush|reply|apologise|worry|convince))|\b(?:budgets?|money|funds|spending|spend) (?:is|are|has been|have been) (?:\w+ ){0,2}?(?:tight|gone|spent|frozen|allocated|cut|locked|committed|exhausted|all gone)\b|\b(?:budget|spending|hiring|vendor) freeze\b|\btoo (?:expensive|dear|pricey|rich|small|busy|old|hard|many|much)\b|\bcan ?not (?:afford|justify|commit|take (?:on|it|this)|spare)\b|\bpriced out\b|\bskint\b|\bbroke\b[.!]?$|\b(?:more|enough) (?:work|business|customers|leads|clients|enquiries|jobs) than\b|\benough (?:work|on (?:our|my) plate|going on|customers|leads|clients|business)\b|\b(?:booked (?:out|solid|up)|fully booked|flat (?:out|chat|strap)|flat out|run off (?:our|my) feet|snowed under|swamped|slammed|up to (?:my|our) (?:neck|eyeballs|ears|armpits)|flat stick|under the pump|chockers|full up|at capacity|waiting list|wait ?list)\b/,
    unless:
      /\bno need to (?!change|spend|buy|switch|advertise|market|do|pay|outsource|hire|look)\w+|\btoo many (?:no-?shows|missed|cancell\w+|tyre|time ?wasters|duds?|spam|bad|wrong|junk|empty|gaps)|\bnot (?:need(?:ed)? (?:it|this) (?:for|at) (?:the|our) \w+ (?:shop|store|office|site|one)\b)|\bdo not (?:see|look) (?:like|at) (?:a )?\w+\?|\bdo not (?:need|want) (?:a )?(?:long|lock[- ]?in|contract|hard sell|fluff|jargon|the runaround)\b|\bnot looking (?:forward|good|for a (?:contract|lock))|\bnot changing (?:the )?(?:time|date)|\bif (?:it is|that is|you are) (?:not )?too (?:expensive|dear|much|busy)|\bhow (?:expensive|much)|\bnever (?:look|looked) back|\bnot needing\?|\bdo not use (?:email|text|linkedin|that|this (?:email|number))|\bdo not need (?:it|this|that) (?:yet|until)\b.*\b(?:but|though)\b|\btoo (?:busy|much) (?:today|this week|right now to (?:talk|chat))\b.*\b(?:next|tomorrow|call|try)\b/,
    reason: "has no need, money or room",
  },
  {
    family: "not_interested",
    name: "not_now",
    weight: 0.74,
    pattern:
      /\bnot (?:\w+ ){0,2}?(?:right now|now|at (?:this|the) (?:stage|time|moment|point|present|current)|at present|for now|for the moment|just (?:now|yet|at the moment)|yet|this (?:year|month|quarter|time|financial year|season)|currently|until|till|today|a good time|the time|the best time|anytime soon|any time soon|in the (?:foreseeable|near) future|in (?:this|the) (?:climate|economy|current))\b|\bbad time\b|\b(?:wrong|poor|terrible) timing\b|\bon hold\b|\bput (?:it|this|everything|that) (?:off|on (?:hold|ice|the back burner))\b|\bback burner\b|\bparking (?:it|this)\b|\bmaybe (?:later|next time|another time|one day|some day|down the track)\b|\b(?:we|i) will (?:reach out|be in touch|get in touch|contact you|let you know|keep (?:you|your|it|this)|come back to you|call you|give you a (?:call|shout)) (?:if|when|should|in (?:mind|the future|our)|on file|once|down the track)\b|\bkeep (?:you|your (?:details|info\w*|number|email)|it|this|that) (?:in mind|on file|handy|for (?:the )?future)\b|\bif (?:anything|things|that|circumstances|the situation|our (?:needs|situation)) changes?\b|\bshould (?:anything|things|that|we|our) (?:\w+ )?(?:change|need)\b|\bdown the track\b|\bif (?:we|i) ever\b/,
    unless:
      /\bnot (?:next|this) (?:week|month|monday|tuesday|wednesday|thursday|friday)\b.*\b(?:after|following|how about|instead|can do|the)\b|\bis now not a good time\?|\bcan not (?:talk|make|do|come|attend|chat|meet|speak)\b|\bdo not stop\b|\bnot (?:available|free|around|in|at my desk|able to (?:talk|chat|speak|meet)) (?:\w+ )?(?:right now|now|today|at the moment|until|till|this)\b|\bnot (?:until|till|before) (?:\d|mon|tue|wed|thu|fri|next week|tomorrow|after \d)|\bnot (?:sure|decided|seen|had|read|looked|heard|been|signed|got|live|open|started|launched) (?:\w+ )*yet\b/,
    reason: "not now",
  },
  {
    family: "not_interested",
    name: "wrong_target",
    weight: 0.82,
    pattern:
      /\b(?:wrong|not the right|not the best|incorrect) (?:person|bloke|guy|fella|lady|woman|man|contact|department|number|email|address|company|business|one|place|tree|team|dave|\w+ to (?:talk|speak|ask|email))\b|\bbarking up\b|\bnot (?:really |quite |exactly |strictly |actually )?(?:my|our) (?:area|department|responsibility|role|job|call|decision|field|remit|domain|wheelhouse|patch)\b|\b(?:i|we) do not (?:handle|deal with|look after|manage|do (?:that|this|it|any of that)|make (?:those|these|that|the)|decide|have (?:anything|any say|any input)|get involved|work (?:in|at|there|for))\b|\bnothing to do with (?:me|us|marketing|it|that)\b|\bnot involved (?:in|with)\b|\b(?:no longer|do not|does not|not) (?:\w+ )?(?:working|employed|work (?:here|there|for|at|in|with)|with (?:the|them|that))\b|\bno longer works?\b|\bno longer (?:\w+ )?(?:there|here|at)\b|\b(?:is|are|am) not (?:there|here|at)\b|\b(?:has|have) not (?:worked|been) (?:here|there|with|at|for|in (?:that|this))\b|\b(?:has|have) (?:left|moved on|retired|resigned|departed|passed)\b|\b(?:he|she|they) (?:left|retired|resigned|moved on|quit|finished)\b|\b(?:i am|i have|am) (?:now )?(?:retired|retiring|semi-?retired|made redundant|redundant|winding (?:up|down))\b|\b(?:left|retired from|finished (?:up )?(?:at|with)|sold|closed|shut|folded|wound up|winding up|closing) (?:the |our |my |that |down |up )*(?:business|company|shop|store|practice|firm|doors|firm|cafe|restaurant|role|job|industry|there|down|up)\b|\b(?:business|company|shop|store|practice|cafe|restaurant|we|firm|studio|gym|salon|clinic) (?:\w+ ){0,2}?(?:closed|ceased|shut|folded|sold|is no more|wound up|gone into|went into|in liquidation|in administration|insolvent|bankrupt|been sold|stopped trading|no longer (?:trading|exists?|operat\w+|in business))\b|\bin (?:liquidation|administration|receivership)\b|\bdo not (?:pass|forward) (?:\w+ )*(?:sales|emails|these|calls)\b|\b(?:am|are) (?:just )?(?:the|a) (?:receptionist|temp|intern|admin|apprentice|cleaner)\b|\byou have (?:got )?the wrong\b/,
    unless:
      /\b(?:closed|shut) (?:over|from|during|between|this|next) \w+|\bclosed (?:for (?:the|lunch|easter|christmas)|on|until|today|sundays?|mondays?|weekends?|deals?|won)\b|\bnot sure (?:if|whether) (?:you have|i am)|\bclosing (?:time|date|deals|at)\b|\bsold (?:out|on|the idea|me)\b|\b(?:we|i) have (?:\w+ )?left (?:our|the|an|my) (?:\w+ ){0,2}?(?:agency|provider|supplier|mob|developer)\b|\bnot (?:\w+ )?(?:bother|start|mess|faff)\w* with\b|^(?:do|does|will|would|can|could) you\b|\bif (?:i am|you have|this is) (?:the )?(?:wrong|not)|do not (?:do|have) (?:mornings|mondays|fridays|lunch|zoom|teams|video)\b/,
    reason: "is the wrong person or place",
  },
  {
    family: "not_interested",
    name: "relationship",
    weight: 0.82,
    pattern:
      /\b(?:we|i) (?:are|am|actually|do|run|own|also|work)\b(?: \w+){0,5} (?:competitors?|same (?:thing|business|space|game|services?|industry)|marketing agency|digital agency|seo agency|advertising agency|an agency|lead gen\w* (?:agency|company|business)|(?:already )?(?:a |your |an existing |existing )?(?:customers?|clients?) (?:of yours|already|with you|of your)?|your (?:clients?|customers?))\b|\bone of your (?:\w+ )?(?:clients|customers)\b|\b(?:already|existing|current) (?:an? |your )?(?:existing |current )?(?:customers?|clients?)\b(?: of (?:yours|your)|[.! ]|$)|\bwe already (?:pay|work with|use) you\b|\b(?:passed away|deceased|has died|died (?:last|in|on|recently)|is dead|late husband|late wife|no longer with us)\b|\bwe (?:do|offer|provide|sell) (?:exactly )?(?:this|the same|what you do|these services|that) (?:ourselves|for a living|too|as well|thing|services?|for (?:our )?clients)\b|\byou are (?:emailing|pitching|selling to|contacting) (?:a |your |an )?(?:competitor|competition|agency|marketing)\b/,
    unless:
      /\?$|\b(?:our|your|their|other|new|more|existing|current|of my|many|some|few|of our) (?:\w+ )?(?:customers|clients)\b(?! of yours)|\bwork with (?:an|another)/,
    reason: "is a competitor, a customer, or has died",
  },
  {
    family: "not_interested",
    name: "policy",
    weight: 0.8,
    pattern:
      /\b(?:do not|never|not) (?:\w+ )?(?:respond|reply|accept|take|entertain|deal|engage|buy|consider|answer|open|read|welcome)\w*(?: \w+){0,3} (?:cold|sales|unsolicited|marketing|solicit\w+|approaches|pitches|spam|these)\b|\b(?:company|our|school|council|government|strict) policy\b|\bunsolicited\b|\b(?:all|any) (?:\w+ )?(?:procurement|suppliers?|vendors?) (?:\w+ ){0,4}(?:tender|portal|panel)\b|\bgo(?:es)? (?:out )?to tender\b|\bpreferred supplier\b|\bwe only (?:use|work with|deal with|buy)\b|\bdo not (?:do|conduct|discuss|talk) (?:any )?business (?:over|by|via|on|like)\b|\bno (?:cold|sales|unsolicited|solicitors|junk|agenc\w+|salespeople|sales people|hawkers)\b/,
    unless: /\?$/,
    reason: "refuses by policy",
  },
  {
    family: "not_interested",
    name: "sarcasm",
    weight: 0.8,
    pattern:
      /\b(?:good luck with (?:that|it)|yeah right|as if|dream on|tell (?:him|them|her) (?:he is|they are|she is) dreaming|in your dreams|pull the other (?:one|leg)|pigs (?:might )?fly|over my dead body|when hell freezes|not in a million|like a hole in the head|need (?:this|that|it|you|another \w+) like|be still my|slow clap|cool story|is there a prize|(?:thousandth|hundredth|millionth|umpteenth)|wow,? (?:another|so|what|how|original|just|a|groundbreaking)|oh (?:great|good|joy|goody|wow|brilliant|look|fantastic|lovely|wonderful|perfect)\b|how (?:original|thoughtful|personal|delightful|exciting|novel|lovely of|refreshing|nice of|kind of|convenient)|just what (?:i|we) (?:needed|wanted|always)|exactly what (?:i|we) (?:needed|wanted)[,.]? (?:another|more)|because (?:nothing says|what|clearly|obviously|that is) (?:\w+ ){0,3}(?:need|want|how)|(?:hold|holding) (?:my|your) breath|(?:would|i would|i had) (?:rather|sooner) (?:eat|stick|gouge|chew|die|watch|pull|have|lick|drink|poke|swallow|walk|sit|listen|wrestle|set|shave|go)|alert the (?:staff|media|press|board)|stop the press|(?:ring|call|alert) the (?:papers|news|media)|i (?:shall|will) (?:alert|inform|notify|have it framed|frame|treasure)|clear(?:ed|ing)? (?:the|my) (?:diary|calendar|schedule)|contain (?:my|our) excitement|thrilled|riveting|fascinating|marvellous|groundbreaking|truly inspiring|inspired copy|what a (?:surprise|coincidence|shock|treat|time to be alive)|congratulations on|bravo|nice try|good one|very funny|hilarious|(?:another|yet another|the (?:\w+ )?(?:third|fourth|fifth|tenth|hundredth)|the \d+(?:th|rd|nd|st)) (?:\w+ ){0,3}?(?:guru|agency|pitch|email|expert|seo|spammer|consultant|person|message)|(?:what|which) planet|must be (?:my|our) lucky day|lucky (?:me|us)|born yesterday|came down in the last shower|bridge to sell|nigerian prince|harbour bridge|opera house|and i am the (?:queen|king|pope)|i am the (?:queen|pope)|ya reckon|you reckon\?|what part of|(?:do i|do we) look (?:like|stupid)|who (?:writes|falls for|believes) (?:this|these)|are you (?:kidding|joking|having a laugh|serious|for real)|you must be (?:joking|kidding|desperate)|get real|get a (?:real )?(?:job|life)|waste of (?:time|my time|electricity|space)|wasting (?:my|your|our) time|could not care less|do not care|who cares|so what(?! (?:is|are|do|did|does|would|will|happens|can|should|about|makes|you|have)\b)|big deal|(?<!\b(?:pick|choose|take|grab|send|do|use|book|in|of|on|for|from|to|or) )whatever(?! (?:is|suits|works|you|time|day|we|it)\b|'s)|yawn|boring|cringe|copy[- ]?paste|template(?:d)?|mail merge|try harder|better luck|do your (?:homework|research)|did you (?:even|actually) (?:look|read|check|visit|google)|have you (?:even|actually) (?:looked|read|visited))\b|🙄|🤮|👎|🖕|💩|😴|🥱|\(not\)|\/s\b/,
    unless:
      /\b(?:interested|keen|curious|thrilled (?:to|with the (?:result|idea))|great (?:idea|to hear)|good one for|congratulations on (?:the (?:new|launch|award)|your (?:award|launch)))\b|\bif (?:it|this|that) is not\b|^(?:haha|lol)[^.]{0,15}\b(?:yes|yep|sure|ok|go on|touche|fair|love|good)\b|\bwhatever (?:works|suits|time|day)\b|\b(?:do|can|could) you\b[^.]*\btemplates?\b|\boh (?:great|good|brilliant|perfect|lovely|fantastic)[,.!]? (?:i|we|yes|thanks|that|have|been|can|please|when|let|thursday|monday|tuesday|wednesday|friday)\b|\bnot (?:a )?(?:template|boring)\b|\bhow (?:nice|kind) of you\b.*\byes\b/,
    reason: "mocks the message",
  },
  {
    family: "not_interested",
    name: "rude",
    weight: 0.78,
    pattern:
      /\b(?:pelican|galah|drongo|muppet|wanker|idiot|moron|clown|numpty|dickhead|arsehole|asshole|bastards?|parasites?|leech(?:es)?|vultures?|scum|clueless|useless|pathetic|shameless|disgrace\w*|grow up|bullshit|bs|horseshit|bollocks|crap|garbage|rubbish|fuck|shit|bloody hell|for (?:fuck'?s|christ'?s|god'?s|heaven'?s) sake|wtf|ffs|jesus|shove|sod|cold emails? (?:suck|are)|snake oil|con artists?|grifters?|scammers?|scam)\b/,
    unless:
      /\b(?:our|my|the|last|previous|current|other|old) (?:\w+ ){0,3}(?:agency|site|website|ads|leads|mob|guy|provider|results|google|seo|marketing|crowd|results?)\b|\b(?:holy|no) shit\b|\bgets? rid of\b|\bskip|\bwaste (?:bins|removal)|\brubbish (?:removal|collection|bins)|\bis this (?:a )?(?:scam|spam)|\bfuck(?:ing)? (?:yes|yeah|great|good|awesome|brilliant)|\bshit,? (?:yes|that is|this is|hot)/,
    reason: "is rude about the message",
  },
  {
    family: "not_interested",
    name: "thumbs_down",
    weight: 0.7,
    pattern: /^[\s!.]*(?:👎|❌|🚫|🙅|✋|🛑|😒|🙄)/u,
    reason: "a thumbs down alone",
  },
  {
    family: "not_interested",
    name: "foreign_no",
    weight: 0.85,
    pattern:
      /\b(?:nein,? danke|kein (?:interesse|bedarf)|keinen bedarf|nicht interessiert|brauchen wir nicht|sind (?:bereits |schon )?(?:versorgt|zufrieden)|non,? merci|pas (?:int[ée]ress[ée]\w*|pour (?:nous|moi|le moment)|besoin)|nous (?:sommes|avons) d[ée]j[àa]|no,? grazie|non (?:siamo|sono|ci|mi) interess\w*|non (?:ci|mi) serve|siamo (?:gi[àa] )?(?:a posto|coperti|soddisfatti)|a posto cos[iì]|per (?:il momento|ora) (?:no|siamo|non)|no,? gracias|no (?:estoy|estamos|nos|me) interes\w*|no (?:lo )?necesit\w*|ya (?:tenemos|contamos|trabajamos)|por (?:el momento|ahora) no|nee,? (?:bedankt|dank)|geen (?:interesse|behoefte)|niet ge[iï]nteresseerd|n[ãa]o,? obrigad[oa]|n[ãa]o (?:temos|tenho|estamos) interess\w*|sem interesse|nej tak|nej tack|nie,? dzi[ęe]kuj[ęe]|nie jeste[śs]my zainteresowani|kh[oô]ng,? (?:c[aả]m [oơ]n|quan t[aâ]m)|tidak (?:tertarik|terima kasih)|hindi (?:po )?(?:kami )?interesado|kei te pai|kao,? )|не интересу|не интересно|не надо|спасибо,? нет|нет,? спасибо|όχι ευχαριστ|δεν (?:μας|με) ενδιαφ|不感兴趣|没兴趣|沒興趣|不需要|不用了|結構です|必要ありません|興味(?:は)?ありません|관심 ?없|괜찮습니다|필요 ?없|لا شكرا|غير مهتم/,
    reason: "says no in another language",
  },
];

export const FOREIGN_POSITIVE_RULES: readonly IntentRule[] = [
  {
    family: "interested",
    name: "foreign_interest",
    weight: 0.75,
    pattern:
      /\b(?:klingt (?:gut|interessant|spannend)|(?:wir|ich) (?:sind|bin|w[äa]re\w*) (?:sehr )?interessiert|gerne mehr|schicken sie (?:mir|uns)|senden sie (?:mir|uns)|[çc]a m'int[ée]resse|(?:je suis|nous sommes|suis) int[ée]ress[ée]\w*|envoyez[- ](?:moi|nous)|(?:sono|siamo|mi) interess\w*|mi interessa|mandatemi (?:maggiori|più|delle|qualche)|(?:me|nos) interesa|estoy interesad\w*|estamos interesad\w*|env[íi]e(?:me|nos) (?:m[áa]s|la|una)|m[áa]s informaci[óo]n|klinkt (?:goed|interessant)|ik ben ge[iï]nteresseerd|tenho interesse|temos interesse|me interessa)\b|有兴趣|感兴趣|興味があります|관심 ?있/,
    unless: /\b(?:nicht|kein\w*|pas|non (?:sono|siamo|mi|ci)|no (?:me|nos|estoy|estamos)|niet|n[ãa]o)\b|不感兴趣|没兴趣/,
    reason: "is interested, in another language",
  },
  {
    family: "meeting_request",
    name: "foreign_meeting",
    weight: 0.8,
    pattern:
      /\b(?:rufen sie (?:mich|uns)|k[öo]nnen wir (?:telefonieren|sprechen|uns)|termin (?:am|vereinbaren|n[äa]chste)|passt (?:mir|uns)|appelez[- ](?:moi|nous)|(?:on|nous) (?:peut|pouvons|pourrions) (?:se|en|nous) (?:parler|appeler|voir|discuter)|rendez-vous|mi chiami|chiamatemi|possiamo (?:sentirci|parlare|vederci|fissare)|ll[áa](?:me|men)me|podemos (?:hablar|reunirnos|quedar)|bel me|kunnen we (?:bellen|afspreken|praten)|podemos (?:conversar|falar|marcar))\b/,
    unless: /\b(?:nicht|kein\w*|pas|plus|non|no|niet|n[ãa]o)\b/,
    reason: "wants to talk, in another language",
  },
  {
    family: "question",
    name: "foreign_question",
    weight: 0.65,
    pattern:
      /\b(?:was kostet|wie viel|wieviel|wer sind sie|woher haben sie|combien|quel est le (?:prix|tarif)|qui [êe]tes|o[ùu] avez|quanto costa|chi siete|dove avete|cu[áa]nto cuesta|qui[ée]n(?:es)? (?:es|son)|d[óo]nde|hoeveel|wie bent u|quanto custa)\b|多少钱|いくら|얼마/,
    reason: "asks, in another language",
  },
];
