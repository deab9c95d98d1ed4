"use client";

import { Monitor, Moon, Search, Sun } from "lucide-react";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useTheme } from "next-themes";
import { type ReactNode, useState } from "react";
import { Kbd } from "@/components/feedback/kbd";
import type { NavigationGroup } from "@/components/shell/navigation";
import { Button } from "@/components/ui/button";
import { CommandDialog, CommandEmpty, CommandGroup, CommandInput, CommandItem, CommandList } from "@/components/ui/command";
import { useHotkeys } from "@/lib/ui/use-hotkeys";

/** Something the palette can go to besides the navigation: "New campaign". */
export type PaletteCommand = { label: string; href: Route; icon?: ReactNode; hotkey?: string };

type CommandPaletteProps = { navigation: readonly NavigationGroup[]; commands: readonly PaletteCommand[] };

const THEMES = [
  { value: "system", label: "Theme: as the system", icon: <Monitor /> },
  { value: "light", label: "Theme: light", icon: <Sun /> },
  { value: "dark", label: "Theme: dark", icon: <Moon /> },
];

/** Ctrl+K or ⌘K: everything by name. Owns the hotkeys of the entries it lists. */
export function CommandPalette({ navigation, commands }: CommandPaletteProps) {
  const router = useRouter();
  const { setTheme } = useTheme();
  const [isOpen, setIsOpen] = useState(false);
  const pages: PaletteCommand[] = navigation.flatMap((group) => group.items);
  const hotkeys = [...pages, ...commands].flatMap(({ hotkey, href }) => (hotkey ? [[hotkey, () => router.push(href)] as const] : []));

  useHotkeys({ "mod+k": () => setIsOpen(!isOpen), ...Object.fromEntries(hotkeys) });
  const run = (action: () => void) => {
    setIsOpen(false);
    action();
  };

  const entry = ({ label, href, icon, hotkey }: PaletteCommand) => (
    <CommandItem key={`${label} ${href}`} value={label} onSelect={() => run(() => router.push(href))}>
      {icon}
      {label}
      {hotkey ? <Kbd keys={hotkey} className="ml-auto" /> : null}
    </CommandItem>
  );

  return (
    <>
      <Button variant="outline" className="text-muted-foreground max-sm:size-8 max-sm:px-0" onClick={() => setIsOpen(true)}>
        <Search />
        <span className="max-lg:sr-only">Search</span>
        <span className="sr-only"> and commands</span>
        <Kbd keys="mod+k" className="max-sm:hidden" />
      </Button>
      <CommandDialog title="Search and commands" open={isOpen} onOpenChange={setIsOpen}>
        <CommandInput placeholder="Where to, or what to do?" />
        <CommandList>
          <CommandEmpty>Nothing by that name.</CommandEmpty>
          <CommandGroup heading="Go to">{pages.map(entry)}</CommandGroup>
          {commands.length > 0 ? <CommandGroup heading="Do">{commands.map(entry)}</CommandGroup> : null}
          <CommandGroup heading="Appearance">
            {THEMES.map(({ value, label, icon }) => (
              <CommandItem key={value} value={label} onSelect={() => run(() => setTheme(value))}>
                {icon}
                {label}
              </CommandItem>
            ))}
          </CommandGroup>
        </CommandList>
      </CommandDialog>
    </>
  );
}
