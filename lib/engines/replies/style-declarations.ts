import "server-only";

/** The declarations of a CSS block or a `style` attribute by property, lower case and without `!important`; the last of a name counts. */
export function styleDeclarations(css: string): Map<string, string> {
  const declared = new Map<string, string>();
  for (const declaration of css.split(";")) {
    const [name = "", ...value] = declaration.split(":");
    if (value.length === 0) continue;
    const text = value.join(":").replace(/!important/i, "");
    declared.set(name.trim().toLowerCase(), text.trim().toLowerCase());
  }
  return declared;
}
