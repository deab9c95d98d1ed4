import type { Metadata } from "next";
import Link from "next/link";
import { AuthCard, authLinkClasses } from "@/app/(auth)/auth-card";
import { EmailRequestForm } from "@/app/(auth)/email-request-form";
import { requestRecovery } from "@/app/(auth)/recover/actions";
import { Alert } from "@/components/ui/alert";
import { authMessage } from "@/lib/auth/auth-message";

export const metadata: Metadata = { title: "Reset your password" };

export default async function RecoverPage({ searchParams }: PageProps<"/recover">) {
  const { problem } = await searchParams;
  return (
    <AuthCard
      title="Reset your password"
      description="We send you a link to set a new one."
      footer={
        <Link href="/sign-in" className={authLinkClasses}>
          Back to sign in
        </Link>
      }
    >
      {typeof problem === "string" ? <Alert tone="danger">{authMessage({ code: problem })}</Alert> : null}
      <EmailRequestForm action={requestRecovery} submitLabel="Send the link" />
    </AuthCard>
  );
}
