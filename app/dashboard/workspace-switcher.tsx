"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { actionErrorText } from "@/app/dashboard/action-error";
import { switchClientAction } from "@/app/dashboard/actions";
import { ClientSwitcher } from "@/components/shell/client-switcher";

type WorkspaceSwitcherProps = { clients: readonly { id: string; name: string }[]; currentId: string };

/** Goes to the home page with the switch: the page one is on may belong to the workspace one leaves. */
export function WorkspaceSwitcher({ clients, currentId }: WorkspaceSwitcherProps) {
  const router = useRouter();
  return (
    <ClientSwitcher
      clients={clients}
      currentId={currentId}
      onSwitch={async (clientId) => {
        const result = await switchClientAction({ clientId });
        if (result.serverError || result.validationErrors) toast.error(actionErrorText({ error: result }));
        else router.push("/dashboard");
      }}
    />
  );
}
