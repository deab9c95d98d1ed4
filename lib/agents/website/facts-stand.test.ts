import fc from "fast-check";
import { expect, test } from "vitest";
import { standsIn } from "@/lib/agents/website/evidence";
import { findServices } from "@/lib/agents/website/find-services";
import { findValueProp } from "@/lib/agents/website/find-value-prop";
import { parseSite } from "@/lib/agents/website/parse-site";
import { findPortfolio } from "@/lib/agents/website/portfolio/find-portfolio";
import { withScriptData } from "@/lib/integrations/website/with-script-data";

const name = fc.constantFrom(
  "Quoll & Sons",
  "Tarn",
  "  Fern\n Flint Ltd",
  "Café Aurora",
  "O'Dea <b>Legal</b>",
  "Brand 01",
  "SEO",
  "“Odd”",
  "",
);
const url = fc.constantFrom(
  "/work/%E0%A4",
  "/services/seo",
  "javascript:alert(1)",
  "/case-studies/quoll?x=1#y",
  "//",
  "mailto:",
  "https://[",
);
/** Pieces that agencies' sites are made of, some of them broken. */
const piece = fc.oneof(
  fc
    .tuple(name, url)
    .map(([text, href]) => `<article class="case-study"><a href="${href}"><h3>${text}</h3><p class="client">${text}</p></a>`),
  fc
    .tuple(name, url)
    .map(([text, src]) => `<section class="client-logos"><h2>Our clients</h2><img src="${src}/${text}-logo.png" alt="${text} logo">`),
  name.map((text) => `<div class="testimonial">★★★★★<p>They did what they said and a good deal more.</p><b>Jo Roe, CEO, ${text}</b></div>`),
  name.map((text) => `<h2>Services</h2><ul><li>${text}</li><li>Web design — ${text}</li><li>SEO / PPC / ${text}</li></ul>`),
  name.map((text) => `<table><tr><th>Year</th><th>Client</th></tr><tr><td>2026</td><td>${text}</td></tr></table>`),
  name.map(
    (text) => `<p>We help ${text} businesses. Our clients include ${text}, Acorn and ${text}. We offer SEO, ${text} and branding.</p>`,
  ),
  name.map((text) => `<style>.x{display:none</style><p class="x">${text}</p>`),
  name.map(
    (text) =>
      `<script type="application/ld+json">{"@type":"MarketingAgency","name":${JSON.stringify(text)},"address":{"addressLocality":${JSON.stringify(text)}}}</script>`,
  ),
  name.map(
    (text) =>
      `<script type="application/json">{"services":[{"title":${JSON.stringify(text)}}],"clients":[${JSON.stringify(text)},"Acorn Row"]}</script>`,
  ),
);

test("whatever a page is made of, each fact stands literally on the page it names", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 7 }), (pieces) => {
      const html = withScriptData(`<html lang="en"><head><title>Agency</title></head><body>${pieces.join("\n")}</body></html>`);
      const { pages, contactInfo } = parseSite([{ url: "https://agency.example/work", html }]);
      const found = [contactInfo, findServices(pages, "Agency"), findValueProp(pages, "Agency"), findPortfolio(pages, "Agency")];
      const unborne = sourcesIn(found).filter(({ url: at, quote }) => !pages.some((page) => page.url === at && standsIn(quote, page)));
      expect(unborne).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

function sourcesIn(value: unknown): { url: string; quote: string }[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "quote" in value && "url" in value ? [value as { url: string; quote: string }] : [];
  return [...own, ...Object.values(value).flatMap(sourcesIn)];
}
