import type { Route } from "next";
import type { ReactNode } from "react";

/** Cookie that says "collapsed" when the sidebar is; the layout reads it so that the first paint is right. */
export const SIDEBAR_COOKIE = "agency-os-sidebar";

/** A place in the product. */
export type NavigationItem = {
  href: Route;
  label: string;
  /** A lucide icon element. */
  icon: ReactNode;
  /** Key sequence that goes there: "g h". */
  hotkey?: string;
  /** Things waiting there; zero shows nothing. */
  count?: number;
  /** The item is current only at exactly this path (the home page), not below it. */
  isExact?: boolean;
};

export type NavigationGroup = { label?: string; items: readonly NavigationItem[] };

/** True when `pathname` is the item's page or lies below it. */
export function isCurrentItem({ href, isExact = false }: Pick<NavigationItem, "href" | "isExact">, pathname: string): boolean {
  return pathname === href || (!isExact && pathname.startsWith(`${href}/`));
}
