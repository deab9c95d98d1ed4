import { test } from "vitest";
import { type AgencySite, expectExactly, agencyPage as P } from "@/tests/support/agency-site";

const SITES: readonly AgencySite[] = [
  {
    name: "single page",
    pages: {
      "/": P(
        `<header class="hero"><nav><a href="#services">SERVICES</a><a href="#work">WORK</a><a href="#contact">CONTACT</a></nav><h1>WE BUILD BRANDS FOR BUILDERS</h1><p>Vantage Digital is a marketing agency for construction, trades and property companies.</p></header><section id="services"><h2>SERVICES</h2><div class="grid"><div><h3>BRANDING</h3><p>x y z.</p></div><div><h3>SEO</h3><p>x y z.</p></div><div><h3>VIDEO PRODUCTION</h3><p>x y z.</p></div></div></section><section id="work"><h2>CASE STUDIES</h2><article class="case-study"><h3>Stonebridge Homes</h3><p>Leads rose by <strong>45%</strong> in the first quarter after launch.</p></article><article class="case-study"><h3>Apex Roofing</h3><p>Cost per lead fell from $210 to $74 in five months.</p></article></section><section id="clients"><h2>CLIENTS</h2><div class="marquee"><img src="/l/stonebridge.png" alt="Stonebridge Homes"><img src="/l/bricklane.png" alt="Bricklane Developments"><img src="/l/gtc.png" alt="GTC Plumbing"><img src="/l/stonebridge.png" alt="Stonebridge Homes"></div></section><section id="testimonials"><div class="review"><p class="review-text">They just get our industry. We have never been busier on the tools.</p><div class="review-author"><img src="/a.png" alt="Avatar"><div><h4>Shane Moloney</h4><p>Director, GTC Plumbing</p></div></div></div></section>`,
      ),
    },
    services: ["BRANDING", "SEO", "VIDEO PRODUCTION"],
    clients: ["Stonebridge Homes", "Apex Roofing", "Bricklane Developments", "GTC Plumbing"],
  },
  {
    name: "case study list text + stats",
    pages: {
      "/": P(`<h1>Hi</h1>`),
      "/results": P(
        `<h1>Client results</h1><div class="result"><div class="result-stat">+218%</div><h3>Oakleaf Physiotherapy</h3><p>Organic bookings in 12 months.</p></div><div class="result"><div class="result-stat">6.2x</div><h3>Barossa Valley Wines Direct</h3><p>Return on ad spend.</p></div><div class="result"><div class="result-stat">$1.2M</div><h3>Harbourview Realty</h3><p>New listings revenue.</p></div>`,
      ),
    },
    clients: ["Oakleaf Physiotherapy", "Barossa Valley Wines Direct", "Harbourview Realty"],
  },
  {
    name: "wix-like",
    pages: {
      "/": P(
        `<div id="SITE_CONTAINER"><main id="PAGES_CONTAINER"><section id="comp-a" class="wixui-section"><div class="wixui-rich-text"><h2 class="font_2 wixui-rich-text__text"><span class="wixui-rich-text__text">Our Clients</span></h2></div><div class="wixui-gallery"><wow-image><img src="https://static.wixstatic.com/media/abc_123~mv2.png/v1/fill/w_200/Solara%20Energy%20logo.png" alt="Solara Energy logo.png"></wow-image><wow-image><img src="https://static.wixstatic.com/media/x.png" alt="Finch & Wren Interiors"></wow-image></div></section><section id="comp-b" class="wixui-section"><div class="wixui-rich-text"><p class="font_8"><span>"I recommend them to every founder I meet, and I meet a lot."</span></p></div><div class="wixui-rich-text"><p class="font_8"><span>Zoe Hart, Solara Energy</span></p></div></section><section class="wixui-section"><div class="wixui-rich-text"><h2>What We Offer</h2></div><div class="wixui-repeater"><div class="wixui-repeater__item"><h3>Social Media</h3><p>Posts.</p></div><div class="wixui-repeater__item"><h3>Graphic Design</h3><p>Things.</p></div></div></section></main></div>`,
      ),
    },
    services: ["Social Media", "Graphic Design"],
    clients: ["Solara Energy", "Finch & Wren Interiors"],
  },
  {
    name: "hubspot-like modules",
    pages: {
      "/": P(
        `<div class="body-wrapper hs-content-id-1"><div class="dnd-section"><div class="row-fluid"><div class="span12 widget-span widget-type-cell"><div class="hs_cos_wrapper_type_module"><h2>Who we work with</h2><p>B2B technology companies with long sales cycles, such as Cortexa, Relay Systems and NimbusIQ.</p></div></div></div></div><div class="dnd-section"><div class="hs_cos_wrapper"><h2>How we help you grow</h2><div class="cards"><div class="card"><h4>HubSpot Onboarding</h4></div><div class="card"><h4>Demand Generation</h4></div><div class="card"><h4>Account-Based Marketing</h4></div></div></div></div><div class="dnd-section"><h3>Featured case study</h3><div class="media"><img src="c.png" alt=""><div><h4>How Cortexa doubled its pipeline with ABM</h4><a href="/customers/cortexa">Read the story</a></div></div></div></div>`,
      ),
    },
    clients: ["Cortexa", "Relay Systems", "NimbusIQ"],
    services: ["HubSpot Onboarding", "Demand Generation", "Account-Based Marketing"],
  },
  {
    name: "possessive & verbs",
    pages: {
      "/": P("<h1>Hi</h1>"),
      "/case-studies/a1": P(`<h1>Rebuilding Pinnacle Bank's digital presence</h1>`),
      "/case-studies/b2": P(`<h1>Nightingale Hospice raises $2m online</h1>`),
      "/case-studies/c3": P(`<h1>Taking Wattle & Co from markets to Myer</h1>`),
      "/case-studies/d4": P(`<h1>Driving 3x more demos at Ledgerloop</h1>`),
      "/case-studies/e5": P(`<h1>How SunPatch cut CAC by 35% in one quarter</h1>`),
      "/case-studies/f6": P(`<h1>Case study: how we grew The Reading Room's subscriptions</h1>`),
      "/case-studies/tempo-fitness-case-study": P(`<h1>Tempo Fitness Case Study</h1>`),
      "/case-studies/increasing-leads": P(`<h1>Increasing Qualified Leads By 200% For A Regional Law Firm</h1><p>Firm.</p>`),
      "/portfolio/brand-launch": P(`<h1>Brand launch</h1>`),
    },
    clients: ["Pinnacle Bank", "Nightingale Hospice", "Wattle & Co", "Ledgerloop", "SunPatch", "The Reading Room", "Tempo Fitness"],
  },
  {
    name: "shared boxes",
    pages: {
      "/": P(
        `<section class="stats"><h2>Our impact</h2><div><span>500+</span> Projects delivered</div><div><span>98%</span> Client retention</div></section><section><h2>Sectors</h2><ul><li>Retail</li><li>Health</li><li>Education</li></ul></section><section><h2>Our values</h2><ul><li>Honest Work</li><li>Bold Ideas</li><li>Kind People</li></ul></section><section><h2>Our locations</h2><ul><li>Sydney</li><li>Melbourne</li><li>Perth</li></ul></section><section><h2>Latest insights</h2><div class="card"><h3>Five SEO Trends For 2026</h3></div><div class="card"><h3>Why Email Marketing Works</h3></div><div class="card"><h3>Paid Media Budgeting</h3></div></section><section><h2>Client login</h2><a href="https://portal.example.com">Client Portal</a></section>`,
      ),
    },
    clients: [],
    services: [],
  },
];

test.each([...SITES])("$name", expectExactly);
