import type { FieldPath, FieldValues, PathValue, RegisterOptions, UseFormReturn } from "react-hook-form";

type Form<Values extends FieldValues> = Pick<UseFormReturn<Values>, "register" | "getValues">;

/**
 * `form.register` with the value already in the server's HTML. Without it fields are empty, and text areas small, until the page's
 * scripts run, and the page jumps when they do.
 */
export function registerField<Values extends FieldValues, Name extends FieldPath<Values>>(
  form: Form<Values>,
  name: Name,
  options?: RegisterOptions<Values, Name>,
) {
  return { ...form.register(name, options), defaultValue: form.getValues(name) as PathValue<Values, Name> };
}
