import type { Metadata } from "next";
import Link from "next/link";
import { AuthCard, authLinkClasses } from "@/app/(auth)/auth-card";
import { EmailRequestForm } from "@/app/(auth)/email-request-form";
import { sendSignInLink } from "@/app/(auth)/sign-in/actions";
import { safeNextPath } from "@/lib/auth/next-path";

export const metadata: Metadata = { title: "Sign in by email" };

export default async function SignInLinkPage({ searchParams }: PageProps<"/sign-in/link">) {
  const { next } = await searchParams;
  return (
    <AuthCard
      title="Sign in by email"
      description="We send you a link. Open it in this browser and you are in."
      footer={
        <Link href="/sign-in" className={authLinkClasses}>
          Use your password instead
        </Link>
      }
    >
      <EmailRequestForm action={sendSignInLink} submitLabel="Send the link" next={safeNextPath(typeof next === "string" ? next : null)} />
    </AuthCard>
  );
}
