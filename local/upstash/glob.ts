/** A Redis key pattern (`*`, `?`, `[a-z]`, `[^a]`, `\` to escape) as a test for the whole text. */
export function globTest(pattern: string): (text: string) => boolean {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern.charAt(at);
    const close = char === "[" ? pattern.indexOf("]", at + 1) : -1;
    if (char === "*") source += ".*";
    else if (char === "?") source += ".";
    else if (close > at + 1) {
      const body = pattern.slice(at + 1, close).replace(/[\\\]]/g, "\\$&");
      source += `[${body}]`;
      at = close;
    } else {
      const literal = char === "\\" && at + 1 < pattern.length ? pattern.charAt(++at) : char;
      source += literal.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
    }
  }
  const expression = new RegExp(`^${source}$`, "su");
  return (text) => expression.test(text);
}
