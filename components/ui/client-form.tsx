"use client";

import type { ComponentProps } from "react";
import { useHydrated } from "@/components/ui/use-hydrated";

/**
 * A form that the page's scripts send. Until they run it takes no input: what was typed would give way to the form's own values, and
 * pressing Enter would load the page anew. `post` keeps fields out of the address whatever happens. A form whose `action` is a server
 * action works without scripts and is a plain `<form>`.
 */
export function ClientForm(props: Omit<ComponentProps<"form">, "action" | "method"> & { onSubmit: ComponentProps<"form">["onSubmit"] }) {
  const isHydrated = useHydrated();
  return <form {...props} method="post" inert={!isHydrated} />;
}
