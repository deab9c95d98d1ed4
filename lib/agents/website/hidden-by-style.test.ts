import { expect, test } from "vitest";
import { parsePage } from "@/lib/agents/website/parse-page";

const read = (css: string, body: string, head = "") =>
  parsePage(
    `<html lang="en"><head><title>Agency</title>${head}<style>${css}</style></head><body><h1>Seen</h1>${body}</body></html>`,
    "https://agency.example/",
  ).text;

test.each([
  [".x{display:none}", `<p class="x">Ghost</p>`],
  [".y,.x { color:red; DISPLAY : none !important }", `<div class="x"><p>Ghost</p></div>`],
  ["#x{visibility:hidden}", `<p id="x">Ghost</p>`],
  [".x{font-size:0}", `<p class="x">Ghost</p>`],
  [".x{position:absolute;left:-9999px}", `<p class="x">Ghost</p>`],
  [".x{text-indent:-5000px}", `<p class="x">Ghost</p>`],
  [".x{opacity:0}", `<p class="x">Ghost</p>`],
  [".x{color:#fff;background:#FFFFFF}", `<p class="x">Ghost</p>`],
  ["body{background:white}.x{color:rgb(255, 255, 255)}", `<p>Some <span class="x">Ghost</span> words</p>`],
  [".x{display:none} @media print{.x{display:block}}", `<p class="x">Ghost</p>`],
  ["/* .x{display:block} */ .x{display:none}", `<p class="x">Ghost</p>`],
])("%s hides %s", (css, body) => {
  expect(read(css, body)).toContain("Seen");
  expect(read(css, body)).not.toContain("Ghost");
});

test.each([
  ["an open tab", ".x{display:none}.x.is-open{display:block}", `<p class="x">Read me</p>`],
  ["an unfolded answer", ".x{display:none}.q:checked ~ .x{display:block}", `<input class="q"><p class="x">Read me</p>`],
  ["what a wide screen shows", ".x{display:none}@media (min-width:600px){.x{display:flex}}", `<p class="x">Read me</p>`],
  ["what a narrow screen lacks", "@media (max-width:600px){.x{display:none}}", `<p class="x">Read me</p>`],
  ["what fades in", ".x{opacity:0;transition:opacity .4s}", `<p class="x">Read me</p>`],
  ["white on a dark part", "body{background:#fff}.hero{background:#123}.x{color:#fff}", `<div class="hero"><p class="x">Read me</p></div>`],
  ["white on a picture", "body{background:#fff}.x{color:#fff}", `<div style="background:url(a.jpg)"><p class="x">Read me</p></div>`],
  ["a state of a visitor's", ".x:hover{display:none}.x::before{display:none}", `<p class="x">Read me</p>`],
  ["the page itself", "body,#app,.x:not(.ready){visibility:hidden}", `<div id="app"><p class="x">Read me</p></div>`],
  ["a selector nobody knows", ".x:::{display:none}.x>>>y{display:none}", `<p class="x">Read me</p>`],
])("%s can be read", (_, css, body) => {
  expect(read(css, body)).toContain("Read me");
});

test("a stylesheet elsewhere may paint what is white here", () => {
  const css = "body{background:#fff}.x{color:#fff}";
  expect(read(css, `<p class="x">Read me</p>`, `<link rel="stylesheet" href="/a.css">`)).toContain("Read me");
  expect(read(css, `<p class="x">Read me</p>`)).not.toContain("Read me");
});

test.each([
  [`<p hidden>Ghost</p>`, false],
  [`<p>A <b style="display:none">Ghost</b> word</p>`, false],
  [`<p><i><span style="font-size:0">Ghost</span></i> word</p>`, false],
  [`<div role="tabpanel" hidden><p>Ghost</p></div>`, true],
])("%s", (body, isRead) => {
  expect(read("", body).includes("Ghost")).toBe(isRead);
});
