import { Button } from "@/components/ui/button";
import { CardFooter } from "@/components/ui/card";

/** The end of a card that is a form: its Save button, which waits until there is something to save. */
export function SaveFooter({ isPending, isDirty, mayEdit }: { isPending: boolean; isDirty: boolean; mayEdit: boolean }) {
  return (
    <CardFooter className="justify-end">
      <Button type="submit" isPending={isPending} disabled={!mayEdit || !isDirty}>
        Save
      </Button>
    </CardFooter>
  );
}
