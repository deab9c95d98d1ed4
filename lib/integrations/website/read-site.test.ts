import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isReadable, SITE_STATE_WORDS } from "@/lib/domain/site-reading";
import { readSite, type SiteReaderOptions } from "@/lib/integrations/website/read-site";

type Answer = { status?: number; headers?: Record<string, string>; body?: string | Buffer };
type Routes = Record<string, Answer | ((request: IncomingMessage, response: ServerResponse) => void)>;

const WORDS =
  "We are the agency that helps owners of local shops to be found by the people who live around the corner and to be remembered by them. ".repeat(
    6,
  );
const page = (body: string, head = "") =>
  `<!doctype html><html lang="en"><head><title>Agency</title>${head}</head><body><h1>Agency</h1><p>${WORDS}</p>${body}</body></html>`;

let server: Server;
let origin = "";
let routes: Routes = {};
let asked: { path: string; agent: string }[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push({ path: request.url ?? "", agent: request.headers["user-agent"] ?? "" });
    const route = routes[request.url ?? ""] ?? { status: 404, body: "<h1>Not found</h1>" };
    if (typeof route === "function") return route(request, response);
    response.writeHead(route.status ?? 200, { "content-type": "text/html; charset=utf-8", ...route.headers });
    response.end(route.body ?? "");
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
});

function read(given: Routes, options: Partial<SiteReaderOptions> = {}, address = `${origin}/`) {
  routes = given;
  asked = [];
  return readSite(address, { allowPrivateHosts: true, contactUrl: "https://agency-os.example", pageTimeoutMs: 3000, ...options });
}

const redirect = (location: string): Answer => ({ status: 302, headers: { location } });

describe("each way a site can fail is a state", () => {
  test.each<[string, Routes, string, string]>([
    ["403", { "/": { status: 403, body: "Forbidden" } }, "blocked", "crawl"],
    [
      "a challenge in place of the page",
      { "/": { body: "<title>Just a moment...</title><p>Verify you are human</p>" } },
      "blocked",
      "crawl",
    ],
    ["503 with a challenge", { "/": { status: 503, body: "<p>Checking your browser before you go on</p>" } }, "blocked", "crawl"],
    ["500", { "/": { status: 500, body: "oh" } }, "unreachable", "check_address"],
    ["404", {}, "unreachable", "check_address"],
    ["nothing at all", { "/": { body: "" } }, "empty", "form"],
    ["an empty page", { "/": { body: "<html><body><div></div></body></html>" } }, "empty", "form"],
    [
      "a parked name",
      { "/": { body: "<title>acme.example</title><p>This domain is for sale. Make an offer today.</p>" } },
      "parked",
      "check_address",
    ],
    ["a site to come", { "/": { body: "<h1>Coming soon</h1><p>Our new website is nearly there.</p>" } }, "parked", "check_address"],
    [
      "scripts alone",
      {
        "/": {
          body: '<html><body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div><script src="/m.js"></script></body></html>',
        },
      },
      "javascript_only",
      "crawl",
    ],
    ["a document", { "/": { headers: { "content-type": "application/pdf" }, body: "%PDF-1.7" } }, "not_html", "check_address"],
    ["JSON", { "/": { headers: { "content-type": "application/json" }, body: "{}" } }, "not_html", "check_address"],
    ["a circle", { "/": redirect("/a"), "/a": redirect("/b"), "/b": redirect("/a") }, "redirect_loop", "check_address"],
    [
      "an endless way",
      Object.fromEntries(Array.from({ length: 9 }, (_, hop) => [hop === 0 ? "/" : `/${hop}`, redirect(`/${hop + 1}`)])),
      "redirect_loop",
      "check_address",
    ],
    ["a page that sends to itself", { "/": { body: '<meta http-equiv="refresh" content="0; url=/">' } }, "redirect_loop", "check_address"],
    ["a cloud's metadata", { "/": redirect("http://169.254.169.254/latest/meta-data/") }, "hostile_redirect", "check_address"],
    ["this machine, another port", { "/": redirect("http://127.0.0.1:1/") }, "hostile_redirect", "check_address"],
    ["this machine by name", { "/": redirect("http://localhost:1/") }, "hostile_redirect", "check_address"],
    ["this machine in other figures", { "/": redirect("http://2130706433:1/") }, "hostile_redirect", "check_address"],
    ["this machine in IPv6", { "/": redirect("http://[::ffff:127.0.0.1]:1/") }, "hostile_redirect", "check_address"],
    ["a private network", { "/": redirect("http://10.0.0.7/") }, "hostile_redirect", "check_address"],
    ["a file", { "/": redirect("file:///etc/passwd") }, "hostile_redirect", "check_address"],
    ["another scheme", { "/": redirect("gopher://example.com/") }, "hostile_redirect", "check_address"],
    [
      "a hop that a page makes",
      { "/": { body: '<meta http-equiv="refresh" content="0;url=http://169.254.169.254/">' } },
      "hostile_redirect",
      "check_address",
    ],
  ])("%s", async (_, given, state, nextStep) => {
    const reading = await read(given);
    expect(reading).toMatchObject({ state, pages: [] });
    expect(SITE_STATE_WORDS[reading.state]).toMatchObject({ nextStep, sentence: expect.stringMatching(/^[A-Z].*\.$/) });
    expect(isReadable(reading.state)).toBe(false);
  });

  test("a public site whose redirect leads, by name, into a private network", async () => {
    const lookUp = async (host: string) => (host === "inside.example" ? ["10.1.2.3"] : ["127.0.0.1"]);
    const reading = await read({ "/": redirect("http://inside.example/") }, { lookUp });
    expect(reading.state).toBe("hostile_redirect");
  });

  test.each([
    "http://127.0.0.1/",
    "http://localhost/",
    "https://10.0.0.1",
    "http://[::1]/",
    "https://metadata.internal/",
    "http://0x7f.1/",
    "intranet",
  ])("%s is no website for a deployed product", async (address) => {
    expect((await read({}, { allowPrivateHosts: false }, address)).state).toBe("invalid_address");
    expect(asked).toEqual([]);
  });

  test.each([
    "ftp://example.com",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "https://user:secret@example.com",
    "https://exa mple.com",
    "",
  ])("%j is no website at all", async (address) => {
    expect((await read({}, {}, address)).state).toBe("invalid_address");
  });

  test("a name with one private address among public ones is refused", async () => {
    const lookUp = async () => ["93.184.216.34", "192.168.0.4"];
    expect((await read({}, { allowPrivateHosts: false, lookUp }, "https://twofaced.example")).state).toBe("invalid_address");
  });

  test("a name that leads nowhere, and a server that never answers", async () => {
    expect(await read({}, { lookUp: async () => [] }, "https://nowhere.example")).toMatchObject({
      state: "unreachable",
      detail: expect.stringContaining("no server"),
    });
    expect(await read({ "/": () => undefined }, { pageTimeoutMs: 200 })).toMatchObject({
      state: "unreachable",
      detail: "It did not answer in time.",
    });
  });

  test("a page that is too large, plain or packed", async () => {
    const large = page("x".repeat(400_000));
    expect((await read({ "/": { body: large } }, { maxPageBytes: 100_000 })).state).toBe("too_big");
    const packed = gzipSync("a".repeat(30_000_000));
    expect(packed.length).toBeLessThan(50_000);
    expect((await read({ "/": { headers: { "content-encoding": "gzip" }, body: packed } })).state).toBe("too_big");
  });

  test("boxes within boxes without end", async () => {
    const reading = await read({ "/": { body: `${"<div>".repeat(60_000)}${WORDS}` } });
    expect(reading.state).toBe("too_big");
  });

  test("robots.txt is kept: the whole site, or a part of it", async () => {
    const robots = (body: string): Answer => ({ headers: { "content-type": "text/plain" }, body });
    const none = await read({ "/robots.txt": robots("User-agent: *\nDisallow: /"), "/": { body: page("") } });
    expect(none.state).toBe("robots_forbid");
    expect(asked.map(({ path }) => path)).toEqual(["/robots.txt"]);
    const named = await read({ "/robots.txt": robots("User-agent: AgencyOSBot\nDisallow: /"), "/": { body: page("") } });
    expect(named.state).toBe("robots_forbid");
    expect((await read({ "/robots.txt": { status: 503 }, "/": { body: page("") } })).state).toBe("robots_forbid");
    const part = await read({
      "/robots.txt": robots("User-agent: *\nDisallow: /clients"),
      "/": { body: page('<a href="/clients">Clients</a><a href="/services">Services</a>') },
      "/clients": { body: page("") },
      "/services": { body: page("") },
    });
    expect(part.pages.map(({ url }) => new URL(url).pathname)).toEqual(["/", "/services"]);
    expect(asked.map(({ path }) => path)).not.toContain("/clients");
  });

  test("another language is read, and said", async () => {
    const words =
      "Wir sind die Agentur, mit der Betriebe in der Region für ihre Kunden sichtbar werden und bei ihnen im Kopf bleiben. ".repeat(8);
    const reading = await read({ "/": { body: `<html lang="en"><body><h1>Willkommen</h1><p>${words}</p></body></html>` } });
    expect(reading).toMatchObject({ state: "foreign_language", language: "de" });
    expect(reading.pages).toHaveLength(1);
  });

  test("broken HTML is read as a browser reads it", async () => {
    const reading = await read({
      "/": { body: `<p>${WORDS}<div><b>Ser<i>vices</b></i><a href='/services'>Services<table><tr><td>` },
      "/services": { body: `<h1>SEO<p>${WORDS}` },
    });
    expect(reading.state).toBe("ok");
    expect(reading.pages).toHaveLength(2);
  });
});

describe("what is read", () => {
  test("at most fifteen pages, the telling ones, each once, by a reader that says who it is", async () => {
    const cases = Array.from({ length: 30 }, (_, index) => `/work/client-${index}`);
    const posts = Array.from({ length: 30 }, (_, index) => `/blog/post-${index}`);
    const links = [
      "/services",
      "/about",
      "/contact",
      "/work",
      "/work/",
      "/team",
      "/privacy",
      "/brochure.pdf",
      "https://elsewhere.example/services",
      ...cases,
      ...posts,
    ];
    const body = page(links.map((href) => `<a href="${href}">${href}</a>`).join(""));
    const reading = await read({ "/": { body }, ...Object.fromEntries(links.map((path) => [path, { body }])) });
    const paths = reading.pages.map(({ url }) => new URL(url).pathname.replace(/(.)\/$/, "$1"));
    expect(paths.length).toBeLessThanOrEqual(15);
    expect(paths).toEqual(expect.arrayContaining(["/", "/services", "/about", "/contact", "/work", "/team", "/work/client-0"]));
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.some((path) => path.startsWith("/blog") || path === "/privacy")).toBe(false);
    expect(new Set(asked.map(({ agent }) => agent))).toEqual(
      new Set(["Mozilla/5.0 (compatible; AgencyOSBot/1.0; +https://agency-os.example)"]),
    );
  });

  test("a site's map helps where its menu is drawn by scripts", async () => {
    const map = `<urlset><url><loc>${origin}/services</loc></url><url><loc>${origin}/case-studies/acme</loc></url></urlset>`;
    const reading = await read({
      "/": { body: page("") },
      "/sitemap.xml": { headers: { "content-type": "application/xml" }, body: map },
      "/services": { body: page("") },
      "/case-studies/acme": { body: page("") },
    });
    expect(reading.pages.map(({ url }) => new URL(url).pathname)).toEqual(["/", "/services", "/case-studies/acme"]);
  });

  test("a page's own words about its letters count", async () => {
    const body = Buffer.from(
      `<html><head><meta charset="iso-8859-1"></head><body><h1>Caf\u00e9 Systems</h1><p>${WORDS}</p></body></html>`,
      "latin1",
    );
    const reading = await read({ "/": { headers: { "content-type": "text/html" }, body } });
    expect(reading.pages[0]?.html).toContain("Caf\u00e9 Systems");
  });

  const french = (link: string) =>
    `<html lang="fr"><head><title>Agence</title>${link}</head><body><h1>Agence</h1><p>${"Nous aidons les entreprises de la ville à être trouvées par leurs clients et à vendre en ligne. ".repeat(6)}</p><a href="/fr/services">Nos services</a></body></html>`;

  test.each([
    ["by a link for machines", `<link rel="alternate" hreflang="en-AU" href="/en/">`],
    ["by a link for readers", `<a href="/en/">English</a>`],
  ])("the English edition of a site in another language is read, named %s", async (_, link) => {
    const reading = await read({ "/": { body: french(link) }, "/en/": { body: page("") }, "/fr/services": { body: french("") } });
    expect(reading).toMatchObject({ state: "ok", language: "en", url: `${origin}/en/`, detail: "Its English edition was read." });
    expect(reading.pages.map(({ url }) => new URL(url).pathname)).toEqual(["/en/"]);
  });

  test.each<[string, string, Routes]>([
    ["elsewhere", "https://other.example/", {}],
    ["in no English", "/en/", { "/en/": { body: french("") } }],
    ["that robots.txt forbids", "/en/", { "/en/": { body: page("") }, "/robots.txt": { body: "User-agent: *\nDisallow: /en/" } }],
  ])("an English edition %s leaves the site as it is", async (_, href, given) => {
    const reading = await read({ "/": { body: french(`<link rel="alternate" hreflang="en" href="${href}">`) }, ...given });
    expect(reading).toMatchObject({ state: "foreign_language", url: `${origin}/` });
  });

  test("a site that lives in scripts is read from the data its pages bring, and its links are followed", async () => {
    const shell = (data: unknown) =>
      `<html lang="en"><head><title>Agency</title></head><body><div id="__next"></div><script id="__NEXT_DATA__" type="application/json">${JSON.stringify({ props: { pageProps: data } })}</script></body></html>`;
    const reading = await read({
      "/": { body: shell({ headline: "Found around the corner", intro: WORDS, nav: [{ label: "Our services", href: "/services" }] }) },
      "/services": { body: shell({ title: "Our services", items: [{ title: "SEO", text: WORDS }] }) },
    });
    expect(reading.state).toBe("ok");
    expect(reading.pages.map(({ url }) => new URL(url).pathname)).toEqual(["/", "/services"]);
    expect(reading.pages[1]?.html).toContain("SEO</h");
  });

  test("a site below a folder is not left", async () => {
    const links = '<a href="services.html">Services</a><a href="about.html">About</a><a href="/other/services.html">Services</a>';
    const given = Object.fromEntries(
      ["/one/", "/one/services.html", "/one/about.html", "/other/services.html"].map((path) => [path, { body: page(links) }]),
    );
    const reading = await read(given, {}, `${origin}/one/`);
    expect(reading.pages.map(({ url }) => new URL(url).pathname)).toEqual(["/one/", "/one/services.html", "/one/about.html"]);
  });
});
