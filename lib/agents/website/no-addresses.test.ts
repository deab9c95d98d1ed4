import fc from "fast-check";
import { expect, test } from "vitest";
import { findServices } from "@/lib/agents/website/find-services";
import { findValueProp } from "@/lib/agents/website/find-value-prop";
import { parseSite } from "@/lib/agents/website/parse-site";
import { findPortfolio } from "@/lib/agents/website/portfolio/find-portfolio";
import { withoutAddresses } from "@/lib/agents/website/without-addresses";

const word = fc.stringMatching(/^[a-z][a-z0-9]{2,8}$/);
const spelling = fc.constantFrom(
  (name: string, host: string) => `${name}@${host}`,
  (name: string, host: string) => `${name.toUpperCase()}@${host}.`,
  (name: string, host: string) => `${name} @ ${host}`,
  (name: string, host: string) => `${name}&#64;${host}`,
  (name: string, host: string) => `${name}\u200b@\u00ad${host}`,
  (name: string, host: string) => `${name}＠${host}`,
  (name: string, host: string) => `<a href="mailto:${name}@${host}?subject=Hi">${name}@${host}</a>`,
  (name: string, host: string) => `<a href="mailto:${name}@${host}">Write to us</a>`,
  (name: string, host: string) => `<a href="/contact?to=${name}@${host}">Contact</a>`,
  (name: string, host: string) => `<a href="/contact?to=${name}%40${host}">Contact</a>`,
  (name: string, host: string) => `<img src="/${name}@${host}.png" alt="Logo of ${name}@${host}">`,
  (name: string, host: string) => `${name} [at] ${host}`,
  (name: string, host: string) => `${name} (at) ${host.replace(".", " (dot) ")}`,
  (name: string, host: string) => `${name} at ${host.replace(".", " dot ")}`,
);
const place = fc.constantFrom(
  (text: string) => `<h1>${text}</h1>`,
  (text: string) => `<p>We help shops. ${text} is where we are.</p>`,
  (text: string) => `<section><h2>Our services</h2><ul><li>SEO ${text}</li><li>${text}</li><li>Web design</li></ul></section>`,
  (text: string) =>
    `<section><h2>Our clients</h2><ul><li>${text}</li><li>Acme ${text}</li><li>Birch Bank</li><li>Cedar Co</li></ul></section>`,
  (text: string) => `<div class="testimonial"><p>They are the best agency we have ever worked with.</p><p>Jane Roe, CEO, ${text}</p></div>`,
  (text: string) => `<script type="application/ld+json">{"@type":"Organization","name":"${text.replace(/<[^>]*>|["\\]/g, "")}"}</script>`,
);

test("no reading of any page holds an e-mail address, however it is spelt and wherever it stands (AU-08)", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(word, word, spelling, place), { minLength: 1, maxLength: 6 }), (written) => {
      const names = written.map(([name, host]) => ({ name, host: `${host}.example` }));
      const pieces = written.map(([name, host, spell, put]) => put(spell(name, `${host}.example`)));
      const html = `<html lang="en"><head><title>${names[0]?.name}@${names[0]?.host}</title><meta name="description" content="Mail ${names[0]?.name}@${names[0]?.host} now"></head><body>${pieces.join("")}</body></html>`;
      const site = parseSite([{ url: "https://agency.example/", html }]);
      const name = site.companyName?.value ?? null;
      const everything = JSON.stringify([
        site,
        findServices(site.pages, name),
        findValueProp(site.pages, name),
        findPortfolio(site.pages, name),
      ]);
      for (const { name: local, host } of names) {
        const spelt = new RegExp(`${local}[^a-z0-9]{0,3}(?:@|＠|%40|\\W*\\bat\\b\\W*)[^a-z0-9]{0,3}${host.split(".")[0]}`, "i");
        expect(everything).not.toMatch(spelt);
      }
      expect(everything).not.toMatch(/[\w.+-]+@[\w-]+\.[\w.-]+/);
    }),
    { numRuns: 150 },
  );
});

test.each([
  ["meet us @studio or at the studio", "meet us @studio or at the studio"],
  ["https://www.tiktok.com/@studio", "https://www.tiktok.com/@studio"],
  ["CEO @ Acme", "CEO @ Acme"],
  ["Find us at Level 2, 10 Wharf Street", "Find us at Level 2, 10 Wharf Street"],
  ["Head of growth at Acme. Great people", "Head of growth at Acme. Great people"],
  ["/img/acme-logo@2x.png", "/img/acme-logo@2x.png"],
  ["Write to jo@acme.example today", "Write to \n today"],
])("%s", (text, left) => {
  expect(withoutAddresses(text)).toBe(left);
});
