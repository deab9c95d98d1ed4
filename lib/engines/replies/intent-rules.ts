import "server-only";
import type { ReplyIntent } from "@/lib/domain/replies";
import type { Rule } from "@/lib/engines/replies/rule";

/** A signal for one intent; `weight` 0–1 is how sure this alone makes us. */
export type IntentRule = Rule<ReplyIntent> & { weight: number };

const DAY =
  "(?:mon|monday|tue|tues|tuesday|wed|weds|wednesday|thu|thur|thurs|thursday|fri|friday|sat|saturday|sun|sunday|tomorrow|tonight|today|next week|this week|week after|the \\d{1,2}(?:st|nd|rd|th)|\\d{1,2}/\\d{1,2}|monday week|fortnight)";
const CLOCK =
  "(?:\\d{1,2}(?:[:.]\\d{2})? ?(?:am|pm|ish|o'?clock)|\\d{1,2}[:.]\\d{2}|(?:at|around|about|before|after|from|til|till|by|say|to) (?:\\d{1,2}|nine|ten|eleven|noon|one|two|three|four|five)(?![\\d%$]| ?(?:years?|months?|weeks?|days?|people|staff|stores?|sites?|others?|of))|noon|midday|lunch(?:time)?|(?:this |in the |next )?(?:morning|afternoon)|half (?:past )?(?:\\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|smoko|first thing|cob)";
const TALK =
  "(?:chat|talk|speak|call|meet(?:ing)?|catch[- ]?up|connect|coffee|zoom|teams|hop on|jump on|yarn|natter|conversation|sit down|demo|discuss|ring|phone|hear (?:you|the pitch) (?:out|in person))";
const NOT_KEEN =
  /\b(?:not|never|hardly|no longer|nor|neither)\b(?: \w+){0,4} (?:interested|keen|interest|looking|want\w*|convinced|happy|able|open|up)\b|\bno interest\b|\bif i (?:was|were) (?:interested|keen)|\blost interest\b|\bnot (?:really |particularly |all that |that |at all )?(?:keen|interested)\b/;

export const MEETING_RULES: readonly IntentRule[] = [
  {
    family: "meeting_request",
    name: "day_and_time",
    weight: 0.86,
    pattern: new RegExp(`\\b${DAY}\\b[^.!?]{0,25}\\b${CLOCK}|${CLOCK}[^.!?]{0,20}\\b${DAY}\\b`),
    unless:
      /\b(?:closed|open (?:from|\d)|trading hours|delivery|delivered|yesterday|last (?:week|mon|tue|wed|thu|fri)|emailed|called|wrote|away|out of|you (?:sent|rang|called|texted))\b|\b(?:emails?|texts?|calls?) (?:at|on|every)\b|\bno (?:thanks|thank you)\b|\bdo not\b.{0,30}\b(?:call|ring|text|email)\b/,
    reason: "names a day and a time",
  },
  {
    family: "meeting_request",
    name: "day_asked",
    weight: 0.8,
    pattern: new RegExp(
      `^(?:(?:the|maybe|perhaps|what about|how about|or|say|next|this|any chance of|could we do|possibly|ok|sure|yes|yep) )*${DAY}\\b[^.!?]{0,30}\\?`,
    ),
    reason: "asks about a day",
  },
  {
    family: "meeting_request",
    name: "time_works",
    weight: 0.82,
    pattern: new RegExp(
      `(?:\\b${DAY}|${CLOCK}|\\bmornings?|\\bafternoons?|\\b\\d{1,2})(?:'?s)?(?:(?!\\b(?:not|no|never|busy|out|away|off|closed)\\b)[^.!?,]){0,20}\\b(?:works?|suits?|good|fine|great|ok|okay|perfect|ideal|best|better|preferred|please|free|easier|easiest)\\b`,
    ),
    unless:
      /\b(?:only \d|years?|%|staff|people|months?|old|for now|at the moment)\b|\b(?:are|is|we are|i am|all|been) (?:all )?(?:good|fine|great)(?: (?:thanks|here))?[.!]*$|\$/,
    reason: "says a time suits",
  },
  {
    family: "meeting_request",
    name: "hour_and_day",
    weight: 0.86,
    pattern:
      /\b\d{1,2}(?:[:.]\d\d)? (?:on |this |next )?(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat)(?:day|sday|nesday|rsday|urday)?\b|\b(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat)(?:day|sday|nesday|rsday|urday)?,? (?:at )?\d{1,2}(?:[:.]\d\d)?(?!\d|\/|th|st|nd|rd| ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|people|staff|years|emails))\b/,
    unless:
      /\b(?:closed|open (?:from|\d)|away|out of|emailed|called|leave|you (?:sent|rang|called|texted)|no thanks|yesterday|last (?:mon|tue|wed|thu|fri))\b/,
    reason: "names an hour and a day",
  },
  {
    family: "meeting_request",
    name: "can_do",
    weight: 0.85,
    pattern: new RegExp(
      `\\b(?:can (?:do|make|manage|fit|squeeze|talk|meet|speak)|could (?:do|make|manage|meet|talk|speak)|am free|are free|i am available|we are available|free|available|around|suits?|works?(?= (?:for|on|at|best|better|mon|tue|wed|thu|fri|any|after|before|around|\\d))|good for (?:me|us)|how about|what about|lets (?:do|say|go)|say|try me(?! (?:the|in|after|when|once|again|next|later))|make it|pencil|book|prefer|any ?time|possibly|maybe|either)\\b[^.!?]{0,30}\\b(?:${DAY}|${CLOCK})`,
    ),
    unless:
      /\b(?:can not|not|never) (?:\w+ )?(?:do|make|work|suit)\b(?!.*\b(?:but|how about|what about)\b)|\b(?:away|on leave|out of office)\b|\b(?:try me|try again|maybe|possibly)\b[^.]*\b(?:next week|week after|fortnight)\b[^.]*\b(?:busy|flat out)|works? (?:for us )?(?:at the moment|right now)|\bnot (?:available|free|around)\b/,
    reason: "offers a time",
  },
  {
    family: "meeting_request",
    name: "asks_to_talk",
    weight: 0.82,
    pattern: new RegExp(
      `\\b(?:happy to|keen to|keen for|love to|like to|would like to|up for|open to|glad to|willing to|want to|can we|could we|shall we|should we|lets|let us|can you and i|worth|i would|we would|good to|would be good to|set up|arrange|organise|organize|schedule|book(?: in)?|line up|tee up|lock in|have|do|time for|jump on|hop on|get on|interested in|ready to|easier to|best to)\\b(?: \\w+){0,5}? ${TALK}\\b`,
    ),
    unless:
      /\b(?:not|never|no|nor|neither|rather not)\b(?: \w+){0,4} (?:chat|talk|speak|call|meet|meeting|catch|connect|need|want|happy|keen|time|interested|open|looking)\b|\b(?:have|had|got|do|does|doing|did) (?:a |an |the |our |your |some |any )*(?:call|meeting|chat)s? (?:cent|track|log|flow|on|with (?:our|the|another)|today|all day|yesterday)|\bin (?:a )?meetings?\b|\bboard meeting\b|\bhave (?:a |the )?(?:board|team|staff|budget) meeting|call[- ]?(?:outs?|centre|center|tracking|volume)|\bteams? (?:already|is|are|in|who|that|of|do|does)\b|\bhave (?:\w+ ){0,4}(?:team|teams)\b(?! call)|(?:what|how|why) do you (?:call|talk)|\bat (?:the )?(?:next|our) \w* ?meeting|call (?:it|this|that|him|her|them)\b|\bcustomers?\b.{0,20}\bcall|\b(?:speak|talk|chat) (?:to|with) (?:my|our|the|him|her|them|someone|somebody)|\bdo you (?:guys )?(?:do|have|call|meet|charge)|rather not/,
    reason: "is willing to talk",
  },
  {
    family: "meeting_request",
    name: "we_will_talk",
    weight: 0.78,
    pattern:
      /\b(?:we|you and i) (?:will|can|could) (?:have a )?(?:talk|chat|speak|meet|sit down|yarn|coffee|catch up|go through it)\b|\bwe will talk\b|^lets (?:talk|meet|chat|speak|catch up|do (?:it|lunch|coffee))\b/,
    unless: /\b(?:if|not|never|maybe|then we can|might|once|when)\b/,
    reason: "wants to talk",
  },
  {
    family: "meeting_request",
    name: "ring_me",
    weight: 0.84,
    pattern:
      /\b(?:call|ring|phone|buzz) (?:me|us|my (?:mobile|cell)|my office|the office|the shop|the office line)\b|\bgive (?:me|us) (?:a|an?) (?:\w+ )?(?:call|ring|bell|buzz|shout|tinkle|hoy)\b|\b(?:best|reach|catch|get) (?:me|us|number|to reach me|to get me)\b.{0,20}(?:on|is|at) ?(?:my mobile|\+?\d[\d ]{6,})|\b(?:my (?:mobile|number|cell|direct line) is|i am on|call|ring) ?:? ?\+?\d[\d ]{7,}|^(?:please )?(?:call|ring)(?: me| us)?(?: please)?[.!]?$|\b(?:call|ring|phone) (?:whenever|any ?time|when you can|when it suits|today|tomorrow|tonight|now)\b|\bcan give you (?:\w+ ){0,3}?(?:minutes?|mins?|half an hour|an hour|time)\b/,
    unless:
      /\b(?:call|ring|phone|buzz|shout|bell|hoy)(?: me| us)? (?:back |again )?(?:after (?!\d|one|two|three|four|five|six|lunch|work|school|hours|smoko|noon|midday|that works)|in (?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|the new|a (?:few|couple)|\d|q\d|\w+ (?:weeks|months))|next (?:year|month|quarter|financial)|when (?:i am|we are|things|it|that|the|you)|once |later in|down the track|closer to|if )|\b(?:do not|not|never|stop|quit|no need to|without|rather you did not)\b(?: \w+){0,3} (?:call|ring|phone|buzz)(?:ing)?\b(?!.{0,40}\b(?:ring|call|phone) me\b)|\b(?:who|why|when|how|where)\b[^.?]*\b(?:call|ring|rang)(?:ed)? me|\burgent|\bemergenc|\b(?:they|you|people|agencies|everyone|telemarketers|he|she) (?:\w+ )?(?:call|ring|phone|keep)|\bcall me (?:old|crazy|cynical|sceptical|skeptical|a |an )|\bcall us if\b/,
    reason: "asks to be rung",
  },
  {
    family: "meeting_request",
    name: "send_invite",
    weight: 0.88,
    pattern:
      /\b(?:send|flick|shoot|chuck|fire|pop|whack|put|throw|ping|forward)\b(?: \w+){0,4}? (?:invite|invitation|calendar|calendly|booking link|meeting link|zoom link|teams link|some times|a few times|times|time slots?|a time|windows|slots|options for|dates|a couple of (?:times|options|windows|dates)|something in (?:my|the) (?:diary|calendar)|availability|availabilities|in (?:my|the) (?:diary|calendar))\b|\b(?:calendar|diary) (?:invite|invitation)\b|\b(?:put|pop|chuck|whack|get) (?:it|something|a time|me|us) (?:in|into) (?:\w+ )?(?:diary|calendar)|\b(?:lock|book|pencil|put|slot|sign|squeeze|fit) (?:me|us|it|that|you|him|her) in(?! touch)\b|\b(?:locked|booked|pencilled) (?:it |that |you )?in\b/,
    unless: /\b(?:not|no|never|stop)\b(?: \w+){0,3} (?:send|book|lock|put|pencil|invite)/,
    reason: "asks for an invitation",
  },
  {
    family: "meeting_request",
    name: "asks_for_time",
    weight: 0.84,
    pattern:
      /\b(?:when|what (?:time|times|day|days|slots?))\b(?: \w+){0,4} (?:free|have you|you got|you have|available|suit|suits|work|works|good|around|available\w*|can you|are you|do you|you (?:free|available|in|around))\b|\b(?:are|is) (?:you|anyone|your team) (?:free|available|around|in town|in (?:sydney|melbourne|brisbane|perth|adelaide))\b|\bcan you (?:talk|chat|speak|ring|meet)\b|\b(?:what|how) (?:does|is|are) your (?:\w+ )?(?:mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|week|diary|calendar|morning|afternoon)\b|\bis (?:mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|tomorrow|next week|today) (?:too soon|ok|okay|any good|good|possible|free)\b|\bwhat is your (?:availability|calendar|diary)\b|\bdo you have (?:time|a slot|anything|any time)\b|\bgot (?:time|a minute|a sec|5|five|10|ten|15|20|30)\b(?: \w+){0,3}\?/,
    unless: /\bwhen are you going to\b|\bopening hours\b/,
    reason: "asks when we are free",
  },
  {
    family: "meeting_request",
    name: "gap_or_slot",
    weight: 0.82,
    pattern:
      /\b(?:i have|i have got|we have|got|there is) (?:got )?(?:a )?(?:\w+ )?(?:gap|slot|window|opening|free (?:hour|half hour|morning|afternoon|day)|spare (?:hour|half hour|\d+|few)|half an hour|\d+ min\w*|some time|time)\b(?: \w+){0,6} (?:on|at|between|before|after|most|next|this|tomorrow|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*)\b|\b(?:grab|pick|choose|find|book) (?:yourself )?(?:a |any )?(?:\w+ )?(?:slot|time|spot)\b|\bbook(?:ing)? (?:a time |yourself |in |straight )*(?:here|via|through|using|at|into)\b|\bcalendly\.com|\bcal\.com\/|\b(?:here is|use) my (?:calendar|calendly|booking)/,
    unless: /\bdo not have\b|\bno time\b/,
    reason: "points to free time",
  },
  {
    family: "meeting_request",
    name: "come_by",
    weight: 0.82,
    pattern:
      /\b(?:stop|pop|drop|swing|come|call|duck|nip|wander) (?:by|in|into|over|past|round|around|down|through|up)\b(?: \w+){0,6} ?(?:office|shop|store|showroom|workshop|yard|site|clinic|studio|factory|us|warehouse|farm|nursery|winery|time|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|tomorrow|week|when|coffee|cuppa|say)\b|\bcome (?:out|up|down|over|round|along) to (?:the|our|my|us)\b|\blooking forward to (?:our|the|your|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|tomorrow)(?:'s)? ?(?:call|chat|meeting|catch[- ]?up|coffee|demo|visit)?\b|\bcome (?:and )?(?:see|visit|meet) (?:us|me|the)\b|\bmeet (?:you|up|at|in|for|me|us|on)\b|\b(?:a|for) (?:coffee|cuppa|beer|bite|face to face|f2f|sit[- ]down)\b/,
    unless:
      /\b(?:not|never|no|do not)\b(?: \w+){0,3} (?:stop|pop|drop|come|meet|visit|call)\b|\bcustomers?\b|\bpeople\b|\bwalk-?ins?\b|\bcome (?:up|through|down) (?:to|in) (?:us|google)|\bour (?:coffee|beer)|\b(?:end|ends|make ends) meet\b|\bmeet (?:our|the) (?:target|budget|needs|requirements|deadline)/,
    reason: "invites us over",
  },
  {
    family: "meeting_request",
    name: "see_you",
    weight: 0.85,
    pattern:
      /\b(?:see|talk to|speak to|catch|chat to) (?:you|ya) (?:then|on|at|there|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|tomorrow|next week)\b|\b(?:talk|speak|chat) (?:then|tomorrow|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|soon)\b[.! ]*$|\b(?:that time|that|the time|it|either|any of those|first one|second one|option \w+) (?:works|suits)\b|\bworks for (?:me|us)\b|\b(?:confirmed|confirming|i confirm|accepted)\b/,
    unless:
      /\bnot\b|\bhow (?:it|this|that|all this|either) works\b|\bwhat (?:we have|i have) works|\b(?:whatever|what) works for (?:us|me) (?:already|now)|\bwhat works\b(?! for you)/,
    reason: "agrees to a time",
  },
  {
    family: "meeting_request",
    name: "move_meeting",
    weight: 0.86,
    pattern:
      /\b(?:reschedul\w*|rebook|push (?:it|this|our|the|to|back|out)|move (?:it|this|our|the)|shift (?:it|this|our|the)|swap|postpone|bring (?:it|this) forward|change (?:the|our) (?:time|meeting|call))\b(?: \w+){0,6}? ?(?:meeting|call|catch[- ]?up|chat|demo|time|to|back|week|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|tomorrow|\d)|\brunning (?:a bit |\d+ (?:min\w*)? ?)?late\b|\b(?:can not|will not be able to|unable to) (?:make|do|attend) (?:it|our|the|today|tomorrow|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|that|this|\d)|\bsomething (?:has |is )?come up\b|\b(?:cancel|postpone) (?:my|our|the|tomorrow|today)(?:'s)?(?: \w+)? ?(?:\d{1,2}(?:am|pm)?|meeting|call|appointment|booking|catch[- ]?up|chat|demo)\b/,
    unless:
      /\b(?:needle|product|units|stock|volume|subscription|contract|push (?:it|this) (?:out|back) (?:to|until) (?:next year|q\d|the new))\b/,
    reason: "moves a meeting",
  },
  {
    family: "meeting_request",
    name: "delegate_diary",
    weight: 0.8,
    pattern:
      /\b(?:my|our|the) (?:ea|pa|assistant|executive assistant|personal assistant|secretary|office manager|receptionist|2ic|right hand)\b(?: \w+){0,8} ?\b(?:book|find|organi[sz]e|arrange|set|diary|calendar|time|schedule|line up|sort|lock)\b|\b(?:runs|manages|keeps|looks after|handles|controls|does|organises) (?:my|the|our|his|her) (?:diary|calendar|schedule|bookings)\b|\b(?:speak|talk|liaise|coordinate|organi[sz]e|arrange|book) (?:to|with|through|it with|a time with) (?:my|our) (?:ea|pa|assistant|office manager)\b/,
    unless: /\bout of office\b/,
    reason: "an assistant keeps the diary",
  },
];

export const INTERESTED_RULES: readonly IntentRule[] = [
  {
    family: "interested",
    name: "interested",
    weight: 0.84,
    pattern:
      /\b(?:i am|we are|am|are|be|could be|might be|may be|would be|sounds|very|quite|definitely|potentially|really|actually|def|possibly|both|yes|yep|ok|okay)\b(?: \w+){0,2} (?:interested|keen|intrigued|curious)\b|^(?:interested|keen|intrigued|curious)\b|\bkeen (?:to|on|for|as)\b|\bpiqued\b|\byou have (?:got )?(?:my|our) (?:attention|interest)\b/,
    unless: new RegExp(
      `${NOT_KEEN.source}|\\bif (?:i am|we are|anyone is) interested\\b|\\b(?:why|what makes you think|assume|out of|just|merely) (?:\\w+ )?(?:we are|i am|curious|curiosity)\\b|\\b(?:curious|intrigued|keen|interested)(?: to (?:know|understand|hear|find out|learn))? (?:how|what|if (?:you|it|this|there)|whether|why|where|who|which|as to)\\b|out of curiosity`,
    ),
    reason: "says they are interested",
  },
  {
    family: "interested",
    name: "sounds_good",
    weight: 0.78,
    pattern:
      /\b(?:sounds?|looks?|seems?|could be|might be|would be|that is|this is|this could be|it is|all) (?:\w+ ){0,2}?(?:good|great|interesting|promising|useful|helpful|handy|excellent|awesome|fantastic|amazing|relevant|perfect|ideal|worthwhile|worth (?:a|it|exploring|considering|looking)|like (?:a|something)|of interest|exactly what|just what|right up (?:my|our)|a good fit|ok|fair|reasonable|tempting|ripper|mint|bonza|beaut|spot on|up our alley)\b|\b(?:good|great|perfect|impeccable|excellent) timing\b|^(?:great|brilliant|awesome|perfect|excellent|love it|love this|ripper|bonza|beauty|sweet|too easy|legend|sold)\b[.!]*$|\bdon't stop\b|\bcan not stop thinking\b|\bdo not stop\b/,
    unless:
      /\b(?:not|too good|but no|good as it is|all good|that is all good|looks? good as|going (?:well|great)|sounds? like (?:a )?(?:spam|scam|you (?:sent|have the)|crap|rubbish|every|hard|expensive|too))\b|\b(?:is|are) (?:all )?good (?:thanks|here|for now|at|with)|\bgood (?:for now|as is|where|thanks)\b|\bit is (?:all )?good\b/,
    reason: "likes the sound of it",
  },
  {
    family: "interested",
    name: "send_it",
    weight: 0.8,
    pattern:
      /\b(?:send|flick|shoot|email|forward|share|pass|chuck|fire|pop|drop|text|whack|mail|throw)\b (?:it |that |them |this )?(?:me |us |through |over |across |along |him |her |on |to me |to us )*(?:\w+[- ]){0,5}?(?:info\w*|details?|deck|one[- ]?pager|brochure|summary|overview|case stud\w+|examples?|pricing|prices?|price list|rates?|rate card|proposal|quote|samples?|portfolio|something|more|link|pdf|website|outline|breakdown|audit|report|it|that|material|specs?|pack|video|references?|bullet points|list|numbers|through|over|testimonials|bumf|blurb|(?:what|whatever|anything) (?:you|ya|else)(?: have)?)\b/,
    unless:
      /\b(?:not|never|no|stop|do not|please do not|who|quit|rather you did not|without)\b(?: \w+){0,4} (?:send|sent|email|sending|share|forward)\b|\b(?:we|i|they|he) (?:already |just |have |had |would |will )*(?:sent|send|forward)\b|\byou (?:already |just |have |had )*sent\b|\bsend (?:it|this|that|them) (?:to the bin|to someone|elsewhere)|\b(?:invoice|complaint|data you|personal (?:data|information)|copy of (?:all|my|every|what)|everything you (?:hold|have)|all the data)\b|\bwe do not (?:pass|forward)|\bpass (?:this |it |that )?on\b.{0,20}\b(?:thanks|thank|time)\b|\bpass (?:on|thanks)\b|\bpass sales\b|i will (?:pass|forward)/,
    reason: "asks for material",
  },
  {
    family: "interested",
    name: "tell_more",
    weight: 0.84,
    pattern:
      /\b(?:tell|show) (?:me|us) (?:\w+ )?more\b|\b(?:tell|show|walk) (?:me|us) (?:through |about )?(?:how|what|a bit|your|the)\b|\b(?:know|hear|learn|find out|understand|see|read|discuss|explore) (?:a (?:bit|little) |some )?more\b|\bmore (?:info|information|details?|about)\b|\bgo on(?: then)?(?:[.!]*$|, )|\bwhat have you got\b|\bi am (?:listening|all ears|in)\b|\bwe are in\b[.!]?$|\bcount (?:me|us) in\b|\blets (?:do it|go|give it|see|have a look|explore|get (?:started|cracking|going|stuck in))\b|\bfill (?:me|us) in\b|\bwhere do (?:i|we) sign\b|\bsign (?:me|us) up\b|\bhow do (?:i|we) (?:get started|start|sign up|proceed)\b|\bwhat (?:is|are) the next steps?\b|\bhit me(?: with it)?\b|\bi will bite\b|\b(?:i|we) (?:do |really |quite )?(?:like|love) (?:it|this|that|what|the (?:idea|sound|look|concept|approach|thinking))\b(?! from)|\bwhat is involved\b|\bhear (?:you|it|him|her) out\b|\b(?:have|got) (?:my|our) (?:ear|attention|interest)\b|\b(?:love|like|keen|happy|good|nice|great) to (?:see|hear|know|learn|find out|try|explore|understand)\b(?! (?:how you got|where|who gave))|\b(?:you (?:might|may|could) be |are )?on ?to something\b|\bput (?:something|it|a \w+) (?:on paper|in writing|together|to (?:me|us))\b|\bgot anything (?:in writing|i can|to read|on paper)\b|\b(?:is|it is|are) on (?:our|my|the) (?:list|roadmap|agenda|radar|cards|whiteboard)\b|\b(?:timing|coincidence) is (?:\w+ )?(?:spooky|uncanny|good|great|perfect|funny|impeccable)\b|\bspooky timing\b|\bfunny you (?:should|mention|say)|\bwe (?:were|are|have) (?:just |actually |literally )*(?:been )?(?:talking|discussing|quoting|looking|thinking|saying|considering|planning|reviewing|scoping)\b|\bcolou?r me (?:curious|interested|intrigued)\b|\bwhat do you need (?:from me|to know|from us)\b|\bhow (?:does|do|would) (?:it|this|we) (?:work|start|get started)\b(?=.*\b(?:keen|interested|great|yes)\b)|\bwe should (?:talk|chat)\b|\bwhat would you (?:do|suggest|recommend|change|propose)\b|\bwhere would you start\b/,
    unless:
      /\b(?:not|never|no|do not|did not|nor)\b(?: \w+){0,4} (?:know|hear|learn|find|see|read|more|want|need|sign)\b|\bmore about (?:you )?(?:the )?(?:data|privacy)\b|\bmore (?:info|information) (?:i|we) need\b|\blets (?:see|go) (?:elsewhere)|never sign|how do i sign up to stop/,
    reason: "wants to know more",
  },
  {
    family: "interested",
    name: "yes",
    weight: 0.78,
    pattern:
      /^(?:[\p{Extended_Pictographic}\uFE0F !.,]+)?(?:hi \w+[,.]? |hey \w+[,.]? )?(?:yes|yep|yup|yeah|yeah sure|sure|sure thing|yes please|ok|okay|ok sure|absolutely|definitely|for sure|of course|why not|go ahead|go for it|please do|alright|righto|right oh|no worries|deal|too right|yeah go on|go on then|okey dokey|yeah righto|yes of course|by all means|happy to|ok then|fire away|shoot|happy days)\b(?:[ ,]*(?:please|thanks|mate|go ahead|do it|do|that is fine|sounds good|sure|ok|cheers|then|why not|fine|\w{3,12}))?[.!, \p{Extended_Pictographic}]*$/u,
    unless: /\?|\b(?:nah|no|not|but|right|sarcasm|whatever|thanks but|already|got|have|sorted|out|pass|stop)\b/,
    reason: "says yes",
  },
  {
    family: "interested",
    name: "opens_with_yes",
    weight: 0.66,
    pattern:
      /^(?:yes|yep|yup|absolutely|definitely|certainly|of course|sure|sure thing|ok|okay|righto|alright|great|brilliant|fantastic)[,.! -]+\w/,
    unless: /\b(?:nah|no|not|but|right|because|already|sorted|pass|stop|whatever|never|and i (?:am|will)|another)\b/,
    reason: "opens with yes",
  },
  {
    family: "interested",
    name: "positive_emoji",
    weight: 0.5,
    pattern: /^[\s!.]*(?:👍|👌|🙌|💯|🔥|✅|😀|😃|😊|🙂|😁|❤|🤝|👏|🎉|🚀|🤙|☺|🆗|[\u{1F3FB}-\u{1F3FF}])+[\s!.]*$/u,
    reason: "a thumbs up alone",
  },
  {
    family: "interested",
    name: "considering",
    weight: 0.72,
    pattern:
      /\b(?:let me|i will|we will|i am going to|going to|need to|want to|have to|give me|i have) (?:\w+ ){0,3}?(?:think|have a (?:think|look|read|chat|ponder|squiz|gander|word)|look (?:at|into|over)|consider|digest|mull|sleep on|read (?:it|this|through)|review|discuss|run (?:it|this) (?:by|past)|raise (?:it|this)?|take (?:it|this) to|talk (?:it|this)? ?(?:to|over|through|with)|check with|speak (?:to|with) my|show (?:it|this)|put (?:it|this) to|bring (?:it|this) (?:up|to)|chat (?:to|with) my|get back to you|come back to you|circle back|be in touch|let you know|forward(?:ed)? (?:it|this)|pass(?:ed)? (?:it|this|your)|share(?:d)? (?:it|this))\b/,
    unless:
      /\b(?:not|never|no need|will not|if (?:we|i|it|anything|that|things|our|circumstances|the need)|should (?:we|i|our|things|that|anything)|when (?:i return|i am back|we need)|do not (?:call|contact) us|unlikely|reach out if|passed away|keep your|keep you)\b/,
    reason: "is considering it",
  },
  {
    family: "interested",
    name: "need",
    weight: 0.74,
    pattern:
      /\b(?:we|i) (?:\w+ ){0,2}?(?:need|could use|could do with|are after|am after|are looking for|am looking for|have been looking|have been meaning|have been thinking|were just (?:talking|discussing|saying)|struggle|are struggling|want) (?:to )?(?:\w+ ){0,4}?(?:help|something|someone|somebody|this|more|better|a (?:new|better|hand|website|fresh)|leads?|customers|traffic|bookings|improve|fix|sort|get|to|with|new)\b|\bbeen meaning to\b|\b(?:our|the) (?:current|existing|last) (?:agency|provider|mob|guy|lot|supplier|people|crowd) (?:is|are|was|were|has|have) (?:\w+ ){0,3}(?:hopeless|useless|rubbish|terrible|slow|average|finish\w*|end\w*|expir\w*|leav\w*|left|letting|dropp\w*|not great|disappoint\w*|shocking|ordinary)\b|\b(?:worth|up for) (?:a (?:look|go|shot|crack|try|chat)|exploring|trying)\b|\bgive it a (?:go|shot|crack|whirl|try|burl)\b|\bopen to (?:it|ideas|hearing|learning|seeing|a|this|looking|new)\b/,
    unless:
      /\b(?:not|never|no longer|do not|did not|hardly|last thing (?:we|i))\b(?: \w+){0,4} (?:need|want|looking|after|worth|open|use|struggling)\b|\bneed (?:you )?to (?:stop|know (?:who|how|where)|remove|understand that|leave|go through)\b|\bwant (?:you )?to (?:stop|know (?:who|how|where)|be removed)\b|\b(?:that|what|all|everything|anything) (?:we|i) (?:need|want)\b|\bhave (?:everything|all|what)\b|\b(?:think|assume|reckon|believe|imagine|suppose|say|said|claim|pretend|lying|convinced?) (?:\w+ )?(?:that )?(?:we|i|they|you) (?:\w+ )?(?:need|want|could|struggle)\b|\bwhy (?:would|do|should|on earth) |\bif (?:we|i) (?:\w+ )?(?:need|want)\b|\bneed(?:s|ed)? (?:to be )?(?:removed|deleted)\b|\bwant more (?:emails|spam|calls)|do not|sell (?:you|to you)|(?:job|role|work experience|internship)/,
    reason: "has the need",
  },
  {
    family: "interested",
    name: "later_invitation",
    weight: 0.72,
    pattern:
      /\b(?:try|ask|contact|call|ring|email|ping|nudge|chase|hit|buzz|catch|message|text|remind|prod|poke|bug) (?:me|us) (?:again |back |up |about (?:it|this) )?(?:in|on|after|when|once|next|around|about|later|then|early|mid|late|from|towards|end|come|closer|at|tomorrow|q\d|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|again)\b|\b(?:try|check|come|circle|touch|reach|get|follow|swing|loop|report|drop|revisit|reconnect|pick (?:this|it) up|resume|talk|speak|chat|check in|let us (?:talk|revisit)|ask|come and see us)\b(?: (?:back|again|base|out|in touch|up|in|with (?:me|us)|to (?:me|us)|this|it|then|me|us)){1,4} (?:\w+ ){0,2}?(?:in|on|after|when|once|next|around|about|later|early|mid|late|from|towards|end|come|closer|q\d|january|february|march|april|may|june|july|august|september|october|november|december|then|the new year|new year)\b|\b(?:remind|ping|nudge) me\b(?! (?:who|what|how|where|why|which))|\b(?:drop|shoot|flick|send|give) (?:me|us) (?:a|another) (?:line|note|email|message|shout|call|buzz|ring|bell) (?:\w+ )?(?:after|in|when|once|closer|next (?:year|month|quarter)|around)\b(?! (?:\d|lunch|work|the (?:morning|afternoon)))|\b(?:maybe|perhaps|possibly|happy to (?:look|talk|chat|revisit|discuss)|open to (?:it|this)) (?:\w+ ){0,4}?(?:next year|in the new year|next (?:quarter|month|financial year)|later in the year|after)\b|\btry again (?:in|after|next|around|later)\b|\b(?:call|ring|phone|buzz|shout|bell|hoy)(?: me| us)? (?:back |again )?(?:after (?!\d|one|two|three|four|five|six|lunch|work|school|hours|smoko|noon|midday|that works)|in (?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|the new|a (?:few|couple)|\d|q\d|\w+ (?:weeks|months))|next (?:year|month|quarter|financial)|when (?:i am|we are|things|it|that|the|you)|once |later in|down the track|closer to)/,
    unless:
      /\b(?:do not|never|please do not|no need to|not|if)\b(?: \w+){0,3} (?:try|contact|call|ring|email|come|reach|follow|touch|circle|need|we|things)\b|\bwe will (?:be in touch|reach out|contact|call|get in touch)\b|\bunsubscrib/,
    reason: "asks us to come back later",
  },
];

export const QUESTION_RULES: readonly IntentRule[] = [
  {
    family: "question",
    name: "price",
    weight: 0.84,
    pattern:
      /\b(?:how much|what (?:does|do|would|will|is|are|am|kind of)(?: \w+){0,5} (?:cost|costs|charge|price|prices|pricing|rates?|fees?|budget|spend|pay|paying|retainer|damage|investment|run|set (?:me|us) back)|(?:ball ?park|rough) (?:figure|cost|price|number|idea)|price(?:s)? start|pricing\b|cost (?:me|us)|\$\$|what is the (?:catch|damage|price|cost)|per month or|is it free|your (?:rates|prices|fees|pricing))\b/,
    unless:
      /\b(?:too|not|no)\b(?: \w+){0,3} (?:expensive|much|pricey|budget)|\bhow much (?:spam|time|rubbish|more)\b|^(?:please )?(?:send|flick|shoot|forward|email)\b|pricing is (?:too|not)|cost us\b/,
    reason: "asks about price",
  },
  {
    family: "question",
    name: "who_are_you",
    weight: 0.82,
    pattern:
      /\bwho (?:is|are|am i|might) (?:this|you|that|it|speaking|calling|with|i (?:speaking|talking))\b|\bremind me (?:who|what|which|how)\b|\bdo (?:i|we) know you\b|\bhave we (?:met|spoken|talked|dealt|worked)\b|\bwhich (?:company|agency|business|number)\b|\bwhere are you (?:from|based|located|calling)\b|\bwhat (?:is|are) (?:this|you|it) (?:about|all about|for|regarding|selling|offering|on about|after|wanting|actually|exactly)\b|\bwhat do you (?:do|actually|want|guys)\b|\bwhat company\b|\bis this (?:a |an )?(?:spam|scam|legit|real|genuine|sales|mass|automated|template|bot|joke|phishing|robot|recording|person)\b/,
    reason: "asks who we are",
  },
  {
    family: "question",
    name: "source",
    weight: 0.84,
    pattern:
      /\b(?:how|where|who)\b(?: \w+){0,4} (?:get|got|find|found|obtain\w*|source\w*|come by|have|gave|give|came across)\b(?: \w+){0,3} (?:my|our|this|me|us|hold of)\b|\bwhere (?:did|was|does|is) (?:\w+ ){0,3}(?:come from|from)\b|\bwho gave you\b|\bsource of (?:my|our|the) (?:\w+ )?(?:data|details|email|information|number)\b|\bhow did you (?:find|hear about|come across) (?:us|me)\b/,
    reason: "asks for the source of the contact",
  },
  {
    family: "question",
    name: "ai",
    weight: 0.84,
    pattern:
      /\b(?:are you|is this|is that|am i (?:talking|speaking|chatting|emailing) (?:to|with)|was this|did|is there|is it|is the|have you)\b[^.?]{0,60}\b(?:a bot|bot|robot|ai|a\.i\.|chat ?gpt|gpt|llm|real (?:person|human)|human|machine|automated|automatically|auto-?generated|generated|computer|an actual (?:person|human)|claude|recording|written by)\b/,
    unless: /\b(?:do you use|can you use|does your|how do you use)\b/,
    reason: "asks whether a machine writes",
  },
  {
    family: "question",
    name: "data_access",
    weight: 0.82,
    pattern:
      /\b(?:what|which|all|any|copy of|every|everything|access to|provide|send)\b[^.?]{0,60}\b(?:data|information|info|details|personal (?:data|information)|everything)\b[^.?]{0,30}\b(?:you (?:hold|have|keep|store|got|guys have|are holding)|held|about (?:me|us))\b|\bsubject access\b|\b(?:dsar|sar) (?:request)?\b|\baccess request\b|\b(?:article 15|app 12)\b/,
    reason: "asks for the data held",
  },
  {
    family: "question",
    name: "capability",
    weight: 0.78,
    pattern:
      /(?:^|[,.;:] |\b(?:but|and|so|also|quick question|question|curious|wondering|btw|hi \w+|hey) ?[,:-]? ?)(?:do|does|did|can|could|is|are|was|would|will|have|has|should|what|which|how|why|where|who|when|any)\b(?: \w+)* [^.!]*\?/,
    unless:
      /\b(?:why (?:would|on earth|should) (?:i|we)|why not|who cares|what part of|do i look|are you (?:kidding|serious|joking|thick|stupid|for real|deaf|mad|insane|dense|blind)|can you not|could you not|is that all|really\?)\b/,
    reason: "asks a question",
  },
  {
    family: "question",
    name: "question_without_mark",
    weight: 0.62,
    pattern:
      /^(?:so |and |but |hi \w+,? |ok |sorry,? |also )?(?:is (?:that|this|it|there)|are (?:you|there|they)|does (?:it|that|this)|do you|can (?:you|i|we)|could you|would (?:you|it|this)|what (?:is|are|do|does|about|sort|kind|if|would)|how (?:much|many|long|does|do|is|soon|far|big|would|did)|which|where (?:is|are|do|did)|who (?:is|are|do|did)|when (?:can|do|does|would|is)|why (?:do|are|is|did))\b(?: \S+){1,18}[.!]?$/,
    unless:
      /\?|\b(?:do you mind|not interested|who cares|how (?:many times|dare)|are you (?:kidding|serious|joking|thick|stupid|deaf)|can you (?:not|stop|please stop|remove)|can (?:i|we) (?:help|do) without|how much (?:spam|rubbish|more))\b/,
    reason: "asks without a question mark",
  },
  {
    family: "question",
    name: "wondering",
    weight: 0.72,
    pattern:
      /\b(?:wondering|curious|like to know|want to know|keen to know|interested to know|can you (?:explain|clarify|confirm|elaborate|tell)|could you (?:explain|clarify|confirm|elaborate|tell)|please (?:explain|clarify|confirm|advise|elaborate)|not sure (?:what|how|i (?:understand|follow|get))|i do not (?:understand|follow|get)|explain (?:how|what|why|to me)|how (?:does|do|would|is|are) (?:it|this|that|you|your)|what (?:makes|sets|is (?:the|your|in it)))\b/,
    unless: /\b(?:know|hear|learn) more\b|\bdo not get (?:it|why you)/,
    reason: "wants something explained",
  },
  {
    family: "question",
    name: "question_mark",
    weight: 0.55,
    pattern: /[\w.)"'%]\s*\?+[!?\s]*$/,
    unless:
      /\b(?:are you (?:kidding|serious|joking|thick|stupid|for real|deaf|mad|insane|dense|blind)|seriously|really|why would (?:i|we)|who cares|what part of|do i look|right)\s*[\w ]*\?|\b(?:yeah|sure|ok|good|deal|cool|eh|hey|huh|mate|mkay)\?$/,
    reason: "ends in a question mark",
  },
];
