"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { Input } from "@/components/ui/input";

/** A password that can be looked at while typing. */
export function PasswordInput(props: Omit<ComponentProps<typeof Input>, "type">) {
  const [isShown, setIsShown] = useState(false);
  return (
    <span className="relative block">
      <Input {...props} type={isShown ? "text" : "password"} className="pr-9" spellCheck={false} />
      <button
        type="button"
        onClick={() => setIsShown(!isShown)}
        aria-label="Show password"
        aria-pressed={isShown}
        className="absolute top-1 right-1 grid size-6 place-content-center rounded-sm text-muted-foreground hover:text-foreground"
      >
        {isShown ? <EyeOff className="size-4" aria-hidden /> : <Eye className="size-4" aria-hidden />}
      </button>
    </span>
  );
}
