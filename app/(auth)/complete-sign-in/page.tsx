import type { Metadata } from "next";
import { AuthCard } from "@/app/(auth)/auth-card";
import { CompleteSignIn } from "@/app/(auth)/complete-sign-in/complete-sign-in";
import { safeNextPath } from "@/lib/auth/next-path";

export const metadata: Metadata = { title: "Signing you in" };

export default async function CompleteSignInPage({ searchParams }: PageProps<"/complete-sign-in">) {
  const { next } = await searchParams;
  return (
    <AuthCard title="Signing you in">
      <CompleteSignIn next={safeNextPath(typeof next === "string" ? next : null)} />
    </AuthCard>
  );
}
