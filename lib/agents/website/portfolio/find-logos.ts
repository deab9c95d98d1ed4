import "server-only";
import { quoteOf } from "@/lib/agents/website/evidence";
import { isStockLogo } from "@/lib/agents/website/placeholder-text";
import { canBeClient, isBadge, nameInAlt, nameInFile } from "@/lib/agents/website/portfolio/client-name";
import { CLIENT_TITLE, type Mention, NOT_CLIENTS_TITLE, TESTIMONIAL_TITLE, WORK_TITLE } from "@/lib/agents/website/portfolio/mention";
import { isBody, type Placed, placed } from "@/lib/agents/website/topics";
import type { SitePage } from "@/lib/domain/site-facts";

const SMALLEST_WALL = 3;
/** Pictures that stand in until somebody has better ones. */
const STOCK_PICTURE = /placeholder\.(?:com|co)|placehold\.|placekitten|dummyimage|picsum\.photos|loremflickr|unsplash\.com|pexels\.com/i;
const NOT_A_LOGO = [
  "testimonial",
  "avatar",
  "team",
  "member",
  "author",
  "blog",
  "post",
  "news",
  "article",
  "award",
  "badge",
  "certification",
  "accreditation",
  "tool",
  "tech",
  "integration",
  "press",
  "instagram",
  "star",
  "rating",
  "icon",
];

/** Papers that wrote about the agency. */
const AS_SEEN = /as[-_]?(?:seen|featured)|featured[-_]?(?:in|on)|\/press\//i;

/** Clients by their logos: images together in a place for clients, or images that call themselves logos. By alternative text, else by file name. */
export function findLogos(page: SitePage, ownName: string | null): Mention[] {
  const images = placed(page).filter(
    (block) => block.kind === "image" && isBody(block) && block.area !== "header" && !block.marks.some((mark) => NOT_A_LOGO.includes(mark)),
  );
  const walls = Map.groupBy(
    images,
    ({ section, topics, lead, marks }) => `${section} ${topics.join(" > ")} ${lead} ${marks.includes("logo") || marks.includes("client")}`,
  );
  return [...walls.values()].flatMap((wall) => {
    const place = placeOf(wall);
    if (place === "other" || wall.some(({ src, text }) => isStockLogo(text) || isStockLogo(nameInFile(src ?? "") ?? ""))) return [];
    const named = wall.flatMap((image) => mentionIn(image, page, { ownName, place }));
    const isWall = new Set(named.map(({ name }) => name)).size >= (place === "clients" ? 2 : SMALLEST_WALL);
    return isWall ? named : [];
  });
}

/** What a group of images stands under: a place for clients, for something else, or nothing that tells. */
function placeOf(wall: readonly Placed[]): "clients" | "logos" | "other" | null {
  const [first] = wall;
  if (!first) return null;
  const titles = [...(first.lead === null ? [] : [first.lead]), ...first.topics.toReversed()].slice(0, 3);
  const marks = new Set(wall.flatMap((block) => block.marks));
  for (const title of titles) {
    if (NOT_CLIENTS_TITLE.test(title) && !/\bclients?\b.*\bpartners\b|trusted|brands/i.test(title)) return "other";
    if (CLIENT_TITLE.test(title) && !TESTIMONIAL_TITLE.test(title)) return "clients";
  }
  if (titles.some((title) => TESTIMONIAL_TITLE.test(title) || WORK_TITLE.test(title)) && !marks.has("logo")) return null;
  if (marks.has("client") || marks.has("customer") || marks.has("trusted")) return "clients";
  if (marks.has("logo") || marks.has("brand") || marks.has("marquee")) return "logos";
  return null;
}

type Place = { ownName: string | null; place: "clients" | "logos" | null };

function mentionIn(image: Placed, { url }: SitePage, { ownName, place }: Place): Mention[] {
  const file = image.src ?? "";
  const saysLogo =
    /\blogos?\b/i.test(image.text) || /logo/i.test(file.split("/").at(-1) ?? "") || /\/(?:client|customer|brand)?-?logos?\//i.test(file);
  if (place === null && !saysLogo) return [];
  const inAlt = image.text === "" ? null : nameInAlt(image.text);
  if (AS_SEEN.test(file)) return [];
  const inFile = file === "" || STOCK_PICTURE.test(file) || !/\.(?:svg|png|webp|jpe?g|gif|avif)/i.test(file) ? null : nameInFile(file);
  const isAlt = inAlt !== null && canBeClient(inAlt, ownName);
  const name = isAlt ? inAlt : inFile;
  if (name === null || !canBeClient(name, ownName) || isBadge(`${image.text} ${name}`) || isPicture(isAlt ? name : image.text)) return [];
  const confidence = (isAlt ? 0.82 : 0.66) - (place === "clients" ? 0 : place === "logos" ? 0.07 : 0.15);
  const quote = isAlt ? quoteOf(image.text, name) : file.length <= 240 ? file : (file.split("/").at(-1) ?? "").slice(0, 240);
  return [{ name, source: "logo", confidence, evidence: { url, quote }, domain: domainOf(image.href, url) }];
}

/** Alternative texts that describe what a photograph shows. */
function isPicture(alt: string): boolean {
  return (
    alt.split(" ").length > 7 ||
    /\b(?:photo|picture|image|portrait|screenshot|illustration|team|people|person|woman|man|working|sitting|standing|holding|smiling|meeting|office|background|banner|mockup)\b/i.test(
      alt,
    )
  );
}

/** Where a logo leads, when it leads away from the site and not to a network. */
export function domainOf(href: string | null, pageUrl: string): string | null {
  const url = href === null ? null : URL.parse(href);
  if (!url) return null;
  const host = url.hostname.replace(/^www\./, "");
  const own = new URL(pageUrl).hostname.replace(/^www\./, "");
  const isElsewhere = host !== own && !host.endsWith(`.${own}`) && host.includes(".") && !/^\d+(?:\.\d+){3}$/.test(host);
  const isNetwork =
    /(?:^|\.)(?:facebook|instagram|linkedin|twitter|x|youtube|youtu|vimeo|tiktok|pinterest|google|goo|apple|clutch|g2|trustpilot|behance|dribbble|medium|spotify|wa|calendly|hubspot|shopify|wordpress|webflow|bit|maps)\.(?:com|be|me|co|gl|ly|io|org|com\.au)$/i.test(
      host,
    );
  return isElsewhere && !isNetwork ? host : null;
}
