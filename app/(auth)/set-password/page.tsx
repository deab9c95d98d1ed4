import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AuthCard } from "@/app/(auth)/auth-card";
import { SetPasswordForm } from "@/app/(auth)/set-password/set-password-form";
import { getUser } from "@/lib/auth/session";

export const metadata: Metadata = { title: "Set a new password" };

export default async function SetPasswordPage({ searchParams }: PageProps<"/set-password">) {
  const { token_hash } = await searchParams;
  const tokenHash = typeof token_hash === "string" ? token_hash : undefined;
  const user = await getUser();
  if (!user && !tokenHash) redirect("/recover?problem=otp_expired");
  return (
    <AuthCard
      title="Set a new password"
      description={user ? `For ${user.email}. Other devices will be signed out.` : "Other devices will be signed out."}
    >
      <SetPasswordForm tokenHash={tokenHash} />
    </AuthCard>
  );
}
