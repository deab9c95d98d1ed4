export type FormValue = string | FormObject;
export type FormObject = { [name: string]: FormValue };

/** A form with names such as `line_items[0][price]` as nested objects, lists by position; every value is text. */
export function readForm(form: URLSearchParams): FormObject {
  const root: FormObject = Object.create(null) as FormObject;
  for (const [name, value] of form) {
    const parts = name.split(/[[\]]+/).filter((part) => part !== "");
    const last = parts.pop() ?? "";
    let at = root;
    for (const part of parts) {
      const inner = at[part];
      const next: FormObject = typeof inner === "object" ? inner : (Object.create(null) as FormObject);
      at[part] = next;
      at = next;
    }
    at[last] = value;
  }
  return root;
}

/** The text at a path, or undefined. */
export function textAt(form: FormObject, ...path: readonly string[]): string | undefined {
  let at: FormValue | undefined = form;
  for (const part of path) at = typeof at === "object" ? at[part] : undefined;
  return typeof at === "string" ? at : undefined;
}

/** The names and texts below a name: metadata. */
export function textsAt(form: FormObject, ...path: readonly string[]): Record<string, string> {
  let at: FormValue | undefined = form;
  for (const part of path) at = typeof at === "object" ? at[part] : undefined;
  if (typeof at !== "object") return {};
  return Object.fromEntries(Object.entries(at).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}
