"use client";

import { Copy } from "lucide-react";
import { toast } from "sonner";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";

/** The signing secret, once: after this dialog nobody can read it again. */
export function SecretNotice({ secret }: { secret: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(secret);
      toast.success("The secret is copied.");
    } catch {
      toast.error("Your browser did not allow copying; select the text instead.");
    }
  };
  return (
    <div className="grid gap-3">
      <Alert tone="warning" title="Copy the signing secret now">
        It is stored encrypted and never shown again. With it your system checks that a delivery is ours and was not changed.
      </Alert>
      <div className="flex items-start gap-2">
        <code className="min-w-0 flex-1 rounded-md border bg-muted px-2.5 py-2 font-mono text-xs break-all">{secret}</code>
        <Button variant="outline" onClick={copy}>
          <Copy />
          Copy
        </Button>
      </div>
      <p className="text-xs text-pretty text-muted-foreground">
        Deliveries follow Standard Webhooks: verify <code>webhook-signature</code> over <code>webhook-id</code>,{" "}
        <code>webhook-timestamp</code> and the body as it came, refuse what is older than five minutes, and drop an id you have had already.
      </p>
    </div>
  );
}
