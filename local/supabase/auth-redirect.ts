import type { AuthSettings } from "./auth-context";

/**
 * Where a link may send the browser: the wanted address when it is on the site or matches the allow list, else the site.
 * Patterns as hosted: `*` stands for anything but `.` and `/`, `**` for anything, `?` for one such character.
 */
export function allowedRedirect(
  { siteUrl, redirectAllowList }: Pick<AuthSettings, "siteUrl" | "redirectAllowList">,
  wanted: string | null | undefined,
): string {
  if (!wanted || !URL.canParse(wanted)) return siteUrl;
  const target = new URL(wanted);
  const site = new URL(siteUrl);
  if (target.protocol === site.protocol && target.host === site.host) return wanted;
  // The query is the caller's own; the pattern speaks about the address before it.
  const address = wanted.split(/[?#]/)[0] ?? "";
  return redirectAllowList.some((pattern) => globExpression(pattern).test(address)) ? wanted : siteUrl;
}

function globExpression(pattern: string): RegExp {
  const source = pattern.replace(/\*\*|\*|\?|[^*?]+/g, (part) => {
    if (part === "**") return ".*";
    if (part === "*") return "[^./]*";
    if (part === "?") return "[^./]";
    return part.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${source}$`);
}
