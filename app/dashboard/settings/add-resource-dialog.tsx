"use client";

import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogDescription, DialogHeader, DialogTitle, DialogTrigger } from "@/components/ui/dialog";

type AddResourceDialogProps = {
  /** On the button and above the form: "Add a sender". */
  title: string;
  description: string;
  /** The form; it is told how to close the dialog. */
  children: (close: () => void) => ReactNode;
};

/** The button that adds something messages are sent from, and the dialog with its form. */
export function AddResourceDialog({ title, description, children }: AddResourceDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button>
          <Plus />
          {title}
        </Button>
      </DialogTrigger>
      <DialogContent className="sm:max-w-xl">
        <DialogHeader>
          <DialogTitle>{title}</DialogTitle>
          <DialogDescription>{description}</DialogDescription>
        </DialogHeader>
        {children(() => setIsOpen(false))}
      </DialogContent>
    </Dialog>
  );
}
