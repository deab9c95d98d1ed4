import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AuthCard, authLinkClasses } from "@/app/(auth)/auth-card";
import { SignInForm } from "@/app/(auth)/sign-in/sign-in-form";
import { Alert } from "@/components/ui/alert";
import { authMessage } from "@/lib/auth/auth-message";
import { safeNextPath } from "@/lib/auth/next-path";
import { getUser } from "@/lib/auth/session";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({ searchParams }: PageProps<"/sign-in">) {
  const { next, reason, problem } = await searchParams;
  const nextPath = safeNextPath(typeof next === "string" ? next : null);
  if (await getUser()) redirect(nextPath);

  return (
    <AuthCard
      title="Sign in"
      footer={
        <>
          New here?{" "}
          <Link href="/sign-up" className={authLinkClasses}>
            Create an agency
          </Link>
        </>
      }
    >
      {reason === "expired" ? (
        <Alert tone="info" title="Your session has ended">
          Sign in again and you are back where you were.
        </Alert>
      ) : null}
      {reason === "signed-out" ? <Alert tone="success">You are signed out.</Alert> : null}
      {typeof problem === "string" ? <Alert tone="danger">{authMessage({ code: problem })}</Alert> : null}
      <SignInForm next={nextPath} />
    </AuthCard>
  );
}
