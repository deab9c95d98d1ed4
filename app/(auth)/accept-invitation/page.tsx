import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { AcceptInvitationForm } from "@/app/(auth)/accept-invitation/accept-invitation-form";
import { AuthCard } from "@/app/(auth)/auth-card";
import { openInvitationsOf } from "@/lib/auth/open-invitations";
import { getUser } from "@/lib/auth/session";

export const metadata: Metadata = { title: "Accept your invitation" };

export default async function AcceptInvitationPage({ searchParams }: PageProps<"/accept-invitation">) {
  const { token_hash } = await searchParams;
  const tokenHash = typeof token_hash === "string" ? token_hash : undefined;
  const user = await getUser();
  if (!user && !tokenHash) redirect("/sign-in?problem=invite_not_found");
  const [invitation] = user && !tokenHash ? await openInvitationsOf({ userId: user.id }) : [];
  return (
    <AuthCard
      title={invitation ? `Join ${invitation.clientName}` : "Welcome to the team"}
      description={
        user && !tokenHash
          ? `You were invited as ${user.email}. Tell us your name and choose a password.`
          : "Tell us your name and choose a password."
      }
    >
      <AcceptInvitationForm tokenHash={tokenHash} />
    </AuthCard>
  );
}
