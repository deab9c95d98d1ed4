import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decodeHtml } from "@/lib/integrations/website/decode-html";

const FOLDER = fileURLToPath(new URL("../../local/sites/pages/", import.meta.url));

/** All pages of a sample site as they are fetched, front page first; `index.html` is its folder's own page. */
export function samplePages(site: string): { url: string; html: string }[] {
  const files = readdirSync(join(FOLDER, site), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    .sort(
      (a, b) => a.split("/").length - b.split("/").length || Number(b === "index.html") - Number(a === "index.html") || (a < b ? -1 : 1),
    );
  return files.map((file) => ({
    url: `https://${site}.example/${file.replace(/(?:^|(?<=\/))index\.html$/, "")}`,
    html: decodeHtml(readFileSync(join(FOLDER, site, file)), "text/html"),
  }));
}
