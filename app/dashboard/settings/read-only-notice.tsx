import { Alert } from "@/components/ui/alert";
import type { Role } from "@/lib/domain/roles";

/** Says why nothing can be changed here, instead of leaving grey fields unexplained. */
export function ReadOnlyNotice({ mayEdit, minimum }: { mayEdit: boolean; minimum: Role }) {
  if (mayEdit) return null;
  return <Alert>You can look but not change anything here: that needs the {minimum} role. Ask an owner of this workspace.</Alert>;
}
