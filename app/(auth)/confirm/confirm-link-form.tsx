"use client";

import { confirmLink } from "@/app/(auth)/confirm/actions";
import { useAuthForm } from "@/app/(auth)/use-auth-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";

export function ConfirmLinkForm({ tokenHash, type, next }: { tokenHash: string; type: string; next: string }) {
  const { submit, isPending, problem } = useAuthForm(confirmLink);
  return (
    <form action={submit} className="grid gap-4">
      <input type="hidden" name="token_hash" value={tokenHash} />
      <input type="hidden" name="type" value={type} />
      <input type="hidden" name="next" value={next} />
      {problem ? <Alert tone="danger">{problem}</Alert> : null}
      <Button type="submit" size="lg" isPending={isPending}>
        Continue
      </Button>
    </form>
  );
}
