import { Alert } from "@/components/ui/alert";
import { Card, CardContent, CardHeader, CardTitle } from "@/components/ui/card";
import type { IcpProfile } from "@/lib/domain/icp";
import { formatCountOf, formatPercent } from "@/lib/ui/format-number";

/** The pattern in an agency's own clients, and what would make the profile better. Nothing where there is no pattern. */
export function PatternCard({ profile }: { profile: IcpProfile | null }) {
  if (!profile) return null;
  const { pattern, sampleSize, recommendations } = profile;
  return (
    <>
      {pattern.description === "" ? null : (
        <Card>
          <CardHeader>
            <CardTitle>The pattern in your clients</CardTitle>
            <p className="text-muted-foreground">
              From {formatCountOf(sampleSize, "client")}, {formatPercent(pattern.confidence, 0)} sure
            </p>
          </CardHeader>
          <CardContent className="grid gap-1.5">
            <p className="text-pretty">{pattern.description}</p>
            {[pattern.industry, pattern.size, pattern.location].filter(Boolean).map((line) => (
              <p key={line} className="text-xs text-pretty text-muted-foreground">
                {line}
              </p>
            ))}
          </CardContent>
        </Card>
      )}
      {recommendations.length > 0 ? (
        <Alert title="What would make this better">
          <ul className="grid gap-1">
            {recommendations.map((recommendation) => (
              <li key={recommendation}>{recommendation}</li>
            ))}
          </ul>
        </Alert>
      ) : null}
    </>
  );
}
