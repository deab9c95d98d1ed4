import type { Metadata } from "next";
import { InviteForm } from "@/app/dashboard/settings/team/invite-form";
import { TeamTable } from "@/app/dashboard/settings/team/team-table";
import { PageHeader } from "@/components/feedback/page-header";
import { requireMembership } from "@/lib/auth/membership";
import { listMembers } from "@/lib/db/queries/team";

export const metadata: Metadata = { title: "Team" };

export default async function TeamPage() {
  const { clientId, role, user, client, ctx } = await requireMembership();
  const people = await ctx.tx((db) => listMembers(db, { clientId }));
  return (
    <>
      <PageHeader title="Team" description="Who works in this workspace and what each may do. A removal holds from the next click on." />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <InviteForm role={role} />
        <TeamTable people={people} role={role} userId={user.id} now={ctx.now} timeZone={client.timezone} />
      </div>
    </>
  );
}
