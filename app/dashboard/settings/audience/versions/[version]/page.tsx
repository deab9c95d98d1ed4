import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { CardValueView } from "@/app/dashboard/settings/audience/card-value";
import { loadAudience } from "@/app/dashboard/settings/audience/load-audience";
import { RestoreVersion } from "@/app/dashboard/settings/audience/versions/[version]/restore-version";
import { PageHeader } from "@/components/feedback/page-header";
import { Badge } from "@/components/ui/badge";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import { requireMembership } from "@/lib/auth/membership";
import { findIcpVersion } from "@/lib/db/queries/discoveries";
import { CARD_LABELS, CARD_NAMES, type CardEdits, type CardName, type CardValue, type IcpProfile, icpProfile } from "@/lib/domain/icp";
import { roleAtLeast } from "@/lib/domain/roles";
import { formatZonedTime } from "@/lib/ui/format-time";

export const metadata: Metadata = { title: "Version of the audience" };

export default async function VersionPage({ params }: PageProps<"/dashboard/settings/audience/versions/[version]">) {
  const { ctx, clientId, client, role } = await requireMembership();
  const number = z.coerce
    .number()
    .int()
    .positive()
    .max(2_147_483_647)
    .safeParse((await params).version);
  if (!number.success) notFound();
  const row = await ctx.tx((db) => findIcpVersion(db, { clientId, version: number.data }));
  if (!row) notFound();
  const { current } = await loadAudience();
  const profile = icpProfile.parse(row.profile);
  const changed = new Set(row.changedCards);
  return (
    <>
      <PageHeader
        title={`Version ${row.version}`}
        parents={[{ label: "Audience", href: "/dashboard/settings/audience" }]}
        description={formatZonedTime(row.createdAt, client.timezone)}
        badges={row.version === current.version ? <Badge tone="success">In force</Badge> : null}
        actions={
          row.version !== current.version && roleAtLeast(role, "admin") ? (
            <RestoreVersion version={row.version} edits={valuesOf(profile)} current={current.version} />
          ) : null
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {CARD_NAMES.map((name) => (
          <VersionCard key={name} name={name} profile={profile} isChanged={changed.has(name)} />
        ))}
      </div>
    </>
  );
}

function VersionCard<Name extends CardName>({ name, profile, isChanged }: { name: Name; profile: IcpProfile; isChanged: boolean }) {
  return (
    <Card>
      <CardHeader>
        <CardTitle className="flex items-center gap-2">
          {CARD_LABELS[name]}
          {isChanged ? <Badge tone="info">Changed here</Badge> : null}
        </CardTitle>
      </CardHeader>
      <CardContent>
        <CardValueView card={name} value={profile.cards[name].value as CardValue<Name>} />
      </CardContent>
    </Card>
  );
}

function valuesOf(profile: IcpProfile): CardEdits {
  return Object.fromEntries(CARD_NAMES.map((name) => [name, profile.cards[name].value]));
}
