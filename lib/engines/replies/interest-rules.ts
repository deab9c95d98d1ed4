import "server-only";
import type { IntentRule } from "@/lib/engines/replies/rule";

const NOT_KEEN =
  /\b(?:not|never|hardly|no longer|nor|neither)\b(?: \w+){0,4} (?:interested|keen|interest|looking|want\w*|convinced|happy|able|open|up)\b|\bno interest\b|\b(?:interested|keen|curious|intrigued) if (?:i|we|you|it) (?:had|was|were|could|did)\b|\b(?:keen|interested|happy)\b(?: \w+){0,3} (?:to never|never|not to|in never|in being (?:removed|taken|left))\b|\bif i (?:was|were) (?:interested|keen)|\blost interest\b|\bnot (?:really |particularly |all that |that |at all )?(?:keen|interested)\b/;

/** Ways of wanting to know more, now or later. */
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
      /\b(?:sounds?|looks?|seems?|could be|might be|would be|that is|this is|this could be|it is|all) (?:\w+ ){0,2}?(?:good|great|clever|neat|smart|interesting|promising|useful|helpful|handy|excellent|awesome|fantastic|amazing|relevant|perfect|ideal|worthwhile|worth (?:a|it|exploring|considering|looking)|like (?:a|something)|of interest|exactly what|just what|right up (?:my|our)|a good fit|ok|fair|reasonable|tempting|ripper|mint|bonza|beaut|spot on|up our alley)\b|\b(?:good|great|perfect|impeccable|excellent) timing\b|^(?:great|brilliant|awesome|perfect|excellent|love it|love this|ripper|bonza|beauty|sweet|too easy|legend|sold)\b[.!]*$|\bdon't stop\b|\bcan not stop thinking\b|\bdo not stop\b/,
    unless:
      /\b(?:not|too good|but no|good as it is|all good|that is all good|looks? good as|going (?:well|great)|sounds? like (?:a )?(?:spam|scam|you (?:sent|have the)|crap|rubbish|every|hard|expensive|too))\b|\b(?:is|are) (?:all )?good (?:thanks|here|for now|at|with)|\bgood (?:for now|as is|where|thanks)\b|\bit is (?:all )?good\b/,
    reason: "likes the sound of it",
  },
  {
    family: "interested",
    name: "send_it",
    weight: 0.8,
    pattern:
      /\b(?:send|flick|shoot|email|forward|share|pass|chuck|fire|pop|drop|text|whack|mail|throw)\b (?:it |that |them |this )?(?:me |us |through |over |across |along |him |her |on |to me |to us )*(?:\w+[- ]){0,5}?(?:info\w*|details?|deck|one[- ]?pager|brochure|summary|overview|case stud\w+|examples?|pricing|prices?|price list|rates?|rate card|proposal|quote|samples?|portfolio|something|more|link|pdf|website|outline|breakdown|audit|report|it|that|material|specs?|pack|video|references?|bullet points|list|numbers|through|over|testimonials|bumf|blurb|packages?|plans?|options|catalogue|ideas|(?:what|whatever|anything) (?:you|ya|else)(?: have)?)\b|\b(?:put together|draw up|work up|write up|prepare|draft|do up|mock up|knock up) (?:me |us )?(?:a|an|some|your|the) (?:\w+ ){0,3}?(?:proposal|quote|plan|estimate|outline|summary|pitch|mock[- ]?up|scope|numbers|costing)\b/,
    unless:
      /\b(?:not|never|no|stop|do not|please do not|who|quit|rather you did not|without)\b(?: \w+){0,4} (?:send|sent|email|sending|share|forward)\b(?!.*(?:[,;-] ?|\b(?:but|just|rather|instead) )(?:please |just |do )*(?:send|email|flick|shoot|share|forward) )|\b(?:we|i|they|he) (?:already |just |have |had |would |will )*(?:sent|send|forward)\b|\byou (?:already |just |have |had )*sent\b|\bsend (?:it|this|that|them) (?:to the bin|to some(?:one|body)|elsewhere)|\b(?:invoice|complaint|data you|personal (?:data|information)|copy of (?:all|my|every|what)|everything you (?:hold|have)|all the data)\b|\bwe do not (?:pass|forward)|\bpass (?:this |it |that )?on\b.{0,20}\b(?:thanks|thank|time)\b|\bpass (?:on|thanks)\b|\bpass sales\b|i will (?:pass|forward)/,
    reason: "asks for material",
  },
  {
    family: "interested",
    name: "tell_more",
    weight: 0.84,
    pattern:
      /\b(?:tell|show) (?:me|us) (?:\w+ )?more\b|\b(?:tell|show|walk) (?:me|us) (?:through |about )?(?:how (?:you|we|it works|this works|that works)|what (?:you|we)|a bit|your|the)\b|\b(?:know|hear|learn|find out|understand|see|read|discuss|explore) (?:a (?:bit|little) |some )?more\b|\bmore (?:info|information|details?|about)\b|\bwhat have you got\b|\bi am in\b|\bwe are in\b[.!]?$|\bcount (?:me|us) in\b|\blets (?:do it|go|give it|see|have a look|explore|get (?:started|cracking|going|stuck in))\b|\bfill (?:me|us) in\b|\bwhere do (?:i|we) sign\b|\bsign (?:me|us) up\b|\bhow do (?:i|we) (?:get started|start|sign up|proceed)\b|\bwhat (?:is|are) the next steps?\b|\b(?:i|we) (?:do |really |quite )?(?:like|love) (?:it|this|that|what|the (?:idea|sound|look|concept|approach|thinking))\b(?! from)|\bwhat (?:is|would be) involved\b(?! (?:in|with|for)\b)|\bwhat (?:would|does|will) (?:that|it|this) involve\b|\bhear (?:you|it|him|her) out\b|^(?:please |can you |could you |just |yes,? |ok,? |sure,? )*(?:send|email|forward|flick|shoot|share) (?:me |us |through |over |across )*(?:your|some|any|whatever|more)\b|\b(?:have|got) (?:my|our) (?:ear|attention|interest)\b|\b(?:send|flick|shoot|email) (?:me|us) (?:an? (?:email|note|message|text) with|the (?:main|key|dot|bullet) \w+|a (?:run ?down|quick \w+|short \w+))|\b(?:love|like|keen|happy|good|nice|great) to (?:see|read|hear|know|learn|find out|try|explore|understand)\b(?! (?:how you got|where|who gave))|\b(?:you (?:might|may|could) be |are )?on ?to something\b|\ba (?:big |definite |firm )?yes from (?:me|us)\b|\bput (?:something|it|a \w+) (?:on paper|in writing|together|to (?:me|us))\b|\b(?:got|have|is there) anything (?:in writing|(?:that )?(?:i|we) (?:can|could)|to read|on paper|written|to (?:look at|show))\b|\b(?:is|it is|are) on (?:our|my|the) (?:list|roadmap|agenda|radar|cards|whiteboard)\b|\b(?:timing|coincidence) is (?:\w+ )?(?:spooky|uncanny|good|great|perfect|funny|impeccable)\b|\bspooky timing\b|\bfunny you (?:should|mention|say)|\bwe (?:were|are|have) (?:just |actually |literally )*(?:been )?(?:talking|discussing|quoting|looking|thinking|saying|considering|planning|reviewing|scoping)\b|\bcolou?r me (?:curious|interested|intrigued)\b|\bwhat do you need (?:from me|to know|from us)\b|\bhow (?:does|do|would) (?:it|this|we) (?:work|start|get started)\b(?=.*\b(?:keen|interested|great|yes)\b)|\bwe should (?:talk|chat)\b|\bwhat (?:did|do) you have in mind\b|\bopen to the (?:idea|thought|concept|conversation)\b|^what is next\b|^show me\b|\b(?:would|i would|we would) (?:love|like|appreciate) (?:a|an|some|your|any|more) (?!(?:break|refund|rest|word|apology|explanation|reply|response|emails?|spam|calls|time|chat|call|meeting|coffee)\b)\w+|\b(?:have|take) (?:a|another|a proper|a quick|a good) (?:look|read|squiz|gander|peek) at (?:a|the|your|it|that|this|what)\b|\b(?:we|i) (?:might|could|may) be\b[.,!]|^depends (?:on )?(?:what|how|who|if)\b|\bwhat would you (?:do|suggest|recommend|change|propose)\b|\bwhere would you start\b/,
    unless:
      /\b(?:not|never|no|do not|did not|nor)\b(?: \w+){0,4} (?:know|hear|learn|find|see|read|more|want|need|sign)\b|\bhow (?:i|we) (?:like|love) (?:it|things)\b|\b(?:good|nice|great|lovely) to (?:hear from|see|meet) you\b|\bmore about (?:you )?(?:the )?(?:data|privacy)\b|\bmore (?:info|information) (?:i|we) need\b|\blets (?:see|go) (?:elsewhere)|never sign|how do i sign up to stop/,
    reason: "wants to know more",
  },
  {
    family: "interested",
    name: "go_on",
    weight: 0.74,
    pattern:
      /\bgo on(?: then)?(?:[.!]*$|, )|\bi am (?:listening|all ears)\b|\bhit me(?: with it)?\b|\bi will bite\b|\b(?:convince|impress|enlighten|humou?r) me\b|\bcould be (?:persuaded|convinced|tempted|talked into|swayed|won over)\b|\bnever say never\b/,
    unless: /\b(?:not|never|no)\b(?: \w+){0,3} (?:go on|bite|listening|persuaded|convinced|tempted)\b/,
    reason: "tells us to go on",
  },
  {
    family: "interested",
    name: "less_will_do",
    weight: 0.76,
    pattern:
      /\b(?:page|pager|version|summary|link|pdf|overview|lines|points|paragraph|outline|email|bullets?|minute|video) (?:will|would|is|are) (?:do|be )?(?:fine|enough|plenty|great|good|suffice|perfect|lovely|ideal|best|do|nicely)\b/,
    unless:
      /\b(?:stop|not|no more|already|one (?:email|message) (?:is|was))\b(?! (?:send|need) (?:me |us )?(?:a|the) (?:big|long|full|whole|huge))/,
    reason: "asks for something shorter",
  },
  {
    family: "interested",
    name: "yes",
    weight: 0.78,
    pattern:
      /^(?:[\p{Extended_Pictographic}!., ]+)?(?:hi \w+[,.]? |hey \w+[,.]? )?(?:yes|yep|yup|yeah|yeah sure|sure|sure thing|yes please|ok|okay|ok sure|absolutely|definitely|for sure|of course|why not|go ahead|go for it|please do|alright|righto|right oh|no worries|deal|too right|yeah go on|go on then|okey dokey|yeah righto|yes of course|by all means|happy to|ok then|fire away|shoot|happy days)\b(?:[ ,]*(?:please|thanks|mate|go ahead|do it|do|that is fine|sounds good|sure|ok|cheers|then|why not|fine|\w{3,12}))?[.!, \p{Extended_Pictographic}]*$/u,
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
    name: "yes_by_channel",
    weight: 0.8,
    pattern:
      /^(?:yes|yep|sure|ok|okay|alright|fine)\b[^.!?]{0,14}\b(?:by|via|over|on|through) (?:email|text|phone|zoom|teams|linkedin)\b|^(?:please |just |ok |sure |yes )*(?:email|text|message) me(?: please| instead| then)?[.!]*$|\bkeep (?:them|it|these) coming\b|\b(?:so|then|well),? (?:possibly|maybe|perhaps)[.!]*$/,
    reason: "says yes, with a condition",
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
      /\bleave (?:it|this|that) with (?:me|us)\b|(?:^|[,;] ?)will (?:talk|speak) to (?:my|the) \w+|\b(?:let me|i will|we will|i am going to|going to|need to|want to|have to|give me|i have) (?:\w+ ){0,3}?(?:think|have a (?:think|look|read|chat|ponder|squiz|gander|word)|look (?:at|into|over)|consider|digest|mull|sleep on|read (?:it|this|through)|review|discuss|run (?:it|this) (?:by|past)|raise (?:it|this)?|take (?:it|this) to|talk (?:it|this)? ?(?:to|over|through|with)|check with|speak (?:to|with) my|show (?:it|this)|put (?:it|this) to|bring (?:it|this) (?:up|to)|chat (?:to|with) my|get back to you|come back to you|circle back|be in touch|let you know|forward(?:ed)? (?:it|this)|pass(?:ed)? (?:it|this|your)|share(?:d)? (?:it|this))\b/,
    unless:
      /\b(?:not|never|no need|will not|if (?:we|i|it|anything|that|things|our|circumstances|the need)|should (?:we|i|our|things|that|anything)|when (?:i return|i am back|we need)|do not (?:call|contact) us|unlikely|reach out if|passed away|keep your|keep you)\b/,
    reason: "is considering it",
  },
  {
    family: "interested",
    name: "need",
    weight: 0.74,
    pattern:
      /\b(?:we|i) (?:\w+ ){0,2}?(?:need|could (?:\w+ )?use|could (?:\w+ )?do with|are after|am after|are looking for|am looking for|have been looking|have been meaning|have been thinking|were just (?:talking|discussing|saying)|struggle|are struggling|want) (?:to )?(?:\w+ ){0,4}?(?:help|something|someone|somebody|this|more|better|a (?:new|better|hand|website|fresh)|leads?|customers|traffic|bookings|improve|fix|sort|get|to|with|new)\b|\bbeen meaning to\b|\b(?:unhappy|dissatisfied|disappointed|frustrated|fed up|had enough|over it|not (?:\w+ )?happy) (?:with|by|of) (?:our|the|my) (?:\w+ )?(?:current|existing|present|last|agency|provider|mob|guy|crowd|supplier|site|website|results|numbers|leads|ads|marketing)\b|\b(?:our|the) (?:current|existing|last) (?:agency|provider|mob|guy|lot|supplier|people|crowd) (?:is|are|was|were|has|have) (?:\w+ ){0,3}(?:hopeless|useless|rubbish|terrible|slow|average|finish\w*|end\w*|expir\w*|leav\w*|left|letting|dropp\w*|not great|disappoint\w*|shocking|ordinary)\b|\b(?:worth|up for) (?:a (?:look|go|shot|crack|try|chat)|exploring|trying)\b|\bgive it a (?:go|shot|crack|whirl|try|burl)\b|\bopen to (?:it|ideas|hearing|learning|seeing|a|this|looking|new)\b/,
    unless:
      /\b(?:not|never|no longer|do not|did not|hardly|last thing (?:we|i))\b(?: \w+){0,4} (?:need|want|looking|after|worth|open|use|struggling)\b|\bneed (?:you )?to (?:stop|know (?:who|how|where)|remove|understand that|leave|go through)\b|\bwant (?:you )?to (?:stop|know (?:who|how|where)|be removed)\b|\b(?:that|what|all|everything|anything) (?:we|i) (?:need|want)\b|\bmiracle\b|\bhave (?:everything|all|what)\b|\b(?:think|assume|reckon|believe|imagine|suppose|say|said|claim|pretend|lying|convinced?) (?:\w+ )?(?:that )?(?:we|i|they|you) (?:\w+ )?(?:need|want|could|struggle)\b|\bwhy (?:would|do|should|on earth) |\bif (?:we|i) (?:\w+ )?(?:need|want)\b|\bneed(?:s|ed)? (?:to be )?(?:removed|deleted)\b|\bwant more (?:emails|spam|calls)|do not|sell (?:you|to you)|(?:job|role|work experience|internship)/,
    reason: "has the need",
  },
  {
    family: "interested",
    name: "later_invitation",
    weight: 0.72,
    pattern:
      /\b(?:try|ask|contact|call|ring|email|ping|nudge|chase|hit|buzz|catch|message|text|remind|prod|poke|bug) (?:me|us) (?:again |back |up |about (?:it|this) )?(?:in|on|after|when|once|next|around|about|later|then|early|mid|late|from|towards|end|come|closer|at|tomorrow|the (?:week|month|first|second|last|start|end|day)|week of|\d{1,2}(?:st|nd|rd|th)|q\d|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?|aug\w*|sep\w*|oct\w*|nov\w*|dec\w*|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|again)\b|\b(?:try|check|come|circle|touch|reach|get|follow|swing|loop|report|drop|revisit|reconnect|pick (?:this|it) up|resume|talk|speak|chat|check in|let us (?:talk|revisit)|ask|come and see us)\b(?: (?:back|again|base|out|in touch|up|in|with (?:me|us)|to (?:me|us)|this|it|then|me|us)){1,4} (?:\w+ ){0,2}?(?:in|on|after|when|once|next|around|about|later|early|mid|late|from|towards|end|come|closer|q\d|january|february|march|april|may|june|july|august|september|october|november|december|then|the new year|new year)\b|\b(?:remind|ping|nudge) me\b(?! (?:who|what|how|where|why|which))|\b(?:drop|shoot|flick|send|give) (?:me|us) (?:a|another) (?:line|note|email|message|shout|call|buzz|ring|bell|nudge|prod|poke) (?:\w+ )?(?:then|later|again|after|in|when|once|closer|on|from|around|next (?:year|month|quarter)|around)\b(?! (?:\d|lunch|work|the (?:morning|afternoon)))|\b(?:maybe|perhaps|possibly|happy to (?:look|talk|chat|revisit|discuss)|open to (?:it|this)) (?:\w+ ){0,4}?(?:next year|in the new year|next (?:quarter|month|financial year)|later in the year|after)\b|\bkeep (?:me|us) (?:posted|in the loop) (?:in|after|around|next|from)\b|\bdo not forget (?:about )?(?:me|us)\b|\b(?:like|love|want|happy|keen) to (?:look at|revisit|discuss|talk about|consider|explore) (?:this|it|that) (?:then|again|in|after|next|later)\b|\bhold (?:that|the|this) thought\b|\b(?:worth|up for|open to|happy to|interested in) (?:\w+ ){0,4}?(?:once|after|when) (?:that|this|it|things|we|the)\b|\btry again (?:in|after|next|around|later)\b|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|next (?:month|quarter|year)|the new year) (?:would|might|will|could) (?:be (?:better|good|best|easier|fine)|suit|work)\b|\b(?:call|ring|phone|buzz|shout|bell|hoy)(?: me| us)? (?:back |again )?(?:after (?!\d|one|two|three|four|five|six|lunch|work|school|hours|smoko|noon|midday|that works)|in (?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|the new|a (?:few|couple)|\d|q\d|\w+ (?:weeks|months))|next (?:year|month|quarter|financial)|when (?:i am|we are|things|it|that|the|you)|once |later in|down the track|closer to)/,
    unless:
      /\b(?:do not|never|please do not|no need to|not|if|none|nobody|no one|neither)\b(?: \w+){0,4} (?:try|contact|call|ring|email|come|reach|follow|touch|circle|need|we|things)\b|\bwe will (?:be in touch|reach out|contact|call|get in touch)\b|\bunsubscrib/,
    reason: "asks us to come back later",
  },
];
