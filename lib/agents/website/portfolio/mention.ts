import "server-only";
import type { PortfolioCompany, PortfolioSource, SiteSource, SourcedFact } from "@/lib/domain/site-facts";

/** One place where a site names a company as its client. */
export type Mention = {
  name: string;
  source: PortfolioSource;
  confidence: number;
  evidence: SiteSource;
  /** The case study it leads to, when it is a card; its own page when it is one. */
  about?: string;
  domain?: string | null;
  testimonial?: PortfolioCompany["testimonial"];
  summary?: string | null;
  results?: SourcedFact[];
  industry?: SourcedFact | null;
};

/** Titles under which clients stand. */
export const CLIENT_TITLE =
  /\b(?:clients?|customers?)\b|trusted by|\b(?:that|who) (?:already )?(?:trust|chose|choose|love|rely)|trust us|^(?:our |some )?(?:favourite )?brands$|brands? (?:we|that|who|you)|(?:some of |the |our )(?:great |amazing |favourite |wonderful )?brands|worked with|working with|we work with|who (?:we|i)(?:['’]ve| have)? (?:work|help|partner|write|design|build|make)|(?:favourite|favorite|wonderful|lovely) (?:people|humans|friends|collaborators)|companies (?:we|that|who)|partnered with|in good company|loved by|chosen by|proud(?:ly)? (?:to work|work|partner|support)|relied on|businesses (?:we|that|who)|organi[sz]ations (?:we|that|who)|teams (?:we|that)|great company|people we(?:'ve)? (?:work|help)/i;
/** Titles under which something else stands that looks like clients. */
export const NOT_CLIENTS_TITLE =
  /certif|accredit|awards?\b|recogni[sz]|\bpartners\b|partner(?:ship)s? (?:with|program)|technolog|\bworks with\b|\bengines\b|platforms?\b|\btools?\b|tech stack|integrat|(?:as )?(?:featured|seen) (?:in|on)|\bpress\b|in the media|member(?:ship)? of|memberships?|payment|\bteam\b|meet|our people|blog|news|insight|article|services?\b|what we do|client (?:portal|login|services)|clients? (?:get|receive|can|will|expect|ask|need|want|gain|experience)|for (?:our )?clients|industr|sector|new clients|faq|question|process|become/i;
export const TESTIMONIAL_TITLE =
  /testimonial|reviews?\b|what (?:our |the |people |they |others )?(?:clients?|customers?|people|partners)?\s*(?:are |have )?(?:say|said|think)|kind words|client love|hear (?:it )?from|word(?:s)? from|take our word|in their (?:own )?words|feedback|nice things|they said|people say|love (?:notes|letters)/i;
export const WORK_TITLE =
  /case stud|(?:our|selected|recent|featured|latest|client|some of our|past|view our|see our|the) (?:work|projects?|campaigns)|portfolio|success stor|client stor|customer stor|client results|(?:our|real|client|proven|recent|latest|selected) results|^(?:work|projects|results|stories)$|(?:stores|sites|websites|shops|brands|apps|films|campaigns) we['’]ve \w+(?: \w+)?$|what we['’]?ve (?:done|made|built)|proof|recent wins/i;
