import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthCard } from "@/app/(auth)/auth-card";
import { confirmationType } from "@/app/(auth)/auth-inputs";
import { ConfirmLinkForm } from "@/app/(auth)/confirm/confirm-link-form";
import { safeNextPath } from "@/lib/auth/next-path";

export const metadata: Metadata = { title: "Continue" };

export default async function ConfirmPage({ searchParams }: PageProps<"/confirm">) {
  const { token_hash, type, next } = await searchParams;
  if (typeof token_hash !== "string") redirect("/sign-in?problem=otp_expired");
  return (
    <AuthCard
      title="One more click"
      description="This makes sure that it is you who opened the link, and not a program that checks your mail."
    >
      <ConfirmLinkForm
        tokenHash={token_hash}
        type={confirmationType.parse(type)}
        next={safeNextPath(typeof next === "string" ? next : null)}
      />
    </AuthCard>
  );
}
