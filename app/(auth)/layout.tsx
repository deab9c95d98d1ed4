import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[auto_1fr]">
      <header className="p-4 sm:p-6">
        <Link href="/" aria-label="Agency OS, start page" className="rounded-sm">
          <Logo />
        </Link>
      </header>
      <main className="grid content-start justify-items-center px-4 pt-4 pb-16 sm:pt-[8dvh]">{children}</main>
    </div>
  );
}
