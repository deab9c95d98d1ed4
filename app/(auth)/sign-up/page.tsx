import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AuthCard, authLinkClasses } from "@/app/(auth)/auth-card";
import { SignUpForm } from "@/app/(auth)/sign-up/sign-up-form";
import { DEFAULT_NEXT_PATH } from "@/lib/auth/next-path";
import { getUser } from "@/lib/auth/session";

export const metadata: Metadata = { title: "Create your agency" };

export default async function SignUpPage() {
  if (await getUser()) redirect(DEFAULT_NEXT_PATH);
  return (
    <AuthCard
      title="Create your agency"
      description="No card needed. Nothing is sent to anybody before you say so."
      footer={
        <>
          Already with us?{" "}
          <Link href="/sign-in" className={authLinkClasses}>
            Sign in
          </Link>
        </>
      }
    >
      <SignUpForm />
    </AuthCard>
  );
}
