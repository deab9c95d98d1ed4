import { expect, test } from "vitest";
import { findServices } from "@/lib/agents/website/find-services";
import { parseSite } from "@/lib/agents/website/parse-site";
import { findPortfolio } from "@/lib/agents/website/portfolio/find-portfolio";
import { judgePage } from "@/lib/integrations/website/judge-page";
import { withScriptData } from "@/lib/integrations/website/with-script-data";

const shell = (scripts: string, noscript = "Please enable JavaScript to view this site.") =>
  `<!doctype html><html lang="en"><head><title>Fennel Studio</title></head><body><div id="__next"></div><noscript>${noscript}</noscript>${scripts}<script src="/app.js"></script></body></html>`;

const content = {
  hero: {
    headline: "Brands with a backbone",
    sub: "We are a brand and digital studio for food makers and growers across the whole of Tasmania, and have been since 2014.",
  },
  sections: [
    {
      _type: "list",
      heading: "What we do",
      services: [
        { title: "Brand strategy", body: "We find the one thing that only you can say, and then we help you to say it." },
        { title: "Packaging design", body: "Boxes, bottles and bags that sell themselves from the shelf." },
        { title: "Shopify stores", body: "Quick to load, easy to keep, made to be bought from." },
      ],
    },
    { _type: "wall", heading: "Trusted by", clients: ["Huon Row Smokehouse", "Bruny Lane Cheese", "Estate of Derwen"] },
    {
      heading: "Kind words",
      testimonials: [
        {
          quote: "They understood our farm before they drew a single thing.",
          author: "Lena Brandt",
          role: "Owner",
          company: "Saltwater Row",
        },
      ],
    },
    {
      heading: "Selected work",
      caseStudies: [{ title: "Pearl Lane Bakery", href: "/work/pearl-lane-bakery", summary: "A loaf of a rebrand." }],
    },
  ],
};

/** Nuxt's list: objects name the places of their values. */
function flattened(value: unknown): unknown[] {
  const list: unknown[] = [];
  const put = (inner: unknown): number => {
    const at = list.push(null) - 1;
    list[at] = Array.isArray(inner)
      ? inner.map(put)
      : typeof inner === "object" && inner !== null
        ? Object.fromEntries(Object.entries(inner).map(([key, one]) => [key, put(one)]))
        : inner;
    return at;
  };
  put(value);
  return list;
}

test.each([
  [
    "Next",
    `<script id="__NEXT_DATA__" type="application/json">${JSON.stringify({ props: { pageProps: content }, buildId: "aB3dE5fG7h" })}</script>`,
  ],
  ["Nuxt", `<script id="__NUXT_DATA__" type="application/json">${JSON.stringify(flattened(content))}</script>`],
  ["a state in a script", `<script>window.__INITIAL_STATE__ = ${JSON.stringify(content)};</script>`],
])("a page that is empty until its scripts run is read from its data: %s", (_, scripts) => {
  const html = withScriptData(shell(scripts));
  expect(judgePage({ status: 200, contentType: "text/html", html }).state).toBe("ok");
  const { pages } = parseSite([{ url: "https://fennel.example/", html }]);
  expect(findServices(pages, "Fennel Studio").services.map(({ value }) => value)).toEqual([
    "Brand strategy",
    "Packaging design",
    "Shopify stores",
  ]);
  expect(
    findPortfolio(pages, "Fennel Studio")
      .companies.map(({ name, source }) => `${name}: ${source}`)
      .toSorted(),
  ).toEqual([
    "Bruny Lane Cheese: client_list",
    "Estate of Derwen: client_list",
    "Huon Row Smokehouse: client_list",
    "Pearl Lane Bakery: case_study",
    "Saltwater Row: testimonial",
  ]);
  expect(JSON.stringify(pages)).not.toContain("aB3dE5fG7h");
});

test("what stands there for readers without scripts is read", () => {
  const words =
    "<h1>Fennel Studio</h1><p>We design brands, packaging and shops for food makers and growers across Tasmania and beyond.</p>".repeat(4);
  const html = withScriptData(shell("", words));
  expect(judgePage({ status: 200, contentType: "text/html", html }).state).toBe("ok");
  expect(html).toContain("packaging and shops");
});

test.each([
  ["a shell without data", shell("")],
  [
    "a shell whose data say nothing",
    shell(`<script type="application/json">{"id":"a8f3","url":"/x","flags":[1,2],"hash":"0123456789abcdef0123"}</script>`),
  ],
  ["broken data", shell(`<script type="application/json">{"title":</script>`)],
  [
    "a page that shows its words",
    `<html><body><p>${"word ".repeat(80)}</p><script type="application/json">{"title":"Never shown"}</script></body></html>`,
  ],
])("%s stays as it is", (_, html) => {
  expect(withScriptData(html)).toBe(html);
});

test("data of a stranger's cannot become markup of ours", () => {
  const html = withScriptData(
    shell(
      `<script type="application/json">${JSON.stringify({ title: `Hello "><img src=x onerror=alert(1)> there`, 'k"><script>': "Some words here" })}</script>`,
    ),
  );
  const told = html.slice(html.indexOf(`<div class="data">`));
  expect(told).not.toContain("<img src=x");
  expect(told).not.toContain(`class="k"`);
});
