import "server-only";

/** A page that might be worth reading: where, and what the link to it says. */
export type Candidate = { url: string; text: string };

type Kind = { name: string; most: number; worth: number; text: RegExp; path: RegExp };

/** What is worth reading of an agency's site, how many pages of each, and how links to them are called. */
const KINDS: readonly Kind[] = [
  {
    name: "services",
    most: 1,
    worth: 100,
    text: /^(?:our |all |view (?:our |all )?)?(?:services?|what we do|capabilit\w+|solutions?|expertise|offering\w*|how we (?:help|can help))$/i,
    path: /^\/(?:our-)?(?:services?|what-we-do|capabilit\w+|solutions?|expertise|offering\w*|how-we-help)(?:\.\w+)?\/?$/i,
  },
  {
    name: "work",
    most: 2,
    worth: 95,
    text: /^(?:our |selected |view (?:our |all )?|see (?:our |all )?|recent |featured |client )?(?:work|portfolio|case[- ]studies|projects?|success stories|stories|results|clients?|customers?)(?: stories)?$/i,
    path: /^\/(?:our-)?(?:work|portfolio|case-?stud\w+|projects?|success-stories|client-stories|stories|results|clients?|customers?|client-success|showcase)(?:\.\w+)?\/?$/i,
  },
  {
    name: "about",
    most: 1,
    worth: 90,
    text: /^(?:about(?: us)?|who we are|our (?:story|agency|company)|company|agency|studio|why (?:us|choose us|.{2,30}))$/i,
    path: /^\/(?:about(?:-us)?|who-we-are|our-story|company|agency|studio|why-\w+)(?:\.\w+)?\/?$/i,
  },
  {
    name: "case",
    most: 6,
    worth: 70,
    text: /case study|read (?:the |full )?(?:case|story)|view (?:the )?(?:case|project|work)|success story/i,
    path: /\/(?:case-?stud(?:y|ies)|our-work|work|portfolio|projects?|success-stories|client-stories|stories|customers?|clients?|results)\/(?!page\/|category\/|tag\/)[\w%.-]+(?:\/|\.\w+)?$|\/[\w-]*case-study[\w-]*/i,
  },
  {
    name: "team",
    most: 1,
    worth: 65,
    text: /^(?:our |meet the |the )?(?:team|people|crew)$/i,
    path: /\/(?:our-|meet-the-|the-)?(?:team|people|crew)(?:\.\w+)?\/?$/i,
  },
  {
    name: "testimonials",
    most: 1,
    worth: 62,
    text: /^(?:client )?(?:testimonials?|reviews?|what (?:our )?clients say)$/i,
    path: /\/(?:testimonials?|reviews?|client-feedback)(?:\.\w+)?\/?$/i,
  },
  {
    name: "industries",
    most: 1,
    worth: 60,
    text: /^(?:industries|sectors|who we (?:help|work with|serve)|markets)(?: we (?:serve|work with))?$/i,
    path: /\/(?:industries|sectors|who-we-(?:help|work-with|serve)|markets)(?:\.\w+)?\/?$/i,
  },
  {
    name: "contact",
    most: 1,
    worth: 55,
    text: /^(?:contact(?: us)?|get in touch|let'?s talk|locations?|offices?)$/i,
    path: /\/(?:contact(?:-us)?|get-in-touch|locations?|offices?)(?:\.\w+)?\/?$/i,
  },
  {
    name: "service",
    most: 4,
    worth: 50,
    text: /\b(?:seo|ppc|google ads|social media|web design|web development|branding|content marketing|email marketing|digital strategy|paid media|copywriting)\b/i,
    path: /\/(?:services?|solutions?|what-we-do|capabilities|expertise)\/[\w%.-]+(?:\/|\.\w+)?$/i,
  },
];

const NEVER =
  /\.(?:pdf|jpe?g|png|gif|svg|webp|avif|zip|mp4|mp3|css|js|json|xml|rss|ics|docx?|xlsx?|pptx?)$|\/(?:wp-json|wp-admin|wp-login|wp-content|feed|cart|checkout|my-account|login|sign-?in|sign-?up|register|privacy|terms|cookie|legal|sitemap|search|tag|category|author|cdn-cgi|careers?|jobs?)(?:[/.-]|$)|\/page\/\d+/i;

/** How much a page promises and of which kind it is; null for one that is not worth a visit. */
export function kindOf({ url, text }: Candidate): { name: string; most: number; worth: number } | null {
  const { pathname, search } = new URL(url);
  if (NEVER.test(pathname) || search.length > 60) return null;
  const path = decode(pathname);
  const words = text
    .replace(/\s+/g, " ")
    .replace(/[→»›>\s]+$/g, "")
    .trim();
  // A whole path is surer than words: "Work" in a menu may lead anywhere, and a case study may be called by its client alone.
  return (
    KINDS.find((kind) => kind.path.test(path) || kind.path.test(lastParts(path))) ?? KINDS.find((kind) => kind.text.test(words)) ?? null
  );
}

/** The end of a longer path, so that a site below a folder is read like one at the root. */
function lastParts(path: string): string {
  const parts = path.replace(/\/$/, "").split("/");
  return `/${parts.slice(-1).join("/")}`;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // an address may be written wrongly and still lead somewhere
  }
}

/**
 * The pages to read next, best first and not too many of one kind.
 * @param taken how many of each kind were read already; counted on here
 */
export function choosePages(candidates: readonly Candidate[], { room, taken }: { room: number; taken: Map<string, number> }): Candidate[] {
  const rated = candidates.flatMap((candidate, order) => {
    const kind = kindOf(candidate);
    return kind ? [{ candidate, kind, order }] : [];
  });
  rated.sort((a, b) => b.kind.worth - a.kind.worth || a.order - b.order);
  const chosen: Candidate[] = [];
  for (const { candidate, kind } of rated) {
    const count = taken.get(kind.name) ?? 0;
    if (chosen.length >= room || count >= kind.most) continue;
    taken.set(kind.name, count + 1);
    chosen.push(candidate);
  }
  return chosen;
}
