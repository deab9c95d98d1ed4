/** A form of a page as a browser without scripts would send it. */
export type PageForm = { action: string; isMultipart: boolean; fields: [name: string, value: string][] };

/** The first form of a page that changes something (method POST), with its hidden values and its first button; undefined when there is none. */
export function findPostForm(page: string, pageUrl: string): PageForm | undefined {
  for (const [, attributes = "", content = ""] of page.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)) {
    if (attribute(attributes, "method")?.toLowerCase() !== "post") continue;
    const fields = [...content.matchAll(/<input\b([^>]*)>/gi)].flatMap(([, input = ""]) => fieldOf(input, isSent));
    const [button] = [...content.matchAll(/<(?:button|input)\b([^>]*)>/gi)].flatMap(([, input = ""]) => fieldOf(input, isSubmit));
    return {
      action: new URL(attribute(attributes, "action") || pageUrl, pageUrl).href,
      isMultipart: attribute(attributes, "enctype")?.toLowerCase() === "multipart/form-data",
      fields: button ? [...fields, button] : fields,
    };
  }
  return undefined;
}

const TYPED_BY_A_PERSON = new Set(["submit", "button", "reset", "image", "file"]);

function isSent(attributes: string): boolean {
  const type = attribute(attributes, "type")?.toLowerCase() ?? "text";
  if (TYPED_BY_A_PERSON.has(type)) return false;
  return (type !== "checkbox" && type !== "radio") || /\schecked\b/i.test(attributes);
}

function isSubmit(attributes: string): boolean {
  return attribute(attributes, "type")?.toLowerCase() === "submit";
}

function fieldOf(attributes: string, isWanted: (attributes: string) => boolean): [string, string][] {
  const name = attribute(attributes, "name");
  return name && isWanted(attributes) ? [[name, attribute(attributes, "value") ?? ""]] : [];
}

function attribute(attributes: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "i").exec(attributes);
  const value = found?.[1] ?? found?.[2] ?? found?.[3];
  return value === undefined ? undefined : decodeEntities(value);
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? "");
}
