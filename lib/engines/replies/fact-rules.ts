import "server-only";
import { INDIRECT_FACT_RULES } from "@/lib/engines/replies/indirect-rules";
import type { Rule } from "@/lib/engines/replies/rule";

/** Things a reply tells or asks beside its intent; each turns into actions in `actions-for-reply`. */
export type ReplyFact =
  | "wrong_person"
  | "left_company"
  | "company_closed"
  | "competitor"
  | "existing_customer"
  | "deceased"
  | "gatekeeper"
  | "referral"
  | "referral_warm"
  | "hiring"
  | "vendor_pitch"
  | "asks_source"
  | "asks_ai"
  | "asks_price"
  | "asks_legal"
  | "objects_tracking"
  | "asks_data"
  | "booking_link"
  | "delegate"
  | "reschedule"
  | "confirm"
  | "hostile"
  | "asked_before"
  | "every_client"
  | "wants_info"
  | "wants_proposal"
  | "no_calls"
  | "no_texts"
  | "no_emails"
  | "no_linkedin"
  | "instruction"
  | "names_address"
  | "minor";

export const FACT_RULES: readonly Rule<ReplyFact>[] = [
  ...INDIRECT_FACT_RULES,
  {
    family: "wrong_person",
    name: "wrong_person",
    pattern:
      /\b(?:wrong|not the right|not the best|incorrect|not really the right|not the) (?:person|bloke|guy|fella|lady|woman|man|contact|department|number|dave|place|one (?:you|to|who)|decision[- ]?maker)\b|\byou have (?:got )?the wrong\b|\bbarking up\b|\bnot (?:really |quite |exactly |strictly |actually )?(?:my|our) (?:area|department|responsibility|role|job|decision|call|field|remit|wheelhouse|patch)\b|\b(?:i) do not (?:handle|deal with|look after|manage|make (?:the|those|these|that) decisions?|do (?:the )?marketing|have (?:anything|any say|any input)|get involved|work (?:in|at|there|for))\b|\bnot involved (?:in|with)\b|^(?:sorry,? |um,? |nah,? |no,? )*not me\b|\bno longer the (?:one|right|person|contact|best)\b|(?<!\b(?:people|staff|team|employees) (?:have )?)\b(?:had|have) (?:had )?this (?:number|phone|mobile|email|address) (?:since|for)\b|\bthis (?:number|phone|email) (?:used to be|was)\b|\bi (?:only|just) (?:do|run|handle|look after|manage|answer|sort|drive|fix|read|mind|open) (?:the|his|her|their) \w+|\bnothing to do with (?:me|my|the|marketing|advertising|sales|websites?|it|that side)\b|\bnever (?:heard of (?!you\b)|worked (?:at|for))\b|\bi am not (?:\w+),? (?:you|this|wrong)\b|\b(?:this is|you have) (?:not (?:the|his|her|their) (?:number|email)|someone else)/,
    reason: "is the wrong person",
  },
  {
    family: "left_company",
    name: "left_company",
    pattern:
      /\b(?:no longer|do not|does not|not|stopped) (?:\w+ )?(?:work|working|works|employed)(?: (?:with (?:the|them|us|that)|there|here|at|for (?:the|them|this|that))|[.,!]|$)|\b(?:is|are|am) (?:no longer|not) (?:with (?:the|them|us|that)|there|here)\b(?! (?:today|until|till|at the moment|right now|this))|\bno longer (?:with|at|there|here)\b|\b(?:has|have|had) (?:\w+ )?(?:left|moved on|retired|resigned|departed)\b|\b(?:he|she|they|who) (?:left|retired|resigned|moved on|quit|finished up)\b|\bi (?:left|finished (?:up )?(?:at|with|there)|resigned|quit|retired|have retired|am retired|was made redundant|moved on)\b|\bi am (?:now )?(?:retired|redundant)\b|\b(?:has|have) not (?:worked|been) (?:here|there|with (?:us|them)|at|for (?:us|them))\b|\b(?:that|this|it) is not me any ?more\b|\bi (?:have )?moved (?:on|to (?:a |another )?(?:new|different|another) (?:job|company|role))\b|\bmade redundant\b|\b(?:left|departed) (?:the |our )?(?:company|business|firm|organisation|role|team|practice|school|clinic|group|agency here)\b/,
    unless:
      /\b(?:we|i) have (?:\w+ )?left (?:our|the|an|my) (?:\w+ ){0,2}?(?:agency|provider|supplier|mob|developer)\b|\bleft (?:a|you|my|the (?:office|building)) (?:message|for)|\bhas left (?:a|me|us)\b|\b(?:agency|provider|guy|marketing manager|developer) (?:has )?(?:left|moved on|resigned|quit)|\b(?:do|does|did) not even work\b|\bnot working (?:for us|out|well|as)\b|\b(?:link|button|page|form|site|website|it|this|that|these|phone|app|email|unsubscribe|nothing|ads|marketing) (?:\w+ )?(?:do|does|is|are|did) not work(?:ing)?\b|\bdo not work (?:mon|tue|wed|thu|fri|week|on)|\bdoes not work for (?:me|us)\b|^(?:and |so |but )?(?:do|does|will|would|can|could|have|if) (?:you|we|it|this|your)\b|\bnot work with (?:agenc|cold)|do not work with/,
    reason: "has left the company",
  },
  {
    family: "company_closed",
    name: "company_closed",
    pattern:
      /\b(?:sold|closed|closing|shut|shutting|folded|wound up|winding up|wrapped up|closed down) (?:\w+ )?(?:the |our |my |that |down |up )*(?:business|company|shop|store|practice|firm|doors|cafe|restaurant|studio|gym|salon|clinic|down|up)\b|\b(?:business|company|shop|store|practice|cafe|restaurant|we|firm|studio|gym|salon|clinic|doors) (?:\w+ ){0,3}?(?:ceased (?:trading|operat\w+)|closed (?:down|its doors|our doors|for good|permanently|in|last)|shut (?:down|its doors|up shop|for good|last)|folded|is no more|wound up|went under|gone under|went bust|went broke|into (?:liquidation|administration|receivership)|bankrupt|stopped trading|no longer (?:trading|exists?|operat\w+|in business)|was sold|been sold|has sold)\b|\bin (?:liquidation|administration|receivership)\b|\bout of business\b|\b(?:burnt|burned) (?:down|to the ground)\b|\bnot (?:re-?opening|going to re-?open)\b|\bno longer (?:open|a business|running|in operation)\b|\bi sold (?:the|it|up)\b/,
    unless:
      /\b(?:in|at|on) (?:the )?(?:public )?administration\b|closed (?:for (?:lunch|easter|christmas|the (?:day|holidays|long))|on (?:sun|mon))|we (?:have )?(?:been )?sold (?:out|a)\b/,
    reason: "the company has closed or was sold",
  },
  {
    family: "competitor",
    name: "competitor",
    pattern:
      /\b(?:we|i) (?:are|am|actually|run|own|also|work)\b(?: \w+){0,5} (?:competitors?|the competition|same (?:thing|space|game|services?|industry|business as you)|(?:marketing|digital|seo|advertising|creative|media|web|lead[- ]gen\w*|growth|ppc|branding|pr) (?:agency|company|firm|business|consultancy|studio)|an agency)\b|\bemailing (?:a |your )?(?:competitor|competition|rival)\b|\bwe (?:do|offer|provide|sell) (?:exactly )?(?:this|the same|what you do|these services|that) (?:for (?:a living|our clients|clients|other)|ourselves for|too|as well|thing|services?)\b|\b(?:same business|same line of work|same game) as you\b|\byou are (?:emailing|pitching|selling to|contacting|pitching to) (?:a |your |an )?(?:competitor|competition|agency|fellow)\b|\bdirect competitors?\b|\bwe compete\b/,
    unless:
      /\b(?:work|working|with|use|using|have|got|hired) (?:with )?(?:an?|our|another|the) (?:\w+ )?(?:agency|firm|company)|\bour competitors?\b|\bcompetitors (?:are|is|rank|do)|\bstudio gym/,
    reason: "is a competitor",
  },
  {
    family: "existing_customer",
    name: "existing_customer",
    pattern:
      /\b(?:already|existing|current|long[- ]?(?:time|standing)) (?:an? |your )?(?:existing |current |paying )?(?:customers?|clients?)\b(?: of (?:yours|your|you guys)|[.! ,]|$)|\b(?:customers?|clients?) of yours\b|\b(?:we|i) (?:are|am|have been) (?:\w+ )?your (?:clients?|customers?)\b|\b(?:we|i) (?:are|am) (?:\w+ )?one of your (?:\w+ )?(?:clients|customers)\b|\bwe already (?:pay|work with|use|deal with|bank with|are with) you\b|\b(?:we|i) (?:signed|have signed|joined|engaged) (?:up )?with you (?:guys )?(?:already|last|in|back|a)\b|\balready (?:with|using|paying) you\b|\byou (?:guys |lot )?(?:have been|already|currently|are already|are currently) (?:\w+ )?(?:run(?:ning)?|manag(?:e|ing)|handl(?:e|ing)|do(?:ing)?|look(?:ing)? after) (?:our|my)\b|\byou (?:guys )?already (?:do|run|manage|handle|look after) (?:our|my)\b/,
    unless: /\b(?:our|their|other|new|more|of our|many|some) (?:existing |current )?(?:customers|clients)\b(?! of yours)/,
    reason: "is already a customer",
  },
  {
    family: "deceased",
    name: "deceased",
    pattern:
      /\b(?:passed away|is deceased|has died|died (?:last|in|on|recently|suddenly|earlier|a)|is dead|late (?:husband|wife|father|mother|partner|brother|sister)|no longer with us (?:since|after|sadly)|the late (?:mr|mrs|ms|dr)|sadly (?:lost|died|passed)|passed (?:in|last|on) (?:\w+ )?(?:week|month|year|january|february|march|april|may|june|july|august|september|october|november|december)|deceased estate|(?:has |have )?died)\b/,
    unless:
      /\b(?:website|site|campaign|idea|server|phone|laptop|battery|link|it|that|line|leads|business|enquiries|sales|computer) (?:has |have |just )?died\b|\bdied (?:down|off|out|laughing)\b/,
    reason: "the person has died",
  },
  {
    family: "gatekeeper",
    name: "gatekeeper",
    pattern:
      /^the (?:doctors|dentists|vets|partners|barristers|lawyers|solicitors|physios|surgeons|specialists|directors|owners|principals|gps|teachers|agents|clinicians) (?:do not|will not|never|can not) (?:take|see|accept|look|read|deal|respond|reply|answer|consider|meet|want|buy|engage)\b|\b(?:receptionist|front desk|reception here|general (?:inbox|enquiries|mailbox|email)|shared (?:inbox|mailbox)|info@|admin (?:inbox|mailbox|team here)|generic (?:inbox|address))\b|\b(?:info|admin|hello|office|accounts|reception)@ (?:\w+ )?(?:inbox|address|mailbox|account)\b|\b(?:we|i) do not (?:pass|forward|put through|send|transfer)\b(?: \w+){0,3} (?:sales|cold|marketing|calls|these|emails|enquiries|solicit\w+)\b|\bonly for (?:bookings|orders|patients|appointments|customer|support)\b|\b(?:this|the) (?:inbox|address|email|mailbox) is (?:for|only|just for)\b/,
    unless:
      /^(?:and |so |but )?(?:do|does|will|would|can|could|is|are) (?:you|we|it|this|your|our|the)\b|\?$|\b(?:back|stuck|behind) (?:at|on|in)? ?the (?:front desk|reception)\b/,
    reason: "a gatekeeper on a shared address",
  },
  {
    family: "referral_warm",
    name: "referral_warm",
    pattern:
      /\b(?:try|ask|speak (?:to|with)|talk (?:to|with)|contact|email|call|ring|reach out to|get (?:in touch|onto|hold of) (?:with )?|see|best (?:person|one|to speak|to talk|contact|bet)|you (?:want|need|should|would)(?: to)?(?: \w+)? (?:talk|speak|ask|contact|email|ring)|better off (?:speaking|talking|asking|emailing|contacting|with)|cc'?(?:ing|d|ed)?|copied|copying|looping in|loop(?:ed)? in|introduc\w+|(?:forwarded|sent|shared|handed) (?:this |it |that |your \w+ )(?:on |over |through |along |across )?(?:to|with) (?!me\b|you\b|spam|trash|the (?:board|committee|team|boss|others|partners|bin|directors|owners|family)|my (?:wife|husband|partner|boss|team|accountant|business partner|co-?founder|manager|lawyer|solicitor|board)\b|our (?:board|committee|team|directors|accountant)\b|acma|junk)|passed (?:this|it|you|your \w+) (?:on |along )?to|passing (?:this|it|you) (?:on )?to|adding|added)\b[^.!?]{0,80}\b(?:he|she|they)(?:'ll| is| are| would| will| has| have| looks?| handles?| runs?| manages?| does| makes?|'s| might| may| deals?)\b|\b(?:forwarded|sent|shared|passed|handed) (?:this |it |that |your \w+ )(?:on |over |through |along |across )?(?:to|with) (?!me\b|you\b|spam|trash|the bin|my (?:lawyer|solicitor)|acma|junk)\w+[^.!?]{0,60}\bwho\b/,
    unless:
      /\b(?:my (?:ea|pa|assistant))\b|\bdo not\b|\b(?:off|from|out of) (?:the|your|this) (?:cc|copy|loop|thread|chain)\b|\b(?:he|she|they) (?:do not|does not|is not|will not)/,
    reason: "names somebody who would welcome it",
  },
  {
    family: "referral",
    name: "referral",
    pattern:
      /\b(?:(?:you (?:will )?(?:want|need|should|would|are best|are better off)(?: to| off)?|best (?:to|off)|please|try|suggest(?: you)?|maybe|perhaps|better to|probably|just) (?:\w+ )?)?(?:try|ask for|ask|speak (?:to|with)|talk (?:to|with)|contact|email(?= \S+@| \w+ (?:at|on|in|from|who|instead|about|for)\b)|reach out to|get in touch with|direct (?:this|it|your \w+|all \w+|enquiries) to|send (?:this|it|that) to|address (?:this|it) to) (?!(?:form|page|details|list|centre)\b|(?:the|our|my) (?:\w+ )?(?:email|inbox|address|mobile|phone|number|one|same|usual|above)\b|me\b|for\b|us\b|you\b|with\b|again\b|it\b|this\b|that\b|them\b|him\b|her\b|my (?:ea|pa|assistant|wife|husband|partner|business|accountant|boss|team)\b|in\b|on\b|back\b|after\b|next\b|when\b|to\b|if\b|your\b|someone\b|somebody\b|a\b|i\b|harder\b|and\b|those\b|these\b|monday\b|tuesday\b|wednesday\b|thursday\b|friday\b|january\b|february\b|march\b|april\b|may\b|june\b|july\b|august\b|september\b|october\b|november\b|december\b|jan\b|feb\b|mar\b|the new\b|later\b|once\b|early\b|late\b|mid\b)(?:our \w+|the \w+|\w+)|\b(?:cc'?(?:ing|d|ed)|ccing|copied in|copying in|looping in|looped in|passed (?:this|it|your \w+|you) (?:on |along )?to|passing (?:this|it|your \w+) (?:on |along )?to|forwarded (?:this|it|your \w+) (?:on )?to|(?:forwarding|sending|handing|flicking) (?:this |it |your \w+ |you )?(?:on |over )?to (?!me\b|you\b|spam|trash|acma|the (?:board|committee|team|bin|boss)|my (?:lawyer|solicitor|accountant|partner|wife|husband|boss|team))\w+|introduc(?:e|ing) you to|put you (?:in touch|onto|on to)|handing you over to|flick(?:ed|ing)? (?:this|it) (?:on )?to|have shared (?:this|it) with)\b(?! (?:the (?:board|committee|team|boss|others|partners|directors)|my (?:wife|husband|partner|boss|team|accountant|business partner|co-?founder|board)\b|our (?:board|committee|team|directors|accountant)\b))|\b\w+ (?:in|from|at|over in) (?:\w+ )?(?:marketing|operations|sales|ops|accounts|head office|finance|it|hr|growth|digital|procurement) (?:\w+ )?(?:decides|handles|would|does|is|looks|runs|makes|signs|deals|owns)\b|\b(?:the )?(?:right|best|person) (?:person|contact|one)(?: \w+){0,5} is \w+|\b(?!(?:that|who|which|team|already|guy|agency|person|already|she|he|it|mob|office|bloke|company|nephew)\b)\w+ (?:looks after|handles|manages|runs|is in charge of|is responsible for|takes care of|heads up|deals with) (?:\w+ ){0,2}(?:marketing|that|this|it|all|digital|advertising|growth|our|sales|those)\b|\b(?:my|our) (?:colleague|coworker|co-worker|business partner|boss|manager|marketing manager|head of \w+|director|gm|ceo|owner|wife|husband|sister|brother|daughter|son)\b[^.!?]{0,40}\b(?:handles|looks after|does|deals|runs|manages|makes|would be|is (?:the|your)|might be|may be)\b/,
    unless:
      /\b(?:do not|never|stop|no need to|please do not) (?:\w+ )?(?:contact|email|try|ask|speak|talk)\b|(?:\b(?:we|i) (?:try|ask|asked|tried|need to|will|have to|want to|would like to|going to)|\b(?:gonna|going to|got to|gotta)|(?:^|[,;-] ?|\band )(?:will|need to|have to|must)) (?:\w+ )?(?:ask|speak|talk|try|contact|discuss)\b|\blet me (?:talk|speak|ask|discuss)|\b(?:agency|provider|ourselves|in[- ]?house)\b|\b(?:acma|lawyer|solicitor)\b|\b(?:they|he|she) (?:have |has )?(?:said|says?|decided|told \w+) (?:no|not|that|they|we)\b|\b(?:invoice|bill|statement|receipt|purchase order|payment|remittance)s?\b|\b(?:happy|love|like|keen|want|good) to (?:talk|speak|ask)|\bnephew|\btalk (?:to|with) (?:you|my)|\bto (?:call|ring|phone|buzz|email) (?:me|us|the|my)\b|\burgent|\bif (?:you|anything|it is)\b.*\bcontact\b/,
    reason: "points to somebody else",
  },
  {
    family: "hiring",
    name: "hiring",
    pattern:
      /\b(?:are you (?:\w+ )?(?:hiring|recruiting|taking on (?:staff|people|juniors|apprentices))|(?:looking|applying|searching|after) (?:for )?(?:a |an |some )?(?:job|work|role|position|internship|placement|graduate|work experience|casual work|employment|apprenticeship|traineeship)|work experience|any (?:\w+ )?(?:jobs?|roles?|positions?|vacanc\w+|openings?|internships?)(?: going| available| open| at)?|(?:my|attached|send (?:you )?(?:my|a)) (?:cv|resume|résumé|portfolio and cv)|job (?:opening|opportunit\w+|application|vacanc\w+)|do you (?:take|have|offer) (?:on )?(?:any )?(?:interns?|internships?|graduates?|juniors?|apprentices?)|(?:job|role|position|vacancy|placement|apprenticeship) for (?:a|an) (?:\w+ )*\w+|apply for (?:a|the|your) (?:job|role|position)|join your team|(?:uni|university|school|tafe|college|research) (?:assignment|project|survey|study|thesis)|for my (?:thesis|studies|assignment|degree))\b/,
    unless:
      /\b(?:our|my|we|candidates?|job ?seekers?|applicants?|seek|roles we|positions we|recruitment (?:agency|firm|business))\b[^.]{0,30}\b(?:job ads|advertis|listings|fill|need)/,
    reason: "looks for a job",
  },
  {
    family: "vendor_pitch",
    name: "vendor_pitch",
    pattern:
      /\b(?:i|we) (?:\w+ )?(?:help|work with|assist|support|specialise in helping|partner with) (?:\w+ ){0,3}?(?:founders?|agenc\w+|business(?:es)?|companies|owners?|coaches|brands|consultants|people like you|b2b|smes?|ceos?|entrepreneurs?|startups?|teams|leaders) (?:like yours )?(?:to )?(?:scale|grow|get|increase|generate|book|land|save|automate|reach|find|close|add|boost|double|build|win|cut|reduce|hire|outsource|with|convert|achieve)\b|\b(?:i|we) help (?!(?:you|him|her|them|out|each|our)\b)\w+(?: \w+)? (?:to )?(?:win|get|save|grow|scale|book|land|find|make|earn|cut|double|fill|generate|attract|build)\b|\b(?:want|grab|get|download|claim|interested in|would you like|care for|fancy) (?:my|our|a|the|your) (?:\w+ )?free (?:\w+ )?(?:playbook|guide|ebook|e-book|training|masterclass|webinar|audit|trial|consult\w*|strategy (?:call|session)|template|checklist|report|demo|sample|quote)\b|\b(?:7|six|seven|6|multi)[- ]figures?\b|\bwe (?:are|offer|provide|have) (?:\w+ ){0,6}?(?:offshore|virtual assistants?|developers? (?:from|at|for)|va services|white[- ]?label|outsourc\w+ (?:services|company|partner)|app development|mobile app|data entry|guest posts?|backlinks?|link building|lead lists?|email lists?|bookkeeping services|leads for sale)\b|\b(?:sell|sells|selling|offer|pitch) (?:you|your agency) (?:our|my|on)\b|\bwould you (?:like|be interested|be open) (?:in |to )?(?:our|using our|hearing about our|trying our|outsourc\w*|a free)\b|\bpartner(?:ship)? (?:opportunity|proposal) (?:for|with) your\b|\b(?:guaranteed|page one|first page|#1) (?:rankings?|of google|on google|google)\b[^.]{0,30}\b(?:for|your) \w+|\bwe (?:get|book|land|bring|deliver|generate) (?:agenc\w+|founders|businesses|companies|clients|brands|coaches) \d+|\bnoticed we have (?:mutuals|mutual)|\bi (?:came across|noticed|found|visited) your (?:website|agency|profile|company)\b|\bcould your (?:agency|business|team) (?:use|benefit)|\bhow (?:we|i) (?:can|could|might) (?:help|scale|grow|double|triple|boost|increase|automate|10x)\b|\b(?:we|i) (?:run|do|build|offer|provide|send|deliver|supply|sell|generate|create)\b[^.!?]{0,40}\bfor (?:agenc\w+|founders|coaches|brands|consultants|saas)\b|\bwe (?:send|supply|deliver|generate|provide) (?:\w+ ){0,2}?(?:leads|appointments|clients|meetings) (?:to|for)\b|\b(?:love|like|happy) to (?:show|walk|introduce|demo) you (?:through |to )?(?:our|my)\b|\bwe share (?:\w+ )?connections\b|\bthanks for accepting my\b|\bdone[- ]for[- ]you\b|\bwhite[- ]?label (?:partner|service)s? for agenc|\bmy (?:free )?(?:course|newsletter|webinar|program|book|podcast) (?:on|about|for)\b/,
    unless: /\b(?:do you|can you|could you) help\b|\bwe help (?:our|people|families|patients|kids)\b/,
    reason: "pitches to us",
  },
  {
    family: "asks_source",
    name: "asks_source",
    pattern:
      /\b(?:how|where|who)\b(?: \w+){0,4} (?:get|got|find|found|obtain\w*|source\w*|come by|have|gave|give|c[ao]me across)\b(?: \w+){0,4} (?:my|our|number|email|details|name|contact|info\w*|hold of)\b|\bwhere (?:did|was|does|is)\b[^.?]{0,50}\b(?:come from|from|number|details|email)\b|\bwho (?:gave|sold|passed|handed|supplied|told) you\b|\bwhere (?:did|do) you (?:get|find|source|buy|obtain) (?:them|it|this|these|that)\b|\bwhere (?:it|they|that|this|these) (?:all )?(?:came|come|was obtained|were obtained)\b(?: from)?|\bsource of (?:my|our|the) (?:\w+ )?(?:data|details|email|information|number)\b|\b(?:got|get|find|found|have) my (?:number|email|details|address|name|mobile)\b/,
    reason: "asks where the contact came from",
  },
  {
    family: "asks_ai",
    name: "asks_ai",
    pattern:
      /\b(?:bot|robot|ai\b|a\.i\.|chat ?gpt|gpt|llm|real (?:person|human)|human\b|machine|automated|auto-?generated|generated|computer (?:generated|written)|actual (?:person|human)|is (?:\w+ ){1,4}real\b|someone real)\b/,
    unless:
      /\b(?:we|our|your (?:product|service|tool)|do you use|do you do|can you|how do you|help with|chatbots?|human resources|marketing automation|human services)\b/,
    reason: "asks whether a machine writes",
  },
  {
    family: "asks_price",
    name: "asks_price",
    pattern: /\b(?:how much|cost|price|prices|pricing|rates|fees|charge|ball ?park|retainer|budget)\b/,
    reason: "asks about price",
  },
  {
    family: "asks_legal",
    name: "asks_legal",
    pattern:
      /\block[- ]?in contracts?\?|\b(?:nda|msa|indemnit\w+|liabilit\w+|insur\w+|legal(?:ly)?|(?:un)?lawful\w*|allowed by law|laws?|rules (?:about|on|around|for|against)|regulat(?:ed|ion|ions|or|ors)|gdpr|data (?:is |be |gets? )?(?:stored|kept|hosted)|(?:patient|client|student|medical|confidential) (?:data|information|records)|privacy (?:act|policy)|spam act|complian\w+|intellectual property|owns? the (?:\w+ )?(?:ads|content|account|data|ip|domain)|data (?:processing|protection|security))\b/,
    reason: "asks about the law",
  },
  {
    family: "objects_tracking",
    name: "objects_tracking",
    pattern: /\b(?:track(?:ing|ed|er|ers)?|pixel|pixels|read receipts?|beacon|spy|spying|know (?:that )?i (?:opened|read|clicked))\b/,
    unless:
      /\b(?:conversion|call|order|lead|on|keep|shipment|sales|race|time|goal|parcel|we|our|analytics) (?:track)|\btrack record\b|\bon track\b|\bdo you (?:do|offer|handle|track)\b|\btrack(?:ing)? (?:leads|conversions|sales|calls|roi|results|down|time|orders|parcels)\b/,
    reason: "objects to tracking",
  },
  {
    family: "asks_data",
    name: "asks_data",
    pattern:
      /\b(?:what|which|all|any|copy of|every|everything|access to|provide|send)\b[^.?]{0,60}\b(?:data|information|info|details|everything|records)\b[^.?]{0,30}\b(?:you (?:hold|have|keep|store|got|guys have|are holding)|held|(?:on|about) (?:me|us|file))\b|\bsubject access\b|\b(?:dsar|access request|article 15|app 12)\b|\beverything you (?:hold|have|know) (?:on|about) (?:me|us)\b/,
    reason: "asks for access to their data",
  },
  {
    family: "booking_link",
    name: "booking_link",
    pattern:
      /\b(?:book|slot|time|calendar|calendly|grab|pick|schedule)\b[^\n]{0,80}https?:\/\/|https?:\/\/[^\s]*(?:calendly|cal\.com|book|meet|schedule|appointment|tidycal|savvycal|hubspot\.com\/meetings|bookings)/,
    reason: "sends a booking link",
  },
  {
    family: "delegate",
    name: "delegate",
    pattern:
      /\b(?:my|our) (?:ea|pa|assistant|executive assistant|personal assistant|secretary|office manager|receptionist|admin|2ic|right hand)\b|\b(?:runs|manages|keeps|looks after|handles|controls|organises|does|books) (?:my|the|our|his|her) (?:diary|calendar|schedule|time|bookings|appointments)\b|\bfind (?:us |me |you )?(?:half an hour|an hour|a (?:time|spot|slot)|\d+ min\w*) (?:for|with) (?:us|me)\b|\bfind us a (?:time|spot|slot)\b/,
    unless:
      /\b(?:marketing|sales|dental|teaching|virtual) assistant\b|\b(?:ea|pa|assistant|secretary) (?:has |have )?(?:moved|told|said|shown|showed|passed|forwarded|left)\b/,
    reason: "an assistant arranges times",
  },
  {
    family: "reschedule",
    name: "reschedule",
    pattern:
      /\b(?:reschedul\w*|rebook|postpone|push (?:it|this|our|the|to|back)|move (?:it|this|our|the)|shift (?:it|this|our|the|today|tomorrow|(?:mon|tues|wednes|thurs|fri)day)|(?:push|move|swap) (?:today|tomorrow|(?:mon|tues|wednes|thurs|fri)day)|running (?:a bit |\d+ (?:min\w*)? ?)?late|something (?:has |is )?(?:come|cropped|popped|blown) up|new time|another time|different (?:time|day)|bring (?:\S+ ){1,3}?forward|(?:moving|shifting|pushing|bumping|changing) (?:us|me|it|this|our|the|to)|not (?:going to|able to|gonna) make (?:it|our|the|my|\d)|missed (?:the|your|our) (?:call|meeting|chat|slot)|same time (?:on |next |instead|mon|tue|wed|thu|fri)|bump (?:it|this|our|the|me))\b|\b(?:could we|can we|make it|how about|lets|shall we|would)\b[^.?!]{0,40}\binstead\b|\b(?:cancel|can not make|will not make|unable to make|can not do|will not be able to make) (?:my|our|the|it|today|tomorrow|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|that|this|\d{1,2})\b/,
    unless: /\bmove (?:the|our) (?:needle|business|website|site)\b|\b(?:not next week|can not do (?:mon|tue|wed|thu|fri)\w* but)\b/,
    reason: "moves a meeting",
  },
  {
    family: "confirm",
    name: "confirm",
    pattern:
      /\b(?:confirmed|confirming|i confirm|i will (?:be there|join (?:from|you|via|by|on)|dial in)|see you (?:then|on|at|there|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|tomorrow)|(?:got|received|accepted) (?:the|your) (?:invite|invitation)|(?:that|the|your|this) (?:time|slot|day)(?: works| suits|(?:'s| is) (?:good|fine|perfect|great))|talk (?:then|tomorrow|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*)|(?:locked|booked|pencilled) (?:it |that |you )?in|still (?:on|good) for|works for (?:me|us)[.!]*$|looking forward to (?:\w+ (?:call|chat|meeting)|it|our|the (?:call|chat|meeting)|speaking|meeting|chatting|tomorrow|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*))\b/,
    unless: /\?|\b(?:not|lets|let us|can we|could we|shall we|should we|can you|send|how about|what about)\b/,
    reason: "confirms a time",
  },
  {
    family: "hostile",
    name: "hostile",
    pattern:
      /\b(?:pelican|galah|drongo|muppet|wankers?|idiots?|morons?|clowns?|numpty|dickheads?|arseholes?|assholes?|bastards?|parasites?|leech(?:es)?|vultures?|scum\w*|pathetic|shameless|disgrace\w*|disgusting|fuck\w*|shit\w*|piss off|bullshit|(?:this|your|these|such|the same) (?:\w+ )?(?:rubbish|crap|garbage|drivel|tripe|bollocks)|bugger off|rack off|sod off|naff off|get stuffed|get lost|thick|stupid|dense|deaf|annoying|harass\w*|invasive|rude|sick of|fed up|for (?:the )?(?:love of|fuck'?s|christ'?s|god'?s|heaven'?s)|ffs|wtf|the hell|screw you|go to hell|spam\w*|scam\w*|pest|stalk\w*|ridiculous|outrageous|appalling)\b/,
    unless:
      /\b(?:in|to|into|from) (?:my |the |our )?spam\b|\bspam (?:folder|filter|act\?)|\bholy shit\b|\bfuck(?:ing)? (?:yes|yeah|great|good)\b|\b(?:not|is this|this is not) (?:a )?(?:spam|scam)\b|\b(?:people|bots?|robots?|they|somebody|someone|strangers|competitors?)\b[^.!?]{0,40}\bspam\w*|\bspam (?:leads|enquiries|forms?|submissions|comments|bookings|filters?)\b|not (?:being|trying|wanting) (?:to be )?rude|sorry (?:to be|if (?:that is|i am)) (?:rude|blunt)/,
    reason: "is angry",
  },
  {
    family: "asked_before",
    name: "asked_before",
    pattern:
      /\b(?:already (?:told|asked|said|requested|unsubscribed|opted|replied|emailed|sent|rang|texted)|(?:asked|told|unsubscribed|requested|said|emailed|replied|opted out) (?:\w+ ){0,6}?(?:before|already|twice|three times|several times|multiple times|last (?:week|month|time|year)|yesterday|previously|weeks ago|months ago|times)|(?:second|third|fourth|fifth|2nd|3rd|4th|5th|umpteenth|nth|\d+(?:st|nd|rd|th)) (?:and (?:last|final) )?(?:time|request|email|message|warning|text|call)|(?:last|final) (?:time (?:i|we|of asking)|request|warning)|(?:i|we)(?: have)? (?:already )?(?:asked|told|requested|instructed|rang|emailed|wrote to|written to)\b[^.!?]{0,50}\bto (?:be (?:removed|taken)|stop|remove|unsubscribe|take (?:me|us)|leave (?:me|us)|not)|(?:was|were) (?:told|promised|assured)\b[^.!?]{0,30}\b(?:done|removed|stop\w*|taken off|end|happen)|(?:clicked|hit|pressed|used|did|filled in) (?:\w+ ){0,3}?(?:unsubscribe|opt[- ]?out)|(?:getting|receiving|get|receive) (?:these|them|this|one) (?:every|each|daily|weekly|all the time|constantly)|tried (?:to (?:unsubscribe|opt)|unsubscribing|opting|(?:the|your|that) (?:\w+ )?(?:link|button))|(?:link|button|opt[- ]?out|unsubscribe|page)\b[^.!?]{0,60}\b(?:not (?:working|work|load|loading|open)|broken|errors?|fails?|failed|did nothing|dead|404)|(?:how many|too many|so many) (?:more )?times|repeatedly|over and over|again and again|keep(?:s)? (?:getting|emailing|calling|texting|sending|contacting|messaging|ringing)|still (?:getting|receiving|emailing|sending|calling|texting|contacting|messaging|ringing)|ignored my|yet again|despite (?:my|asking|me))\b/,
    reason: "says it is not the first time",
  },
  {
    family: "every_client",
    name: "every_client",
    pattern:
      /\b(?:any|all|every|none) (?:\w+ )?(?:one )?of your (?:\w+ )?(?:clients?|customers?|companies|brands|other)\b|\bon behalf of (?:any|other|anyone)\b|\byour (?:whole|entire) (?:network|platform|system)\b|\b(?:any|all) (?:of )?(?:your|the) (?:agencies|lists?|databases?)\b/,
    unless: /\bwhich of your clients|have any of your clients|do any of your|spoken? to any of your|examples? of/,
    reason: "speaks of every client of the platform",
  },
  {
    family: "wants_info",
    name: "wants_info",
    pattern:
      /\b(?:send|flick|shoot|email|forward|share|fire|drop|chuck|text|pop|mail|whack)\b (?:it |that |them |this )?(?:me |us |through |over |across |along |on |to me )*(?:\w+[- ]){0,5}?(?:info\w*|details?|deck|one[- ]?pager|brochure|summary|overview|case stud\w+|examples?|pricing|prices?|rates?|rate card|proposal|quote|samples?|portfolio|something|more|link|pdf|outline|breakdown|audit|report|material|it|that|through|over)\b|\b(?:tell|show) (?:me|us) (?:\w+ )?more\b|\b(?:know|hear|learn|find out|see) (?:a (?:bit|little) |some )?more\b|\bmore (?:info|information|details?)\b|\bwhat would you (?:do|suggest|recommend|change)\b|\bgo on\b|\bi am listening\b|\b(?:interested|keen|curious|intrigued)\b|\bsounds? (?:\w+ )?(?:good|great|interesting|promising)\b/,
    reason: "wants material",
  },
  {
    family: "no_calls",
    name: "no_calls",
    pattern:
      /\bno (?:phone |cold )?calls\b|\b(?:do not|never|please do not|rather you did not|prefer not) (?:to )?(?:\w+ )?(?:call|ring|phone)\b(?! (?:it|this|that|them|him|her|names|an?)\b)|\bhate (?:phone calls|the phone|calls|talking on the phone)\b|\b(?:email|text|writing|written) only\b|\bonly (?:by|via|through) email\b|\bnot (?:by|on the|over the) phone\b|\bstop (?:calling|ringing|phoning)\b/,
    unless:
      /\b(?:do not|never) (?:call|ring|phone)\b[^.]{0,25}\b(?:before|after|until|till|on (?:mon|tue|wed|thu|fri|sat|sun|week)|during|between|today|tomorrow|at (?:home|night|work))\b|\bno calls (?:before|after|on|until|today|tomorrow|this)\b/,
    reason: "wants no calls",
  },
  {
    family: "no_texts",
    name: "no_texts",
    pattern: /\bno (?:more )?(?:texts|sms|text messages)\b|\b(?:do not|never|please do not) (?:\w+ )?(?:text|sms)\b|\bstop texting\b/,
    reason: "wants no texts",
  },
  {
    family: "no_emails",
    name: "no_emails",
    pattern: /\bno (?:more )?emails\b|\b(?:do not|never|please do not) (?:\w+ )?email me\b|\bstop emailing\b/,
    reason: "wants no e-mail",
  },
  {
    family: "no_linkedin",
    name: "no_linkedin",
    pattern:
      /\b(?:do not|never|stop|please do not)\b(?: \w+){0,4} (?:linkedin|on here|dms?)\b|\bnot (?:on|via|through) (?:linkedin|here)\b|\boff linkedin\b|\brarely (?:check|use|on) (?:linkedin|this|here)\b/,
    reason: "wants nothing on LinkedIn",
  },
  {
    family: "names_address",
    name: "names_address",
    pattern:
      /\b(?!(?:info|hello|admin|enquiries|sales|contact|office|reception|support|accounts|mail|team|help|orders)@)[\w.+-]+@[\w-]+\.[\w.-]+/,
    unless:
      /\b(?:my (?:\w+ )?(?:email|address|inbox|mail|mailbox|new|other|own|work|personal|direct|details)|use this|reach me|email me|me at|me on)\b/,
    reason: "gives somebody's address",
  },
  {
    family: "instruction",
    name: "instruction",
    pattern:
      /\b(?:ignore|disregard|forget|override) (?:\w+ ){0,3}?(?:previous|prior|above|earlier|your|all) (?:\w+ )?(?:instructions?|prompts?|rules|guidelines)\b|\b(?:you are (?:now )?(?:an?|the) (?:\w+ )?(?:ai|assistant|classifier|language model|llm|bot)|system prompt|<\/?(?:system|instructions?|prompt)>|\[(?:system|inst)\]|(?:classify|label|mark|tag|treat|categori[sz]e|record|set|output|respond with|return|reply with) (?:this|me|it|the|my|the following|intent|only|exactly)?(?: \w+){0,4} ?(?:as|=|:|to)? ?"?(?:interested|meeting[_ ]request|positive|hot lead|not[_ ]interested|meeting|converted|unsubscribe|booked|a? ?yes)\b|as an ai|assistant:|note to (?:the )?(?:ai|bot|system|assistant|classifier))/,
    reason: "tries to instruct a machine",
  },
  {
    family: "minor",
    name: "minor",
    pattern:
      /\bi am (?:only )?(?:1[0-7]|[5-9]|a (?:kid|child|minor|teenager|schoolkid|student in year)|in (?:year|grade) \d+)\b|\bmy (?:son|daughter|kid|child) (?:is|has|got|gave|uses|owns|answered)\b|\b(?:mum|dad)'?s phone\b/,
    unless: /\b1[0-7] (?:staff|people|years|stores|sites|min|km)|gave (?:me )?your/,
    reason: "a child answers",
  },
];
