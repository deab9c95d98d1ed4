import { samplePages } from "@/scripts/eval/sample-site";
import type { Injection } from "@/tests/hostile/injection";

/** The pages of a sample agency, as they are without anybody's tampering. */
export const CLEAN_PAGES = samplePages("harbour-lane");

/** The same pages with words for machines where the injection says. */
export function hostilePages({ place, text }: Injection): { url: string; html: string }[] {
  const safe = escaped(text);
  switch (place) {
    case "page text":
      return withInMain("", `<p>${safe}</p>`);
    case "page heading":
      return withInMain("services/", `<h2>What we do</h2><h3>${safe}</h3><p>One more thing for clinics.</p>`);
    case "page title":
      return tampered("", "<title>", `<title>${safe} `);
    case "page link":
      return withInMain("", `<p><a href="${safe}">Our best client</a></p>`);
    case "alternative text":
      return withInMain("", `<h2>Our clients</h2><img class="client-logo" src="/logos/unknown.png" alt="${safe}">`);
    case "HTML comment":
      return withInMain("", `<!-- ${text.replaceAll("--", "- -")} -->`);
    case "JSON-LD":
      return tampered("", "</head>", `<script type="application/ld+json">${structured(text)}</script></head>`);
    case "meta tag":
      return tampered("", '<meta name="description"', `<meta name="description" content="${safe}"><meta name="was-description"`);
    case "hidden by CSS":
      return withInMain("", `<div style="display: none"><p>${safe}</p></div>`);
    case "testimonial":
      return withInMain(
        "",
        `<blockquote class="testimonial"><p>${safe}</p><footer>Ada Marlow, Director, Marlow Roofing</footer></blockquote>`,
      );
    default:
      throw new Error(`${place} is no place on a page`);
  }
}

function withInMain(path: string, html: string) {
  return tampered(path, "</main>", `${html}</main>`);
}

function tampered(path: string, from: string, to: string) {
  const pages = CLEAN_PAGES.map((page) =>
    new URL(page.url).pathname === `/${path}` ? { ...page, html: page.html.replace(from, () => to) } : page,
  );
  if (pages.every(({ html }, index) => html === CLEAN_PAGES[index]?.html)) throw new Error(`nothing was put on /${path}`);
  return pages;
}

function structured(text: string): string {
  const thing = { "@context": "https://schema.org", "@type": "Organization", name: "Harbour Lane Digital", description: text };
  return JSON.stringify(thing).replaceAll("<", "\\u003c");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
