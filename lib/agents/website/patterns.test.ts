import { expect, test } from "vitest";
import { findServices } from "@/lib/agents/website/find-services";
import { parseSite } from "@/lib/agents/website/parse-site";
import { findPortfolio } from "@/lib/agents/website/portfolio/find-portfolio";

const P = (body: string, title = "Vantage Digital") =>
  `<!doctype html><html lang="en"><head><title>${title}</title></head><body>${body}<footer>© 2026 Vantage Digital</footer></body></html>`;

/** One general rule each: what is found is exactly what is listed, where it is listed at all. */
type Case = { name: string; path?: string; html: string; services?: string[]; clients?: string[]; industries?: string[] };
const CASES: readonly Case[] = [
  {
    name: "points within a service's own card describe it",
    html: P(
      `<h2>Our services</h2><div class="g"><div class="c"><h3>Website development</h3><ul><li>Mobile-first</li><li>SEO-optimised</li><li>Custom design</li></ul></div><div class="c"><h3>Email marketing</h3><ul><li>Monthly report</li><li>Dedicated support</li></ul></div></div>`,
    ),
    services: ["Website development", "Email marketing"],
  },
  {
    name: "what a theme was shipped with is nobody's service and nobody's client",
    html: P(
      `<h2>Services</h2><div class="b"><h3>Service Title</h3></div><div class="b"><h3>Nemo Enim</h3></div><div class="b"><h3>Web design</h3></div><div class="b"><h3>SEO</h3></div><h2>Our clients</h2><ul><li>Client Name</li><li>Brand 01</li><li>Your Logo Here</li><li>Company Two</li></ul><h2>Testimonials</h2><div class="testimonial"><p>They changed the way we work with our customers for good.</p><p class="author">John Doe</p><p class="company">Company C</p></div><div class="testimonial"><p>The best money we have spent on marketing in all these years.</p><span class="testimonial__company">Entrepreneur</span></div>`,
    ),
    services: ["Web design", "SEO"],
    clients: [],
  },
  {
    name: "a wall of a theme marketplace's own logos is the theme's sample",
    html: P(
      `<section class="clients"><ul><li><img src="/i/themeforest.png" alt="client logo"></li><li><img src="/i/harvest.png" alt="client logo"></li><li><img src="/i/codecanyon.png" alt="client logo"></li></ul></section>`,
    ),
    clients: [],
  },
  {
    name: "a list whose lines each have one comma says where its clients are",
    html: P(
      `<h2>Selected clients</h2><ul><li>Quoll Outdoors, Hobart</li><li>Sable Skin / Petal House, Perth</li><li>Nullarbor Press, Adelaide</li></ul>`,
    ),
    clients: ["Quoll Outdoors", "Sable Skin", "Petal House", "Nullarbor Press"],
  },
  {
    name: "a dash in a list of clients begins what they do",
    html: P(
      `<h2>Who I've worked with</h2><ul><li>Tarnlight — a telehealth platform</li><li>Boxthorn – freight software</li><li>Kelpie Health — clinic scheduling</li></ul>`,
    ),
    clients: ["Tarnlight", "Boxthorn", "Kelpie Health"],
  },
  {
    name: "a hotel and a long name are companies, trades are not",
    html: P(
      `<h2>Our clients</h2><ul><li>Hotel Merindah Bay</li><li>St Anne of Lys Health Care</li><li>Real estate agents</li><li>Dr. Ada Quill Dermatology</li><li>Retail and hospitality</li><li>Fern &amp; Flint</li></ul>`,
    ),
    clients: ["Hotel Merindah Bay", "St Anne of Lys Health Care", "Dr. Ada Quill Dermatology", "Fern & Flint"],
  },
  {
    name: "clients sorted under their trades say the trades",
    html: P(
      `<h1>Our clients</h1><h3>Property</h3><ul><li>Ridgeway Pty Ltd</li><li>Barossa Quarter</li></ul><h3>Education</h3><ul><li>Selwyn Lake</li><li>Ashgrove</li></ul>`,
    ),
    clients: ["Ridgeway", "Barossa Quarter", "Selwyn Lake", "Ashgrove"],
    industries: ["Property", "Education"],
  },
  {
    name: "industries as chips and in prose",
    html: P(
      `<h1>Agency</h1><p>Our portfolio spans hospitality, real estate and healthcare.</p><h2>Industries we serve</h2><div class="g"><div class="chip"><span>🎓</span> Education</div><div class="chip"><span>🚚</span> Logistics</div></div>`,
    ),
    industries: ["hospitality", "real estate", "healthcare", "Education", "Logistics"],
  },
  {
    name: "a label that is no heading stands over all that follows it",
    html: P(
      `<h1>Podcasts, done for you</h1><section><span class="kicker">Clients we've worked with</span><div><div class="track"><span>Lumen Row</span><span>Paper Atlas</span><span>Heath &amp; Home</span></div></div></section>`,
    ),
    clients: ["Lumen Row", "Paper Atlas", "Heath & Home"],
  },
  {
    name: "an index of work in rows, beneath a label in its own box",
    html: P(
      `<div><section><p class="label">Expertise</p><div class="acc"><button>Brand strategy<span>+</span></button><p>Names and stories.</p></div><div class="acc"><button>Packaging<span>+</span></button><p>Boxes and tins.</p></div></section><section><p class="label">Selected work</p><ol><li><span>Saltgrass Gin</span><span>Identity, Packaging</span><span>2026</span></li><li><span>Koorla Linen</span><span>E-commerce</span><span>2025</span></li><li><span>The Cobbler's Son</span><span>Identity</span><span>2024</span></li></ol></section><section><p class="label">Kind words</p><figure><blockquote>They asked better questions than any of our investors ever did.</blockquote><figcaption><strong>Ines Mott</strong><br>Founder, Saltgrass Gin</figcaption></figure></section></div>`,
    ),
    services: ["Brand strategy", "Packaging"],
    clients: ["Saltgrass Gin", "Koorla Linen", "The Cobbler's Son"],
  },
  {
    name: "cards that lead to case studies name their client in a box of that name, and tags name none",
    html: P(
      `<h2>Proof</h2><div class="cases"><article class="case"><p class="case__client">Dunmore Trailers · Manufacturing</p><b>600</b><p>leads a month at under thirty dollars each, and rising.</p><a href="/case-studies/dunmore/">Read the case study →</a></article><article class="case"><p class="case__client">Ebbtide Electrical · Trades</p><b>100+</b><p>qualified leads every month since the first of January.</p><a href="/case-studies/ebbtide/">Read the case study →</a></article></div><h2>Customer stories</h2><div role="list"><div role="listitem"><a href="/customers/halcyon"><div class="tag">Fintech</div><h3>How Halcyon cut its costs by 38% in one quarter</h3></a></div><div role="listitem"><a href="/customers/mapleworks"><div class="tag">HR Tech</div><h3>Mapleworks: from nothing to 240 demos</h3></a></div></div>`,
    ),
    clients: ["Dunmore Trailers", "Ebbtide Electrical", "Halcyon", "Mapleworks"],
    industries: ["Manufacturing", "Trades", "Fintech"],
  },
  {
    name: "a card's heading belongs to the case study its only link leads to",
    html: P(
      `<h2>Recent results</h2><div class="card"><h3>Merrin Tooling</h3><p>Sales cycle down from 94 to 51 days.</p><a href="/case-studies/merrin-tooling">Read more</a></div><div class="card"><h3>Orchid Valves</h3><p>More quotes than ever.</p><a href="/case-studies/orchid-valves">Read more</a></div>`,
    ),
    clients: ["Merrin Tooling", "Orchid Valves"],
  },
  {
    name: "a link made of named pieces is a card",
    html: P(
      `<h1>Agency</h1><div class="work-grid"><a class="tile" href="/work/tuckshop-late"><span class="tile-client">Tuckshop</span><span class="tile-title">Late night, sorted</span></a><a class="tile" href="/work/wren-simple"><span class="tile-client">Wren Health Insurance</span><span class="tile-title">Simple is hard</span></a></div>`,
    ),
    clients: ["Tuckshop", "Wren Health Insurance"],
  },
  {
    name: "a table whose client is not in the first column",
    html: P(
      `<h2>Selected projects</h2><table><thead><tr><th>Year</th><th>Client</th><th>Project</th></tr></thead><tbody><tr><td>2026</td><td>Tasman Outfitters</td><td>Roadshow</td></tr><tr><td>2025</td><td>Mutual of Bendoc</td><td>Conference</td></tr></tbody></table>`,
    ),
    clients: ["Tasman Outfitters", "Mutual of Bendoc"],
  },
  {
    name: "services in a row of short lines, in one line, and in a table's row titles",
    html: P(
      `<h2>Capabilities</h2><div><p>Brand identity</p><p>Naming</p><p>Web design</p><p>Motion</p></div><h2>Expertise</h2><p>Campaigns / Media / CRM</p><h2>Services</h2><table><tr><th>Email flows</th><td>Welcome and goodbye</td></tr><tr><th>SMS</th><td>With restraint</td></tr></table>`,
    ),
    services: ["Brand identity", "Naming", "Web design", "Motion", "Campaigns", "Media", "CRM", "Email flows", "SMS"],
  },
  {
    name: "a list nearly all of which are services, whatever stands over it",
    html: P(`<h1>Agency</h1><h2>For brands</h2><ul><li>Influencer campaigns</li><li>Paid social</li><li>UGC libraries</li></ul>`),
    services: ["Influencer campaigns", "Paid social", "UGC libraries"],
  },
  {
    name: "an ampersand in an enumeration with commas belongs to a name",
    html: P(
      `<h1>Agency</h1><p>We specialise in four areas: SEO audits &amp; strategy, Local SEO, mobile app development, and website design &amp; build.</p><p>We moved a shop from Magento or WooCommerce to Shopify.</p>`,
    ),
    services: ["SEO audits & strategy", "Local SEO", "Mobile app development", "Website design & build"],
  },
  {
    name: "five stars make a box a review, and a heading there says who wrote it",
    html: P(
      `<h2>Proof</h2><div class="revs"><article class="rev"><p>★★★★★</p><p>We went from chasing cold enquiries to having jobs booked for us.</p><b>Luke Morrow, Ebbtide Electrical · Google review</b></article><article class="rev"><p>★★★★★</p><p>Missed calls are answered and we convert jobs we used to lose.</p><b>David A.</b></article></div><h2>Listen to our clients</h2><div class="video-testimonial"><h5>Dr Lin Chow - Southbank Smiles</h5><p>"From eight to thirty new patients a month since May."</p></div>`,
    ),
    clients: ["Ebbtide Electrical", "Southbank Smiles"],
  },
  {
    name: "signatures of many kinds, none of which is praise itself",
    path: "/testimonials",
    html: P(
      `<h1>What people say</h1><div class="review"><p>Great to deal with from start to finish, and the site looks superb.</p><p class="review-author">— Mark Rolfe / Rolfe Family Dental</p></div><div class="review"><p>They explained everything and our enquiries went up straight away.</p><p class="review-author">Priya S. | Director | Lotus Yoga House</p></div><div class="review"><p>A pleasure from day one, and they stayed within the budget agreed.</p><p class="review-author">Jan &amp; Pete, owners of Sedge Cottages</p></div><div class="review"><p>It just works, and when it does not they mend it by the afternoon.</p><p class="review-author">Mel Grant, Sunshine Coast</p></div><div class="review"><p>Five stars, and I would recommend them to any business owner here.</p><p class="review-author">Google review by Dave</p></div>`,
    ),
    clients: ["Rolfe Family Dental", "Lotus Yoga House", "Sedge Cottages"],
  },
  {
    name: "logo files and alternative texts as builders write them",
    html: P(
      `<h2>Trusted by</h2><div class="logos">${[
        ["64f0c1a2b3c4d5e6f7a8b9c0_Ledger%20Row%20Logo.svg", ""],
        ["otter_fresh_logo_horizontal_2c.png", ""],
        ["white-logo-undara.png", ""],
        ["Untitled-design-14.png", "Untitled-design-14"],
        ["x.png", "Screen Shot 2026-02-11 at 4.12.09 pm.png"],
        ["y.png", "Little Gum Kindergarten website"],
        ["z.png", "Landcare Nyora logo (white)"],
        ["w.png", "MR. PLAIN"],
        ["https://via.placeholder.com/150x80.png?text=Acorn", ""],
      ]
        .map(([src, alt]) => `<div class="logo"><img src="${src}" alt="${alt}"></div>`)
        .join("")}</div>`,
    ),
    clients: ["Ledger Row", "Otter Fresh", "Undara", "Little Gum Kindergarten", "Landcare Nyora", "MR. PLAIN"],
  },
  {
    name: "engines, press and cookies are nobody's clients",
    html: P(
      `<div class="cookie"><h2>This website uses cookies</h2><ul><li>Necessary</li><li>Marketing</li><li>Statistics</li></ul></div><h1>Agency</h1><h2>Works with the engines your buyers use</h2><div><img src="/gemini-google-logo.jpg" alt="Gemini"><img src="/perplexity-logo.jpg" alt="Perplexity"><img src="/chatgpt-logo.png" alt="ChatGPT"></div><div class="logos-strip"><img src="/as-seen-daily.png" alt="Daily Ledger"><img src="/as-seen-weekly.png" alt="Weekly Wren"><img src="/as-seen-monthly.png" alt="Monthly Moth"></div>`,
    ),
    services: [],
    clients: [],
  },
  {
    name: "clients behind an agency, and those a case study is told of",
    html: P(
      `<h1>Agency</h1><p>Vantage runs the growth engines behind Dunmore Group (air conditioning), Ebbtide Electrical and PLUM+ Painting.</p><p>We write for companies from Series A to IPO.</p><h2>Case study</h2><p>Learn how we helped Tessellate Cloud achieve remarkable growth.</p>`,
    ),
    clients: ["Dunmore Group", "Ebbtide Electrical", "PLUM+ Painting", "Tessellate Cloud"],
  },
  {
    name: "captions under work, who comes from where, and a name that is a state and a word",
    html: P(
      `<h1>Agency</h1><h2>Stores we've cooked up</h2><div class="g"><figure><img src="/1.jpg" alt="A shop"><figcaption>Gelateria Nove</figcaption></figure><figure><img src="/2.jpg" alt="A shop"><figcaption>Kosk</figcaption></figure><figure><img src="/3.jpg" alt="A shop"><figcaption>SA Health</figcaption></figure></div><h2>Real results for real tradies</h2><div class="box"><p><strong>Dave from Ridge Plumbing Co</strong></p><p>"Went from ten jobs to fifty-five a month, and two more vans."</p></div><div class="box"><p><strong>Ann from Sydney</strong></p><p>"The best money I have ever spent on marketing, hands down."</p></div>`,
    ),
    clients: ["Gelateria Nove", "Kosk", "SA Health", "Ridge Plumbing Co"],
  },
  {
    name: "a case study's page without a first heading is named by its title",
    path: "/case-studies/wattle-tools/",
    html: P(
      `<main><img src="/w.svg" alt=""><h4>The Website Elements</h4><p>We wanted to show the products moving, which is hard to do well with any theme.</p><h4>Responsive Design</h4></main>`,
      "Wattle Tools | Vantage Digital",
    ),
    clients: ["Wattle Tools"],
  },
];

const byName = (names: readonly string[]) => names.toSorted((a, b) => a.localeCompare(b));

/** The same page as another program writes it: a line of source for every word, and one for every tag. */
const wrapped = (html: string) =>
  html.replace(/>([^<]+)</g, (_, text: string) => `>${text.replaceAll(" ", "\n    ")}<`).replaceAll("><", ">\n<");

test.each(CASES.flatMap((one) => [one, { ...one, name: `${one.name}, wrapped`, html: wrapped(one.html) }]))(
  "$name",
  ({ path, html, services, clients, industries }) => {
    const front = { url: "https://vantage.example/", html: P("<h1>Vantage Digital</h1>") };
    const page = { url: `https://vantage.example${path ?? "/"}`, html };
    const { pages } = parseSite(path === undefined ? [page] : [front, page]);
    const portfolio = findPortfolio(pages, "Vantage Digital");
    if (clients) expect(byName(portfolio.companies.map((company) => company.name))).toEqual(byName(clients));
    if (services) expect(byName(findServices(pages, "Vantage Digital").services.map(({ value }) => value))).toEqual(byName(services));
    if (industries) expect(byName(portfolio.industriesRepresented.map(({ value }) => value))).toEqual(byName(industries));
  },
);

test.each([
  [
    "a broken address of a case study stops nothing",
    `<a href="/work/%E0%A4">View project</a><a href="/work/heron-lane"><h3>Heron Lane</h3></a>`,
    ["Heron Lane"],
  ],
  ["clients are claimed by their kind", `<h2>Trusted by 120+ Australian dental practices</h2>`, []],
])("%s", (_, body, clients) => {
  const { pages } = parseSite([{ url: "https://vantage.example/", html: P(body) }]);
  const found = findPortfolio(pages, "Vantage Digital");
  expect(found.companies.map(({ name }) => name)).toEqual(clients);
  expect(found.totalClientsClaimed?.value).toBe(body.includes("120+") ? "120" : undefined);
});
