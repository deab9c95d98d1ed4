type ActionFailure = {
  error: {
    serverError?: string | undefined;
    validationErrors?: { formErrors?: string[]; fieldErrors?: Record<string, string[] | undefined> } | undefined;
  };
};

/** The sentence to show for a failed action: what the server said, else the first thing wrong with what was entered. */
export function actionErrorText({ error: { serverError, validationErrors } }: ActionFailure): string {
  const [firstField] = Object.values(validationErrors?.fieldErrors ?? {}).flatMap((messages) => messages ?? []);
  return serverError ?? validationErrors?.formErrors?.[0] ?? firstField ?? "That did not work. Check your connection and try again.";
}
