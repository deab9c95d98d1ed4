import { test } from "vitest";
import { type AgencySite, expectExactly, agencyPage as P } from "@/tests/support/agency-site";

const SITES: readonly AgencySite[] = [
  {
    name: "squarespace",
    pages: {
      "/": P(
        `<header id="header"><div class="header-nav-item header-nav-item--folder"><a class="header-nav-folder-title" href="/services">Services</a><div class="header-nav-folder-content"><div class="header-nav-folder-item"><a href="/branding">Branding</a></div><div class="header-nav-folder-item"><a href="/websites">Websites</a></div></div></div></header><main id="page"><article class="sections"><section class="page-section full-bleed-section"><div class="sqs-block html-block sqs-block-html"><div class="sqs-html-content"><h1>Marketing that pulls its weight</h1><p class="sqsrte-large">Vantage Digital helps independent retailers and hospitality groups grow with brand, web and email.</p></div></div></section><section class="page-section"><div class="sqs-block-html"><h2>What we do</h2></div><div class="user-items-list"><ul class="user-items-list-item-container"><li class="list-item"><div class="list-item-content"><h2 class="list-item-content__title">Brand Strategy</h2><div class="list-item-content__description"><p>Positioning that lasts.</p></div></div></li><li class="list-item"><div class="list-item-content"><h2 class="list-item-content__title">Email Marketing</h2><div class="list-item-content__description"><p>Flows and campaigns.</p></div></div></li><li class="list-item"><div class="list-item-content"><h2 class="list-item-content__title">Web Design</h2><div class="list-item-content__description"><p>Shops people use.</p></div></div></li></ul></div></section><section class="page-section gallery-section"><h3>Some of the brands we’ve helped</h3><div class="gallery-grid"><figure class="gallery-grid-item"><img data-src="https://images.squarespace-cdn.com/content/v1/5f/1600/Copper+Kettle+Logo.png" alt="Copper+Kettle+Logo.png"></figure><figure class="gallery-grid-item"><img data-src="https://images.squarespace-cdn.com/content/v1/5f/77/logo_fernhill.png" alt="logo_fernhill.png"></figure><figure class="gallery-grid-item"><img data-src="https://images.squarespace-cdn.com/content/v1/5f/77/Bondi-Surf-Co.png" alt=""></figure></div></section><section class="page-section"><div class="sqs-block-quote"><figure class="block-animation"><blockquote data-animation-role="quote"><span>“</span>Vantage doubled our online orders before Christmas.<span>”</span></blockquote><figcaption class="source">— Lena Park, Copper Kettle</figcaption></figure></div></section></article></main>`,
      ),
    },
    services: ["Brand Strategy", "Email Marketing", "Web Design", "Branding", "Websites"],
    clients: ["Copper Kettle", "Fernhill", "Bondi Surf Co"],
  },
  {
    name: "bootstrap",
    pages: {
      "/": P(
        `<nav class="navbar navbar-expand-lg"><ul class="navbar-nav"><li class="nav-item dropdown"><a class="nav-link dropdown-toggle" href="#">What We Do</a><ul class="dropdown-menu"><li><a class="dropdown-item" href="/seo-agency">SEO</a></li><li><a class="dropdown-item" href="/ppc-management">PPC Management</a></li><li><a class="dropdown-item" href="/social-media-marketing">Social Media Marketing</a></li></ul></li><li class="nav-item"><a href="/blog">Blog</a></li></ul></nav><div class="jumbotron"><h1>We help B2B SaaS companies generate pipeline</h1></div><div class="container"><div class="row"><div class="col-md-4"><div class="card"><div class="card-body"><h5 class="card-title">Search Engine Optimisation</h5><p class="card-text">Rank for what buyers search.</p><a href="#" class="btn btn-primary">Learn more</a></div></div></div><div class="col-md-4"><div class="card"><div class="card-body"><h5 class="card-title">Paid Media</h5><p class="card-text">Ads that pay back.</p></div></div></div><div class="col-md-4"><div class="card"><div class="card-body"><h5 class="card-title">Conversion Rate Optimisation</h5><p class="card-text">More from what you have.</p></div></div></div></div></div><div class="clients text-center"><h4>Trusted by fast-growing software teams</h4><div class="row"><div class="col"><img src="/assets/img/clients/ledgerly.svg" alt="Ledgerly"></div><div class="col"><img src="/assets/img/clients/shiftwise.svg" alt="ShiftWise"></div><div class="col"><img src="/assets/img/clients/beacon-hr.svg" alt="Beacon HR"></div></div></div><div id="testimonialCarousel" class="carousel slide"><div class="carousel-inner"><div class="carousel-item active"><p class="lead">"They rebuilt our paid search from scratch and pipeline tripled in two quarters."</p><div class="author"><strong>Priya Anand</strong><br><small>VP Marketing, Ledgerly</small></div></div><div class="carousel-item"><p class="lead">"Finally an agency that knows what an MQL is worth."</p><div class="author"><strong>Marcus Webb</strong><br><small>Head of Growth at Quotient Labs</small></div></div></div></div>`,
      ),
    },
    services: [
      "SEO",
      "PPC Management",
      "Social Media Marketing",
      "Search Engine Optimisation",
      "Paid Media",
      "Conversion Rate Optimisation",
    ],
    clients: ["Ledgerly", "ShiftWise", "Beacon HR", "Quotient Labs"],
  },
  {
    name: "tailwind",
    pages: {
      "/": P(
        `<main><section class="py-24 bg-slate-900"><div class="mx-auto max-w-7xl"><h1 class="text-5xl font-bold">Growth marketing for clinics</h1><p class="mt-6 text-lg">We fill appointment books for dental, physio and allied health practices.</p></div></section><section class="py-16"><div class="mx-auto max-w-7xl"><h2 class="text-center text-lg font-semibold">Practices that trust us</h2><div class="mt-10 grid grid-cols-4"><img class="max-h-12" src="/_next/static/media/smileworks.3f2a1b.svg" alt="Smileworks"><img class="max-h-12" src="/x/logo-2.svg" alt="Northshore Physio"><img class="max-h-12" src="/x/logo-3.svg" alt="Kindred Family Dental"></div></div></section><section><h2>Services</h2><dl class="grid"><div class="flex flex-col"><dt class="font-semibold">Google Ads for clinics</dt><dd><p>Every click tracked to a booking.</p></dd></div><div class="flex flex-col"><dt class="font-semibold">Local SEO</dt><dd><p>Own your suburb.</p></dd></div><div class="flex flex-col"><dt class="font-semibold">Patient reactivation emails</dt><dd><p>Bring people back.</p></dd></div></dl></section><section class="relative isolate"><figure class="mt-10"><blockquote class="text-center text-xl"><p>“New patient numbers are up 60% and the phone has not stopped.”</p></blockquote><figcaption class="mt-10"><img class="rounded-full" src="/a.jpg" alt=""><div class="mt-4 flex"><div class="font-semibold">Dr Judith Black</div><svg viewBox="0 0 2 2" aria-hidden="true"></svg><div class="text-gray-600">Owner of Smileworks</div></div></figcaption></figure></section></main>`,
        "Vantage Digital - Growth marketing for clinics",
      ),
    },
    services: ["Google Ads for clinics", "Local SEO", "Patient reactivation emails"],
    clients: ["Smileworks", "Northshore Physio", "Kindred Family Dental"],
  },
  {
    name: "case study pages",
    pages: {
      "/": P(`<h1>Hello there agency of growth</h1><a href="/case-studies">Case studies</a>`),
      "/case-studies/how-rivergum-homes-grew-qualified-leads-by-240": P(
        `<h1>How Rivergum Homes grew qualified leads by 240%</h1><p>The builder wanted more first-home buyers in the northern suburbs, and fewer calls from outside its area.</p><h2>The challenge</h2><p>Cost per lead had doubled.</p><h2>The results</h2><ul><li>240% more qualified leads</li><li>38% lower cost per lead</li></ul>`,
        "How Rivergum Homes grew qualified leads by 240% | Vantage Digital",
      ),
      "/case-studies/peak-outdoors": P(
        `<h1>From 2,000 to 40,000 monthly visitors: the Peak Outdoors story</h1><p>An outdoor retailer competing with giants.</p>`,
      ),
      "/work/lumen-law": P(
        `<div class="breadcrumb"><a href="/">Home</a> / <a href="/work">Work</a></div><h1>A calmer website for a busy law firm</h1><div class="meta"><div><span>Client</span><span>Lumen Law</span></div><div><span>Sector</span><span>Legal services</span></div></div><p>The firm wanted to be found by families, and to sound like people rather than statutes.</p><a href="https://lumenlaw.example.com.au">Visit website</a>`,
      ),
      "/our-work/doubling-bookings-for-tide-hotel": P(
        `<h1>Doubling direct bookings for Tide Hotel</h1><p>Commission was eating the margin of this waterfront hotel.</p>`,
      ),
      "/success-stories/acorn-early-learning": P(
        `<h1>Acorn Early Learning fills 14 centres</h1><p>Enrolments were falling in outer suburbs and rising in inner ones.</p>`,
      ),
      "/portfolio/helping-bramble-bakehouse-go-national": P(`<h1>Helping Bramble Bakehouse go national</h1>`),
      "/case-study/case-study-kite-insurance": P(`<h1>Case Study: Kite Insurance</h1>`),
    },
    clients: ["Rivergum Homes", "Peak Outdoors", "Lumen Law", "Tide Hotel", "Acorn Early Learning", "Bramble Bakehouse", "Kite Insurance"],
  },
  {
    name: "work index cards",
    pages: {
      "/": P(`<h1>We are Vantage Digital, a growth agency</h1>`),
      "/work": P(
        `<h1>Our work</h1><div class="grid"><a class="card" href="/work/1"><img src="a.jpg" alt="Mandalay Foods packaging"><h3>Mandalay Foods</h3><p>Brand refresh and packaging for a pantry range.</p><span class="tag">Food &amp; beverage</span></a><a class="card" href="/work/2"><h3>Ironbark Finance</h3><p>Website and lead generation for a mortgage broker.</p><span class="tag">Finance</span></a><a class="card" href="/work/3"><h3>Solstice Solar</h3><p>Google Ads that booked 900 site visits.</p><span class="tag">Energy</span></a></div><a href="/work/page/2">Next</a>`,
      ),
    },
    clients: ["Mandalay Foods", "Ironbark Finance", "Solstice Solar"],
  },
  {
    name: "prose",
    pages: {
      "/": P(
        `<h1>Public relations for the built environment</h1><p>Over the last decade we’ve worked with brands such as Kestrel Constructions, Paddock &amp; Vine, The Wool Exchange and Hargreave Property Group.</p><p>Our clients include Newstead Council, Obelisk Engineering and St Brigid's College.</p><p>Trusted by Marlowe Motors, Figtree Accounting, and over 80 more Brisbane businesses.</p>`,
      ),
      "/about": P(
        `<h1>About</h1><p>From start-ups like Parcelbee to household names like Golden Crumpet Co., we have run campaigns for all sorts.</p>`,
      ),
    },
    clients: [
      "Kestrel Constructions",
      "Paddock & Vine",
      "The Wool Exchange",
      "Hargreave Property Group",
      "Newstead Council",
      "Obelisk Engineering",
      "St Brigid's College",
      "Marlowe Motors",
      "Figtree Accounting",
      "Parcelbee",
      "Golden Crumpet Co",
    ],
  },
  {
    name: "divi + list",
    pages: {
      "/": P(
        `<div id="page-container"><div id="et-main-area"><div class="et_pb_section et_pb_section_1 et_section_regular"><div class="et_pb_row"><div class="et_pb_column"><div class="et_pb_module et_pb_text"><div class="et_pb_text_inner"><h2>Our Services</h2></div></div></div></div><div class="et_pb_row"><div class="et_pb_column et_pb_column_1_3"><div class="et_pb_module et_pb_blurb"><div class="et_pb_blurb_content"><div class="et_pb_blurb_container"><h4 class="et_pb_module_header"><span>Social Media Management</span></h4><div class="et_pb_blurb_description"><p>Daily posts and replies.</p></div></div></div></div></div><div class="et_pb_column et_pb_column_1_3"><div class="et_pb_module et_pb_blurb"><div class="et_pb_blurb_content"><div class="et_pb_blurb_container"><h4 class="et_pb_module_header"><span>Copywriting</span></h4></div></div></div></div><div class="et_pb_column et_pb_column_1_3"><div class="et_pb_module et_pb_blurb"><div class="et_pb_blurb_content"><div class="et_pb_blurb_container"><h4 class="et_pb_module_header"><span>Photography &amp; Video</span></h4></div></div></div></div></div></div><div class="et_pb_section"><div class="et_pb_row"><h3>Clients we’ve worked with</h3><ul><li>Banksia Homewares</li><li>Clearspan Roofing</li><li>Dovetail Kitchens</li><li>EastWest Freight</li></ul></div></div><div class="et_pb_section"><div class="et_pb_module et_pb_testimonial"><div class="et_pb_testimonial_portrait"></div><div class="et_pb_testimonial_description"><div class="et_pb_testimonial_description_inner"><div class="et_pb_testimonial_content"><p>The best thing we did last year was hand our socials to these people.</p></div><span class="et_pb_testimonial_author">Rosie Kendall</span><p class="et_pb_testimonial_meta"><span class="et_pb_testimonial_position">Marketing Manager</span><span class="et_pb_testimonial_separator">,</span> <span class="et_pb_testimonial_company"><a href="https://banksiahomewares.example">Banksia Homewares</a></span></p></div></div></div></div></div></div>`,
      ),
    },
    services: ["Social Media Management", "Copywriting", "Photography & Video"],
    clients: ["Banksia Homewares", "Clearspan Roofing", "Dovetail Kitchens", "EastWest Freight"],
  },
  {
    name: "gutenberg + h3 cards w/o heading level order",
    pages: {
      "/services": P(
        `<div class="entry-content"><h1 class="wp-block-heading">Services</h1><h2 class="wp-block-heading">Digital Strategy</h2><p>Where to play and how to win.</p><h2 class="wp-block-heading">UX Design</h2><p>Interfaces.</p><h2 class="wp-block-heading">Shopify Development</h2><p>Stores.</p><h2 class="wp-block-heading">Ready to talk?</h2><h2>Frequently asked questions</h2><h3>How much does SEO cost?</h3></div>`,
      ),
    },
    services: ["Digital Strategy", "UX Design", "Shopify Development"],
  },
  {
    name: "badges and press not clients",
    pages: {
      "/": P(
        `<h1>Agency</h1><section><h2>As featured in</h2><img src="smh-logo.png" alt="Sydney Morning Herald"><img src="afr-logo.png" alt="AFR"><img src="smartcompany-logo.png" alt="SmartCompany"></section><section><h2>Tools we use</h2><img src="hubspot-logo.svg" alt="HubSpot"><img src="semrush-logo.svg" alt="Semrush"><img src="klaviyo-logo.svg" alt="Klaviyo"></section><section><h2>Awards</h2><img src="b2b-award.png" alt="B2B Awards 2024"><img src="telstra.png" alt="Telstra Best of Business"><img src="apac-award-logo.png" alt="APAC Search Awards"></section><section><h2>Our team</h2><img src="jane.jpg" alt="Jane Roe"><img src="bob.jpg" alt="Bob Loe"><img src="sue.jpg" alt="Sue Poe"></section>`,
      ),
    },
    clients: [],
  },
  {
    name: "text marquee + g review",
    pages: {
      "/": P(
        `<section class="client-marquee"><div class="marquee-track"><span class="client-name">Torque Cycles</span><span class="client-name">Mallee Grain</span><span class="client-name">Pivot Physio</span><span class="client-name">Hush Bedding</span></div></section><section class="reviews"><h2>Google reviews</h2><div class="review-card"><div class="stars">★★★★★</div><p>Great communication and our bookings went up within weeks of launching the new site.</p><div class="reviewer">Kylie M.</div></div><div class="review-card"><p>Professional, quick and honest about what would work for a business of our size.</p><div class="reviewer">Paul Stavros, Director, Stavros Tiling</div></div></section>`,
      ),
    },
    clients: ["Torque Cycles", "Mallee Grain", "Pivot Physio", "Hush Bedding", "Stavros Tiling"],
  },
  {
    name: "json-ld offers",
    pages: {
      "/": P(
        `<h1>We market wineries</h1><p>We offer SEO, Google Ads, email marketing and web design for cellar doors.</p>`,
        "Vantage Digital",
        `<script type="application/ld+json">{"@context":"https://schema.org","@type":"ProfessionalService","name":"Vantage Digital","hasOfferCatalog":{"@type":"OfferCatalog","name":"Services","itemListElement":[{"@type":"Offer","itemOffered":{"@type":"Service","name":"Cellar door websites"}},{"@type":"Offer","itemOffered":{"@type":"Service","name":"Wine club email marketing"}}]},"review":{"@type":"Review","reviewBody":"They filled our cellar door.","author":{"@type":"Person","name":"Ann Lee","worksFor":{"@type":"Organization","name":"Yarra Bend Estate"}}}}</script>`,
      ),
    },
    services: ["Cellar door websites", "Wine club email marketing", "SEO", "Google Ads"],
    clients: ["Yarra Bend Estate"],
  },
  {
    name: "testimonial variants",
    pages: {
      "/": P(`<h1>Agency</h1>`),
      "/testimonials": P(
        `<h1>Testimonials</h1><div class="t"><p>They rebuilt our site in six weeks and sales are up 40% since.</p><p><strong>Tegan Walsh</strong><br>Owner<br>Willow &amp; Ash Florists</p></div><div class="t"><p>Our enquiries doubled in the first quarter we worked with the team.</p><p><strong>Omar Haddad</strong><br>General Manager – Cedar Grove Nursery</p></div><p>"An absolute pleasure from start to finish, and the phone keeps ringing." – Beth Nolan, Practice Manager, Bayside Vets</p><div class="q"><h4>Marketing that finally makes sense to a builder like me.</h4><p class="name">Dave Kruger</p><p class="co">Kruger Constructions</p></div>`,
      ),
    },
    clients: ["Willow & Ash Florists", "Cedar Grove Nursery", "Bayside Vets", "Kruger Constructions"],
  },
];

test.each([...SITES])("$name", expectExactly);
