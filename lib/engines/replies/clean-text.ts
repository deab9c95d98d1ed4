import "server-only";
import { withoutTypos } from "@/lib/engines/replies/common-typos";

/** Characters that change what a reader sees without being seen: zero width, soft hyphen, bidi controls, variation selectors, tag characters. */
const INVISIBLE =
  /[\u034F\uFE00-\uFE0F]|[\u00AD\u061C\u115F\u1160\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E0FFF}]/gu;
// biome-ignore lint/suspicious/noControlCharactersInRegex: removing control characters is the purpose
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]/g;

/** Longest text any rule looks at; a person's answer is far shorter and a hostile one must not cost time. */
const MAX_CHARS = 20_000;
const MAX_RULE_CHARS = 4_000;
const TAIL_CHARS = 1_200;
/** A sentence in pieces of at most 300 characters, cut between words. */
const LONG_SENTENCE = /\S[\s\S]{0,300}(?=\s|$)|\S+/g;

/**
 * The same text with unix line ends, plain spaces and nothing invisible in it (compliance SE-33).
 * Letters and punctuation stay as typed.
 */
export function cleanText(text: string): string {
  return text
    .slice(0, MAX_CHARS * 4)
    .replace(/\r\n?|\u2028|\u2029/g, "\n")
    .replace(INVISIBLE, "")
    .replace(CONTROL, "")
    .replace(/[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/g, " ")
    .slice(0, MAX_CHARS);
}

/** Spellings of one thing, brought to one form so that a rule is written once. Order matters: contractions first. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\be[- ]mail/g, "email"],
  [/\bca(?:n'?t|nnot)\b/g, "can not"],
  [/\bwon'?t\b/g, "will not"],
  [/\bshan'?t\b/g, "shall not"],
  [/\bain'?t\b/g, "is not"],
  [/\b(do|does|did|is|are|was|were|has|have|had|would|could|should|need|must)n'?t\b/g, "$1 not"],
  [/\b(i)(?:'m|m(?! (?:urlaub|b[üu]ro|haus|moment|krankenstand|homeoffice|dienst|au(?:ß|ss)endienst)))\b/g, "i am"],
  [/\b4 (?=(?:us|me)\b)/g, "for "],
  [/\bsomething's\b/g, "something has"],
  [/\bhows much\b/g, "how much"],
  [/\bo\/s\b/g, "overseas"],
  [/\b(we|you|they)'re\b/g, "$1 are"],
  [/\b(i|we|you|they)'ve\b/g, "$1 have"],
  [/\bive\b/g, "i have"],
  [/\b(i|we|you|they|he|she|it|that)'ll\b/g, "$1 will"],
  [/\b(i|we|you|they|he|she)'d\b/g, "$1 would"],
  [/\b(it|that|what|who|where|there|here|he|she|how|when)'s\b/g, "$1 is"],
  [/\b(?:thats)\b/g, "that is"],
  [/\b(?:whats)\b/g, "what is"],
  [/\b(?:whos)\b/g, "who is"],
  [/\blet'?s\b/g, "lets"],
  [/\b(?:pls|plz|plse|pleease|plase|pleas)\b/g, "please"],
  [/\b(?:thx|thnx|tks|thanx|ty|cheers mate)\b/g, "thanks"],
  [/\bu\b/g, "you"],
  [/\bur\b/g, "your"],
  [/\br\b(?= (?:you|we|they|u|not|going|still|just|these|those|getting|unwanted)\b)/g, "are"],
  [/\b(my|our|this|your) (?:no|num|nmbr|nr|ph)\b(?=[.!,]|$| (?:from|off|please|thanks|now)\b)/g, "$1 number"],
  [/\b(take|get|remove|drop|cross|strike) (me|us|my \w+|our \w+|this \w+) of (?=(?:your|the|this|that|any|ur)\b)/g, "$1 $2 off "],
  [/\bunsub(?:bed|bing)?\b/g, "unsubscribe"],
  [/(?<=[a-z] )'?em\b(?!-)/g, "them"],
  [/\bcomms\b/g, "communications"],
  [/\ball g\b/g, "all good"],
  [
    /(?<=^|[\n.!?,] ?|\b(?:nah|na|naw|no|nope|thanks|ta|cheers|but|mate|sorry) )were (?=(?:all |pretty |already )?(?:right|good|fine|sorted|set|covered|sweet)\b)/g,
    "we are ",
  ],
  [/\bnot (?:un|dis)(?=interested|keen|curious|tempted|intrigued)/g, ""],
  [/\b(?:2moro|2morrow|tmrw|tmw|tomoz|tmrow|tomorow|tommorow|tommorrow)\b/g, "tomorrow"],
  [/\b(?:arvo|arv|afternoons)\b/g, "afternoon"],
  [/\b(?:msgs?)\b/g, "message"],
  [/\b(?:txt|txts)\b/g, "text"],
  [/\b(?:txting|txtn|textn|textin)\b/g, "texting"],
  [/\b(?:msging|msgn|messging|messagin|messageing)\b/g, "messaging"],
  [/\b(?:emailin|emaling|mailin|e mailing)\b/g, "emailing"],
  [/\b(?:callin|calln)\b/g, "calling"],
  [/\b(?:stahp|stpo|sotp|stopp+)\b/g, "stop"],
  [/\b(would|could|will|might|do|does) not (?:ever )?say no to\b/g, "would like"],
  [
    /\b(?:would|do|does) not mind (?=(?:a|an|some|hearing|seeing|having|talking|chatting|learning|knowing|more|catching)\b)/g,
    "would like ",
  ],
  [/\bnot (?:opposed|averse|adverse|against|closed) to\b/g, "open to"],
  [/\b(?:would|will|does|could) not (?:go astray|hurt|go amiss|be the worst)\b/g, "would be good"],
  [/\be mails?\b/g, "emails"],
  [/\b(?:mtg)\b/g, "meeting"],
  [/\bwk\b/g, "week"],
  [/\brn\b/g, "right now"],
  [/\batm\b/g, "at the moment"],
  [/\b(?:coz|cos|cuz)\b/g, "because"],
  [/\b(?:hu|whos)\b(?= (?:is|are|r|dis|this|dat))/g, "who"],
  [/\bwho (?:dis|this|dat)\b/g, "who is this"],
  [/\bw[ua]ts?\b/g, "what"],
  [/\bdunno\b/g, "do not know"],
  [/\bgonna\b/g, "going to"],
  [/\bwanna\b/g, "want to"],
  [/\b(?:yea|yeh|ye)\b/g, "yeah"],
  [/\b(?:intrested|intersted|interested in)\b/g, "interested"],
  [/\bf[*@#$%!u-]*[*@#$%!-][*@#$%!u-]*c?k?(?![a-z])|\bf[*@#$%!-]+c?k|\bfck|\bfuk\b/g, "fuck"],
  [/\bp\*ss\b|\bp!ss\b/g, "piss"],
  [/\bun?[\s-]?s[uo]b?s?[cr]*[ri]*[bc]?[ri]*b(?=e|i|\b)/g, "unsubscrib"],
];

/**
 * Text brought to the form the rules are written for: lower case, straight quotes, contractions spelled out, common
 * short-message spellings expanded. Lines stay lines.
 */
export function matchText(text: string): string {
  let result = withoutExcess(cleanText(text))
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u2018\u2019\u201B\u02BC\u00B4`]/g, "'")
    .replace(/[\u201C\u201D\u201E\u00AB\u00BB]/g, '"')
    .replace(/[\u2010-\u2015\u2212]/g, "-")
    .replace(/\u2026/g, "...")
    .replace(/(?<![a-z0-9])(?:[a-z][ .*_-]){3,}[a-z](?![a-z0-9])/g, (spaced) => spaced.replace(/[ .*_-]/g, ""))
    .replace(/(?<=^|[.!?]\s)([a-z]{1,9})\. ([a-z]{1,9})\. ([a-z]{1,9})(?=[.!]|$)/g, "$1 $2 $3")
    .replace(/[ \t]+/g, " ")
    .replace(/ ?\n ?/g, "\n");
  for (const [spelling, plain] of SPELLINGS) result = result.replace(spelling, plain);
  return withoutTypos(result).trim();
}

/** An overlong sentence in pieces; the mark at a cut keeps "please stop | by the office" from ending in a keyword. */
function inPieces(sentence: string): string[] {
  const pieces = sentence.match(LONG_SENTENCE) ?? [];
  return pieces.map((piece, index) => (index < pieces.length - 1 ? `${piece} ~` : piece));
}

/** Beginning and end of a text nobody types by hand, and no word longer than an address: patterns stay cheap on hostile input. */
function withoutExcess(text: string): string {
  const clipped = text.length > MAX_RULE_CHARS ? `${text.slice(0, MAX_RULE_CHARS - TAIL_CHARS)} ~\n~ ${text.slice(-TAIL_CHARS)}` : text;
  return clipped.replace(/(\S{160})\S+/g, "$1");
}

/** Joins lines that a mail client wrapped in mid-sentence, so that a phrase is never cut in two. */
export function unwrapLines(text: string): string {
  return text.replace(/^([^\n]{55,}[^\n.!?:;>])\n(?=[^\s>*•-])/gm, "$1 ");
}

/** Sentences of a text in match form, each with its closing mark. A line end closes a sentence. */
export function sentencesOf(matchable: string): string[] {
  return matchable
    .split(/\n+|(?<=[.!?;])\s+|(?<=[。！？])/)
    .flatMap(inPieces)
    .map((sentence) => sentence.trim())
    .filter(Boolean);
}
