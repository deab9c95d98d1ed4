import "server-only";

/** True for an element that its own attributes hide from readers. */
export function isHidden({ style = "", class: names = "", "aria-hidden": hidden, ...attribs }: Record<string, string>): boolean {
  if (/display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:;|!|$)/i.test(style)) return true;
  // The panels of tabs are hidden in turn, and each can be opened.
  if ("hidden" in attribs && attribs.role !== "tabpanel" && !("aria-labelledby" in attribs)) return true;
  if (/(?:^|\s)(?:slick-cloned|swiper-slide-duplicate|screen-reader-text|sr-only|visually-hidden|skip-link)(?:$|\s)/.test(names))
    return true;
  return hidden === "true" && /clone|duplicate|icon/.test(names);
}
