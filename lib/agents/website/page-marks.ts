import "server-only";

/** Words in class names that say what a box is for; page builders keep them amid their own. Plurals count as singulars. */
const TELLING = new Set(
  `testimonial quote review rating blockquote client customer logo brand partner trust trusted service offering capability solution expertise
  feature benefit value team member person people staff author name position role title company job case study casestudy portfolio project work
  card hero banner intro process step faq accordion blog post news insight article resource award badge certification accreditation press media
  tool tech technology stack integration stat counter number result metric outcome industry sector pricing price plan cta button btn tab slide
  marquee footer header nav menu navbar breadcrumb sidebar cookie tagline subtitle eyebrow kicker category tag meta avatar star form newsletter
  event career vacancy caption gallery instagram feed usp difference why promise guarantee location office`
    .split(/\s+/)
    .filter(Boolean),
);

/** The telling words among class names, ids and roles: "c-client-logos__item" says client, logo. */
export function marksOf(names: string): string[] {
  const words = names
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .map((word) => (TELLING.has(word) ? word : singular(word)))
    .filter((word) => TELLING.has(word));
  return [...new Set(words)];
}

function singular(word: string): string {
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.replace(/s$/, "");
}
