"use client";

import { useActionState } from "react";
import { IDLE } from "@/app/(auth)/auth-form-state";
import { confirmLink } from "@/app/(auth)/confirm/actions";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";

export function ConfirmLinkForm({ tokenHash, type, next }: { tokenHash: string; type: string; next: string }) {
  const [state, submit, isPending] = useActionState(confirmLink, IDLE);
  return (
    <form action={submit} className="grid gap-4">
      <input type="hidden" name="token_hash" value={tokenHash} />
      <input type="hidden" name="type" value={type} />
      <input type="hidden" name="next" value={next} />
      {state.status === "error" ? <Alert tone="danger">{state.message}</Alert> : null}
      <Button type="submit" size="lg" isPending={isPending}>
        Continue
      </Button>
    </form>
  );
}
