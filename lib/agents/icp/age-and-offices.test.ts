import { expect, test } from "vitest";
import { findOffices, yearsInBusiness } from "@/lib/agents/icp/age-and-offices";
import { parseSite } from "@/lib/agents/website/parse-site";

const site = (body: string, head = "") =>
  parseSite([
    { url: "https://agency.example/", html: `<html lang="en"><head><title>Agency</title>${head}</head><body>${body}</body></html>` },
  ]);

test.each([
  [
    "the city above a street, whatever its suburb",
    `<footer><div><h4>Sydney</h4><p>88 Quarry Street, Ultimo NSW 2007</p></div><div><h4>Melbourne</h4><p>12 Budd Street, Collingwood VIC 3066</p></div></footer>`,
    "",
    ["Sydney", "Melbourne"],
  ],
  ["a suburb where nothing else is said", `<p>41 Gap Road, Sunbury VIC 3429</p>`, "", ["Sunbury"]],
  ["what a sentence says", `<p>We are a Brisbane-based consultancy for builders.</p>`, "", ["Brisbane"]],
  [
    "what the agency tells searchers of itself, not of whom it praises",
    `<h1>Agency</h1>`,
    `<script type="application/ld+json">{"@graph":[{"@type":"MarketingAgency","name":"Agency","address":[{"addressLocality":"Cairo"},{"addressLocality":"Dubai"}]},{"@type":"Review","author":{"@type":"Organization","name":"Acme","address":{"addressLocality":"Perth"}}}]}</script>`,
    ["Cairo", "Dubai"],
  ],
])("offices: %s", (_, body, head, cities) => {
  const { pages, contactInfo } = site(body, head);
  const offices = findOffices(pages, contactInfo.addresses);
  expect(offices.map(({ value }) => value)).toEqual(cities);
});

test.each([
  [`<p>Growing brands since 2009.</p>`, 17],
  [`<div class="portfolio-item"><h3>Drovers | On the road since 1903</h3></div><p>A film studio.</p>`, null],
  [
    `<h1>Websites for those who make and bake</h1><div class="testimonial"><p>We have baked since 1956 and never had such a site.</p></div>`,
    null,
  ],
])("years in business by %s", (body, years) => {
  expect(yearsInBusiness(site(body).pages, 2026)?.years ?? null).toBe(years);
});
