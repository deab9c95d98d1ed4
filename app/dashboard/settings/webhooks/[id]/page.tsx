import { Send } from "lucide-react";
import type { Metadata, Route } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { z } from "zod";
import { DeliveryTable } from "@/app/dashboard/settings/webhooks/[id]/delivery-table";
import { EmptyState } from "@/components/feedback/empty-state";
import { PageHeader } from "@/components/feedback/page-header";
import { Button } from "@/components/ui/button";
import { requireMembership } from "@/lib/auth/membership";
import { findWebhook, listDeliveries } from "@/lib/db/queries/webhooks";
import { roleAtLeast } from "@/lib/domain/roles";

export const metadata: Metadata = { title: "Webhook deliveries" };

const PAGE_SIZE = 50;

export default async function DeliveriesPage({ params, searchParams }: PageProps<"/dashboard/settings/webhooks/[id]">) {
  const { clientId, role, client, ctx } = await requireMembership();
  const webhookId = z.uuid().safeParse((await params).id).data;
  // A cursor typed by hand that is none shows the first page.
  const before = z.uuid().safeParse((await searchParams).before).data ?? null;
  if (webhookId === undefined) notFound();
  const { webhook, found } = await ctx.tx(async (db) => ({
    webhook: await findWebhook(db, { clientId, webhookId }),
    found: await listDeliveries(db, { clientId, webhookId, limit: PAGE_SIZE + 1, before }),
  }));
  if (!webhook) notFound();
  const rows = found.slice(0, PAGE_SIZE);
  const last = found.length > PAGE_SIZE ? rows.at(-1) : undefined;
  const path = `/dashboard/settings/webhooks/${webhookId}`;
  return (
    <>
      <PageHeader
        title="Deliveries"
        parents={[{ label: "Webhooks", href: "/dashboard/settings/webhooks" }]}
        description={<span className="break-all">{webhook.url}</span>}
        actions={
          <Button asChild variant="outline">
            <Link href={path as Route}>Refresh</Link>
          </Button>
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {rows.length === 0 ? (
          <EmptyState icon={<Send />} title="Nothing was sent yet" className="rounded-lg border bg-card">
            A delivery that fails is tried again after 1 and 5 minutes, half an hour, 2 and 12 hours.
          </EmptyState>
        ) : (
          <DeliveryTable rows={rows} now={ctx.now} timeZone={client.timezone} mayReplay={roleAtLeast(role, "admin")} />
        )}
        <div className="flex justify-end gap-2">
          {before ? (
            <Button asChild variant="outline">
              <Link href={path as Route}>Newest</Link>
            </Button>
          ) : null}
          {last ? (
            <Button asChild variant="outline">
              <Link href={`${path}?before=${last.id}` as Route}>Older</Link>
            </Button>
          ) : null}
        </div>
      </div>
    </>
  );
}
