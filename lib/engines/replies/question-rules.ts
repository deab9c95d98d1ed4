import "server-only";
import type { IntentRule } from "@/lib/engines/replies/rule";

/** Ways of asking. */
export const QUESTION_RULES: readonly IntentRule[] = [
  {
    family: "question",
    name: "price",
    weight: 0.84,
    pattern:
      /\b(?:how much|what (?:does|do|would|will|is|are|am|kind of)(?: \w+){0,5} (?:cost|costs|charge|price|prices|pricing|rates?|fees?|budget|spend|pay|paying|retainer|damage|investment|run|set (?:me|us) back)|(?:ball ?park|rough) (?:figure|cost|price|number|idea)|price(?:s)? start|pricing\b|cost (?:me|us)|\$\$|what is the (?:catch|damage|price|cost)|per month or|much (?:a|per|each) (?:month|week|year|lead|hour)|is it free|your (?:rates|prices|fees|pricing))\b/,
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
      /\b(?:how|where|who)\b(?: \w+){0,4} (?:get|got|find|found|obtain\w*|source\w*|come by|have|gave|give|came across)\b(?: \w+){0,3} (?:my|our|this|me|us|hold of)\b|\bwhere (?:did|was|does|is) (?:\w+ ){0,3}(?:come from|from)\b|\bwho (?:gave|sold|passed|handed|supplied) you\b|\bsource of (?:my|our|the) (?:\w+ )?(?:data|details|email|information|number)\b|\bhow did you (?:find|hear about|come across) (?:us|me)\b/,
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
      /\b(?:why (?:would|on earth|should) (?:i|we)|why not|who cares|who (?:has|needs|wants) (?:the )?(?:time|this|that|another)|do you (?:people|lot|mob) (?:ever|not|never)|is not (?:this|that) what|you (?:kidding|joking)|what part of|do i look|are you (?:kidding|serious|joking|thick|stupid|for real|deaf|mad|insane|dense|blind)|can you not|could you not|(?:can|could|would|will) you (?:\w+ ){0,6}?(?:send|flick|shoot|email|forward|share|pop|drop|whack)\b|is that all|really\?)\b/,
    reason: "asks a question",
  },
  {
    family: "question",
    name: "question_without_mark",
    weight: 0.62,
    pattern:
      /^(?:(?:so |and |but |hey |hi )?(?:you (?:guys|lot|mob|folks)|yous) (?:do|offer|handle|cover|work with|use|have|got|take on|service|know)|(?:so |and |but |hi \w+,? |ok |sorry,? |also )?(?:is (?:that|this|it|there)|are (?:you|there|they)|does (?:it|that|this)|do you|can (?:you|i|we)|could you|would (?:you|it|this)|what (?:is|are|do|does|about|sort|kind|if|would|happens)|(?:what|which) (?:\w+ ){1,2}(?:do|does|are|is|would|can|have|did) (?:you|it|we|they|i|this)|how (?:much|many|long|does|do|is|soon|far|big|would|did)|which|where (?:is|are|do|did)|who (?:is|are|do|did)|when (?:can|do|does|would|is)|why (?:do|are|is|did)|(?:can|could|would|does|do|is|are) (?:our|my|the|your) \w+|(?:has|have|was|were|will|should|did) (?:this|it|that|you|they|there|i|we|your \w+|anyone|anybody)))\b(?: \S+){1,18}[.!]?$/,
    unless:
      /\?|\b(?:do you mind|not interested|who cares|how (?:many times|dare)|are you (?:kidding|serious|joking|thick|stupid|deaf)|can you (?:not|stop|please stop|remove)|can (?:i|we) (?:help|do) without|how much (?:spam|rubbish|more))\b/,
    reason: "asks without a question mark",
  },
  {
    family: "question",
    name: "wondering",
    weight: 0.72,
    pattern:
      /\b(?:wondering|curious|like to know|want to know|keen to know|interested to know|can you (?:explain|clarify|confirm|elaborate|tell)|could you (?:explain|clarify|confirm|elaborate|tell)|please (?:explain|clarify|confirm|advise|elaborate)|not sure (?:what|how|i (?:understand|follow|get))|not (?:\w+ )?clear (?:on|about|what|how|to me|whether|if|which)|unclear|not following|confus(?:ed|ing)|puzzled|(?:would|be|is|are) (?:good|useful|helpful|interesting|keen|handy) to know (?:what|how|who|why|where|if|whether|which|when)|i do not (?:understand|follow|get)|explain (?:how|what|why|to me)|how (?:does|do|would|is|are) (?:it|this|that|you|your)|what (?:makes|sets|is (?:the|your|in it)))\b/,
    unless: /\b(?:know|hear|learn) more\b|\bdo not get (?:it|why you)/,
    reason: "wants something explained",
  },
  {
    family: "question",
    name: "asks_to_be_told",
    weight: 0.84,
    pattern: /\b(?:tell|let) (?:me|us) (?:know )?(?:what|how|how much|how many|how long|why|who|where|when|which|whether|if)\b/,
    unless:
      /\b(?:what|how) (?:you|we)\b|\b(?:tell|let) (?:me|us) (?:know )?(?:if|when|what|how|which) (?:you|we|that|this|it works|suits|works|time|day|next|tues|wednes|thurs|fri|mon|anything|things)\b|\bhow (?:it|this|that) works\b/,
    reason: "asks to be told",
  },
  {
    family: "question",
    name: "question_mark",
    weight: 0.55,
    pattern: /[\w.)"'%]\s*\?+[!?\s]*$/,
    unless:
      /\b(?:are you (?:kidding|serious|joking|thick|stupid|for real|deaf|mad|insane|dense|blind)|seriously|really|why would (?:i|we)|who cares|what part of|do i look|right)\s*[\w ]*\?|^(?:honestly|frankly|me|us|this|interested|surprised|the (?:answer|short version|verdict)|my (?:answer|view|thoughts?))\?$|\b(?:yeah|sure|ok|good|deal|cool|eh|hey|huh|mate|mkay)\?$/,
    reason: "ends in a question mark",
  },
];
