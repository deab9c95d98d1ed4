/** What a role is about; an offer has to be relevant to it (Spam Act 2003 Sch 2 cl 4, compliance AU-03). */
export const ROLE_FUNCTIONS = [
  "executive",
  "marketing",
  "sales",
  "operations",
  "finance",
  "people",
  "technology",
  "product",
  "legal",
  "procurement",
] as const;
export type RoleFunction = (typeof ROLE_FUNCTIONS)[number];

/** Specific functions before the general one: a "marketing director" decides marketing, a plain "director" the business. */
const WORDS: readonly (readonly [RoleFunction, RegExp])[] = [
  ["people", /\b(?:hr|human resources?|people|talent|payroll|recruit\w*|culture)\b/],
  ["finance", /\b(?:finance|financial|cfo|account(?:s|ing|ant)|bookkeeper|treasur\w*|controller)\b/],
  ["legal", /\b(?:legal|counsel|solicitor|compliance|company secretary)\b/],
  ["procurement", /\b(?:procurement|purchasing|buyer|sourcing)\b/],
  ["technology", /\b(?:it|cto|cio|ciso|technology|engineering|engineer|developer|software|systems?|data|security)\b/],
  ["marketing", /\b(?:marketing|cmo|brand|communications?|growth|digital|content|seo|advertising|demand|media)\b/],
  ["sales", /\b(?:sales|cro|revenue|business development|bdm?|partnerships?|commercial|account (?:manager|executive|director))\b/],
  ["product", /\b(?:product|cpo|design|ux)\b/],
  [
    "operations",
    /\b(?:operations?|coo|logistics|production|supply|warehouse|site|practice|office|project|general) ?(?:manager|director|lead|head)?\b/,
  ],
  [
    "executive",
    /\b(?:owner|founder|co founder|cofounder|ceo|chief executive|managing director|md|principal|partner|proprietor|president|director|chair\w*)\b/,
  ],
];

/** The function a title speaks of; null when it says nothing about it. */
export function roleFunctionOf(title: string | null): RoleFunction | null {
  const words = (title ?? "")
    .toLowerCase()
    .replace(/[^a-z]+/g, " ")
    .trim();
  if (!words) return null;
  // Who runs the business decides, whatever else the title names.
  if (/\b(?:owner|founder|cofounder|ceo|chief executive|managing director|md|proprietor)\b/.test(words)) return "executive";
  return WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}
