import { PLANS, type Plan } from "@/app/(marketing)/plans";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import { formatCount } from "@/lib/ui/format-number";

const ROWS: readonly { label: string; value: (plan: Plan) => string }[] = [
  { label: "Price", value: ({ dollarsPerMonth }) => `$${formatCount(dollarsPerMonth)}` },
  { label: "Founding price", value: ({ foundingDollarsPerMonth }) => `$${formatCount(foundingDollarsPerMonth)}` },
  { label: "New prospects a month", value: ({ leadsPerMonth }) => formatCount(leadsPerMonth) },
  { label: "Campaigns at a time", value: ({ activeCampaigns }) => formatCount(activeCampaigns) },
  { label: "LinkedIn seats", value: ({ linkedInSeats }) => formatCount(linkedInSeats) },
  { label: "Meetings a month", value: ({ meetings: [from, to] }) => `${from} to ${to}` },
];

export function PlanTable() {
  return (
    <Table>
      <caption className="sr-only">Plans</caption>
      <TableHeader>
        <tr>
          <TableHead>
            <span className="sr-only">What</span>
          </TableHead>
          {PLANS.map(({ name }) => (
            <TableHead key={name} className="h-10 text-right text-sm font-semibold text-foreground">
              {name}
            </TableHead>
          ))}
        </tr>
      </TableHeader>
      <TableBody>
        {ROWS.map(({ label, value }) => (
          <TableRow key={label}>
            <th scope="row" className="px-3 py-2 text-left font-normal text-muted-foreground">
              {label}
            </th>
            {PLANS.map((plan) => (
              <TableCell key={plan.name} className="text-right">
                {value(plan)}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
