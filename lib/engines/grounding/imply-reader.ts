import "server-only";
import type { Segment } from "@/lib/engines/grounding/segments";
import { isModal, isReadersName, subjectOf, type Word } from "@/lib/engines/grounding/subject-of";
import { COMMON, NEUTRAL, POSSESSABLE } from "@/lib/engines/grounding/vocabulary";

type Setting = {
  segments: readonly Segment[];
  plains: readonly string[];
  at: number;
  isQuestion: boolean;
  refersBack: boolean /** Behind a name that is called. */;
  start: number;
};
type Rule = {
  /** What the words of a part look like, in plain lower case. */
  pattern?: RegExp;
  /** Even where it begins with "I" or "we". */
  ofAgency?: boolean;
  holds?: (part: readonly Word[], setting: Setting) => boolean;
};

const ROLES =
  "directors?|manager|owner|founder|cofounder|head|chief|principal|partner|president|chair|officer|executive|lead|ceo|cfo|cto|coo|cmo|md|gm|practitioner|proprietor|dean|boss";

/** Parts that say something of the reader though they neither begin with them nor name them. Each is read as a plain assertion. */
const RULES: Readonly<Record<string, Rule>> = {
  // "As the owner of the practice, you'll …", "As CFO, the numbers land with you"
  capacity: {
    pattern: new RegExp(
      `^(?:and |but )?as (?:(?:an?|the|one of|your|another|somebody|someone|such|fellow) (?!(?:small |little |quick |big )?(?:thank|start|rule|guide|first|result|favou?r|gesture|courtesy|bonus|matter|test|next|last|trial|reminder|side|sample|follow|general|heads)\\b)|(?:\\w+ ){0,2}(?:${ROLES})\\b)`,
    ),
    holds: (_, setting) => addresses(setting) && nextSubject(setting) !== "agency",
  },
  // "Being the only firm …", "Having two sites …": whoever is told so
  being: { pattern: /^(?:being|having)\b/, holds: (_, setting) => addresses(setting) && nextSubject(setting) !== "agency" },
  // "Winning that contract must have felt good": one infers of somebody
  inference: {
    pattern: /^(?:\w+ing|that|this|it|all that|all this|the \w+)\b.*\bmust (?:have|be|feel|keep|make|take|mean|cost|put|leave|get)\b/,
  },
  // "The winter range is selling fast, I hear."
  hearsay: {
    holds: (part, { plains, at }) => plains.slice(at + 1).some((plain) => HEARSAY.test(plain)) && !SEVERAL.test(part[0]?.word ?? ""),
  },
  // "Abandoned carts cost you plenty": a harm that is theirs
  harm: {
    pattern:
      /\b(?:cost|costs|costing|hurt|hurts|hurting|hold|holds|holding|drain|drains|draining|kill|kills|killing|slow|slows|slowing|stop|stops|stopping|fail|fails|failing|eat|eats|eating(?: into)?|limit|limits|limiting|push|pushes|pushing|send|sends|sending away) (?:you|your)\b/,
    holds: (part, { isQuestion }) => !isQuestion && !part.some((one) => isModal(one) || NEGATED.test(one.word)),
  },
  // "that new store of yours", "Not bad for a business that …"
  yours: {
    pattern:
      /\b(?:of yours|you (?:folks|guys|lot))\b|^(?:not bad|no mean feat|no small feat|quite (?:an?|the)|what an?|some (?:achievement|effort|run|feat)|good on|fair play|well played) /,
    holds: (_, { isQuestion }) => !isQuestion,
  },
  // "Boarding numbers have picked up again."
  metric: {
    pattern:
      /^(?:and |but |so |the )?(?:\w+ )?(?:numbers|sales|bookings|enrolments|occupancy|revenue|profits?|margins?|turnover|orders|applications|memberships?|churn|attendance|reviews|ratings?|enquiries|leads|cancellations|complaints|costs|prices|times|donations|visits|traffic|referrals|output|backlog|pipeline|conversions?|rosters?|vacancies) (?:(?:have|has|had|are|is|was|were)(?: \w+)? (?:up|down|high|higher|low|lower|poor|weak|thin|slipped|picked|dropped|fallen|risen|gone|climbed|doubled|dried|improved|flat|slow|grown|shrunk|blown|slid|been|soaring|falling|rising|dropping|growing|climbing|slipping)|slipped|picked|dropped|fell|rose|climbed|doubled|dried|improved|grew|shrank|blew|slid|soared|halved|tripled)\b/,
    holds: (part, { isQuestion, at, start }) => at === start && !isQuestion && !part.some(({ word }) => AT_LARGE.test(word)),
  },
  // "They lost an installer.", "It grew fast.", behind a sentence about the reader
  pronoun: {
    pattern:
      /^(?:and |but |so )?(?:they|their|its|he|she|(?:it (?!(?:is|was|takes|took|makes|helps|works|sounds|depends|costs|comes|only|does|may|seems|looks|feels|means|goes|all|just|never|pays|suits)\b)))\b/,
    holds: (part, { at, start, refersBack }) => at === start && refersBack && !part.some(isModal),
  },
  // "Everyone on the team works remotely"
  among: {
    pattern:
      /^(?:and |but |so )?(?:every|any|no|some)(?:one|body) (?:on|in|at|of|from) (?:the|your) (?:team|company|business|firm|office|board|crew|practice|staff|group|floor|shop)\b|^(?:and |but |so )?half (?:of )?(?:the|your) (?!(?:market|battle|work|job|time|fun|world|problem|price|cost|effort|day|week|country|trick|reason|point|people|industry|story|answer)\b)[a-z]+/,
    holds: (_, { isQuestion }) => !isQuestion,
  },
  // "It looks as though the site is not indexed."
  seeming: {
    holds: (part, { plains, at, isQuestion }) =>
      !isQuestion &&
      at > 0 &&
      plains.slice(0, at).some((plain) => SEEMING.test(plain)) &&
      part.some((word) => /^your?$/.test(word.word) || isReadersName(word)),
  },
  // "The bottling line broke down twice.", "Half the roster called in sick."
  episode: {
    pattern:
      /^(?:and |but |so )?(?:half |most of |all )?the (?!(?:market|industry|world|internet|web|way|game|trade(?! show)|sector|economy|weather|rules|law|campaigns?|emails?|pages?|reviews?|audit|calls?|videos?|films?|projects?|results?|ideas?|first|second|last|next|best|same|work|tests?|trial|ads?|shoot|offer|plan|letter|notes?|agency|clients?|rest|numbers?|one|ones)\b)\w+ (?:\w+ ){0,5}?(?:[a-z]{2,}[^e]ed|quit|shut|burnt|fell|rose|sank|went|came|got|took|lost|won|left|sold|bought|built|began|grew|ran|hit|broke|paid|sent|drew|split|blew|gave)\b/,
    holds: (part, { isQuestion }) => !isQuestion && !part.some(({ word }) => AT_LARGE.test(word)),
  },
  // "The phone rings out at lunch.", "The machines are worn out."
  fixture: {
    pattern:
      /^(?:and |but |so )?(?:the|those|these) (?!(?:market|industry|world|internet|web|way|game|trade(?! show)|sector|economy|weather|rules?|law|first|second|third|last|next|best|same|most|rest|one|ones|only|more|less|few|longer|sooner|earlier|idea|offer|trial|review|work|plan|point|question|answer|aim|goal|catch|trick|hard|easy|rub|thing|test|reason|result|short|audit|letter|price|cost|end|start|middle|busiest|quietest)\b)(?:[a-z]+ ){1,3}?(?:is|are|has|have|[a-z]+[^s]s|[a-z]+)\b/,
    holds: (part, { isQuestion, at, start, plains }) =>
      at === start && !isQuestion && !part.some((one) => isModal(one) || AT_LARGE.test(one.word)) && !OF_THINGS.test(plains[at] ?? ""),
  },
  // "Guests grumble about the parking.", "Regulars say the menu is tired."
  attitude: {
    pattern:
      /^(?:and |but |so )?(?:\w+ ){0,2}\w+[^s]s (?:still |often |all |just |keep |also )?(?:say|reckon|think|feel|mention|grumble|grumbling|moan|moaning|complain|complaining|whinge|rave|raving|love|hate|adore|praise|swear|prefer|quit|quitting|leave|leaving|avoid|avoiding|skip|skipping|drop|miss|ask|asking) (?:\w+ ){0,4}(?:the|your) (?!(?:same|most|first|best|other|rest|way|market|week|weekend|day|year|season|one|ones|door|phone|whole|big)\b)|^(?:\w+ ){0,2}\w+[^s]s (?:find|call|found) the [a-z]+ (?:too |very |quite |a bit |so )?(?!(?:on|in|by|at|first|online|when|they|that|with|through|from|and|before|after|without|by)\b)[a-z]+$/,
    holds: (part, { isQuestion }) => !isQuestion && !part.some(isModal),
  },
  // "A shark scare emptied the beach."
  mishap: {
    pattern:
      /^(?:and |but |so )?(?:an?|two|three|one of) (?:\w+ ){1,4}?(?:[a-z]{2,}[^e]ed|broke|fell|blew|sank|quit|burnt|tore|swept|bought|stole|took|burst|sued) (?:(?:at|on|in|off|from|into|under|above|across|through) (?:the|your)|the|you|your|its|his|her|their|out|off|down|over)\b(?! (?:same|next|first|cheap|fly)\b)/,
    holds: (part, { isQuestion }) => !isQuestion && !part.some((one) => isModal(one) || AT_LARGE.test(one.word)),
  },
  // "Fewer people give to Acme.", "Staff at Acme call in sick.", "That staircase was yours."
  named: {
    pattern:
      /^(?:and |but |so )?(?:fewer|more|less) \w+ (?!(?:for|from|at|in|of|on|to|than|and|with)\b)[a-z]+ |^(?:and |but |so )?(?:staff|people|[a-z]+[^s]s) (?:at|of|in|from) (?:the )?\w+ (?:\w+ ){0,4}(?!(?:and|or)\b)[a-z]+/,
    holds: (part, { isQuestion }) => !isQuestion && !part.some(isModal) && part.some(isReadersName),
  },
  theirs: {
    pattern:
      /\b(?:was|were) yours\b|\bwho (?:\w+ ){1,3}you (?:\w+ly )?(?:are|is|have|never|leave|come|go|stay|quit|rarely|seldom)\b|^(?:and |but |so )?\w+[^s]s of your \w+ (?!(?:are|is|and|or|can|could|may|might|will)\b)[a-z]+/,
    holds: (part, { isQuestion }) => !isQuestion && !part.some(isModal),
  },
  // "The apprentice you took on is doing well."
  relative: {
    pattern:
      /^(?:the|that|those) (?!(?:way|moment|day|minute|week|month|year|first|last|best|more|work|time|one|ones|next|sooner|only)\b)[a-z]+$|^an? (?:\w+ ){1,4}?(?:[a-z]{2,}[^e]ed|broke|fell|blew|sank|quit|died|burnt|took|hit|beat)\b/,
    holds: (_, { segments, at }) => segments[at + 1]?.speaks === "reader" && segments[at + 1]?.words[0]?.word === "you",
  },
  // "Roofers won't work with you"
  refusal: {
    pattern: /^(?:and |but |so )?(?:\w+ )?\w+[^s]s (?:just |still |often )?(?:will|can|could|do|would) not (?:\w+ ){1,5}your?\b/,
    holds: (_, { isQuestion }) => !isQuestion,
  },
  // "Jars were recalled in spring."
  occurrence: {
    pattern:
      /^(?:and |but |so )?(?:\w+ )?\w+[^s]s (?:\w+ly )?(?:(?:were|got|had|have been|had been|went|fell|broke|dropped|arrived|failed|left|lost|quit|shut|closed|doubled|halved|stopped|sold|burnt|crashed|cancelled)\b|(?:hit|stole|took|bought|beat|[a-z]{2,}[^e]ed) (?:the|your)\b)|^staff (?:start|leave|work|call|sleep|turn|say|quit|come|go|keep|take|arrive|hate|love)\b/,
    holds: (part, { isQuestion, at, start }) => at === start && !isQuestion && !part.some((one) => isModal(one) || AT_LARGE.test(one.word)),
  },
  // "Candidates drop out of your process"
  dealing: {
    pattern:
      /^(?:and |but |so )?(?:\w+ )?\w+[^s]s (?:\w+ly |often |usually )?(?!(?:and|or|but|with|for|like|in|of|on|at|to|from|is|are|can|could|may|might|would|will|should|do|want|need|have|is|as|than|that|which|who|about|between|across|by)\b)[a-z]+ (?:\w+ ){0,5}your?\b/,
    holds: (part, { isQuestion, at, start }) => at === start && !isQuestion && !part.some(isModal),
  },
  // "Parents keep cancelling on you"
  ongoing: {
    pattern:
      /\b(?:keep|keeps|kept|are|is|been) (?:\w+ly )?(?!nothing|something|anything|everything|trying|going|missing|being)[a-z]{2,}ing (?:\w+ ){0,3}(?:you|your)\b/,
    holds: (part, { isQuestion }) => !isQuestion && !part.some(isModal),
  },
  // "Rooms this full", "because of the rosters"
  pointing: {
    pattern:
      /[a-z]s this (?!(?:week|month|year|time|way|morning|season|is|one|spring|summer|autumn|winter|quarter)\b)[a-z]+|\bbecause of the (?!(?:weather|market|season|economy|law|rules|way)\b)/,
    holds: (part, { isQuestion }) => !isQuestion && !part.some(isModal),
  },
  // "Guests love the new spa."
  novelty: {
    pattern:
      /\bthe new (?!(?:years?|financial|normal|rules?|laws?|season|week|month|quarter|customers?|clients?|way|one|ones|standards?|tax)\b)[a-z]+/,
    holds: (part, { isQuestion }) => !isQuestion && !part.some(isModal),
  },
  // "It's been a rough year for Acme."
  year: {
    pattern:
      /^(?:and |but |so )?(?:it|this|that) (?:is|has|was)(?: been)? (?:\w+ ){0,3}(?:years?|months?|quarters?|seasons?|weeks?|times?|start|run|patch|few \w+) for\b/,
    holds: (part, { isQuestion }) => !isQuestion && part.some((word) => /^your?$/.test(word.word) || isReadersName(word)),
  },
  // "Clients tell us they can't get through to Acme.", "the roofing side of the business is …"
  told: {
    pattern: /\b(?:tell|tells|told) (?:us|me) (?:that )?(?:they|their|the|it|he|she|you|your)\b/,
    holds: (part, { isQuestion }) => !isQuestion && part.some((word) => /^your?$/.test(word.word) || isReadersName(word)),
  },
  side: {
    pattern:
      /^(?:and |but |so )?the (?:\w+ ){1,3}of the (?:business|company|firm|practice|clinic|team|school|group|shop|office) (?:is|are|was|were|has|have|does|do|pays|makes|brings|\w+ed)\b/,
    holds: (_, { isQuestion }) => !isQuestion,
  },
  // "Head of Growth since 2021 is a long stint."
  title: {
    holds: (part, { at, start, isQuestion }) =>
      at === start && !isQuestion && (part[0]?.named.some(({ kind, side }) => kind === "title" && side === "prospect") ?? false),
  },
  // "The rental roll has grown past nine hundred."
  turn: {
    pattern:
      /^(?:and |but |so )?(?:the|that|this) (?!(?:market|industry|world|internet|web|way|game|trade|sector|economy|weather|rules|law|cost|price|season|year|first|last|best|most|more|old|big|same|only|work|rest|list|number|gap|idea)\b)(?:\w+ ){1,3}(?:has|have|had|is|are|was|were) (?:\w+ly |just |all |now )?(?:grown|slid|sunk|soared|crashed|doubled|tripled|moved|opened|closed|reopened|changed|dropped|fallen|risen|gone|slipped|climbed|expanded|shrunk|improved|finished|started|launched|stalled|arrived|left|growing|booming|shrinking|struggling|closing|opening|moving|selling|bursting)\b/,
    holds: (_, { isQuestion }) => !isQuestion,
  },
  // "Hope the harvest went well": it took place
  hope: {
    pattern:
      /^(?:and |but )?(?:i |we )?(?:do |really )?(?:hope|hoping|trust) (?:that )?(?!(?:you|this|it|things|all|everything|everyone|i|we|my|our)\b)(?:\w+ ){1,5}?(?:went|was|were|wrapped|ended|finished|turned|came|got|did|survived|\w+ed)\b/,
    ofAgency: true,
  },
  // "Half the town bought from you", "New patients wait a month to see you"
  object: {
    pattern: /\b(?:you|your)\b/,
    holds: (part, { isQuestion }) => {
      const you = part.findLastIndex(({ word }) => /^your?$/.test(word));
      const deed = part.findIndex(
        (word, at) => at > 0 && at < you && (PAST_DEED.test(word.word) || lasts(part, at) || isDeedDone(part, at)),
      );
      return (
        deed > 0 &&
        !isQuestion &&
        !part.slice(0, deed).some((one) => isModal(one) || /^(?:to|if|when|what|who|that|i|we|our)$/.test(one.word))
      );
    },
  },
  // "How are people finding the new rule?"
  aftermath: {
    pattern:
      /^(?:and |but |so )?how (?:is|are|was|were|has|have|did) .*\b(?:finding|coping|handling|enjoying|dealing|managing|adjusting|settling|bedding|taking|tracking|coming|liking|fitting|responding|going)\b.* (?:the|that|this|those) (?!(?:market|week|year|season|day|weather|month|moment|minute|phone|side)\b)/,
    holds: (_, { isQuestion }) => isQuestion,
  },
  // "How is the fit-out going?", "Why did the second site close?"
  presupposition: {
    pattern:
      /^(?:and |but |so )?(?:how|why|when|what|where|who|which \w+) (?:is|are|was|were|has|have|had|did|does|do|made|happened to|happened with|about|led to|caused|prompted) (?:the|that|those|these|this|all the|all that) \w/,
    holds: (part, { isQuestion }) => isQuestion && namesThing(part),
  },
};
/** "The shelf is a hard place to be noticed": how such things are. */
const OF_THINGS =
  /\b(?:is|are) (?:(?:an?|the) (?:\w+ )?(?:hard|harder|hardest|easy|easier|easiest|good|bad|small|big|long|slow|quiet|busy|first|last|only|whole) (?:part|place|time|way|thing|bit|day|week|moment|half|step)|what|where|when|how|why|(?:often|usually|never|always|rarely) (?!(?:full|empty|late|busy|broken|shut|closed|dirty|cold|down|out|short|packed|dead|slow)\b))/;
const AT_LARGE =
  /^(?:industry|industries|sector|trade|everywhere|most|many|often|usually|generally|everyone|nationally|statewide|australia|market|we|our|clients)$/;
const PAST_DEED =
  /^(?:walk|walks|quit|quits|leave|leaves|complain|complains|avoid|avoids|abandon|abandons|undercut|undercuts|outrank|outranks|outsell|overlook|ghost|desert|bought|got|chose|picked|left|joined|loved|rated|trusted|found|gave|told|took|made|sold|sent|voted|named|ranked|hired|switched|moved|came|went|cost|beat|lost|won|called|rang|asked|booked|visited|recommended|praised|listed|ordered|signed|paid|swear|swears|rave|raves)$/;
const SEEMING =
  /^(?:and |but |so )?(?:\w+ ){0,3}(?:tell|tells|told|telling) (?:us|me)$|^(?:and |but |so )?(?:clients|customers|people|patients|guests|everyone|everybody|staff|locals|most|some|many|others) (?:\w+ ){0,3}(?:say|says|said|reckon|think|complain)$|^(?:and |but |so )?(?:it |that |things )?(?:looks|looked|seems|seemed|appears|appeared|sounds|sounded|feels)(?: to me)?$/;
const UNITS_OF_TIME = /^(?:hour|day|week|fortnight|month|year)s?$/;

/** "wait a month", "takes two weeks" */
function lasts(part: readonly Word[], at: number): boolean {
  return /^(?:wait|waits|waiting|take|takes|took)$/.test(part[at]?.word ?? "") && UNITS_OF_TIME.test(part[at + 2]?.word ?? "");
}

/** "cancelled on you", not "made for you": what comes behind the verb is who it was done to. */
function isDeedDone(part: readonly Word[], at: number): boolean {
  return (
    /[a-z]{2}[^e]ed$/.test(part[at]?.word ?? "") &&
    !/^(?:to|for|by|with|around)$/.test(part[at + 1]?.word ?? "") &&
    !/^(?:an?|the|is|are|be|get|gets|well|more|most|your|any|no|need|based)$/.test(part[at - 1]?.word ?? "") &&
    part.slice(at + 1, at + 4).some(({ word }) => /^your?$/.test(word))
  );
}

const NEGATED = /^(?:not|no|never|without|nothing)$/;
const SEVERAL =
  /^(?:many|most|some|few|several|other|others|plenty|lots|people|businesses|companies|everyone|no|any|anyone|every|each|owners|these|those|both|all)$/;
const HEARSAY =
  /^(?:or so |so |as far as )?(?:i|we) (?:am |was |have |can |are |were )?(?:hear|heard|gather|gathered|see|understand|believe|read|told|notice|noticed|saw|assume|suspect)(?: tell| it| from \w+)?$|^(?:apparently|by all accounts|they say|word has it|(?:very |quite |most |really |so |how )?(?:impressive|remarkable|amazing|nice|great|bravo|kudos|respect|wow|well done|not bad|good (?:work|job|stuff)|nice (?:work|one)|congratulations|congrats)|reportedly|from what (?:i|we) .*)$/;

const ALL_RULES = Object.values(RULES);
const RULES_OF_AGENCY = ALL_RULES.filter(({ ofAgency }) => ofAgency);

/** The parts with those that imply something of the reader read as saying it. */
export function implyReader(segments: readonly Segment[], around: Pick<Setting, "isQuestion" | "refersBack" | "start">): Segment[] {
  const plains = segments.map(({ words }) => words.map(({ word }) => word).join(" "));
  return segments.map((segment, at) => {
    if (segment.speaks === "reader") return segment;
    const rules = segment.speaks === "agency" ? RULES_OF_AGENCY : ALL_RULES;
    const setting = { segments, plains, at, ...around };
    const implies = rules.some(
      ({ pattern, holds }) => (pattern?.test(plains[at] ?? "") ?? true) && (holds?.(segment.words, setting) ?? true),
    );
    return implies ? { ...segment, speaks: "reader" } : segment;
  });
}

function addresses({ segments }: Setting): boolean {
  return segments.some(({ words }) => words.some((word) => /^(?:you|your|yours|yourself)$/.test(word.word) || isReadersName(word)));
}

function nextSubject({ segments, at }: Setting): ReturnType<typeof subjectOf> {
  return (
    segments
      .slice(at + 1)
      .map(({ words }) => subjectOf(words))
      .find((subject) => subject !== null) ?? null
  );
}

/** What is asked after is a thing of somebody's: neither the market nor the best way. */
function namesThing(part: readonly Word[]): boolean {
  const article = part.findIndex(({ word }, at) => at > 0 && /^(?:the|that|those|these|this)$/.test(word));
  const noun = part[article + 1]?.word ?? "";
  if (/^(?:new|latest|recent|second|third|other|big|whole|last)$/.test(noun)) return true;
  return noun !== "" && !(POSSESSABLE.has(noun) || NEUTRAL.has(noun) || COMMON.has(noun));
}
