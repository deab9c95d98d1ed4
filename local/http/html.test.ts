import { expect, test } from "vitest";
import { html } from "@/local/http/html";

test("templates escape whatever they are given", () => {
  const value = `"><script>alert('x')</script>&`;
  const { text } = html`<a title="${value}">${[value, html`<b>${1}</b>`, false, null]}</a>`;
  expect(text).not.toContain("<script>");
  expect(text).toContain("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;<b>1</b></a>");
});
