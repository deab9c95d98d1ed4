"use client";

import { ChevronsUpDown } from "lucide-react";
import { useTransition } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";

type ClientSwitcherProps = {
  clients: readonly { id: string; name: string }[];
  currentId: string;
  /** A server action that makes another agency the current one. */
  onSwitch: (clientId: string) => Promise<void>;
};

/** Name of the current agency; a menu when the person belongs to several. */
export function ClientSwitcher({ clients, currentId, onSwitch }: ClientSwitcherProps) {
  const [isSwitching, startSwitch] = useTransition();
  const currentName = clients.find(({ id }) => id === currentId)?.name ?? "";
  if (clients.length < 2) return <p className="truncate px-2 font-medium">{currentName}</p>;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" className="max-w-full min-w-0 px-2" aria-busy={isSwitching} aria-label={`Agency: ${currentName}. Switch`}>
          <Avatar name={currentName} className="size-5 rounded-sm text-[0.625rem]" />
          <span className="truncate">{currentName}</span>
          <ChevronsUpDown className="text-muted-foreground" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="w-60">
        <DropdownMenuLabel>Agencies</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={currentId} onValueChange={(clientId) => startSwitch(() => onSwitch(clientId))}>
          {clients.map(({ id, name }) => (
            <DropdownMenuRadioItem key={id} value={id}>
              <span className="truncate">{name}</span>
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
