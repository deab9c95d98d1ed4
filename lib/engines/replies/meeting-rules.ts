import "server-only";
import type { IntentRule } from "@/lib/engines/replies/rule";

const DAY =
  "(?:mon|monday|tue|tues|tuesday|wed|weds|wednesday|thu|thur|thurs|thursday|fri|friday|sat|saturday|sun|sunday|tomorrow|tonight|today|next week|this week|week after|the \\d{1,2}(?:st|nd|rd|th)|\\d{1,2}/\\d{1,2}|\\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}|monday week|fortnight)";
const CLOCK =
  "(?:\\d{1,2}(?:[:.]\\d{2})? ?(?:am|pm|ish|o'?clock)|\\d{1,2}[:.]\\d{2}|(?:at|around|about|before|after|from|til|till|by|say|to) (?:\\d{1,2}|nine|ten|eleven|noon|one|two|three|four|five)(?![\\d%$]| ?(?:years?|months?|weeks?|days?|people|staff|stores?|sites?|others?|of))|(?:nine|ten|eleven|twelve|one|two|three|four|five) ?o'?clock|noon|midday|lunch(?:time)?|(?:this |in the |next )?(?:morning|afternoon)|half (?:past )?(?:\\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|smoko|first thing|cob)";
const TALK =
  "(?:chat|talk|speak|call|meet(?:ing)?|catch[- ]?up|connect|coffee|zoom|teams|hop on|jump on|yarn|natter|conversation|sit down|demo|discuss|ring|phone|hear (?:you|the pitch) (?:out|in person))";

/** Ways of asking for, agreeing to, or moving a conversation. */
export const MEETING_RULES: readonly IntentRule[] = [
  {
    family: "meeting_request",
    name: "day_and_time",
    weight: 0.86,
    pattern: new RegExp(`\\b${DAY}\\b[^.!?]{0,25}\\b${CLOCK}|${CLOCK}[^.!?]{0,20}\\b${DAY}\\b`),
    unless:
      /\b(?:closed|open (?:from|\d)|trading hours|delivery|delivered|yesterday|last (?:week|mon|tue|wed|thu|fri)|emailed|called|wrote|away|out of|you (?:sent|rang|called|texted))\b|\b(?:emails?|texts?|calls?) (?:at|on|every)\b|\bno (?:thanks|thank you)\b|\bdo not (?:\w+ )?(?:call|ring|text|email)\b/,
    reason: "names a day and a time",
  },
  {
    family: "meeting_request",
    name: "day_asked",
    weight: 0.8,
    pattern: new RegExp(
      `\\b(?:coffee|lunch|beer|call|chat|zoom|meeting|demo|catch[- ]?up)\\b[^.!?]{0,20}\\b${DAY}\\b[^.!?]{0,15}\\?|^(?:(?:the|same time|same again|maybe|perhaps|what about|how about|or|say|next|this|any chance of|could we do|possibly|ok|sure|yes|yep) )*${DAY}\\b[^.!?]{0,30}\\?`,
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
      /\bfree (?:of|from)\b|\b(?:only \d|years?|%|staff|people|months?|old|for now|at the moment)\b|(?<!(?:[ap]m|day|noon|clock|\d|\dst|\dnd|\drd|\dth) )\b(?:are|is|we are|i am|all|been) (?:all )?(?:good|fine|great)(?: (?:thanks|here))?[.!]*$|\$/,
    reason: "says a time suits",
  },
  {
    family: "meeting_request",
    name: "hour_and_day",
    weight: 0.86,
    pattern:
      /^\W*\d{1,2}(?:[:.]\d\d)? (?:tomorrow|today|tonight)\b|\b\d{1,2}(?:[:.]\d\d)? (?:on |this |next )?(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat)(?:day|sday|nesday|rsday|urday)?\b|\b(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat)(?:day|sday|nesday|rsday|urday)?,? (?:at )?\d{1,2}(?:[:.]\d\d)?(?!\d|\/|th|st|nd|rd| ?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|people|staff|years|emails))\b/,
    unless:
      /\b(?:closed|open (?:from|\d)|away|out of|emailed|called|leave|you (?:sent|rang|called|texted)|no thanks|yesterday|last (?:mon|tue|wed|thu|fri))\b/,
    reason: "names an hour and a day",
  },
  {
    family: "meeting_request",
    name: "can_do",
    weight: 0.85,
    pattern: new RegExp(
      `\\b(?:(?:diary|calendar|schedule)(?:'s| is) (?:wide )?(?:open|free|clear)|can you (?:do|make|manage)|can (?:do|make|manage|fit|squeeze|talk|meet|speak)|could (?:do|make|manage|meet|talk|speak)|am free|are free|i am available|we are available|free|available|around|suits?|works?(?= (?:for|on|at|best|better|mon|tue|wed|thu|fri|any|after|before|around|\\d))|good for (?:me|us)|how about|what about|lets (?:do|say|go)|say|try me(?! (?:the|in|after|when|once|again|next|later))|make it|pencil|book|prefer|any ?time|possibly|maybe|either)\\b[^.!?]{0,30}\\b(?:${DAY}|${CLOCK})`,
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
      /\b(?:not|never|no|nor|neither|rather not)\b(?: \w+){0,4} (?:chat|talk|speak|call|ring|phone|meet|meeting|catch|connect|need|want|happy|keen|time|interested|open|looking)\b|\b(?:have|had|got|do|does|doing|did) (?:a |an |the |our |your |some |any )*(?:call|meeting|chat)s? (?:cent|track|log|flow|on|with (?:our|the|another)|today|all day|yesterday)|\b(?:not|never|no)\b(?: \w+){0,5} (?:phone|zoom|teams)\b|\bin (?:a )?meetings?\b|\bboard meeting\b|\bhave (?:a |the )?(?:board|team|staff|budget) meeting|call[- ]?(?:outs?|centre|center|tracking|volume)|\bteams? (?:already|is|are|in|who|that|of|do|does)\b|\bhave (?:\w+ ){0,4}(?:team|teams)\b(?! call)|(?:what|how|why) do you (?:call|talk)|\bat (?:the )?(?:next|our) \w* ?meeting|call (?:it|this|that|him|her|them)\b|\bcustomers?\b.{0,20}\bcall|\b(?:speak|talk|chat) (?:to|with) (?:my|our|the|him|her|them|someone|somebody)|\bdo you (?:guys )?(?:do|have|call|meet|charge)|rather not|\bthan (?:\w+ )?(?:chat|talk|speak|call|meet|ring|phone)/,
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
      /\b(?:could|can|would) you (?:please )?(?:call|ring|phone) (?:the|our|my) \w+|\b(?:call|ring|phone|buzz) (?:me|us|my (?:mobile|cell)|my office|the office|the shop|the office line)\b|\bgive (?:me|us) (?:a|an?) (?:\w+ )?(?:call|ring|bell|buzz|shout|tinkle|hoy)\b|\b(?:best|reach|catch|get) (?:me|us|number|to reach me|to get me)\b.{0,20}(?:on|is|at) ?(?:my mobile|\+?\d[\d ]{6,})|\b(?:my (?:mobile|number|cell|direct line) is|i am on|call|ring) ?:? ?\+?\d[\d ]{7,}|\b0[2-478][\d ]{8,11}\b[^.]{0,20}\b(?:any|after|before|best|mornings?|afternoons?|anytime|between)\b|\b(?:ask|get|have|tell) \w+ to (?:call|ring|phone|buzz|give (?:me|us))\b|^(?:please )?(?:call|ring)(?: me| us)?(?: please)?[.!]?$|\bphone(?:'s| is) on (?:from|after|until|till|all|any)\b|\b(?:call|ring|phone) (?:whenever|then|any ?time|when you can|when it suits|today|tomorrow|tonight|now)\b|\b(?:can|could|happy to|glad to|will|able to|willing to) (?:give|spare|offer) (?:you )?(?:\w+ ){0,3}?(?:minutes?|mins?|half an hour|an hour|time|\d+)\b/,
    unless:
      /\b(?:call|ring|phone|buzz|shout|bell|hoy)(?: me| us)? (?:back |again )?(?:after (?!\d|one|two|three|four|five|six|lunch|work|school|hours|smoko|noon|midday|that works)|in (?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|the new|a (?:few|couple)|\d|q\d|\w+ (?:weeks|months))|next (?:year|month|quarter|financial)|when (?:i am|we are|things|it|that|the|you)|once |later in|down the track|closer to|if )|\b(?:do not|not|never|stop|quit|no need to|without|rather you did not)\b(?: (?!and\b|but\b|just\b|then\b)\w+){0,3} (?:call|ring|phone|buzz)(?:ing)?\b(?!.{0,40}\b(?:ring|call|phone) me\b)|\b(?:who|why|when|how|where)\b[^.?]*\b(?:call|ring|rang)(?:ed)? me|\burgent|\bemergenc|\byou keep\b|\b(?:they|people|agencies|everyone|telemarketers|he|she) (?:\w+ )?(?:call|ring|phone|keep)|\bcall me (?:old|crazy|cynical|sceptical|skeptical|a |an )|\bcall us if\b/,
    reason: "asks to be rung",
  },
  {
    family: "meeting_request",
    name: "send_invite",
    weight: 0.88,
    pattern:
      /\b(?:send|flick|shoot|chuck|fire|pop|whack|put|throw|ping|forward)\b(?: \w+){0,4}? (?:invite|invitation|calendar|calendly|booking link|meeting link|zoom link|teams link|some times|a few times|times|time slots?|a time|windows|slots|options for|dates|a couple of (?:times|options|windows|dates)|something in (?:my|the) (?:diary|calendar)|availability|availabilities|in (?:my|the) (?:diary|calendar))\b|\b(?:calendar|diary) (?:invite|invitation)\b|\b(?:put|pop|chuck|whack|get) (?:it|something|a time|me|us) (?:in|into) (?:\w+ )?(?:diary|calendar)|\b(?:lock|book|pencil|put|slot|sign|squeeze|fit) (?:me|us|it|that|you|him|her|something|(?:a|some) (?:time|call|chat|meeting|catch[- ]?up)) in(?! touch)\b|\b(?:lock|book|pencil|sort|set|tee|line) (?:in|up|out) (?:a|some) (?:\w+ )?(?:time|call|chat|meeting|slot|date|day)\b|\b(?:locked|booked|pencilled) (?:it |that |you )?in\b|\b(?:put|pencil|mark|chalk) (?:me|us) down for\b/,
    unless:
      /\b(?:not|no|never|stop)\b(?: \w+){0,3} (?:send|book|lock|put|pencil|invite)|\blocked in (?:for|to|with) (?:the|a|an|our|\d+|two|three|six|twelve) (?:\w+ )?(?:years?|months?|contract|term|deal|agreement)\b/,
    reason: "asks for an invitation",
  },
  {
    family: "meeting_request",
    name: "asks_for_time",
    weight: 0.84,
    pattern:
      /\b(?:when|what (?:time|times|day|days|slots?))\b(?: \w+){0,4} (?:free|have you|you got|you have|available|suit|suits|work|works|good|around|available\w*|can you|are you|do you|you (?:free|available|in|around))\b|\b(?:are|is) (?:you|anyone|your team) (?:free|available|around|in town|in (?:sydney|melbourne|brisbane|perth|adelaide))\b|\bcan you (?:talk|chat|speak|ring|meet)\b|\b(?:what|how) (?:does|is|are) your (?:\w+ )?(?:mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|week|diary|calendar|morning|afternoon)\b|\bis (?:mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|tomorrow|next week|today) (?:too soon|ok|okay|any good|good|possible|free)\b|\bwhat (?:does|is) (?:next |this |your )*(?:mon|tue|wed|thu|fri|week|tomorrow)\w* (?:look|looking) like\b|\bwhat (?:day|time|date)s? (?:were|are) you (?:thinking|after|looking)\b|\bwould (?:a|an) (?:\w+ )?(?:call|chat|zoom|meeting|coffee|demo|visit) (?:suit|work|be)\b|\bwhat is your (?:availability|calendar|diary)\b|\bany (?:availability|openings?|slots?|gaps?|times?)\b(?=[^.!]*\b(?:mon|tue|wed|thu|fri|sat|tomorrow|today|next|this|week|morning|afternoon|\d))|\b(?:shall|should|could) we say (?:\d|mon|tue|wed|thu|fri|next|noon|midday)|\bdo you have (?:time|a slot|any time|anything (?:free|open|going|available|on|this|next|before|after|around|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*))\b|\bgot (?:time|a minute|a sec|5|five|10|ten|15|20|30)\b(?: \w+){0,3}\?/,
    unless: /\bwhen are you going to\b|\bopening hours\b/,
    reason: "asks when we are free",
  },
  {
    family: "meeting_request",
    name: "gap_or_slot",
    weight: 0.82,
    pattern:
      /\b(?:i have|i have got|we have|got|there is) (?:got )?(?:a )?(?:\w+ )?(?:gap|slot|window|opening|free (?:hour|half hour|morning|afternoon|day)|spare (?:hour|half hour|\d+|few)|half an hour|\d+ min\w*|some time|time)\b(?: \w+){0,6} (?:on|at|between|before|after|most|next|this|tomorrow|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*)\b|\b(?:grab|pick|choose|find|book) (?:yourself )?(?:a |any )?(?:\w+ )?(?:slot|time|spot)\b|\bbook(?:ing)? (?:a time |yourself |in |straight )*(?:here|via|through|using|at|into)\b|\bcalendly\.com|\bcal\.com\/|\b(?:here is|use|this is) my (?:calendar|calendly|booking)|\bmy (?:calendar|diary|booking \w+) (?:is|link)\b|\b(?:pick|grab|choose|take) (?:whatever|whichever|any) (?:\w+ ){0,2}?(?:hour|time|slot|day|suits)\b/,
    unless: /\bdo not have\b|\bno time\b/,
    reason: "points to free time",
  },
  {
    family: "meeting_request",
    name: "come_by",
    weight: 0.82,
    pattern:
      /\b(?:stop|pop|drop|swing|come|call|duck|nip|wander) (?:by|in|into|over|past|round|around|down|through|up)\b(?: \w+){0,6} ?(?:office|shop|store|showroom|workshop|yard|site|clinic|studio|factory|us|warehouse|farm|nursery|winery|time|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|tomorrow|week|when|coffee|cuppa|say)\b|\bcome (?:out|up|down|over|round|along) to (?:the|our|my|us)\b|\bcome to (?:the|our|my) (?:yard|office|shop|store|showroom|workshop|site|clinic|studio|factory|warehouse|farm|nursery|winery|place|house|depot|shed)\b|\blooking forward to (?:chatting|talking|speaking|meeting|catching up)\b|\blooking forward to (?:our|the|your|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|tomorrow)(?:'s)? ?(?:call|chat|meeting|catch[- ]?up|coffee|demo|visit)?\b|\b(?:when|next time) you are (?:next )?(?:in|around|nearby|near|passing|up|down|over|out)\b|\b(?:prefer|rather|like|better|easier|happy|happier|do (?:this|it|that))\b[^.!?]{0,25}\b(?:face to face|in person|over (?:the phone|a coffee|coffee|lunch|a beer)|on the phone|by phone|via zoom|on teams|over zoom)\b|\bcome (?:and )?(?:see|visit|meet) (?:us|me|the)\b|\bmeet (?:you|up|at|in|for|me|us|on)\b|\b(?:a|for) (?:coffee|cuppa|beer|bite|face to face|f2f|sit[- ]down)\b/,
    unless:
      /\b(?:not|never|no|do not)\b(?: \w+){0,3} (?:stop|pop|drop|come|meet|visit|call)\b|\bcustomers?\b|\bpeople\b|\bwalk-?ins?\b|\bcome (?:up|through|down) (?:to|in) (?:us|google)|\bour (?:coffee|beer)|\b(?:they|board|committee|directors|partners|end|ends|make ends) meet\b|\bmeet (?:our|the) (?:target|budget|needs|requirements|deadline)/,
    reason: "invites us over",
  },
  {
    family: "meeting_request",
    name: "see_you",
    weight: 0.85,
    pattern:
      /\b(?:see|talk to|speak to|catch|chat to) (?:you|ya) (?:then|on|at|there|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|tomorrow|next week)\b|\b(?:talk|speak|chat) (?:then|tomorrow|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|soon)\b[.! ]*$|\b(?:that time|that|the time|it|either|any of those|first one|second one|option \w+) (?:works|suits)\b|\b(?:that|the|your|this) (?:slot|time|day|date)(?:'s| is) (?:fine|good|great|perfect|ok|okay|ideal)\b|\bsee you online\b|\bi will (?:be there|join (?:from|you|via|by|on|the|in)|dial in|log in)\b|\bworks for (?:me|us)\b|\byes to (?:the|a|that|your) (?:\w+ )?(?:call|chat|meeting|demo|coffee|catch[- ]?up|invite)\b|\b(?:confirmed|confirming|i confirm|accepted)\b/,
    unless:
      /\bnot\b|\bhow (?:it|this|that|all this|either) works\b|\bwhat (?:we have|i have) works|\b(?:whatever|what) works for (?:us|me) (?:already|now)|\bwhat works\b(?! for you)/,
    reason: "agrees to a time",
  },
  {
    family: "meeting_request",
    name: "move_meeting",
    weight: 0.86,
    pattern:
      /\bbring (?:(?!this\b|that\b)\S+ ){1,3}?forward\b|\b(?:can|could|shall|should|need to|have to|want to|like to|lets|please|must|mind if we) (?:we |i |you )?(?:reschedul\w*|rebook)\b|\b(?:any chance of|chance of|mind|possible|how about|ok with) (?:us |you )?(?:moving|shifting|pushing|bumping|rescheduling|postponing|delaying|changing) (?:us|me|it|this|that|our|the|to|today|tomorrow|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*)\b|\bnot (?:going to|able to) (?:make|do|get to) (?:it|our|the|today|tomorrow|mon|tues|wednes|thurs|fri|that|this|\d)|\b(?:move|push|shift|bump|swap) (?:mon|tues|wednes|thurs|fri|to)(?:day|morrow)'?s? (?:\w+ )?(?:call|meeting|chat|catch[- ]?up|demo|appointment)\b|\b(?:reschedul\w*|rebook|push (?:it|this|our|the|to|back|out)|bump (?:it|this|our|the|me)|move (?:it|this|our|the)|shift (?:it|this|our|the|today|tomorrow|(?:mon|tues|wednes|thurs|fri)day)|(?:push|move|swap) (?:today|tomorrow|(?:mon|tues|wednes|thurs|fri)day)|swap|postpone|bring (?:it|this) forward|change (?:the|our) (?:time|meeting|call))\b(?: \w+){0,6}? ?(?:meeting|call|catch[- ]?up|chat|demo|time|to|back|week|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|tomorrow|\d)|\brunning (?:a bit |\d+ (?:min\w*)? ?)?late\b|\b(?:can not|will not be able to|unable to) (?:make|do|attend) (?:it|our|the|today|tomorrow|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|that|this|\d)|\bsomething (?:has |is )?(?:\w+ )?(?:come|cropped|popped|blown) up\b|\bwill not make (?:it|our|the|today|tomorrow|mon|tues|wednes|thurs|fri|that|this|\d)|\b(?:do|make|keep) (?:it )?(?:at )?(?:the )?same time\b[^.!?]{0,25}\b(?:instead|mon|tue|wed|thu|fri|next|the (?:day|week) after)|\b(?:cancel|postpone) (?:(?:mon|tues|wednes|thurs|fri)day|tomorrow|today)\b|\b(?:cancel|postpone) (?:my|our|the|tomorrow|today)(?:'s)?(?: \w+)? ?(?:\d{1,2}(?:am|pm)?|meeting|call|appointment|booking|catch[- ]?up|chat|demo)\b/,
    unless:
      /\b(?:needle|product|units|stock|volume|subscription|contract|push (?:it|this) (?:out|back) (?:to|until) (?:next year|q\d|the new))\b/,
    reason: "moves a meeting",
  },
  {
    family: "meeting_request",
    name: "delegate_diary",
    weight: 0.8,
    pattern:
      /\b(?:my|our|the) (?:ea|pa|assistant|executive assistant|personal assistant|secretary|office manager|receptionist|2ic|right hand)\b(?: \w+){0,8} ?\b(?:book|find|organi[sz]e|arrange|set|diary|calendar|time|schedule|line up|sort|lock)\b|\b(?:runs|manages|keeps|looks after|handles|controls|does|organises|books) (?:my|the|our|his|her) (?:diary|calendar|schedule|bookings|time|appointments)\b|\bfind (?:us |me |you )?(?:half an hour|an hour|a (?:time|spot|slot)|time|\d+ min\w*)\b|\b(?:speak|talk|liaise|coordinate|organi[sz]e|arrange|book) (?:to|with|through|it with|a time with) (?:my|our) (?:ea|pa|assistant|office manager)\b/,
    unless: /\bout of office\b/,
    reason: "an assistant keeps the diary",
  },
];
