import { remember } from "@/lib/domain/remember";

/** Ranks of job titles, most senior first, with the authority points of the score (maximum 25). */
export const TITLE_FAMILIES = {
  principal: { points: 25, label: "runs or owns the business" },
  c_suite: { points: 22, label: "C-suite or president" },
  vice_president: { points: 18, label: "vice president" },
  director: { points: 15, label: "director or head of a function" },
  senior_manager: { points: 10, label: "senior manager" },
  manager: { points: 7, label: "manager or team lead" },
  unknown: { points: 5, label: "a title we do not rank" },
  former: { points: 0, label: "a role the person no longer holds" },
  none: { points: 0, label: "no title" },
} as const;
export type TitleFamily = keyof typeof TITLE_FAMILIES;

/** `subordinate`: the title names an assistant, intern, student, coordinator or receptionist. */
export type ParsedTitle = { family: TitleFamily; subordinate: boolean };

/** Points for Apollo's own seniority word, used when the title itself cannot be ranked. */
export const SENIORITY_POINTS: Readonly<Record<string, number>> = {
  owner: 25,
  founder: 25,
  partner: 25,
  c_suite: 22,
  vp: 18,
  head: 15,
  director: 15,
  manager: 10,
  senior: 7,
  entry: 3,
};

const RANKED: readonly TitleFamily[] = ["principal", "c_suite", "vice_president", "director", "senior_manager", "manager"];

/** Roles split here; "and", "&" and "/" stay inside a role because "Chief People & Culture Officer" is one. */
const ROLE_BREAKS = /\s*(?:[|,;()[\]•·]|\s[-–—]\s)\s*/;
/** After these words a title says whom the person serves or where, not what the person is. */
const COMPLEMENT = /\b(?:to|for|at|supporting|reporting|office of|of)\b.*/;
/** The person serves whoever is named next, so everything behind "to" is somebody else's title. */
const SERVES_SOMEONE = /\b(assistant|ea|pa|aide|secretary|support|advisor|adviser|receptionist|coordinator)\b(.*?)\b(?:to|for)\b.*/;
const SUBORDINATE = /\b(?:assistants?|interns?|internship|students?|coordinators?|receptionists?|ea|pa)\b/;
const PAST = /\b(?:former|formerly|ex|retired|previous|previously|past|emeritus)\b/;

const OWNER_OF_A_THING =
  /\b(?:product|process|system|systems|service|data|risk|platform|feature|account|backlog|project|program|programme|application|solution|control|budget|content)\s+owners?\b/g;
const TITLE_AS_MODIFIER =
  /\b(?:owner|founder|partner|president|director|ceo)s?\s+(?=(?:relations?|relationships?|services?|success|support|engagement|experience|liaison|communications|care|marketing|development|sales|programs?|programmes?|alliances?|enablement|operations|account|accounts|solutions|growth|manager|managers|management|associate|representative|office)\b)/g;
const PARTNER_OF_A_FUNCTION =
  /\b(?:business|hr|people|talent|channel|client|delivery|learning|finance|commercial|alliance|technology|customer|growth|culture|strategic|solution|solutions)\s+partners?\b/g;

const CHIEF_EXECUTIVE = /\b(?:ceo|chief executive)\b/;
const PRINCIPALS = /\b(?:owners?|co owner|founders?|cofounders?|proprietor|managing directors?|md|managing partners?|partners?)\b/;
const C_LEVEL = /\b(?:cmo|cto|cfo|coo|cro|cio|cpo|ciso|cdo|cco|chro|cso|cgo|cxo|clo|cao|cbo|chief (?:\w+ ){1,5}officer|president)\b/;
const VICE_PRESIDENTS = /\b(?:vice president|vp|svp|evp|avp)\b/;
const DIRECTORS = /\bdirectors?\b|\bhead of\b|\bhead$/;
const SENIOR_MANAGERS = /\b(?:senior|snr|sr) (?:\w+ ){0,3}managers?\b/;
const MANAGERS = /\b(?:managers?|mgr|team leader|lead(?! (?:gen|generation|generator|nurture|nurturing|qualification|sourcing)))\b/;

/**
 * Ranks a job title. Works on whole words, so "CTO" is not found in "director"; several roles in one title give the highest;
 * "assistant to the CEO" is an assistant; a role marked former, ex- or retired counts nothing (domain.md 2.2).
 */
export const parseTitle = remember((title: string): ParsedTitle => {
  const text = normalise(title);
  if (!text) return { family: "none", subordinate: false };

  const roles = text.replace(SERVES_SOMEONE, "$1$2").split(ROLE_BREAKS).map(words).filter(Boolean);
  if (roles.length === 0) return { family: "none", subordinate: false };
  const current = currentRoles(roles);
  if (current.length === 0) return { family: "former", subordinate: false };

  const families = current.map(familyOf);
  return {
    family: RANKED.find((family) => families.includes(family)) ?? "unknown",
    subordinate: current.some((role) => SUBORDINATE.test(role)),
  };
});

/** Roles the person holds now. A lone "retired" or "former" speaks of the whole title. */
function currentRoles(roles: string[]): string[] {
  if (roles.some((role) => new RegExp(`^${PAST.source}$`).test(role))) return [];
  return roles.flatMap((role) => {
    const past = PAST.exec(role);
    if (!past) return [role];
    const before = role
      .slice(0, past.index)
      .replace(/\band\s*$/, "")
      .trim();
    const after = role.slice(past.index + past[0].length).trim();
    return before && after ? [before] : [];
  });
}

function familyOf(role: string): TitleFamily {
  const isHeadOf = /\bhead of\b/.test(role);
  const own = role
    .replace(OWNER_OF_A_THING, "lead") // a product owner ranks with team leads
    .replace(PARTNER_OF_A_FUNCTION, "")
    .replace(TITLE_AS_MODIFIER, "")
    .replace(COMPLEMENT, (rest) => (rest.startsWith("of") && isHeadOf ? "of" : ""))
    .trim();
  if (/\bassistants?$/.test(own)) return "unknown"; // "CEO assistant" is the assistant
  if (CHIEF_EXECUTIVE.test(own) || PRINCIPALS.test(own)) return "principal";
  if (VICE_PRESIDENTS.test(own)) return C_LEVEL.test(own.replace(/\bvice president\b/g, "")) ? "c_suite" : "vice_president";
  if (C_LEVEL.test(own)) return "c_suite";
  if (DIRECTORS.test(own)) return "director";
  if (SENIOR_MANAGERS.test(own)) return "senior_manager";
  return MANAGERS.test(own) ? "manager" : "unknown";
}

/** Lower case, no accents, no dots inside abbreviations (C.E.O.), no possessives ("the founder's assistant" serves the founder). */
function normalise(title: string): string {
  return title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/\b(?:[a-z]\.){2,}/g, (letters) => letters.replaceAll(".", ""))
    .replace(/\b[a-z]+['’]s\b(?=\s+\w)/g, " ")
    .replace(/\bco[\s-]?ordinator/g, "coordinator")
    .replace(/\bco[\s-](founder|owner|ceo)/g, "$1")
    .replace(/\bvice[\s-]+president/g, "vice president")
    .trim();
}

function words(text: string): string {
  return text
    .replace(/[&/+]/g, " and ")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}
