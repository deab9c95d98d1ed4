import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table";
import type { AiSpendOfSkill } from "@/lib/db/queries/ai-spend";
import { formatMicroDollars } from "@/lib/ui/format-money";

/** What each skill cost this month, dearest first. */
export function SkillTable({ skills }: { skills: readonly AiSpendOfSkill[] }) {
  return (
    <Table aria-label="AI spending by skill">
      <TableHeader>
        <tr>
          <TableHead>Skill</TableHead>
          <TableHead className="text-right">Questions this month</TableHead>
          <TableHead className="text-right">Answered</TableHead>
          <TableHead className="text-right">Today</TableHead>
          <TableHead className="text-right">This month</TableHead>
        </tr>
      </TableHeader>
      <TableBody>
        {skills.map(({ skill, calls, answered, todayMicroAud, monthMicroAud }) => (
          <TableRow key={skill}>
            <TableCell className="font-medium first-letter:uppercase">{skill.replaceAll("_", " ")}</TableCell>
            <TableCell className="text-right tabular-nums">{calls}</TableCell>
            <TableCell className="text-right tabular-nums">{answered}</TableCell>
            <TableCell className="text-right tabular-nums">{formatMicroDollars(todayMicroAud)}</TableCell>
            <TableCell className="text-right tabular-nums">{formatMicroDollars(monthMicroAud)}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
