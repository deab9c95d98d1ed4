import "server-only";
import type { NamedPerson, ReplyEntities, SaidThing } from "@/lib/domain/reply-handling";

const MAX_VALUE = 200;
const MAX_QUOTE = 300;

type Finder = { key: Exclude<keyof ReplyEntities, "decisionMakers">; pattern: RegExp; most: number };

const DAY = "(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?";
const CLOCK = "\\d{1,2}(?:[:.]\\d{2})? ?(?:am|pm)|\\d{1,2}[:.]\\d{2}|noon|midday|lunch(?:time)?|mornings?|afternoons?|arvos?|evenings?";

/** What is read out of one sentence at a time; the sentence is the quote. */
const FINDERS: readonly Finder[] = [
  {
    key: "meetingPreferences",
    pattern: new RegExp(
      `\\b(?:(?:next |this )?${DAY}\\b(?:[ ,]+(?:at |after |before |around |by )?(?:${CLOCK}))?|(?:after|before|between|around|at) (?:${CLOCK})|tomorrow(?: (?:${CLOCK}))?|next week|by phone|(?:on )?(?:zoom|teams|google meet)|in person|face to face)\\b`,
      "i",
    ),
    most: 10,
  },
  { key: "questions", pattern: /^.{6,}\?\s*$/s, most: 10 },
  {
    key: "painPoints",
    pattern:
      /\b(?:struggl\w+|not (?:getting|seeing) (?:enough|any|many)|too few|no (?:leads|enquiries|bookings)|hopeless|letting us down|problem (?:is|with)|pain|quiet|slow|losing|drop(?:ped|ping)? off|can'?t (?:find|get|keep|rank)|fed up with|a mess|frustrat\w+|wasting)\b/i,
    most: 10,
  },
  {
    key: "competitors",
    pattern:
      /\b(?:we (?:already )?(?:use|work with|are with|signed with|went with|have)|currently (?:with|using)|our (?:current|existing|present) (?:agency|provider|mob|lot|supplier|crowd|team))\b/i,
    most: 5,
  },
  { key: "budget", pattern: /\$ ?\d[\d,.]*k?|\b\d+(?:\.\d+)? ?(?:k|grand)\b|\b(?:budget|afford|spend|retainer)\b/i, most: 5 },
  {
    key: "timeline",
    pattern:
      /\b(?:next (?:month|quarter|year)|in (?:january|february|march|april|may|june|july|august|september|october|november|december|the new year|\d+ (?:weeks|months))|after (?:easter|christmas|eofy|the new year)|by (?:the )?end of|asap|this (?:month|quarter|year)|contract (?:ends|is up|expires|finishes))\b/i,
    most: 5,
  },
];

const ROLE =
  "(?:owner|director|manager|marketing (?:manager|lead|director)|general manager|gm|ceo|cfo|coo|cmo|md|boss|business partner|head of \\w+|operations manager|practice manager|bookkeeper|partner|board)";
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const NAME = "[A-Z][a-z'’-]+(?: [A-Z][a-zA-Z'’-]+)?";
/** Words with a capital that are no names. */
const NO_NAME =
  /^(?:I|Hi|Hey|Hello|Thanks|Thank|Not|No|Yes|The|Our|My|We|You|He|She|They|Try|Ask|Speak|Talk|Contact|Email|Call|Best|Please|If|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|Regards|Cheers|Kind)$/;

/**
 * What a reply tells beside its intent, by patterns: each thing with the sentence it stands in.
 * @param text what they typed, without quotes and signature
 */
export function findEntities(text: string): ReplyEntities {
  const sentences = text
    .split(/\n+|(?<=[.!?])\s+/)
    .map((sentence) => sentence.trim())
    .filter(Boolean)
    .slice(0, 60);
  const found: ReplyEntities = {
    meetingPreferences: [],
    questions: [],
    painPoints: [],
    competitors: [],
    budget: [],
    timeline: [],
    decisionMakers: [],
  };
  for (const sentence of sentences) {
    for (const { key, pattern, most } of FINDERS) {
      const match = pattern.exec(sentence);
      if (match && found[key].length < most) found[key].push(said(match[0], sentence));
    }
    const person = personIn(sentence);
    if (person && found.decisionMakers.length < 5) found.decisionMakers.push(person);
  }
  return found;
}

function said(value: string, sentence: string): SaidThing {
  return { value: value.trim().slice(0, MAX_VALUE), quote: sentence.slice(0, MAX_QUOTE) };
}

/** Somebody who decides, or who should hear of it: a name with a role or a hand-over word beside it, or an address. */
function personIn(sentence: string): NamedPerson | null {
  const email = EMAIL.exec(sentence)?.[0] ?? null;
  const role = new RegExp(`\\b${ROLE}\\b`, "i").exec(sentence)?.[0] ?? null;
  const handsOver =
    /\b(?:try|ask(?: for)?|speak (?:to|with)|talk (?:to|with)|contact|reach out to|copied(?: in)?|cc'?d|copying(?: in)?|loop(?:ed|ing) in|forwarded (?:this|it|your \w+) (?:on )?to|pass(?:ed|ing) (?:this|it) (?:on )?to|best person is|you want|heads? up|looks after|handles|runs|decides)\b/i.test(
      sentence,
    );
  if (!email && !role && !handsOver) return null;
  const name = [...sentence.matchAll(new RegExp(`\\b${NAME}\\b`, "g"))]
    .map(([match]) =>
      match
        .split(" ")
        .filter((word) => !NO_NAME.test(word))
        .join(" "),
    )
    .find((candidate) => candidate.length > 1);
  if (!name && !email) return null;
  if (name && !email && !role && !handsOver) return null;
  return {
    name: name?.slice(0, 100) ?? null,
    role: role?.slice(0, 100) ?? null,
    email: email?.toLowerCase() ?? null,
    quote: sentence.slice(0, MAX_QUOTE),
  };
}
