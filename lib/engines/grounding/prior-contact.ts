import "server-only";

/**
 * Ways to claim that one has talked, been asked, been sent or been a customer before. Read in a sentence of plain lower-case words,
 * contractions opened. `sent`: borne out by our own earlier messages alone.
 */
const CLAIMS: readonly { pattern: RegExp; isOwnMessage?: boolean }[] = [
  {
    pattern:
      /\byou and (?:i|we) (?!(?:can|could|might|should|would|will|may|both know|to)\b)|\byou (?:already |still |have )*(?:know (?:what we|who (?:we|i)|how we|that we)|(?:work|worked|deal|dealt) with (?:us|me))\b|\bhave you as (?:an? |our )|\bit is been a while\b|\bit has been a while\b|\bbeen (?:a while|too long|a long time|ages)\b|\bhappy (?:birthday|anniversary|work anniversary)\b|\brave about you\b/,
  },
  {
    pattern:
      /\b(?:have|got|kept|found|saved) your (?:details|number|address|file|contact|information|card)\b|\bmissed (?:you|each other)\b/,
  },
  {
    pattern:
      /\b(?:i|we) (?:have |had |once |also |already |recently |just )*(?:used|bought|tried|visited|hired|ordered|recommended|toured|stayed at|eaten at|attended) (?:\w+ ){0,2}your\b|\b(?:i|we) (?:have |had )?(?:been )?(?:long |always )?(?:following|watching|admiring|admired|followed|watched)\b|\b(?:i|we) (?:\w+ ){0,2}(?:dropped|popped|called|stopped|walked|wandered|drove|swung|came) (?:in|into|by|past|inside)\b|\b(?:i|we) (?:used to (?!think|believe|say|work with|be|offer|help)|have been to)\b|\b(?:i|we) (?:am|are|have been) (?:also |already |both |now |proud |happy |loyal |regular )*(?:an? |one of )?(?:\w+ ){0,2}(?:customers?|patients?|regulars?|subscribers?|shareholders?|donors?|members?|clients?|tenants?) (?:myself|ourselves|too|as well|there|here|of yours)\b|\b(?:i|we) (?:am|are) (?:an? )?(?:customers?|patients?|regulars?|subscribers?|shareholders?|donors?|members?|clients?)\b|\b(?:i|we) (?:\w+ ){0,2}(?:bought|ordered|got|ate|drank|had|tried|hired|rented|booked|purchased|leased|picked up) (?:\w+ ){1,5}(?:from|with|at|through) (?:you|your)\b|\bwe (?:are )?both\b(?! (?:win|benefit|save|gain)\b)|\b(?:i|we) (?:have |had )?(?:worked with|\w+ed|built|made|ran|did|won) (?:the )?you (?:before|since|back in|last)\b|\bhas (?:been working|worked) (?:with|for) you\b|\blong ?time (?:fan|follower|admirer|reader|listener)\b|\b(?:big|huge|a) fan\b|\b(?:word is|word has it|rumou?r has it|a little bird)\b/,
  },
  {
    pattern:
      /\b(?:my|our) (?:aunt|uncle|mum|mom|dad|mother|father|wife|husband|partner|sister|brother|son|daughter|kids?|cousin|neighbour|friend|mate|colleague|boss|flatmate|family|parents|nan|grandmother|groomer|accountant|dentist|builder)s? (?:\w+ ){0,2}(?:is|was|are|were|has|had|goes|went|works|worked|uses|buys|bought|loves|swears|got|sees|saw|shops|\w+ed) (?:\w+ ){0,5}(?:at|with|from|by|for|to|of|about|on|love|loves) (?:the )?your?\b|\bmy (?:\w+ ){1,3}(?:came|comes|is|was|are|were) from (?:the )?you\b|\bi (?:\w+ ){0,2}(?:volunteered|worked|interned|shopped|ate|stayed|banked|sat|stood|queued|drove|rode|flew|played|lived|studied|trained|grew up) (?:\w+ ){0,3}(?:behind|beside|near|to|with|opposite|past|by|at|alongside) (?:the )?your?\b/,
  },
  {
    pattern:
      /\bas (?:we |i |you and i )?(?:discussed|agreed|promised|spoke|talked|mentioned|said|requested|arranged|flagged|planned|noted)\b|\bas per (?:our|your|my)\b|\bper (?:our|your)\b|\bas you (?:know|requested|asked|said|mentioned|wanted|suggested|may recall|will recall)\b/,
  },
  {
    pattern:
      /\b(?:after|following|since) our (?!first|second|trial|work|own|next|campaigns?|clients?|experience|pages?|emails?|ads?|films?|videos?|letters?|redesigns?|changes?|relaunch|rebuilds?|help|\w+ (?:week|month|year)s?\b)[a-z]+\b|\b(?:after|following|from|since|on|during|in|to|enjoyed|remember|about|of|at|recap\w*|continuing|continue) our (?:\w+ ){0,3}(?:call|chat|conversation|meeting|discussion|catch up|catchup|talk|coffee|lunch|zoom|demo|session|exchange|correspondence|visit|workshop|introduction)s?\b/,
  },
  {
    pattern:
      /\bour (?:last|previous|earlier|recent|first|brief|phone|initial|quick|great|lovely|good) (?:\w+ ){0,2}(?:call|chat|conversation|meeting|discussion|catch up|talk|coffee|lunch|zoom|demo|session|exchange|emails?|messages?)\b|\bour (?:conversation|discussion|chat|talk|catch up|meeting|call|coffee) (?:last|on|at|in|yesterday|about|was|earlier|the other)\b/,
  },
  {
    pattern:
      /\b(?:great|good|nice|lovely|pleasure|fantastic|wonderful|enjoyed|loved|fun|thanks for|thank you for|thanks again for) (?:to have )?(?:been )?(?:speaking|talking|meeting|chatting|catching|connecting|seeing you|hearing from|having you|working with|finally meeting)\b|\b(?:great|good|nice|lovely|pleasure) to (?:have )?(?:hear from|hear that|heard|see|seen|met|spoken|meet you (?:at|on|last|in|yesterday)|catch up (?:on|last|yesterday|at))\b/,
  },
  {
    pattern:
      /\b(?:thanks?|thank you|thx|ta|cheers|grateful|obliged)(?: \w+){0,4}? for (?!(?:reading|considering|your (?:time|attention|consideration|thoughts|help|advice|answer)(?! (?:on|at|last|in|yesterday|today|this|with|during|earlier|when|the))|taking (?:a |the )?(?:look|time to read|moment|minute|second)|looking|the time(?! (?:on|at|last|you))|bearing|putting up|any\w*|a (?:yes|no|quick)|giving (?:this|it))\b)|\b(?:appreciated|valued|loved|enjoyed|liked|treasured) (?:you|your (?:time|call|help|patience|reply|note|message|feedback|honesty|hospitality|company|advice|openness|email|visit)|our|us|the (?:chat|call|tour|coffee|meeting|conversation|chance|visit|lunch|catch))\b|\b(?:great|good|nice|lovely|pleasure|fun) (?:to )?(?:have|having|see|seeing|run|running|bump|bumping|finally|put|putting) (?:you|into|seen|met|a face|the team|your)\b/,
  },
  {
    pattern:
      /\byou (?:have |had |all |already |recently |just |kindly |also |once |even )*(?:asked|said|told|mentioned|wanted to (?:hear|know|talk|meet|learn|see)|requested|wrote|replied|called|rang|emailed|messaged|texted|agreed|signed up|signed|downloaded|subscribed|registered|attended|visited our|booked|opened (?:my|our|the (?:email|message|link|attachment|letter|last|first|note))|clicked|met (?:me|us|my|our|with)|spoke (?:to|with)|spoken (?:to|with)|talked|expressed|showed interest|shown interest|promised|suggested|invited|enquired|inquired|contacted|reached out|got in touch|filled|submitted|left (?:your|a|us|me)|approached|referred|recommended|came (?:to|by|across)|stopped by|dropped by|bought from|purchased|ordered|hired us|used (?:us|our)|worked with (?:us|me|our)|trusted us|chose us|introduced|joined our|connected with|hinted|indicated|confirmed|accepted)\b/,
  },
  {
    pattern:
      /\b(?:mentioned|told me|told us|tells me|tells us|told that|said (?:you|that you|i should|we should|to)|says (?:you|that you|i should|hi|hello)|suggested (?:i|we|you|that|reaching|getting|contacting)|suggests (?:i|we)|recommended (?:i|we|you|that|reaching|getting|me|us)|referred (?:me|us|you)|introduced (?:me|us|you)|(?<!\bgets? )passed (?:on|along|me)|passes on|put (?:me|us) (?:in touch|on to|onto)|pointed (?:me|us)|gave (?:me|us) your|given (?:me|us) your|got your (?:name|number|details|email|contact)|spoke highly|speaks highly|sends (?:his|her|their|you)|asked (?:me|us) to|asked that (?:i|we)|vouch\w*|forwarded|nominated|encouraged (?:me|us)|thought (?:i|we) should|shared your)\b/,
  },
  {
    pattern:
      /\b(?:referral(?! (?:programs?|programmes?|schemes?|campaigns?|rewards?|cards?|emails?|pages?|marketing|systems?|offers?))|referrals from|referred by|referred to|introduction from|intro from|introduced by|recommended by|recommendation of|recommendation from|suggestion of|at the suggestion|mutual (?:friend|contact|connection|acquaintance|client|colleague|customer)s?|friends? of (?:yours|mine|ours)|in common|common (?:friend|contact|connection)s?|know each other|knew each other|old friends?|fellow member|same (?:school|uni|university|club|gym|event|conference)|on behalf of|name dropped|your name came up|name came up|came up in)\b/,
  },
  {
    pattern:
      /\byour (?:\w+ )?(?:colleague|boss|manager|assistant|receptionist|director|partner|wife|husband|friend|cousin|brother|sister|accountant|colleagues|office|pa|ea|team|staff|predecessor|ceo|cfo|neighbour|supplier|client|customer)s? (?:\w+ ){0,2}(?:mentioned|told|said|says|suggested|asked|recommended|referred|introduced|passed|gave|wanted|contacted|called|emailed|approached|reached|let (?:me|us)|is a (?:client|customer|friend)|put (?:me|us)|pointed|shared|agreed|confirmed|invited|thinks|thought)\b/,
  },
  {
    pattern:
      /\blong time no\b|\bremember (?:me|us|when|our|that we|we)\b|\byou (?:may|might|will|would|should)(?: well)? (?:remember|recall)\b|\b(?:hope|trust|sure) you (?:remember|recall)\b|\bif you (?:remember|recall)\b|\bi (?:remember|recall) (?:you|your|that you|meeting|speaking|talking|our)\b|\blast time (?:we|i|you)\b|\bwhen (?:we|you and i|i) (?:last |first )?(?:met|spoke|talked|chatted|caught|visited|worked|called)\b|\bsince we (?:last|spoke|met|talked)\b|\b(?:we|you and i) (?:have |had |already |once |both |briefly |recently |first |last |even |also )*(?:met|spoke|spoken|talked|chatted|connected|worked together|caught up|were in touch|used to|go back|shook hands|crossed paths|shared a|discussed|agreed|exchanged|corresponded|sat (?:next|together|down)|had (?:a|coffee|lunch|our)|know each|know one|did business|have in common|been in touch|kept in touch|been talking|been speaking|been working together)\b|\bi (?:\w+ ){0,2}(?:met|spoke (?:to|with)|talked (?:to|with)|chatted (?:to|with)|bumped into|ran into|sat (?:next|with)|caught up with|had (?:coffee|lunch|a (?:chat|call|coffee|word|meeting)))\b/,
  },
  {
    pattern:
      /\b(?:further to|in response to|in reply to|responding to|replying to|returning|regarding|about|re|got|received|seen|saw|read|follow\w* up on|answering|answer to) your (?:\w+ )?(?:enquiry|inquiry|request|application|message|email|voicemail|call|question|quote request|note|letter|order|booking|reply|comment|dm|submission|download|registration|interest)\b/,
  },
  {
    pattern:
      /\bas an? (?:\w+ )?(?:valued |loyal |existing |past |former |long standing |returning )(?:customer|client|member|subscriber|partner)\b|\byou (?:are|were|have been) (?:already |still |also |once )?(?:an? |our |one of our )(?:\w+ )?(?:client|clients|customer|customers|member|members|subscriber|subscribers)\b|\byour (?:\w+ )?(?:account|subscription|contract|invoice|plan|membership|trial|booking|appointment|order|policy|registration|renewal) (?:with us|is (?:due|about|overdue|expiring|up)|expires|needs|has been|was|will)\b|\b(?:work|working|worked|speak|speaking|talk|talking|meet|meeting|chat) (?:with you |together |to you )?again\b|\bwelcome back\b|\brenew(?:al|ing)? (?:of )?your\b|\bour (?:existing|ongoing|long|past|previous|current) (?:\w+ )?(?:relationship|partnership|work|engagement|contract|project|agreement)\b|\bsecond (?:meeting|call|chat|conversation)\b/,
  },
  {
    pattern:
      /\b(?:we|i|our \w+) (?:have |had |already |recently |once |just |also |previously |kindly |both )*(?:helped|worked (?:with|for)|built|designed|audited|fixed|managed|supplied|delivered|trained|coached|advised|served|supported|partnered with|set up|did|ran|made|redesigned|quoted|visited|hosted|interviewed|photographed|installed|serviced|prepared|drafted|put together|looked after|completed|finished|launched|won|handled|doubled|tripled|grew|ranked|saved) (?:(?!like |than |for |how |what |with )\w+ ){0,2}(?:you|your|yours)\b/,
  },
  {
    pattern:
      /\b(?:finally|again) (?:met|spoke)\b|\bas a follow up to\b|\bpicking up where\b|\bpick up where\b|\bwhere we left\b|\bstill waiting (?:on|for) you\b|\bpromised (?:you|to send|i would|we would)\b|\b(?:invite|invited) (?:me|us)\b|\b(?:meeting|call|chat|demo|appointment) (?:that )?(?:we|you) (?:had|booked|scheduled|agreed|arranged|have booked|missed)\b|\byour (?:meeting|call|demo|appointment|consultation|session) with (?:us|me|our)\b|\bthe (?:quote|proposal|report|audit|information|document|brochure|price list|sample|pricing) you (?:asked|requested|wanted|needed)\b|\byou (?:and i|know) (?:me|us|my|our|go)\b|\byou know (?:me|us|our|my)\b|\bknows? (?:us|me) (?:from|through|via)\b|\bfrom our (?:days|time)\b|\bexpecting (?:my|our|this)\b|\bthis is (?:the|my) (?:second|third|fourth|last|final) (?:email|message|note|attempt|time)\b/,
  },
  {
    pattern:
      /(?<!\b(?:if|should|whether|can|could|may) )\b(?:i|we) (?:have |had |already |recently |once |just |also |previously |first |last )*(?:sent|wrote|emailed|mailed|messaged|texted|tried(?! (?:e ?mail|a letter|linkedin|writing|to keep|to be|to make|not to)\b)|rang|left|reached out|followed up|dropped you|posted you|contacted|mentioned|connected|got in touch|been in touch|introduced (?:myself|ourselves)|called|phoned|spoke|shared)\b/,
    isOwnMessage: true,
  },
  {
    pattern:
      /\bmy (?:last|previous|earlier|first|other|recent|second) (?:\w+ )?(?:email|e mail|note|message|letter|call|text|voicemail|invitation|invite)s?\b|\b(?:bumping|resending|resurfacing|circling back|following up|(?<!\b(?:no|any|without|without a) )follow(?: |-)up|checking back|checking in|second try|one more try|trying again|nudge|nudging|popping this|bubble this|floating this|haven not heard|not heard (?:back|from)|heard back|no reply from you|since my|in case you missed|in case my|did you (?:see|get|receive|read) my|had a chance to (?:read|see|look at) my)\b/,
    isOwnMessage: true,
  },
  {
    pattern:
      /\bthank(?:s| you) for (?:connecting|accepting|the (?:connection|connect|add))\b|\bgood to be connected\b|\bglad we (?:are )?connected\b|\bnow that we are connected\b|\bsince we (?:are )?connected\b|\bwe are (?:already |now )?connected\b/,
    isOwnMessage: true,
  },
];

/** What is proposed is no claim: "before our call", "book our call". */
const AHEAD = /\b(?:for|book|schedule|before|arrange|ahead of|confirm|set up) our (?:call|chat|conversation|meeting)\b/;

/** The claimed prior contact in a sentence; null when it claims none. */
export function claimedContact(plain: string): { words: string; isOwnMessage: boolean } | null {
  for (const { pattern, isOwnMessage = false } of CLAIMS) {
    const match = pattern.exec(plain);
    if (match && !(AHEAD.test(plain) && /\bour (?:call|chat|conversation|meeting)\b/.test(match[0])))
      return { words: match[0], isOwnMessage };
  }
  return null;
}
