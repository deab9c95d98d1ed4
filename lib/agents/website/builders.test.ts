import { test } from "vitest";
import { type AgencySite, expectExactly, agencyPage as P } from "@/tests/support/agency-site";

const SITES: readonly AgencySite[] = [
  {
    name: "wp block theme logos figure+caption",
    pages: {
      "/": P(
        `<div class="wp-site-blocks"><main class="wp-block-group"><div class="wp-block-group alignfull has-base-background-color"><h2 class="wp-block-heading has-text-align-center">Our happy clients</h2><div class="wp-block-columns"><div class="wp-block-column"><figure class="wp-block-image size-medium"><img src="https://vantage.example/wp-content/uploads/2023/11/Gravel-Road-Brewing-300x150.png" alt="" class="wp-image-12"/></figure></div><div class="wp-block-column"><figure class="wp-block-image"><img src="https://vantage.example/wp-content/uploads/2023/11/opal_childcare_logo_colour.png" alt=""/></figure></div><div class="wp-block-column"><figure class="wp-block-image"><img src="https://vantage.example/wp-content/uploads/2023/11/IMG_4033.png" alt="Terracotta Tiles"/></figure></div></div></div><div class="wp-block-group"><h2>How we help</h2><ul class="wp-block-list"><li><strong>Search engine optimisation</strong> – climb the rankings.</li><li><strong>Pay per click</strong> – be first tomorrow.</li><li><strong>Web development</strong>: built to last.</li></ul></div></main></div>`,
      ),
    },
    services: ["Search engine optimisation", "Pay per click", "Web development"],
    clients: ["Gravel Road Brewing", "Opal Childcare", "Terracotta Tiles"],
  },
  {
    name: "owl carousel + testimonial plugin",
    pages: {
      "/": P(
        `<section id="services-area" class="services-area pt-100"><div class="container"><div class="section-title"><span>Our Services</span><h2>Everything your brand needs to grow</h2></div><div class="row"><div class="col-lg-4"><div class="single-services"><i class="icon"></i><h3><a href="single-services.html">Content Strategy</a></h3><p>Plans.</p></div></div><div class="col-lg-4"><div class="single-services"><h3><a href="single-services.html">Influencer Marketing</a></h3><p>People.</p></div></div><div class="col-lg-4"><div class="single-services"><h3><a href="single-services.html">Event Activations</a></h3><p>Moments.</p></div></div></div></div></section><section class="testimonials-area"><div class="testimonials-slides owl-carousel owl-theme"><div class="single-testimonials-item"><div class="client-info"><img src="assets/img/client1.jpg" alt="client"><h3>Gemma Stone</h3><span>Brand Manager at Larkin Cosmetics</span></div><p>The launch sold out in three days and the content still works for us a year on.</p></div><div class="single-testimonials-item"><div class="client-info"><img src="assets/img/client2.jpg" alt="client"><h3>Ravi Pillai</h3><span>CEO, Spicebox Meals</span></div><p>Our repeat orders have never looked better, and neither have our emails.</p></div></div></section><div class="partner-area"><div class="owl-carousel"><div class="single-partner-item"><a href="#"><img src="assets/img/partner/1.png" alt="image"></a></div><div class="single-partner-item"><a href="#"><img src="assets/img/partner/2.png" alt="image"></a></div></div></div>`,
      ),
    },
    services: ["Content Strategy", "Influencer Marketing", "Event Activations"],
    clients: ["Larkin Cosmetics", "Spicebox Meals"],
  },
  {
    name: "case study with challenge/solution + client in sidebar dl",
    pages: {
      "/case-studies/ecommerce-replatform/": P(
        `<article><header><p class="eyebrow">Case study</p><h1>Replatforming an outdoor retailer without losing a ranking</h1></header><aside><dl><dt>Client</dt><dd>Summit &amp; Sea</dd><dt>Industry</dt><dd>Retail</dd><dt>Services</dt><dd>SEO, Shopify</dd></dl></aside><section><h2>Challenge</h2><p>Twelve years of URLs and a deadline before peak season made this a careful job.</p></section><section><h2>Results</h2><div class="stat"><strong>+64%</strong><span>organic revenue</span></div><div class="stat"><strong>0</strong><span>rankings lost</span></div></section><blockquote class="pullquote"><p>It went live on a Tuesday and nobody noticed, which is exactly what we wanted.</p><footer>Nadia Brennan, Head of Ecommerce, Summit &amp; Sea</footer></blockquote></article>`,
      ),
      "/case-studies/scaling-a-law-firm": P(
        `<h1>Scaling a family law practice across three states</h1><h2>About Whitlock Family Lawyers</h2><p>Whitlock Family Lawyers had one office and one referral source.</p>`,
      ),
      "/clients/greenfields-college": P(
        `<h1>Greenfields College</h1><p class="lead">Enrolment campaign and website for a regional school.</p>`,
      ),
      "/work/orchard-app-launch": P(`<h1>Launching Orchard to 50,000 users in 90 days</h1>`),
      "/case-studies/how-we-took-mettle-gym-from-1-to-12-clubs": P(`<h1>How we took Mettle Gym from one club to twelve</h1>`),
      "/case-studies/zenith": P(`<h1>300% ROAS for Zenith Eyewear</h1>`),
      "/case-studies/boat": P(`<h1>Quayside Marine | 212 boat inspections booked</h1>`),
    },
    clients: [
      "Summit & Sea",
      "Whitlock Family Lawyers",
      "Greenfields College",
      "Orchard",
      "Mettle Gym",
      "Zenith Eyewear",
      "Quayside Marine",
    ],
  },
  {
    name: "work grid figcaptions, no headings",
    pages: {
      "/work": P(
        `<main class="work-grid"><figure class="project"><a href="/work/hollow-tree-gin"><img src="/i/hollow.jpg" alt="Hollow Tree Gin bottle"></a><figcaption><a href="/work/hollow-tree-gin">Hollow Tree Gin</a><span>Identity, Packaging</span></figcaption></figure><figure class="project"><a href="/work/maple-and-moss"><img src="/i/m.jpg" alt=""></a><figcaption><a href="/work/maple-and-moss">Maple &amp; Moss</a><span>Website</span></figcaption></figure><figure class="project"><a href="/work/riverlight-festival"><img src="/i/r.jpg" alt=""></a><figcaption><a href="/work/riverlight-festival">Riverlight Festival</a><span>Campaign</span></figcaption></figure></main>`,
      ),
      "/": P("<h1>Agency</h1>"),
    },
    clients: ["Hollow Tree Gin", "Maple & Moss", "Riverlight Festival"],
  },
  {
    name: "accordion services + numbered process",
    pages: {
      "/services": P(
        `<h1>How can we help?</h1><div class="accordion"><div class="accordion-item"><button class="accordion-button">Brand Identity</button><div class="accordion-body"><p>Names, marks and voices.</p></div></div><div class="accordion-item"><button class="accordion-button">Website Design &amp; Development</button><div class="accordion-body"><p>Fast sites.</p></div></div><div class="accordion-item"><button class="accordion-button">Search Marketing</button><div class="accordion-body"><p>SEO and ads.</p></div></div></div><h2>Our process</h2><ol><li><h3>01. Discover</h3><p>Talk.</p></li><li><h3>02. Design</h3><p>Draw.</p></li><li><h3>03. Deliver</h3><p>Ship.</p></li></ol><h2>Pricing</h2><h3>Starter</h3><h3>Growth</h3>`,
      ),
    },
    services: ["Brand Identity", "Website Design & Development", "Search Marketing"],
  },
  {
    name: "details/summary + tabs",
    pages: {
      "/": P(
        `<section class="tabs"><h2>Our expertise</h2><ul role="tablist"><li role="tab"><a href="#t1">Paid Social</a></li><li role="tab"><a href="#t2">Programmatic</a></li><li role="tab"><a href="#t3">Media Planning</a></li></ul><div id="t1" role="tabpanel"><p>Meta, TikTok, LinkedIn.</p></div></section><section><h2>FAQs</h2><details><summary>Do you do SEO?</summary><p>Yes.</p></details></section>`,
      ),
    },
    services: ["Paid Social", "Programmatic", "Media Planning"],
  },
  {
    name: "logo wall svg + sprites + a links",
    pages: {
      "/": P(
        `<section aria-label="Clients"><div class="logo-garden"><a href="https://www.parkline.example.com" target="_blank"><img src="/logos/parkline-logo.svg" alt="Parkline"></a><a href="https://tessera.example.org"><img src="/logos/tessera-grey.png" alt=""></a><svg role="img" aria-label="Northwind Credit Union"><path d="M0 0"/></svg><svg role="img"><title>Blue Wren Tours</title><path d="M0 0"/></svg></div></section>`,
      ),
    },
    clients: ["Parkline", "Tessera", "Northwind Credit Union", "Blue Wren Tours"],
  },
  {
    name: "uppercase & trailing company",
    pages: {
      "/": P(
        `<h2>CLIENTS INCLUDE</h2><p>Acacia Aged Care | Bluegum Wealth | Cirrus Aviation | Delta Demolition</p><h2>WHAT THEY SAY</h2><div class="quote-block"><p>“You know a campaign is working when your competitors call to ask who did it.”</p><p class="attribution">MEGAN DOYLE, CIRRUS AVIATION</p></div>`,
      ),
    },
    clients: ["Acacia Aged Care", "Bluegum Wealth", "Cirrus Aviation", "Delta Demolition"],
  },
  {
    name: "b2b lead gen agency",
    pages: {
      "/": P(
        `<header class="hero"><nav><a href="/solutions">Solutions</a><a href="/customers">Customers</a></nav><h1>Outbound that books meetings with manufacturers</h1><p>Vantage runs cold email, LinkedIn outreach and calling for industrial suppliers across Australia and New Zealand.</p><a class="btn" href="/book">Book a demo</a></header><section class="features"><div class="feature"><h3>Appointment Setting</h3><p>Calendars full.</p></div><div class="feature"><h3>LinkedIn Outreach</h3><p>Done for you.</p></div><div class="feature"><h3>Cold Email</h3><p>Deliverability first.</p></div></section><section class="customers"><p class="eyebrow">Powering pipeline at</p><ul><li><img src="/c/forgewell.svg" alt="Forgewell Steel"></li><li><img src="/c/pumpco.svg" alt="PumpCo"></li><li><img src="/c/axis.svg" alt="Axis Conveyors"></li></ul></section><section class="stats"><div><strong>350+</strong><span>clients served</span></div></section>`,
      ),
    },
    services: ["Appointment Setting", "LinkedIn Outreach", "Cold Email"],
    clients: ["Forgewell Steel", "PumpCo", "Axis Conveyors"],
  },
  {
    name: "non-client proper names",
    pages: {
      "/about": P(
        `<h1>About us</h1><p>We started in Sydney in 2011 and now work with clients across Australia, New Zealand and Singapore.</p><p>Our founder Amelia Court worked with Ogilvy and Saatchi &amp; Saatchi before starting Vantage.</p><p>We use tools like Google Analytics, HubSpot and Semrush.</p><h2>Industries we serve</h2><ul><li>Healthcare</li><li>Real estate</li><li>Professional services</li></ul><h2>What our clients get</h2><ul><li>Weekly reports</li><li>A Senior Strategist</li><li>No Lock-in Contracts</li></ul>`,
      ),
      "/blog/how-nike-grew-online": P(`<h1>How Nike grew online sales</h1><p>Case.</p>`),
    },
    clients: [],
  },
];

test.each([...SITES])("$name", expectExactly);
