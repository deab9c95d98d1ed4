import "server-only";

/** `name@host.tld` with any letters, whole or with blanks around its signs. */
const PLAIN =
  /[\p{L}\p{N}][\p{L}\p{N}._%+'’-]*\s?@\s?[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}-]+)+|\S+\s*@\s*[\p{L}\p{N}-]+(?:\s\.\s[\p{L}\p{N}-]+)+|"[^"@\n]{1,64}"@[\p{L}\p{N}.-]+|\S+@\[[^\]\s]+\]/gu;
/** What is left of odd spellings: two words about a sign. A name such as "@studio" or a path such as "/@studio" has nothing before it. */
const ODD = /[^\s@/"'(<>]+@[^\s@/"')<>]+/gu;
/** `name [at] host [dot] tld` */
const SPELT =
  /[\p{L}\p{N}][\p{L}\p{N}._+-]*\s*[[({<]\s*at\s*[\])}>]\s*[\p{L}\p{N}-]+(?:\s*(?:\.|[[({<]\s*(?:dot|\.)\s*[\])}>])\s*[\p{L}\p{N}-]+)*/giu;
const SPELT_WITH_DOT = /[\p{L}\p{N}][\p{L}\p{N}._+-]*\s+at\s+[\p{L}\p{N}-]+(?:\s+dot\s+[\p{L}\p{N}-]+)+/giu;
/** `logo@2x.png` is a picture for sharp screens. */
const FOR_SHARP_SCREENS = /@[1-4](?:\.\d)?x(?:\.(?:png|jpe?g|webp|gif|svg|avif))?$/i;
const PERCENT = /[\w.+-]+%40[\w-]+(?:\.[\w-]+)+/g;

/**
 * A text without its e-mail addresses, however they are spelt; where one stood the line ends, so that no quotation runs across the gap.
 * A site that shows an address has not agreed to be written to (AU-08).
 */
export function withoutAddresses(text: string): string {
  const clean = text.replace(/[\p{Cf}\u00ad]/gu, "").replace(/[＠﹫]/g, "@");
  if (!/@|%40|\bat\b/i.test(clean)) return clean;
  return [PLAIN, ODD, SPELT, SPELT_WITH_DOT, PERCENT].reduce(
    (rest, pattern) => rest.replace(pattern, (found) => (FOR_SHARP_SCREENS.test(found) ? found : "\n")),
    clean,
  );
}

export function hasAddress(text: string): boolean {
  return withoutAddresses(text) !== text.replace(/[\p{Cf}\u00ad]/gu, "").replace(/[＠﹫]/g, "@");
}
