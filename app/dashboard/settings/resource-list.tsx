import type { ReactNode } from "react";
import { EmptyState } from "@/components/feedback/empty-state";
import { PageHeader } from "@/components/feedback/page-header";

type ResourceListProps<Resource extends { id: string }> = {
  title: string;
  description: string;
  /** The dialog that adds one; null for who may not. */
  addDialog: ReactNode;
  empty: { icon: ReactNode; title: string; text: string };
  resources: readonly Resource[];
  card: (resource: Resource) => ReactNode;
};

/** A settings page of what messages are sent from: a card for each, or what to do when there is none. */
export function ResourceList<Resource extends { id: string }>(props: ResourceListProps<Resource>) {
  const { title, description, addDialog, empty, resources, card } = props;
  return (
    <>
      <PageHeader title={title} description={description} actions={addDialog} />
      {resources.length === 0 ? (
        <EmptyState icon={empty.icon} title={empty.title} className="rounded-lg border bg-card" action={addDialog}>
          {empty.text}
        </EmptyState>
      ) : (
        <ul className="grid gap-3">
          {resources.map((resource) => (
            <li key={resource.id}>{card(resource)}</li>
          ))}
        </ul>
      )}
    </>
  );
}
