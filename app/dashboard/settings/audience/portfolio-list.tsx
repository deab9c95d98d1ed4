import { KeepOutButton } from "@/app/dashboard/settings/audience/keep-out-button";
import { PortfolioCompany } from "@/app/dashboard/settings/audience/portfolio-company";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "@/components/ui/card";
import type { OwnClientRow } from "@/lib/domain/own-clients";
import { formatCountOf } from "@/lib/ui/format-number";

type PortfolioListProps = {
  companies: readonly OwnClientRow[];
  mayEdit: boolean;
  /** Clients that are not kept out yet can be now: an audience is in force and no reading waits. */
  mayKeepOut: boolean;
};

/** The companies an agency's website names: where each is named, where it stands, and whether anybody there can be written to. */
export function PortfolioList({ companies, mayEdit, mayKeepOut }: PortfolioListProps) {
  const count = (standing: OwnClientRow["standing"]) => companies.filter((company) => company.standing === standing).length;
  const isWaiting = companies.some(({ outreach }) => outreach === "at_confirm");
  const leftOut = count("not_client");
  return (
    <Card id="your-clients" className="scroll-mt-20">
      <CardHeader>
        <CardTitle>Clients you show</CardTitle>
        <p className="text-muted-foreground">
          {formatCountOf(count("client"), "client")}
          {count("past_client") > 0 ? `, ${count("past_client")} past` : ""}
        </p>
        <CardDescription>
          Whom you work for already says most about whom you sell to. Clients are never written to cold; say here which of these are none.
        </CardDescription>
        {leftOut > 0 ? (
          <CardDescription>
            {formatCountOf(leftOut, "company", "companies")} you say {leftOut === 1 ? "is" : "are"} not your client{" "}
            {leftOut === 1 ? "is" : "are"} left out when your website is read next: not looked up, and no evidence for whom you sell to.
          </CardDescription>
        ) : null}
      </CardHeader>
      {isWaiting && mayKeepOut ? (
        <CardContent className="border-b">
          <KeepOutButton />
        </CardContent>
      ) : null}
      <ul>
        {companies.map((company) => (
          <PortfolioCompany key={company.id} company={company} mayEdit={mayEdit} />
        ))}
      </ul>
    </Card>
  );
}
