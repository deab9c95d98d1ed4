import "server-only";

/** Real pages nest some dozens deep. Beyond this a parser takes time that grows with the square, and everything that walks the tree runs out of stack. */
const DEEPEST = 1_000;
/** Have no end, or end by themselves when the next one begins. */
const NEVER_NEST = new Set(
  "area base br col embed hr img input link meta param source track wbr p li dt dd option optgroup tr td th thead tbody tfoot html head body path circle rect use".split(
    " ",
  ),
);

/** True for HTML whose boxes stand in boxes without end; told from its tags alone, before anything parses it. */
export function isTooDeep(html: string): boolean {
  let depth = 0;
  for (const [tag, slash, name = ""] of html.matchAll(/<(\/?)([a-z][a-z0-9-]*)(?:\s[^<>]*)?>/gi)) {
    if (NEVER_NEST.has(name.toLowerCase()) || tag.endsWith("/>")) continue;
    depth = Math.max(0, depth + (slash === "/" ? -1 : 1));
    if (depth > DEEPEST) return true;
  }
  return false;
}
