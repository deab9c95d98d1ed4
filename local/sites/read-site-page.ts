import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("pages", import.meta.url));

type Page = { status: number; headers: Record<string, string>; body: string | Buffer };

/** The file an address names; a folder's `index.html`, and for the root a list of the sites. Nothing outside the pages can be named. */
export function readSitePage(address: string): Page {
  const { pathname } = new URL(address, "http://localhost");
  if (pathname === "/robots.txt") return answer("text/plain", "User-agent: *\nAllow: /\n");
  if (pathname === "/") return answer("text/html; charset=utf-8", contents());
  const parts = pathname.split("/").slice(1);
  const isPlain = parts.every((part, index) => /^[a-z0-9][\w-]*(?:\.html)?$/.test(part) || (part === "" && index === parts.length - 1));
  const file = isPlain ? join(ROOT, ...parts, pathname.endsWith("/") ? "index.html" : "") : undefined;
  try {
    // Without a charset, so that a page's own declaration counts.
    return answer("text/html", readFileSync(file?.endsWith(".html") ? file : join(ROOT, "nothing.html")));
  } catch {
    return {
      status: 404,
      headers: { "content-type": "text/html; charset=utf-8" },
      body: "<!doctype html><title>Not found</title><h1>Not found</h1>",
    };
  }
}

function answer(type: string, body: string | Buffer): Page {
  return { status: 200, headers: { "content-type": type, "content-length": String(Buffer.byteLength(body)) }, body };
}

function contents(): string {
  const links = readdirSync(ROOT).map((name) => `<li><a href="/${name}/">${name}</a></li>`);
  return `<!doctype html><html lang="en"><title>Sample agencies</title><h1>Sample agencies</h1><ul>${links.join("")}</ul></html>`;
}
